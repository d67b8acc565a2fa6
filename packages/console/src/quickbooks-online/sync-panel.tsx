// What is sent by itself, from which day, how far it is, and the days before that.
import { Button, Group, Progress, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { isBusy, sessionQuery, syncQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { EventStatus, Sync } from '../api/wire.ts';
import { StatusMark } from '../events/status-mark.tsx';
import { formatDay, todayIn } from '../format/dates.ts';
import { formatCount } from '../format/money.ts';
import { ActionButton } from '../roles/action-button.tsx';
import { Editable } from '../roles/editable.tsx';
import { useUnsaved } from '../unsaved/unsaved.ts';
import { words } from '../words.ts';
import { PastEventsDialog } from './past-events-dialog.tsx';

const page = words.sync;

export function SyncPanel({ connected }: { readonly connected: boolean }) {
  const { data: sync } = useQuery(syncQuery);
  if (!sync) return <Skeleton height={180} radius="md" />;
  return (
    <section className="panel" aria-labelledby="sync-title">
      <div className="panel-head">
        <Group gap="sm">
          <Title order={2} id="sync-title">
            {page.title}
          </Title>
          <Text size="sm" c="dimmed">
            {page.states[sync.state]}
          </Text>
        </Group>
        <PastEvents sync={sync} connected={connected} />
      </div>
      <div className="panel-body">
        <Stack gap="md">
          <Text size="sm">{syncSentence(sync)}</Text>
          <SyncProgress sync={sync} />
          <StartSync sync={sync} connected={connected} />
        </Stack>
      </div>
    </section>
  );
}

function syncSentence(sync: Sync): string {
  switch (sync.state) {
    case 'not-started':
      return page.notStarted;
    case 'running':
      return sync.from === null ? page.started : page.running(formatDay(sync.from));
    case 'paused':
      return page.paused;
  }
}

const countedStatuses: readonly EventStatus[] = [
  'synced',
  'ready',
  'syncing',
  'action-required',
  'failed',
  'handled-outside',
  'never-synced',
];

function SyncProgress({ sync }: { readonly sync: Sync }) {
  const whole = countedStatuses.reduce((sum, status) => sum + sync.counts[status], 0);
  if (whole === 0) return null;
  const text = page.progress(formatCount(sync.counts.synced), formatCount(whole));
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {text}
        </Text>
        {isBusy(sync) ? (
          <Text size="sm" c="dimmed" role="status">
            {page.sending}
          </Text>
        ) : null}
      </Group>
      <Progress value={(sync.counts.synced / whole) * 100} aria-label={text} />
      <Group gap="lg" mt="xs">
        {countedStatuses
          .filter((status) => sync.counts[status] > 0)
          .map((status) => (
            <Group key={status} gap={6}>
              <StatusMark status={status} />
              <Text size="sm">{formatCount(sync.counts[status])}</Text>
            </Group>
          ))}
      </Group>
    </div>
  );
}

function StartSync({ sync, connected }: { readonly sync: Sync; readonly connected: boolean }) {
  const { data: session } = useQuery(sessionQuery);
  const today = todayIn(session?.company?.timeZone ?? 'UTC');
  const [chosen, setChosen] = useState<string | null>(null);
  const from = chosen ?? sync.from ?? today;
  useUnsaved(chosen !== null && chosen !== (sync.from ?? today));
  const start = useAction({
    run: () => send('POST', '/api/v1/sync/start', { from }),
    say: () => page.started,
    after: () => setChosen(null),
  });
  const pause = useAction({ run: () => send('POST', '/api/v1/sync/pause', {}), say: () => page.pausedNow });
  const running = sync.state === 'running';
  return (
    <div>
      <Group align="flex-end" gap="sm">
        <Editable needs="POST /sync/start">
          <TextInput
            type="date"
            label={page.from}
            aria-describedby="sync-from-hint"
            w={200}
            value={from}
            onChange={(event) => setChosen(event.currentTarget.value)}
            disabled={!connected}
          />
        </Editable>
        {running && chosen === null ? null : (
          <ActionButton
            needs="POST /sync/start"
            onClick={() => start.mutate()}
            loading={start.isPending}
            disabled={!connected || from === ''}
          >
            {page.start}
          </ActionButton>
        )}
        {running ? null : (
          <Button component={Link} to="/preflight" variant="default">
            {words.preflight.offer}
          </Button>
        )}
        {running ? (
          <ActionButton
            needs="POST /sync/pause"
            variant="default"
            onClick={() => pause.mutate()}
            loading={pause.isPending}
          >
            {page.pause}
          </ActionButton>
        ) : null}
      </Group>
      <Text size="sm" c="dimmed" mt={6} id="sync-from-hint">
        {connected ? page.fromHint : page.needsConnection}
      </Text>
    </div>
  );
}

function PastEvents({ sync, connected }: { readonly sync: Sync; readonly connected: boolean }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton
        needs="POST /sync/past-events"
        variant="default"
        onClick={open}
        disabled={!connected || sync.state !== 'running'}
      >
        {page.past}
      </ActionButton>
      <PastEventsDialog opened={opened} onClose={close} sync={sync} />
    </>
  );
}
