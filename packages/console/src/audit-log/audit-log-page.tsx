// Who changed what, newest first.
import { Button, Skeleton, Stack, Table } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { queryText } from '../api/client.ts';
import { auditLogQuery } from '../api/queries.ts';
import { formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { ListEnd } from '../notices/list-end.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import type { SearchValues } from '../search.ts';
import { words } from '../words.ts';
import { AuditDetail, InBooks } from './audit-detail.tsx';
import { AuditFilter } from './audit-filter.tsx';

const page = words.audit;

export function AuditLogPage() {
  const search = useSearch({ strict: false }) as SearchValues;
  const log = useInfiniteQuery(auditLogQuery(search));
  const entries = log.data?.pages.flatMap((one) => one.entries);
  const isNarrowed = Object.values(search).some((value) => value !== undefined);
  const { formatSecond } = useShopClock();
  return (
    <>
      <PageHead eyebrow={page.eyebrow} title={page.title} hint={page.hint}>
        <ExportLog search={search} />
      </PageHead>
      <Stack gap="md">
        <AuditFilter search={search} people={log.data?.pages[0]?.people ?? []} />
        <section className="panel">
          {log.error && !log.data ? <LoadProblem error={log.error} retry={log.refetch} /> : null}
          {log.data === undefined && !log.error ? <Skeleton height={200} /> : null}
          {entries?.length === 0 ? <EmptyState title={isNarrowed ? page.nothingFound : page.empty} /> : null}
          {entries === undefined || entries.length === 0 ? null : (
            <WideTable minWidth={900} label={page.title}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{page.when}</Table.Th>
                    <Table.Th>{page.who}</Table.Th>
                    <Table.Th>{page.what}</Table.Th>
                    <Table.Th>{page.detail}</Table.Th>
                    <Table.Th miw={190}>{page.inBooks}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {entries.map((entry) => (
                    <Table.Tr key={entry.id}>
                      <Table.Td className="unbroken">{formatSecond(entry.at)}</Table.Td>
                      <Table.Td className="unbroken">{entry.who}</Table.Td>
                      <Table.Td>{page.actions[entry.what] ?? entry.what}</Table.Td>
                      <Table.Td>
                        <AuditDetail told={entry} />
                      </Table.Td>
                      <Table.Td>
                        <InBooks inBooks={entry.inBooks} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </WideTable>
          )}
        </section>
        <ListEnd pages={log} end={entries?.length ? page.end(formatCount(entries.length)) : null} />
      </Stack>
    </>
  );
}

/** What is found, and no other. */
function ExportLog({ search }: { readonly search: SearchValues }) {
  const { who, what, from, to } = search;
  const asked = queryText({ who, what, from, to });
  return (
    <Button
      component="a"
      href={`/api/v1/audit-log.csv${asked}`}
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      title={page.csvHint}
    >
      {page.csv}
    </Button>
  );
}
