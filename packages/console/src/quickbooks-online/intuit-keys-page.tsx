// The literal steps from no keys to a connection with Intuit: development first, then production. Nothing secret passes through here.
import { Badge, Button, Code, CopyButton, Group, List, Skeleton, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCircleCheck, IconCircleDashed, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { intuitKeysQuery } from '../api/queries.ts';
import type { IntuitKeys } from '../api/wire.ts';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { Panel } from '../notices/panel.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';

const page = words.intuitKeys;

export function IntuitKeysPage() {
  const { data: keys, error, refetch } = useQuery(intuitKeysQuery);
  return (
    <>
      <PageHead eyebrow={page.eyebrow} title={page.title} hint={page.hint}>
        <Button component={Link} to="/settings/integrations/quickbooks-online" variant="default">
          {page.back}
        </Button>
      </PageHead>
      {keys !== undefined ? (
        <Steps keys={keys} />
      ) : error ? (
        <LoadProblem error={error} retry={refetch} />
      ) : (
        <Skeleton height={420} radius="md" />
      )}
    </>
  );
}

function Steps({ keys }: { readonly keys: IntuitKeys }) {
  return (
    <Stack gap="md">
      <div className="notice">
        {keys.environment === 'local' ? (
          <IconCircleDashed size={20} aria-hidden />
        ) : (
          <IconCircleCheck size={20} className="good" aria-hidden />
        )}
        <div>
          <Text fw={600} size="sm">
            {page.states[keys.environment]}
          </Text>
          <Text size="sm" c="dimmed">
            {page.noSecrets}
          </Text>
        </div>
      </div>
      <Panel title={`1 · ${page.create.title}`}>
        <Sentences sentences={page.create.steps} />
        <Copied label={page.create.scope} value={page.create.scopeValue} />
      </Panel>
      <RedirectStep keys={keys} />
      <Panel title={`3 · ${page.development.title}`}>
        <Badges development />
        <Sentences sentences={page.development.steps} />
      </Panel>
      <EnvironmentStep keys={keys} />
      <WebhooksStep keys={keys} />
      <ProductionStep />
    </Stack>
  );
}

function RedirectStep({ keys }: { readonly keys: IntuitKeys }) {
  return (
    <Panel title={`2 · ${page.redirect.title}`}>
      <Badges development production />
      <Text size="sm">{page.redirect.intro}</Text>
      <Copied label={page.redirect.label} value={keys.redirectUri} />
      {isSecure(keys) ? null : <Warning>{page.redirect.onlyDevelopment}</Warning>}
      <Text size="sm" mt="md">
        {page.redirect.reconnect}
      </Text>
      <Copied
        label={page.redirect.reconnectLabel}
        value={`${keys.publicUrl}/settings/integrations/quickbooks-online`}
      />
    </Panel>
  );
}

function EnvironmentStep({ keys }: { readonly keys: IntuitKeys }) {
  const rows = [
    ['INTUIT_CLIENT_ID', page.environment.id],
    ['INTUIT_CLIENT_SECRET', page.environment.secret],
    ['INTUIT_ENVIRONMENT', page.environment.which],
    ['INTUIT_WEBHOOK_VERIFIER_TOKEN', page.environment.token],
    ['TILLBOOK_PUBLIC_URL', page.environment.url],
  ] as const;
  const environment = keys.environment === 'production' ? 'production' : 'sandbox';
  const lines = `INTUIT_CLIENT_ID=\nINTUIT_CLIENT_SECRET=\nINTUIT_ENVIRONMENT=${environment}\n`;
  return (
    <Panel title={`4 · ${page.environment.title}`}>
      <Badges development production />
      <Text size="sm" mb="xs">
        {page.environment.intro}
      </Text>
      <WideTable minWidth={460} label={page.environment.title}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{page.environment.variable}</Table.Th>
              <Table.Th>{page.environment.value}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([name, what]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" role="rowheader">
                  <Code>{name}</Code>
                </Table.Th>
                <Table.Td>{what}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <Group mt="sm">
        <Copy value={lines}>{page.environment.copyAll}</Copy>
      </Group>
    </Panel>
  );
}

function WebhooksStep({ keys }: { readonly keys: IntuitKeys }) {
  return (
    <Panel title={`5 · ${page.webhooks.title}`}>
      <Badges development production />
      <Text size="sm">{page.webhooks.intro}</Text>
      <Copied label={page.webhooks.label} value={keys.webhooksUrl} />
      {isSecure(keys) ? null : <Warning>{page.webhooks.https}</Warning>}
      {keys.environment === 'local' ? null : (
        <Text size="sm" mt="xs" c="dimmed">
          {keys.verifierTokenSet ? page.webhooks.set : page.webhooks.notSet}
        </Text>
      )}
    </Panel>
  );
}

function ProductionStep() {
  return (
    <Panel title={`6 · ${page.production.title}`}>
      <Badges production />
      <Text size="sm" mb="sm">
        {page.production.intro}
      </Text>
      <dl className="asked">
        {page.production.asks.map(([asked, answer]) => (
          <div key={asked}>
            <dt>{asked}</dt>
            <dd>{answer}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm" mt="sm">
        {page.production.after} {page.production.who}
      </Text>
    </Panel>
  );
}

/** Intuit takes plain http for addresses of the own machine alone. */
const isSecure = ({ publicUrl }: IntuitKeys): boolean => publicUrl.startsWith('https://');

function Badges({ development, production }: { readonly development?: boolean; readonly production?: boolean }) {
  return (
    <Group gap={6} mb="xs">
      {development ? <Badge variant="default">{page.badges.development}</Badge> : null}
      {production ? (
        <Badge variant="default" color="petrol">
          {page.badges.production}
        </Badge>
      ) : null}
    </Group>
  );
}

function Sentences({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <List size="sm" spacing={4} type="ordered">
      {sentences.map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  );
}

function Warning({ children }: { readonly children: string }) {
  return (
    <Text size="sm" className="warn" mt="xs">
      <IconAlertTriangle size={14} aria-hidden style={{ verticalAlign: -2, marginRight: 6 }} />
      {children}
    </Text>
  );
}

function Copied({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div style={{ marginTop: 10 }}>
      <Text size="xs" c="dimmed" mb={2}>
        {label}
      </Text>
      <Group gap="xs">
        <Code fz="sm" px={10} py={5} style={{ overflowWrap: 'anywhere' }}>
          {value}
        </Code>
        <Copy value={value} what={label}>
          {page.copy}
        </Copy>
      </Group>
    </div>
  );
}

function Copy(props: { readonly value: string; readonly what?: string; readonly children: ReactNode }) {
  const { what } = props;
  return (
    <CopyButton value={props.value}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          {...(what !== undefined && { 'aria-label': copied ? page.copiedOf(what) : page.copyOf(what) })}
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        >
          {copied ? page.copied : props.children}
        </Button>
      )}
    </CopyButton>
  );
}
