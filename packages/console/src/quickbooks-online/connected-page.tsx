// Where QuickBooks' consent window comes back to: tells the page that opened it, then closes.
import { Anchor, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { words } from '../words.ts';
import { type ConnectionMessage, connectionChannel } from './use-connect.ts';

const route = getRouteApi('/connected');
const statusPage = '/settings/integrations/quickbooks-online';

export function ConnectedPage() {
  const { error, message } = route.useSearch();
  const ok = error === undefined;
  const said = message ?? error ?? null;
  useEffect(() => {
    const channel = new BroadcastChannel(connectionChannel);
    const news: ConnectionMessage = { ok, message: said };
    channel.postMessage(news);
    channel.close();
    if (ok) window.close();
  }, [ok, said]);
  const page = words.quickbooks.connectedPage;
  return (
    <main className="door">
      <Stack gap="xs" align="center" ta="center" maw={420}>
        {ok ? (
          <IconCircleCheck size={40} className="good" aria-hidden />
        ) : (
          <IconAlertTriangle size={40} className="fault" aria-hidden />
        )}
        <Title order={1}>{ok ? page.good : page.bad}</Title>
        <Text c="dimmed">{ok ? page.goodHint : said}</Text>
        <Anchor href={statusPage}>{page.back}</Anchor>
      </Stack>
    </main>
  );
}
