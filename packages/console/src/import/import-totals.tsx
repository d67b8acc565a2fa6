// What the new events of a file come to, by kind.
import { Table } from '@mantine/core';
import type { Import } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatCount, formatMoney } from '../format/money.ts';
import { Panel } from '../notices/panel.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';

const page = words.import;

export function ImportTotals({ kinds }: { readonly kinds: Import['kinds'] }) {
  return (
    <Panel title={page.kinds}>
      <WideTable minWidth={480} label={page.kinds}>
        <Table aria-label={page.kinds}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{page.kind}</Table.Th>
              <Table.Th className="number">{page.count}</Table.Th>
              <Table.Th className="number">{page.amount}</Table.Th>
              <Table.Th>{page.days}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {kinds.map(({ kind, currency, events, amount, from, to }) => (
              <Table.Tr key={`${kind}/${currency}`}>
                <Table.Td>{words.events.kinds[kind]}</Table.Td>
                <Table.Td className="number">{formatCount(events)}</Table.Td>
                <Table.Td className="number">{formatMoney(amount, currency)}</Table.Td>
                <Table.Td>{words.period.days(formatDay(from), formatDay(to))}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </Panel>
  );
}
