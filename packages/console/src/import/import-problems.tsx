// All that is wrong with a file, by row, field, value and rule; what others wrote shows as text.
import { Anchor, Group, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Import } from '../api/wire.ts';
import { formatCount } from '../format/money.ts';
import { ListEnd } from '../notices/list-end.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { Panel } from '../notices/panel.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { importProblemsQuery } from './import-queries.ts';

const page = words.import;

export interface ImportProblemsProps {
  readonly one: Import;
  readonly kept: number;
}

export function ImportProblems({ one, kept }: ImportProblemsProps) {
  return (
    <Panel title={page.problems}>
      <ProblemTable one={one} kept={kept} />
    </Panel>
  );
}

export function ProblemTable({ one, kept }: ImportProblemsProps) {
  const query = useInfiniteQuery(importProblemsQuery(one));
  const count = page.problemsCount(formatCount(one.problems), one.problems === 1);
  if (query.error && query.data === undefined) return <LoadProblem error={query.error} retry={query.refetch} />;
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm">{one.problems > kept ? `${count}. ${page.problemsMore(formatCount(kept))}` : count}</Text>
        <Anchor size="sm" href={`/api/v1/imports/${encodeURIComponent(one.id)}/problems.csv`} download>
          <Group gap={4}>
            <IconDownload size={15} aria-hidden />
            {page.download}
          </Group>
        </Anchor>
      </Group>
      <WideTable minWidth={760} label={page.problems}>
        <Table aria-label={page.problems} className="even-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{page.where}</Table.Th>
              <Table.Th>{page.field}</Table.Th>
              <Table.Th>{page.value}</Table.Th>
              <Table.Th>{page.rule}</Table.Th>
              <Table.Th>{page.event}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {query.data?.pages
              .flatMap(({ problems }) => problems)
              .map(({ number, place, field, value, rule, key }) => (
                <Table.Tr key={number}>
                  <Table.Td className="unbroken">{place}</Table.Td>
                  <Table.Td>{field ?? ''}</Table.Td>
                  <Table.Td className="mono" style={{ overflowWrap: 'anywhere', maxWidth: 260 }}>
                    {value}
                  </Table.Td>
                  <Table.Td>{rule}</Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere', maxWidth: 220 }}>{key ?? ''}</Table.Td>
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <ListEnd pages={query} end={null} />
    </>
  );
}
