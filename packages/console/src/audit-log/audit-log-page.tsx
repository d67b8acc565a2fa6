// Who changed what, newest first.
import { Skeleton, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { auditLogQuery } from '../api/queries.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { AuditDetail } from './audit-detail.tsx';

const page = words.audit;

export function AuditLogPage() {
  const log = useQuery(auditLogQuery);
  const { formatSecond } = useShopClock();
  return (
    <>
      <PageHead eyebrow={page.eyebrow} title={page.title} hint={page.hint} />
      <section className="panel">
        {log.error && !log.data ? <LoadProblem error={log.error} retry={log.refetch} /> : null}
        {log.data === undefined && !log.error ? <Skeleton height={200} /> : null}
        {log.data?.length === 0 ? <EmptyState title={page.empty} /> : null}
        {log.data === undefined || log.data.length === 0 ? null : (
          <WideTable minWidth={720} label={page.title}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{page.when}</Table.Th>
                  <Table.Th>{page.who}</Table.Th>
                  <Table.Th>{page.what}</Table.Th>
                  <Table.Th>{page.detail}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {log.data.map((entry) => (
                  <Table.Tr key={`${entry.at}/${entry.what}/${JSON.stringify(entry.detail)}`}>
                    <Table.Td style={{ whiteSpace: 'nowrap' }}>{formatSecond(entry.at)}</Table.Td>
                    <Table.Td>{entry.who}</Table.Td>
                    <Table.Td>{page.actions[entry.what] ?? entry.what}</Table.Td>
                    <Table.Td>
                      <AuditDetail detail={entry.detail} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </WideTable>
        )}
      </section>
    </>
  );
}
