// Keys for tills and importers: made, shown once, revoked.
import {
  Badge,
  Button,
  CopyButton,
  Group,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
  VisuallyHidden,
} from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { send } from '../api/client.ts';
import { apiKeysQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { ApiKey, CreateApiKeyAnswer } from '../api/wire.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { Dialog } from '../notices/dialog.tsx';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';

const page = words.apiKeys;

export function ApiKeysPage() {
  const keys = useQuery(apiKeysQuery);
  const [shownKey, setShownKey] = useState<string | null>(null);
  const [name, setName] = useState('');
  const create = useAction<void, CreateApiKeyAnswer>({
    run: () => send('POST', '/api/v1/api-keys', { name: name.trim() }),
    after: (answer) => {
      setShownKey(answer.key);
      setName('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <>
      <PageHead eyebrow={page.eyebrow} title={page.title} hint={page.hint} />
      <Stack gap="md">
        <section className="panel">
          <form className="panel-body" onSubmit={submit}>
            <Group align="flex-end" gap="sm">
              <TextInput
                label={page.name}
                placeholder={page.nameHint}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                maxLength={100}
                style={{ flex: 1, maxWidth: 420 }}
              />
              <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
                {page.create}
              </Button>
            </Group>
          </form>
        </section>
        {shownKey === null ? null : <NewKey value={shownKey} />}
        <section className="panel">
          {keys.error && !keys.data ? <LoadProblem error={keys.error} retry={keys.refetch} /> : null}
          {keys.data === undefined && !keys.error ? <Skeleton height={120} /> : null}
          {keys.data?.length === 0 ? <EmptyState title={page.empty} /> : null}
          {keys.data === undefined || keys.data.length === 0 ? null : <KeyTable keys={keys.data} />}
        </section>
      </Stack>
    </>
  );
}

function NewKey({ value }: { readonly value: string }) {
  return (
    <section className="notice" style={{ display: 'block' }} aria-live="polite">
      <Text fw={600} size="sm" mb="xs">
        {page.onceTitle}
      </Text>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <TextInput
          aria-label={page.keyLabel}
          value={value}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
          style={{ flex: 1 }}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            >
              {copied ? page.copied : page.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
    </section>
  );
}

function KeyTable({ keys }: { readonly keys: readonly ApiKey[] }) {
  const [asked, setAsked] = useState<ApiKey | null>(null);
  const { formatInstant } = useShopClock();
  const revoke = useAction<ApiKey, unknown>({
    run: (key) => send('DELETE', `/api/v1/api-keys/${encodeURIComponent(key.id)}`),
    say: (_answer, key) => page.revoked(key.name),
    after: () => setAsked(null),
  });
  return (
    <WideTable minWidth={640} label={page.title}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{page.column.name}</Table.Th>
            <Table.Th>{page.column.prefix}</Table.Th>
            <Table.Th>{page.column.created}</Table.Th>
            <Table.Th>{page.column.used}</Table.Th>
            <Table.Th style={{ width: 110 }}>
              <VisuallyHidden>{page.revoke}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <Table.Tr key={key.id}>
              <Table.Td>{key.name}</Table.Td>
              <Table.Td className="mono">{key.prefix}…</Table.Td>
              <Table.Td>{formatInstant(key.createdAt)}</Table.Td>
              <Table.Td>{key.lastUsedAt === null ? words.common.never : formatInstant(key.lastUsedAt)}</Table.Td>
              <Table.Td className="number">
                {key.revokedAt === null ? (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={page.revokeName(key.name)}
                    onClick={() => setAsked(key)}
                  >
                    {page.revoke}
                  </Button>
                ) : (
                  <Badge color="gray" variant="default">
                    {page.isRevoked}
                  </Badge>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Dialog opened={asked !== null} onClose={() => setAsked(null)} title={page.revokeTitle(asked?.name ?? '')}>
        <Text size="sm">{page.revokeHint}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsked(null)}>
            {words.common.cancel}
          </Button>
          <Button color="red.9" loading={revoke.isPending} onClick={() => asked !== null && revoke.mutate(asked)}>
            {page.revoke}
          </Button>
        </Group>
      </Dialog>
    </WideTable>
  );
}
