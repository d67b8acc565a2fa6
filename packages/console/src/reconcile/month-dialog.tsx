// The lines of an account's month: what is only here or only there first, then what matches.
import { Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { reconciliationMonthQuery } from '../api/queries.ts';
import type { ReconciliationMonth } from '../api/wire.ts';
import { formatMonth, formatShortDay } from '../format/dates.ts';
import { formatAmount, formatCount, isZero } from '../format/money.ts';
import { Dialog } from '../notices/dialog.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';

const page = words.reconcile;

interface MonthDialogProps {
  readonly account: { readonly accountId: string; readonly name: string };
  readonly month: string;
  readonly onClose: () => void;
}

export function MonthDialog({ account, month, onClose }: MonthDialogProps) {
  const { data, error, refetch } = useQuery(reconciliationMonthQuery(account.accountId, month));
  return (
    <Dialog opened onClose={onClose} size="xl" title={page.dialogTitle(account.name, formatMonth(month))}>
      {error && !data ? <LoadProblem error={error} retry={refetch} /> : null}
      {data === undefined && !error ? <Skeleton height={200} /> : null}
      {data === undefined ? null : <Lines detail={data} />}
    </Dialog>
  );
}

function Lines({ detail }: { readonly detail: ReconciliationMonth }) {
  const { counts, lines, waiting, currency, before, ownCurrency } = detail;
  const all = counts.matched + counts['only-here'] + counts['only-there'];
  const counted = [counts.matched, counts['only-here'], counts['only-there']].map(formatCount);
  const [matched = '', here = '', there = ''] = counted;
  return (
    <>
      <Text size="sm">{page.counts(matched, here, there)}</Text>
      {before === null || isZero(before) ? null : <Text size="sm">{page.before(formatAmount(before, currency))}</Text>}
      {ownCurrency === null ? null : <Text size="sm">{page.ownCurrencyHint(ownCurrency, currency)}</Text>}
      {waiting === 0 ? null : <Text size="sm">{page.waiting(formatCount(waiting), waiting === 1)}</Text>}
      {lines.length === 0 ? <Text size="sm">{page.noLines}</Text> : null}
      {lines.length === 0 ? null : (
        <WideTable minWidth={560} label={page.lines}>
          <Table aria-label={page.lines}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{page.state}</Table.Th>
                <Table.Th>{page.date}</Table.Th>
                <Table.Th>{page.what}</Table.Th>
                <Table.Th className="number">{page.amount}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {inPlace(lines).map(({ place, where, ours, theirs }) => (
                <Table.Tr key={place}>
                  <Table.Td>{page.where[where]}</Table.Td>
                  <Table.Td>{formatShortDay(ours?.date ?? theirs?.date ?? '')}</Table.Td>
                  <Table.Td>
                    {ours === null ? `${theirs?.kind} ${theirs?.text}` : `${ours.documentNumber} · ${ours.postingKey}`}
                  </Table.Td>
                  <Table.Td className="number">
                    {formatAmount(ours?.amount ?? theirs?.amount ?? '0', currency)}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {lines.length < all ? <Text size="sm">{page.shown(formatCount(lines.length))}</Text> : null}
    </>
  );
}

/** Lines may be alike in everything: their place alone tells them apart. */
function inPlace<Line extends object>(lines: readonly Line[]): readonly (Line & { readonly place: number })[] {
  return lines.map((line, place) => ({ ...line, place }));
}
