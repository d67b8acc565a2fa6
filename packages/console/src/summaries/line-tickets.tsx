// The tickets behind one line of a day's entry, a page at a time: what each put into it, and whether they add up to it.
import { Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lineSourcesQuery } from '../api/queries.ts';
import type { EntryLine, LineSources } from '../api/wire.ts';
import { formatAmount, formatCount } from '../format/money.ts';
import { LoadProblem } from '../notices/load-problem.tsx';
import { RowLink } from '../notices/row-link.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { addUpTo, partAmount } from './line-parts.ts';
import { nextSources } from './source-pages.ts';

const page = words.summaries.tickets;

export interface LineTicketsProps {
  readonly postingId: string;
  /** Of the line, counted from 1. */
  readonly number: number;
  readonly line: EntryLine;
  readonly currency: string;
  readonly onOpenEvent: (id: string) => void;
}

export function LineTickets(props: LineTicketsProps) {
  return (
    <>
      <dt style={wide}>{page.list}</dt>
      <dd style={wide}>
        <TicketPages {...props} />
      </dd>
    </>
  );
}

const wide = { gridColumn: '1 / -1' };

function TicketPages({ postingId, number, line, currency, onOpenEvent }: LineTicketsProps) {
  const query = useInfiniteQuery(lineSourcesQuery({ postingId, number }));
  if (query.error && !query.data) return <LoadProblem error={query.error} retry={query.refetch} />;
  if (!query.data) return <Skeleton height={80} mt={6} />;
  const sources = query.data.pages.flatMap((one) => one.sources);
  const total = query.data.pages[0]?.total ?? 0;
  const next = nextSources(sources.length, total);
  return (
    <>
      <TicketTable sources={sources} line={line} currency={currency} onOpenEvent={onOpenEvent} />
      <Group justify="space-between" mt={4}>
        <Sum sources={sources} total={total} line={line} />
        {next === null ? null : (
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => void query.fetchNextPage()}
            loading={query.isFetchingNextPage}
          >
            {page.more(formatCount(Math.min(next.limit, total - next.offset)))}
          </Button>
        )}
      </Group>
    </>
  );
}

interface TicketTableProps {
  readonly sources: LineSources['sources'];
  readonly line: EntryLine;
  readonly currency: string;
  readonly onOpenEvent: (id: string) => void;
}

function TicketTable({ sources, line, currency, onOpenEvent }: TicketTableProps) {
  return (
    <WideTable minWidth={240} label={page.list}>
      <Table aria-label={page.list} verticalSpacing={3} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{page.ticket}</Table.Th>
            <Table.Th>{page.part}</Table.Th>
            <Table.Th className="number">{page.amount}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sources.map((source) => (
            <Table.Tr key={source.key + source.pointer}>
              <Table.Td>
                <RowLink parameter="event" id={source.eventId} onOpen={onOpenEvent}>
                  {source.number}
                </RowLink>
                {source.reverses === undefined ? null : (
                  <Text size="xs" c="dimmed">
                    {page.voided(source.reverses)}
                  </Text>
                )}
              </Table.Td>
              <Table.Td className="mono">{source.pointer}</Table.Td>
              <Table.Td className="number">{formatAmount(partAmount(source, line), currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

interface SumProps {
  readonly sources: LineSources['sources'];
  readonly total: number;
  readonly line: EntryLine;
}

function Sum({ sources, total, line }: SumProps) {
  if (sources.length < total) {
    return (
      <Text size="xs" c="dimmed">
        {page.shown(formatCount(sources.length), formatCount(total))}
      </Text>
    );
  }
  return addUpTo(line, sources) ? (
    <span className="state good">
      <IconCheck size={14} aria-hidden />
      {page.all(formatCount(total), total === 1)}
    </span>
  ) : null;
}
