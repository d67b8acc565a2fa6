// The first rows of a file: as it has them, and as they are understood.
import { Skeleton, Table, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Import, ImportPreview as Preview } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { LoadProblem } from '../notices/load-problem.tsx';
import { Panel } from '../notices/panel.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { importPreviewQuery } from './import-queries.ts';

const page = words.import;
const columnWidth = 130;

export function ImportPreview({ one }: { readonly one: Import }) {
  const preview = useQuery(importPreviewQuery(one));
  if (preview.error) return <LoadProblem error={preview.error} retry={preview.refetch} />;
  return (
    <Panel title={page.first}>
      {preview.data === undefined ? (
        <Skeleton height={200} />
      ) : (
        <>
          <Title order={3} size="h5" mb={4}>
            {page.asEvents}
          </Title>
          <Understood events={preview.data.events} />
          <Title order={3} size="h5" mt="lg" mb={4}>
            {page.asFile}
          </Title>
          <AsTheFileHasThem preview={preview.data} />
        </>
      )}
    </Panel>
  );
}

function Understood({ events }: { readonly events: Preview['events'] }) {
  return (
    <WideTable minWidth={780} label={page.asEvents}>
      <Table aria-label={page.asEvents} className="even-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{page.where}</Table.Th>
            <Table.Th>{page.kind}</Table.Th>
            <Table.Th>{page.number}</Table.Th>
            <Table.Th>{page.date}</Table.Th>
            <Table.Th>{page.location}</Table.Th>
            <Table.Th className="number">{page.amount}</Table.Th>
            <Table.Th>{page.state}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event) => (
            <UnderstoodRow key={event.place} row={event} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function UnderstoodRow({ row }: { readonly row: Preview['events'][number] }) {
  const { place, event, key } = row;
  const [problem] = row.problems;
  return (
    <Table.Tr>
      <Table.Td className="unbroken">{place}</Table.Td>
      {event === null ? (
        <>
          <Table.Td />
          <Table.Td>{key ?? ''}</Table.Td>
          <Table.Td />
          <Table.Td />
          <Table.Td />
        </>
      ) : (
        <>
          <Table.Td>{words.events.kinds[event.kind]}</Table.Td>
          <Table.Td>{event.number}</Table.Td>
          <Table.Td>{formatDay(event.businessDate)}</Table.Td>
          <Table.Td>{event.location}</Table.Td>
          <Table.Td className="number">{formatMoney(event.amount, event.currency)}</Table.Td>
        </>
      )}
      <Table.Td>
        {problem === undefined ? (
          <span className="state good">
            <IconCircleCheck size={15} aria-hidden />
            {page.ok}
          </span>
        ) : (
          <span className="state fault">
            <IconAlertTriangle size={15} aria-hidden />
            {problem.field === null ? problem.rule : `${problem.field}: ${problem.rule}`}
          </span>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** A cell is known by where it stands: a header may name a column twice. */
const numbered = (cells: readonly string[]) => cells.map((text, at) => ({ text, at }));

function AsTheFileHasThem({ preview }: { readonly preview: Preview }) {
  const { columns, rows } = preview;
  return (
    <WideTable minWidth={Math.max(480, columns.length * columnWidth)} label={page.asFile} keepsColumns>
      <Table aria-label={page.asFile}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{page.row}</Table.Th>
            {columns.length === 0 ? <Table.Th>{page.event}</Table.Th> : null}
            {numbered(columns).map(({ text, at }) => (
              <Table.Th key={at}>{text}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ place, cells }) => (
            <Table.Tr key={place}>
              <Table.Td className="unbroken">{place}</Table.Td>
              {numbered(cells).map(({ text, at }) => (
                <Table.Td key={at}>
                  <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {text}
                  </Text>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
