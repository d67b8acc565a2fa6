// An account's month: how it adds up, and its lines, what stands in the way of a tie-out first.
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
  const { counts, lines, waiting, refused, currency, ownCurrency } = detail;
  const all = counts.matched + counts['only-here'] + counts['only-there'];
  const counted = [counts.matched, counts['only-here'], counts['only-there']].map(formatCount);
  const [matched = '', here = '', there = ''] = counted;
  return (
    <>
      <Sums detail={detail} />
      {ownCurrency === null ? null : <Text size="sm">{page.ownCurrencyHint(ownCurrency, currency)}</Text>}
      {waiting === 0 ? null : <Text size="sm">{page.waiting(formatCount(waiting), waiting === 1)}</Text>}
      {refused === 0 ? null : <Text size="sm">{page.refusedHint(formatCount(refused), refused === 1)}</Text>}
      <Text size="sm" mt="md">
        {page.counts(matched, here, there)}
      </Text>
      {lines.length === 0 ? <Text size="sm">{page.noLines}</Text> : null}
      {lines.length === 0 ? null : (
        <WideTable minWidth={560} label={page.lines}>
          <Table aria-label={page.lines}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th miw={96}>{page.state}</Table.Th>
                <Table.Th miw={76}>{page.date}</Table.Th>
                <Table.Th>{page.what}</Table.Th>
                <Table.Th className="number">{page.amount}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {inPlace(lines).map(({ place, where, isOurs, ours, theirs }) => (
                <Table.Tr key={place} style={{ verticalAlign: 'top' }}>
                  <Table.Td>
                    {page.where[where]}
                    {where !== 'only-there' ? null : (
                      <Text size="xs" c="dimmed">
                        {isOurs ? page.whose.changed : page.whose.own}
                      </Text>
                    )}
                  </Table.Td>
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

/** What lies above the register, line by line, and adds up to it where nothing is left. */
function Sums({ detail }: { readonly detail: ReconciliationMonth }) {
  const { ours, quickbooks, quickbooksOwn, before, difference, currency } = detail;
  if (quickbooks === null) return null;
  const amount = (text: string) => formatAmount(text, currency);
  const own = quickbooksOwn?.lines ?? 0;
  const ownLabel = own === 0 ? page.own : `${page.own} (${page.ownLines(formatCount(own), own === 1)})`;
  const held = before === null || isZero(before) ? null : { opening: before, movements: '0.00', closing: before };
  const rows = [
    { label: page.beforeTillbook, sums: held },
    { label: page.ours, sums: ours },
    { label: ownLabel, sums: quickbooksOwn },
    { label: page.register, sums: quickbooks },
  ];
  return (
    <>
      <WideTable minWidth={360} label={page.sums}>
        <Table aria-label={page.sums} horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th />
              <Table.Th className="number">{page.opening}</Table.Th>
              <Table.Th className="number">{page.movements}</Table.Th>
              <Table.Th className="number">{page.closing}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ label, sums }) =>
              sums === null ? null : (
                <Table.Tr key={label}>
                  <Table.Th scope="row">{label}</Table.Th>
                  <Table.Td className="number">{amount(sums.opening)}</Table.Td>
                  <Table.Td className="number">{amount(sums.movements)}</Table.Td>
                  <Table.Td className="number">{amount(sums.closing)}</Table.Td>
                </Table.Tr>
              ),
            )}
          </Table.Tbody>
        </Table>
      </WideTable>
      <Text size="sm" fw={600} ta="right" my="xs">
        {difference === null ? '' : `${page.difference} ${amount(difference)} · `}
        {`${page.leftToClear} ${amount(quickbooks.closing)}`}
      </Text>
    </>
  );
}

/** Lines may be alike in everything: their place alone tells them apart. */
function inPlace<Line extends object>(lines: readonly Line[]): readonly (Line & { readonly place: number })[] {
  return lines.map((line, place) => ({ ...line, place }));
}
