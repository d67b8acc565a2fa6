// What was outstanding at sync start: for the accountant to open QuickBooks with, as lines of an entry.
import { Stack, Table, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { syncQuery } from '../api/queries.ts';
import type { OutstandingAmount } from '../api/wire.ts';
import { addDays, formatDay } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { accountLabel } from '../mapping/account-choices.ts';
import { Panel } from '../notices/panel.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import type { OutstandingFound, PreflightRun } from './preflight-run.ts';

const page = words.preflight;

export interface OutstandingPanelProps {
  readonly run: PreflightRun;
  /** The sync start that is thought of; null: the one there is, or today. */
  readonly from: string | null;
  readonly onFrom: (from: string | null) => void;
}

export function OutstandingPanel({ run, from, onFrom }: OutstandingPanelProps) {
  const { data: sync } = useQuery(syncQuery);
  const { state, checked } = run;
  // Amounts of another day than the one that is asked about would be entered as if they were of this one.
  const outstanding = from === null || from === run.outstanding?.before ? run.outstanding : null;
  if (state === 'done' && checked === 0) return null;
  const notFound = state === 'looking' ? page.outstandingAdding : page.outstandingStopped;
  return (
    <Panel title={page.outstanding}>
      <Stack gap="md">
        {sync?.state === 'not-started' ? (
          <TextInput
            type="date"
            size="xs"
            w={170}
            label={page.outstandingFrom}
            value={from ?? outstanding?.before ?? ''}
            onChange={(event) => onFrom(event.currentTarget.value || null)}
          />
        ) : null}
        {outstanding === null ? <Text size="sm">{notFound}</Text> : <Found found={outstanding} />}
      </Stack>
    </Panel>
  );
}

function Found({ found: { before, amounts } }: { readonly found: OutstandingFound }) {
  const start = formatDay(before);
  if (amounts.length === 0) return <Text size="sm">{page.outstandingNone(start)}</Text>;
  return (
    <>
      <div>
        <Text size="sm" fw={600}>
          {page.outstandingEnter(formatDay(addDays(before, -1)))}
        </Text>
        <Text size="sm" c="dimmed">
          {page.outstandingWhat(start)}
        </Text>
      </div>
      {amounts.some(isNegative) ? (
        <span className="state fault wraps">
          <IconAlertTriangle size={16} aria-hidden />
          {page.outstandingNegative}
        </span>
      ) : null}
      <WideTable minWidth={330} label={page.outstanding}>
        <Table className="entry" aria-label={page.outstanding}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.event.account}</Table.Th>
              <Table.Th className="number">{words.event.debit}</Table.Th>
              <Table.Th className="number">{words.event.credit}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {amounts.map((row) => (
              <AmountRow key={row.key} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <Text size="sm" c="dimmed">
        {page.outstandingMore} {page.outstandingPast}
      </Text>
    </>
  );
}

const isNegative = ({ amount }: OutstandingAmount): boolean => amount.startsWith('-');

function AmountRow({ row: { kind, name, account, side, amount, currency } }: { readonly row: OutstandingAmount }) {
  const money = formatMoney(amount, currency);
  return (
    <Table.Tr>
      <Table.Td>
        {account === null ? (
          <span className="state fault">
            <IconAlertTriangle size={14} aria-hidden />
            {words.event.notMapped}
          </span>
        ) : (
          accountLabel(account)
        )}
        <Text size="xs" c="dimmed">
          {[page.outstandingKinds[kind], name].filter((word) => word !== null).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td className="number">{side === 'debit' ? money : ''}</Table.Td>
      <Table.Td className="number">{side === 'credit' ? money : ''}</Table.Td>
    </Table.Tr>
  );
}
