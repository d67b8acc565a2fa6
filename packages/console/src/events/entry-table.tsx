// A journal entry as accountants read it, each line with where its number comes from.
import { ActionIcon, Group, Table, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconCheck, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Entry, EntryLine } from '../api/wire.ts';
import { formatAmount, formatMoney, isZero, sumAmounts } from '../format/money.ts';
import { accountLabel } from '../mapping/account-choices.ts';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { LineOrigin } from './line-origin.tsx';

const page = words.event;

export interface EntryTableProps {
  readonly entry: Entry;
  readonly title?: string;
  /** What a line, counted from 1, came from. */
  readonly parts: (line: EntryLine, number: number) => ReactNode;
  /** Beside the title: where the entry is in QuickBooks. */
  readonly children?: ReactNode;
}

export function EntryTable({ entry, title = page.entry, parts, children }: EntryTableProps) {
  const debit = sumAmounts(entry.lines.map((line) => line.debit));
  const credit = sumAmounts(entry.lines.map((line) => line.credit));
  const balanced = isZero(sumAmounts([debit, credit.startsWith('-') ? credit.slice(1) : `-${credit}`]));
  return (
    <section>
      <Group justify="space-between" gap="xs" mb={4}>
        <Group gap="sm">
          <Title order={2}>{title}</Title>
          <BalanceMark balanced={balanced} />
          <Text size="sm" c="dimmed" span>
            {formatMoney(entry.total, entry.currency)}
          </Text>
        </Group>
        {children}
      </Group>
      <LineTable entry={entry} title={title} parts={parts} totals={{ debit, credit }} />
    </section>
  );
}

function BalanceMark({ balanced }: { readonly balanced: boolean }) {
  return (
    <span className={balanced ? 'state good' : 'state fault'}>
      {balanced ? <IconCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
      {balanced ? page.balanced : page.unbalanced}
    </span>
  );
}

interface LineTableProps extends Required<Pick<EntryTableProps, 'entry' | 'title' | 'parts'>> {
  readonly totals: { readonly debit: string; readonly credit: string };
}

function LineTable({ entry, title, parts, totals }: LineTableProps) {
  return (
    <WideTable minWidth={330} label={title}>
      <Table className="entry">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{page.account}</Table.Th>
            <Table.Th className="number">{page.debit}</Table.Th>
            <Table.Th className="number">{page.credit}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entry.lines.map((line, index) => (
            <LineRow key={lineKey(line)} line={line} currency={entry.currency} parts={() => parts(line, index + 1)} />
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Td>{page.total}</Table.Td>
            <Table.Td className="number">{formatAmount(totals.debit, entry.currency)}</Table.Td>
            <Table.Td className="number">{formatAmount(totals.credit, entry.currency)}</Table.Td>
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </WideTable>
  );
}

function ruleNote({ rule }: EntryLine): string | null {
  const notes: Partial<Record<NonNullable<EntryLine['rule']>['name'], string>> = page.ruleNotes;
  return rule === null ? null : (notes[rule.name] ?? null);
}

function lineKey(line: EntryLine): string {
  return `${line.rule?.name}/${line.role}/${line.subject}/${line.account?.id}/${line.location}/${line.debit}/${line.credit}/${line.from.map((source) => source.key + source.pointer).join()}`;
}

interface LineRowProps {
  readonly line: EntryLine;
  readonly currency: string;
  readonly parts: () => ReactNode;
}

function LineRow({ line, currency, parts }: LineRowProps) {
  const [opened, { toggle }] = useDisclosure(false);
  const account = line.account === null ? page.notMapped : accountLabel(line.account);
  return (
    <>
      <Table.Tr>
        <Table.Td>
          <div style={{ display: 'flex', gap: 6, alignItems: 'flex-start' }}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={page.whereFor(account)}
              aria-expanded={opened}
              title={page.where}
              onClick={toggle}
            >
              {opened ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
            </ActionIcon>
            <div>
              <span className={line.account === null ? 'state fault' : undefined}>
                {line.account === null ? <IconAlertTriangle size={14} aria-hidden /> : null}
                {account}
              </span>
              <Text size="xs" c="dimmed">
                {[words.roles[line.role], line.subject, ruleNote(line)].filter((word) => word !== null).join(' · ')}
              </Text>
            </div>
          </div>
        </Table.Td>
        <Table.Td className="number">{isZero(line.debit) ? '' : formatAmount(line.debit, currency)}</Table.Td>
        <Table.Td className="number">{isZero(line.credit) ? '' : formatAmount(line.credit, currency)}</Table.Td>
      </Table.Tr>
      {opened ? (
        <Table.Tr>
          <Table.Td colSpan={3} style={{ paddingLeft: 42, background: 'var(--till-page)' }}>
            <LineOrigin line={line}>{parts()}</LineOrigin>
          </Table.Td>
        </Table.Tr>
      ) : null}
    </>
  );
}
