// The state of the connection in words, and what can be done about it.
import { Anchor, Badge, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCircleCheck, IconCircleDashed, IconPlugConnectedX, IconSettingsExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '../api/client.ts';
import { accountsQuery, connectionQuery, openDriftQuery, syncQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Connection } from '../api/wire.ts';
import { TakesNothingNotice, takesNothing } from '../dashboard/takes-nothing-notice.tsx';
import { useShopClock } from '../format/use-shop-clock.ts';
import { Dialog } from '../notices/dialog.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { useMayUse } from '../roles/why-not.ts';
import { words } from '../words.ts';
import { ConnectButton } from './connect-button.tsx';
import { Consequences } from './consequences.tsx';
import { MeteredPanel } from './metered-panel.tsx';
import { NewBooks } from './new-books.tsx';
import { standingOf } from './standing.ts';
import { SyncPanel } from './sync-panel.tsx';

const page = words.quickbooks;

export function StatusTab() {
  const { data: connection, error, refetch } = useQuery(connectionQuery);
  if (error && !connection) return <LoadProblem error={error} retry={refetch} />;
  if (!connection) return <Skeleton height={260} radius="md" />;
  return (
    <Stack gap="md">
      <TakesNothingNotice connection={connection} />
      <section className="panel" aria-labelledby="connection-state">
        <div className="panel-head">
          <Group gap="sm">
            <StateIcon state={connection.state} />
            <Title order={2} id="connection-state">
              {stateText(connection)}
            </Title>
            {connection.state === 'not-connected' ? null : (
              <Badge color={connection.environment === 'production' ? 'petrol' : 'gray'} variant="default">
                {page.environments[connection.environment]}
              </Badge>
            )}
          </Group>
          <ConnectionActions connection={connection} />
        </div>
        <div className="panel-body">
          {connection.state === 'not-connected' ? <NotConnected connection={connection} /> : null}
          {connection.state === 'reconnect-required' ? <ReconnectRequired company={connection.companyName} /> : null}
          {connection.reconnectBy === null ? null : <AccessEnds at={connection.reconnectBy} />}
          {connection.state === 'set-up-incomplete' ? <LeftToMap left={connection.left} /> : null}
          {connection.state === 'connected' ? <Standing connection={connection} /> : null}
          {connection.companyName === null ? null : <ConnectionFacts connection={connection} />}
          <Anchor size="sm" mt="md" display="inline-block" renderRoot={keysLink}>
            {connection.environment === 'local' ? words.intuitKeys.open : words.intuitKeys.openAgain}
          </Anchor>
        </div>
      </section>
      {connection.state === 'not-connected' ? null : <MeteredPanel metered={connection.metered} />}
      <SyncPanel connected={connection.state === 'connected' || connection.state === 'set-up-incomplete'} />
    </Stack>
  );
}

const keysLink = (root: Record<string, unknown>) => (
  <Link {...root} to="/settings/integrations/quickbooks-online/keys" />
);

function stateText(connection: Connection): string {
  return connection.state === 'set-up-incomplete' ? page.left(connection.left) : page.states[connection.state];
}

function StateIcon({ state }: { readonly state: Connection['state'] }) {
  switch (state) {
    case 'connected':
      return <IconCircleCheck size={20} className="good" aria-hidden />;
    case 'set-up-incomplete':
      return <IconSettingsExclamation size={20} className="warn" aria-hidden />;
    case 'reconnect-required':
      return <IconPlugConnectedX size={20} className="fault" aria-hidden />;
    case 'not-connected':
      return <IconCircleDashed size={20} aria-hidden />;
  }
}

function ConnectionActions({ connection }: { readonly connection: Connection }) {
  const [asking, { open, close }] = useDisclosure(false);
  const importAccounts = useAction<void, { accounts: number }>({
    run: () => send('POST', '/api/v1/accounts/import', {}),
    say: (answer) => page.importDone(answer.accounts),
  });
  const disconnect = useAction({
    run: () => send('POST', '/api/v1/connection/disconnect', {}),
    say: () => page.disconnected,
    after: close,
  });
  if (connection.state === 'not-connected') return null;
  return (
    <Group gap="xs">
      {connection.state === 'reconnect-required' ? null : (
        <ActionButton
          needs="POST /accounts/import"
          variant="default"
          onClick={() => importAccounts.mutate()}
          loading={importAccounts.isPending}
        >
          {page.importAccounts}
        </ActionButton>
      )}
      <ActionButton needs="POST /connection/disconnect" variant="default" onClick={open}>
        {page.disconnect}
      </ActionButton>
      <Dialog opened={asking} onClose={close} title={page.disconnectTitle}>
        <Consequences title={page.stays} sentences={page.staysList} />
        <Consequences title={page.stops} sentences={page.stopsList} />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {words.common.cancel}
          </Button>
          <Button color="red.9" onClick={() => disconnect.mutate()} loading={disconnect.isPending}>
            {page.disconnect}
          </Button>
        </Group>
      </Dialog>
    </Group>
  );
}

function NotConnected({ connection }: { readonly connection: Connection }) {
  return (
    <Stack gap="sm" mb={connection.companyName === null ? 0 : 'lg'} maw={620}>
      <Text size="sm">{page.connectIntro}</Text>
      {connection.environment === 'local' ? (
        <Text size="sm" c="dimmed">
          {page.connectLocal}
        </Text>
      ) : null}
      <Group gap="sm">
        <ConnectButton label={page.connect} />
        <NewBooks company={connection.companyName} />
      </Group>
    </Stack>
  );
}

function ReconnectRequired({ company }: { readonly company: string | null }) {
  return (
    <Stack gap="sm" mb="lg" maw={620}>
      <Text size="sm">{page.reconnectIntro}</Text>
      <Group gap="sm">
        <ConnectButton label={page.connect} />
        <NewBooks company={company} />
      </Group>
    </Stack>
  );
}

/** Told ahead, so that nothing is ever held up by it. */
function AccessEnds({ at }: { readonly at: string }) {
  const { formatInstant } = useShopClock();
  return (
    <Stack gap="sm" mb="lg" maw={620} role="status">
      <Text size="sm" fw={600} className="fault">
        {page.accessEnds(formatInstant(at))}
      </Text>
      <Text size="sm">{page.accessEndsHint}</Text>
      <ConnectButton label={page.reconnect} />
    </Stack>
  );
}

function LeftToMap({ left }: { readonly left: number }) {
  const mayUse = useMayUse();
  return (
    <Group justify="space-between" mb="lg" gap="sm">
      <div>
        <Text size="sm" fw={600}>
          {page.left3(left)}
        </Text>
        <Text size="sm" c="dimmed">
          {page.leftHint}
        </Text>
      </div>
      {mayUse('PUT /mappings') ? (
        <Button component={Link} to="/settings/mapping">
          {page.goMapping}
        </Button>
      ) : null}
    </Group>
  );
}

/** In a sentence; things are good only while everything is sent and nothing is left to decide. */
function Standing({ connection }: { readonly connection: Connection }) {
  const { data: sync } = useQuery(syncQuery);
  const { data: drifted } = useQuery(openDriftQuery);
  if (takesNothing(connection)) return null;
  if (sync === undefined || drifted === undefined) return <Skeleton height={46} mb={18} />;
  const { tone, text, hint } = standingOf(sync, drifted);
  return (
    <div style={{ marginBottom: 18 }}>
      <Text fw={600} className={tone}>
        {text}
      </Text>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
    </div>
  );
}

/** In words first; what QuickBooks or the network said lies folded beneath. */
function LastError({ connection, at }: { readonly connection: Connection; readonly at: string }) {
  const { lastError, lastErrorInWords, lastErrorAt, lastSuccessAt } = connection;
  const isOver = lastSuccessAt !== null && lastErrorAt !== null && lastSuccessAt > lastErrorAt;
  return (
    <>
      {at}
      {lastErrorInWords === null ? null : ` · ${lastErrorInWords}`}
      {isOver ? <span className="good"> {page.over}</span> : null}
      {lastError === null ? null : (
        <details>
          <summary>
            <Text span size="xs" c="dimmed">
              {page.asSaid}
            </Text>
          </summary>
          <pre className="mono">{lastError}</pre>
        </details>
      )}
    </>
  );
}

function ConnectionFacts({ connection }: { readonly connection: Connection }) {
  const { data: accounts } = useQuery(accountsQuery);
  const { formatInstant } = useShopClock();
  const imported =
    connection.accountsImportedAt === null
      ? page.notImported
      : [
          accounts ? words.financial.accountCount(String(accounts.length)) : null,
          page.imported(formatInstant(connection.accountsImportedAt)),
        ]
          .filter((part) => part !== null)
          .join(' · ');
  return (
    <dl className="facts">
      <dt>{page.company}</dt>
      <dd>
        <strong>{connection.companyName}</strong>
      </dd>
      <dt>{page.connectedBy}</dt>
      <dd>
        {[connection.connectedBy, connection.connectedAt === null ? null : formatInstant(connection.connectedAt)]
          .filter((part) => part !== null)
          .join(' · ')}
      </dd>
      <dt>{page.chart}</dt>
      <dd>{imported}</dd>
      <dt>{page.lastSuccess}</dt>
      <dd>{connection.lastSuccessAt === null ? page.noneYet : formatInstant(connection.lastSuccessAt)}</dd>
      {connection.lastErrorAt === null ? null : (
        <>
          <dt>{page.lastError}</dt>
          <dd>
            <LastError connection={connection} at={formatInstant(connection.lastErrorAt)} />
          </dd>
        </>
      )}
    </dl>
  );
}
