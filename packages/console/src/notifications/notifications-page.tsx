// Settings › Notifications: who is told of alerts and of the day, and whether it gets through.
import { Group, Skeleton, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get } from '../api/client.ts';
import type { Notifications } from '../api/wire.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { DigestTime } from './digest-time.tsx';
import { type Edited, ReceiverDialog } from './receiver-dialog.tsx';
import { ReceiverTable } from './receiver-table.tsx';

const page = words.notifications;

const notificationsQuery = queryOptions({
  queryKey: ['notifications'],
  queryFn: ({ signal }) => get<Notifications>('/api/v1/notifications', {}, signal),
});

export function NotificationsPage() {
  const { data, error, refetch } = useQuery(notificationsQuery);
  const [edited, setEdited] = useState<Edited>(null);
  return (
    <>
      <PageHead eyebrow={page.eyebrow} title={page.title} hint={page.hint} />
      {error && !data ? <LoadProblem error={error} retry={refetch} /> : null}
      {data === undefined && !error ? <Skeleton height={180} /> : null}
      {data === undefined ? null : (
        <Stack gap="md">
          <section className="panel">
            {data.receivers.length === 0 ? (
              <EmptyState title={page.empty} hint={page.emptyHint}>
                <AddButton onClick={() => setEdited('new')} />
              </EmptyState>
            ) : (
              <>
                <ReceiverTable receivers={data.receivers} onChange={setEdited} />
                <Group p="sm" px="md">
                  <AddButton onClick={() => setEdited('new')} />
                </Group>
              </>
            )}
          </section>
          {data.receivers.length === 0 ? null : <DigestTime saved={data} />}
        </Stack>
      )}
      <ReceiverDialog edited={edited} mails={data?.mails ?? false} onClose={() => setEdited(null)} />
    </>
  );
}

function AddButton({ onClick }: { readonly onClick: () => void }) {
  return (
    <ActionButton
      needs="POST /notifications/receivers"
      mt="xs"
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={onClick}
    >
      {page.add}
    </ActionButton>
  );
}
