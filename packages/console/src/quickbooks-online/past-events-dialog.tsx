// Before the past is sent: how much it is, and what would wait.
import { Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { send } from '../api/client.ts';
import { preflightQuery, sessionQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Sync } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatCount, formatMoney } from '../format/money.ts';
import { CauseText } from '../notices/cause-text.tsx';
import { Dialog } from '../notices/dialog.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';

export interface PastEventsDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly sync: Sync;
}

const page = words.sync;

export function PastEventsDialog({ opened, onClose, sync }: PastEventsDialogProps) {
  const sendPast = useAction<void, { events?: number } | null>({
    run: () => send('POST', '/api/v1/sync/past-events', {}),
    say: (answer) => page.pastQueued(words.alerts.events(formatCount(answer?.events ?? 0), answer?.events === 1)),
    after: onClose,
  });
  const count = words.alerts.events(formatCount(sync.pastEvents), sync.pastEvents === 1);
  return (
    <Dialog opened={opened} onClose={onClose} title={page.pastTitle} size="lg">
      <Text size="sm" mb="md">
        {sync.pastEvents === 0 || sync.from === null ? page.pastNone : page.pastIntro(count, formatDay(sync.from))}
      </Text>
      {opened && sync.pastEvents > 0 ? <PreflightSummary /> : null}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {words.common.cancel}
        </Button>
        <Button onClick={() => sendPast.mutate()} loading={sendPast.isPending} disabled={sync.pastEvents === 0}>
          {page.past}
        </Button>
      </Group>
    </Dialog>
  );
}

function PreflightSummary() {
  const { data: problems } = useQuery(preflightQuery);
  const { data: session } = useQuery(sessionQuery);
  const currency = session?.company?.currency ?? 'USD';
  if (!problems) return <Skeleton height={80} />;
  // A payment type that no deposit was taken with yet holds nothing.
  const holding = problems.filter(({ kind }) => kind !== 'missing-deposit-account');
  if (holding.length === 0) {
    return (
      <span className="state good">
        <IconCircleCheck size={16} aria-hidden />
        {page.pastClean}
      </span>
    );
  }
  return (
    <WideTable minWidth={480} label={page.pastBlocks}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{page.pastBlocks}</Table.Th>
            <Table.Th className="number">{page.pastProblemEvents}</Table.Th>
            <Table.Th className="number">{page.pastProblemAmount}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {holding.map((problem) => (
            <Table.Tr key={`${problem.kind}/${problem.role}/${problem.subject}/${problem.message}`}>
              <Table.Td>
                <CauseText cause={problem} />
              </Table.Td>
              <Table.Td className="number">{formatCount(problem.events)}</Table.Td>
              <Table.Td className="number">{formatMoney(problem.amount, currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}
