// Ours beside theirs: what of the head differs, then each line that is not the same.
import { Table, Text } from '@mantine/core';
import type { Drift, DriftLine } from '../api/wire.ts';
import { formatAmount, isZero } from '../format/money.ts';
import { accountLabel } from '../mapping/account-choices.ts';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';

const page = words.drift;

export function DriftLines({ drift, currency }: { readonly drift: Drift; readonly currency: string }) {
  const same = drift.lines.filter((pair) => pair.same).length;
  // By its place: a line has nothing else that names it, and the order is QuickBooks' and ours.
  const different = drift.lines.flatMap((pair, place) => (pair.same ? [] : [{ ...pair, place }]));
  return (
    <>
      <WideTable minWidth={290} label={page.title(drift.documentNumber)}>
        <Table className="entry" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th style={{ width: '50%' }}>{drift.oursWasTheirs ? page.oursAccepted : page.ours}</Table.Th>
              <Table.Th>{page.theirs}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {drift.fields.map(({ field, ours, theirs }) => (
              <Table.Tr key={field}>
                <Table.Td>
                  {page.fields[field]}: {ours || page.nothing}
                </Table.Td>
                <Table.Td>
                  {page.fields[field]}: <strong>{theirs || page.nothing}</strong>
                </Table.Td>
              </Table.Tr>
            ))}
            {different.map(({ ours, theirs, place }) => (
              <Table.Tr key={place} style={{ verticalAlign: 'top' }}>
                <Table.Td>{ours === null ? null : <LineSide line={ours} currency={currency} />}</Table.Td>
                <Table.Td>
                  {theirs === null ? (
                    <Text size="sm" c="dimmed">
                      {page.notThere}
                    </Text>
                  ) : (
                    <LineSide line={theirs} currency={currency} />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      {same === 0 ? null : (
        <Text size="sm" c="dimmed" mt={6}>
          {page.same(same)}
        </Text>
      )}
    </>
  );
}

export function LineSide({ line, currency }: { readonly line: DriftLine; readonly currency: string }) {
  const isCredit = isZero(line.debit);
  const beside = [line.department, line.class, line.description].filter((part) => part !== null && part !== '');
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: 12 }}>
      <div>
        {accountLabel(line.account)}
        {beside.length === 0 ? null : (
          <Text size="xs" c="dimmed">
            {beside.join(' · ')}
          </Text>
        )}
      </div>
      <span className="number">
        {isCredit ? page.credit : page.debit} {formatAmount(isCredit ? line.credit : line.debit, currency)}
      </span>
    </div>
  );
}
