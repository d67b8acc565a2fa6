// A day that was changed after it had been sent: its own summary, each supplement, and what they come to together.
import { Table, Text, Title } from '@mantine/core';
import type { SummaryDetail } from '../api/wire.ts';
import { StatusMark } from '../events/status-mark.tsx';
import { formatCount, formatMoney, sumAmounts } from '../format/money.ts';
import { RowLink } from '../notices/row-link.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';

const page = words.summaries;

export function WholeDay({ summary }: { readonly summary: SummaryDetail }) {
  const change = useChangeSearch();
  const { day, currency } = summary;
  if (day.length < 2) return null;
  return (
    <section>
      <Title order={2}>{page.whole}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {page.wholeHint}
      </Text>
      <WideTable minWidth={480} label={page.whole}>
        <Table aria-label={page.whole}>
          <Table.Tbody>
            {day.map((one) => (
              <Table.Tr key={one.id} data-open={one.id === summary.id || undefined}>
                <Table.Td>
                  <RowLink parameter="summary" id={one.id} onOpen={(id) => change({ summary: id })}>
                    {one.sequence === 1 ? page.original : page.supplementOfDay(one.sequence - 1)}
                  </RowLink>
                  <Text size="xs" c="dimmed">
                    {words.alerts.events(formatCount(one.events), one.events === 1)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <StatusMark status={one.status} />
                </Table.Td>
                <Table.Td className="number">{formatMoney(one.tickets, currency)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th scope="row" role="rowheader" colSpan={2}>
                {page.together}
              </Table.Th>
              <Table.Td className="number">
                {formatMoney(sumAmounts(day.map(({ tickets }) => tickets)), currency)}
              </Table.Td>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </WideTable>
    </section>
  );
}
