// Every account that a row has had: which, from when, by whom and until when. Nothing of it is ever changed.
import { ActionIcon, Skeleton, Table, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { mappingHistoryQuery } from '../api/queries.ts';
import type { MappingRow, PastMapping } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { Dialog } from '../notices/dialog.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { accountLabel } from './account-choices.ts';
import { fieldLabel, type MappingBook } from './use-mapping.ts';

const page = words.mapping.history;

interface MappingHistoryProps {
  readonly row: MappingRow;
  readonly book: MappingBook;
}

export function MappingHistory({ row, book }: MappingHistoryProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const label = page.of(fieldLabel(row));
  return (
    <>
      <Tooltip label={page.title}>
        <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={open}>
          <IconHistory size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {opened ? (
        <Dialog opened onClose={close} title={label} size="lg">
          <History row={row} book={book} />
        </Dialog>
      ) : null}
    </>
  );
}

function History({ row, book }: MappingHistoryProps) {
  const { data: history, error, refetch } = useQuery(mappingHistoryQuery(row));
  if (history === undefined) {
    return error ? <LoadProblem error={error} retry={refetch} /> : <Skeleton height={90} />;
  }
  if (history.length === 0) return <Text size="sm">{page.none}</Text>;
  return (
    <WideTable minWidth={560} label={page.title}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.financial.account}</Table.Th>
            <Table.Th>{words.mapping.dates.appliesFrom}</Table.Th>
            <Table.Th>{page.chosen}</Table.Th>
            <Table.Th>{page.ended}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {history.map((past) => (
            <PastRow key={past.savedAt + past.accountId + past.applicableFrom} past={past} book={book} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function PastRow({ past, book }: { readonly past: PastMapping; readonly book: MappingBook }) {
  const { formatInstant } = useShopClock();
  const account = book.accountById.get(past.accountId);
  return (
    <Table.Tr>
      <Table.Th scope="row" role="rowheader" style={{ fontWeight: 500 }}>
        {account === undefined ? words.mapping.goneAccount : accountLabel(account)}
      </Table.Th>
      <Table.Td>{past.applicableFrom === null ? page.beginning : formatDay(past.applicableFrom)}</Table.Td>
      <Table.Td>
        {formatInstant(past.savedAt)}
        <Text size="xs" c="dimmed">
          {past.savedBy}
        </Text>
      </Table.Td>
      <Table.Td>{past.endedAt === null ? page.inForce : formatInstant(past.endedAt)}</Table.Td>
    </Table.Tr>
  );
}
