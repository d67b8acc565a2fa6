// Clearing accounts by month, ours beside QuickBooks' register: reading it, looking at the lines, and tying a month out.
import { Button, Group, Skeleton, Table, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCalendarDown,
  IconCircleCheck,
  IconCircleDashed,
  IconEqual,
  IconEqualNot,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { reconciliationQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Reconciliation } from '../api/wire.ts';
import { formatMonth, formatMonthName } from '../format/dates.ts';
import { formatAmount, formatCount, isZero } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { MonthDialog } from './month-dialog.tsx';

const page = words.reconcile;

type Account = Reconciliation['accounts'][number];
type Month = Account['months'][number];
interface Row {
  readonly account: Account;
  readonly month: Month;
}

export function ReconcileTab() {
  const { data, error, refetch } = useQuery(reconciliationQuery);
  const [opened, setOpened] = useState<Row | null>(null);
  if (error && !data) return <LoadProblem error={error} retry={refetch} />;
  const rows = data?.accounts.flatMap((account) => account.months.map((month) => ({ account, month }))) ?? [];
  return (
    <section className="panel">
      <Text size="sm" c="dimmed" p="md">
        {page.hint}
      </Text>
      {data === undefined ? <Skeleton height={280} m="md" w="auto" /> : null}
      {data !== undefined && rows.length === 0 ? <EmptyState title={page.empty} hint={page.emptyHint} /> : null}
      {data === undefined || rows.length === 0 ? null : (
        <WideTable minWidth={1060} label={page.title}>
          <Table aria-label={page.title} horizontalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th miw={150}>{page.account}</Table.Th>
                <Table.Th className="number">{page.opening}</Table.Th>
                <Table.Th className="number">{page.movements}</Table.Th>
                <Table.Th className="number">{page.closing}</Table.Th>
                <Table.Th className="number wrapped">{page.own}</Table.Th>
                <Table.Th className="number wrapped">{page.leftToClear}</Table.Th>
                <Table.Th className="number">{page.difference}</Table.Th>
                <Table.Th>{page.state}</Table.Th>
                <Table.Th className="number">{page.actions}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <MonthRow
                  key={`${row.account.accountId}/${row.month.month}`}
                  row={row}
                  currency={data.currency}
                  onOpen={() => setOpened(row)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {opened === null ? null : (
        <MonthDialog account={opened.account} month={opened.month.month} onClose={() => setOpened(null)} />
      )}
    </section>
  );
}

interface MonthRowProps {
  readonly row: Row;
  readonly currency: string;
  readonly onOpen: () => void;
}

function MonthRow({ row, currency, onOpen }: MonthRowProps) {
  const { account, month } = row;
  const amount = (text: string) => formatAmount(text, currency);
  const { formatDayOf } = useShopClock();
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Td>
        <Text size="sm">{account.name}</Text>
        <Text size="sm" c="dimmed">
          {formatMonth(month.month)}
        </Text>
        {account.ownCurrency === null ? null : (
          <Text size="xs" c="dimmed">
            {page.ownCurrency(account.ownCurrency, currency)}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="number">{amount(month.ours.opening)}</Table.Td>
      <Table.Td className="number">{amount(month.ours.movements)}</Table.Td>
      <Table.Td className="number">{amount(month.ours.closing)}</Table.Td>
      <Table.Td className="number">
        <OwnLines month={month} currency={currency} />
      </Table.Td>
      <Table.Td className="number">
        {month.quickbooks === null ? page.notRead : amount(month.quickbooks.closing)}
        {month.quickbooks === null ? null : (
          <Text size="xs" c="dimmed">
            {page.readAt(formatDayOf(month.quickbooks.readAt))}
          </Text>
        )}
        <BeforeTillbook month={month} currency={currency} />
      </Table.Td>
      <Table.Td className="number">{month.difference === null ? '' : amount(month.difference)}</Table.Td>
      <Table.Td>
        <StateMark month={month} />
      </Table.Td>
      <Table.Td>
        <RowActions row={row} onOpen={onOpen} />
      </Table.Td>
    </Table.Tr>
  );
}

/** What QuickBooks has of its own since ours began, and how many lines of it are new. */
function OwnLines({ month, currency }: { readonly month: Month; readonly currency: string }) {
  const { quickbooksOwn } = month;
  if (quickbooksOwn === null) return null;
  return (
    <>
      {formatAmount(quickbooksOwn.closing, currency)}
      {quickbooksOwn.lines === 0 ? null : (
        <Text size="xs" c="dimmed">
          {page.ownThisMonth(formatCount(quickbooksOwn.lines))}
        </Text>
      )}
    </>
  );
}

function BeforeTillbook({ month, currency }: { readonly month: Month; readonly currency: string }) {
  const { before, quickbooks } = month;
  if (quickbooks === null || before === null || isZero(before)) return null;
  return (
    <Text size="xs" c="dimmed" className="wrapped">
      {page.before(formatAmount(before, currency))}
    </Text>
  );
}

/** What keeps a month from being tied out, beside its difference. */
function inTheWay({ waiting, refused, drifts, unmatched, readFirst, month }: Month): readonly string[] {
  const counted = (count: number | null, say: (count: string) => string) =>
    count === null || count === 0 ? [] : [say(formatCount(count))];
  const toRead =
    readFirst === null ? [] : [readFirst === month ? page.readAnew : page.readFirst(formatMonth(readFirst))];
  return [
    ...toRead,
    ...counted(unmatched, page.unmatched),
    ...counted(waiting, page.waits),
    ...counted(refused, page.refused),
    ...counted(drifts, page.drifted),
  ];
}

const faults: readonly Month['state'][] = ['attention-required', 'difference', 'lines-unmatched'];

function StateMark({ month }: { readonly month: Month }) {
  const { state, tieOut } = month;
  const { formatDayOf } = useShopClock();
  return (
    <>
      <span className={faults.includes(state) ? 'state fault' : 'state'}>
        <StateIcon state={state} />
        {page.states[state]}
      </span>
      {inTheWay(month).map((words) => (
        <Text key={words} size="xs" c="dimmed">
          {words}
        </Text>
      ))}
      {tieOut === null ? null : (
        <Text size="xs" c="dimmed">
          {page.by(tieOut.who, formatDayOf(tieOut.at))}
        </Text>
      )}
    </>
  );
}

function StateIcon({ state }: { readonly state: Month['state'] }) {
  switch (state) {
    case 'tied-out':
      return <IconCircleCheck size={15} className="good" aria-hidden />;
    case 'no-difference':
      return <IconEqual size={15} aria-hidden />;
    case 'earlier-unread':
      return <IconCalendarDown size={15} aria-hidden />;
    case 'difference':
    case 'lines-unmatched':
      return <IconEqualNot size={15} aria-hidden />;
    case 'attention-required':
      return <IconAlertTriangle size={15} aria-hidden />;
    case 'unread':
      return <IconCircleDashed size={15} aria-hidden />;
  }
}

function RowActions({ row, onOpen }: Omit<MonthRowProps, 'currency'>) {
  const { account, month } = row;
  const named = [account.name, formatMonth(month.month)] as const;
  const path = `/api/v1/reconciliation/${encodeURIComponent(account.accountId)}`;
  const readOf = (of: string) => ({
    run: () => send('POST', `${path}/${of}/read`, {}),
    say: () => page.wasRead(account.name, formatMonth(of)),
  });
  const read = useAction(readOf(month.month));
  const earlier = month.readFirst === month.month ? null : month.readFirst;
  const readEarlier = useAction(readOf(earlier ?? month.month));
  const tieOut = useAction({
    run: () => send('POST', `${path}/${month.month}/tie-out`, {}),
    say: () => page.tied(...named),
  });
  const readLabel = month.quickbooks === null ? page.read : page.readAgain;
  const isFree = month.difference !== null && isZero(month.difference) && month.state !== 'tied-out';
  const isSettled = inTheWay(month).length === 0;
  const button = (label: string) => ({
    ...{ size: 'compact-xs', variant: 'default', 'aria-label': page.of(label, ...named) },
  });
  return (
    <Group gap={6} justify="flex-end">
      {isFree && isSettled ? (
        <ActionButton
          needs="POST /reconciliation/:accountId/:month/tie-out"
          {...button(page.tieOut)}
          loading={tieOut.isPending}
          onClick={() => tieOut.mutate()}
        >
          {page.tieOut}
        </ActionButton>
      ) : null}
      {earlier === null ? null : (
        <ActionButton
          needs="POST /reconciliation/:accountId/:month/read"
          {...button(page.readMonth(formatMonth(earlier)))}
          loading={readEarlier.isPending}
          onClick={() => readEarlier.mutate()}
        >
          {page.readMonth(formatMonthName(earlier))}
        </ActionButton>
      )}
      <ActionButton
        needs="POST /reconciliation/:accountId/:month/read"
        {...button(readLabel)}
        loading={read.isPending}
        onClick={() => read.mutate()}
      >
        {readLabel}
      </ActionButton>
      {month.quickbooks === null ? null : (
        <Button {...button(page.lines)} onClick={onOpen}>
          {page.lines}
        </Button>
      )}
    </Group>
  );
}
