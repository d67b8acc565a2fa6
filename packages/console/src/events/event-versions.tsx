// The versions of a ticket that the till edited: what it was, what took it back, what it is now, and the sum.
import { Table, Text, Title } from '@mantine/core';
import type { EventDetail } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatMoney, sumAmounts } from '../format/money.ts';
import { RowLink } from '../notices/row-link.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { StatusMark } from './status-mark.tsx';
import { wasReplaced } from './was-replaced.ts';

const page = words.event.versions;

export function EventVersions({ event }: { readonly event: EventDetail }) {
  const change = useChangeSearch();
  if (event.versions.length === 0) return null;
  // What is out, replaced before it was sent or taken out, is in no sum.
  const posted = event.versions.filter(({ status }) => status !== 'handled-outside');
  const oneCurrency = new Set(posted.map(({ currency }) => currency)).size === 1;
  return (
    <section>
      <Title order={2} mb="sm">
        {page.title}
      </Title>
      <WideTable minWidth={480} label={page.title}>
        <Table aria-label={page.title}>
          <Table.Tbody>
            {event.versions.map((one) => (
              <Table.Tr key={one.id} data-open={one.id === event.id || undefined}>
                <Table.Td>
                  <RowLink parameter="event" id={one.id} onOpen={(id) => change({ event: id })}>
                    {one.isReversal ? page.reversal(one.version - 1) : page.version(one.version)}
                  </RowLink>
                  <Text size="xs" c="dimmed">
                    {formatDay(one.businessDate)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  {wasReplaced(one, event.versions) ? (
                    <Text size="sm" c="dimmed">
                      {page.replaced}
                    </Text>
                  ) : (
                    <StatusMark status={one.status} />
                  )}
                </Table.Td>
                <Table.Td className="number">{formatMoney(one.amount, one.currency)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          {oneCurrency ? (
            <Table.Tfoot>
              <Table.Tr>
                <Table.Th scope="row" role="rowheader" colSpan={2}>
                  {page.sum}
                </Table.Th>
                <Table.Td className="number">
                  {formatMoney(sumAmounts(posted.map(({ amount }) => amount)), posted[0]?.currency ?? event.currency)}
                </Table.Td>
              </Table.Tr>
            </Table.Tfoot>
          ) : null}
        </Table>
      </WideTable>
    </section>
  );
}
