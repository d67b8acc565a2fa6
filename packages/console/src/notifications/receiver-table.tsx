// The receivers: what each gets, how the last message went, a test, and the way out.
import { Badge, Button, Group, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { Receiver, TestSent } from '../api/wire.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { Dialog } from '../notices/dialog.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';

const page = words.notifications;

interface TableProps {
  readonly receivers: readonly Receiver[];
  readonly onChange: (receiver: Receiver) => void;
}

export function ReceiverTable({ receivers, onChange }: TableProps) {
  const [removing, setRemoving] = useState<Receiver | null>(null);
  return (
    <>
      <WideTable minWidth={1000} label={page.title}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{page.name}</Table.Th>
              <Table.Th miw={170}>{page.kind}</Table.Th>
              <Table.Th>{page.wants}</Table.Th>
              <Table.Th miw={200}>{page.last}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{page.change}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {receivers.map((receiver) => (
              <ReceiverRow key={receiver.id} receiver={receiver} onChange={onChange} onRemove={setRemoving} />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <RemoveDialog receiver={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

interface RowProps {
  readonly receiver: Receiver;
  readonly onChange: (receiver: Receiver) => void;
  readonly onRemove: (receiver: Receiver) => void;
}

function ReceiverRow({ receiver, onChange, onRemove }: RowProps) {
  const { id, kind, name, shownAs, signed } = receiver;
  const test = useAction<void, TestSent>({
    run: () => send('POST', `/api/v1/notifications/receivers/${encodeURIComponent(id)}/test`, {}),
    say: ({ sent }) => (sent ? page.testSent(name) : null),
  });
  return (
    <Table.Tr>
      <Table.Td fw={600}>{name}</Table.Td>
      <Table.Td>
        {page.kinds[kind]}
        <Text size="xs" c="dimmed">
          {[shownAs, signed ? page.signed : null].filter((part) => part !== null).join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td>{wantsWords(receiver)}</Table.Td>
      <Table.Td maw={320}>
        {test.data?.sent === false ? (
          <Failure title={page.testFailed} problem={test.data.problem} />
        ) : (
          <LastMessage receiver={receiver} />
        )}
      </Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <ActionButton
            needs="POST /notifications/receivers/:id/test"
            size="xs"
            variant="default"
            loading={test.isPending}
            aria-label={page.testOf(name)}
            onClick={() => test.mutate()}
          >
            {page.test}
          </ActionButton>
          <ActionButton
            needs="PUT /notifications/receivers/:id"
            size="xs"
            variant="default"
            aria-label={page.changeOf(name)}
            onClick={() => onChange(receiver)}
          >
            {page.change}
          </ActionButton>
          <ActionButton
            needs="DELETE /notifications/receivers/:id"
            size="xs"
            variant="default"
            aria-label={page.removeOf(name)}
            onClick={() => onRemove(receiver)}
          >
            {page.remove}
          </ActionButton>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function wantsWords({ wantsAlerts, wantsDigest }: Receiver): string {
  if (wantsAlerts && wantsDigest) return page.both;
  if (wantsAlerts) return page.alerts;
  return wantsDigest ? page.digest : page.nothing;
}

function LastMessage({ receiver }: { readonly receiver: Receiver }) {
  const { formatInstant } = useShopClock();
  const { lastSuccessAt, lastErrorAt, lastError, waiting } = receiver;
  const again =
    waiting === 0 ? null : (
      <Badge variant="default" color="gray">
        {page.waiting(waiting)}
      </Badge>
    );
  if (lastErrorAt !== null && (lastSuccessAt === null || lastErrorAt > lastSuccessAt)) {
    return (
      <>
        <Failure title={page.failed(formatInstant(lastErrorAt))} problem={lastError} />
        {again}
      </>
    );
  }
  if (lastSuccessAt === null)
    return (
      <Text size="sm" c="dimmed">
        {page.none}
      </Text>
    );
  return (
    <span className="good">
      <IconCheck size={14} aria-hidden /> {page.ok(formatInstant(lastSuccessAt))} {again}
    </span>
  );
}

function Failure({ title, problem }: { readonly title: string; readonly problem: string | null }) {
  return (
    <div role="alert">
      <Text className="fault" size="sm" fw={600} component="span">
        <IconAlertTriangle size={14} aria-hidden /> {title}
      </Text>
      <Text size="xs">{problem}</Text>
    </div>
  );
}

function RemoveDialog({ receiver, onClose }: { readonly receiver: Receiver | null; readonly onClose: () => void }) {
  const remove = useAction<Receiver>({
    run: ({ id }) => send('DELETE', `/api/v1/notifications/receivers/${encodeURIComponent(id)}`),
    say: (_answer, { name }) => page.removed(name),
    after: onClose,
  });
  return (
    <Dialog opened={receiver !== null} onClose={onClose} title={page.removeTitle(receiver?.name ?? '')}>
      <Text size="sm">{page.removeHint}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {words.common.cancel}
        </Button>
        <Button color="red.9" loading={remove.isPending} onClick={() => receiver !== null && remove.mutate(receiver)}>
          {page.remove}
        </Button>
      </Group>
    </Dialog>
  );
}
