// Settings › Users: who may come in and in which role; invitations by a link; the way out.
import { Button, Group, Select, Skeleton, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { Users } from '../api/wire.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { Dialog } from '../notices/dialog.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { InvitePanel } from './invite-panel.tsx';
import { type User, userRoles, usersQuery } from './users-query.ts';

const page = words.users;

export function UsersPage() {
  const { data, error, refetch } = useQuery(usersQuery);
  return (
    <>
      <PageHead eyebrow={page.eyebrow} title={page.title} hint={page.hint} />
      {error && !data ? <LoadProblem error={error} retry={refetch} /> : null}
      {data === undefined && !error ? <Skeleton height={180} /> : null}
      {data === undefined ? null : (
        <Stack gap="md">
          <InvitePanel mails={data.mails} />
          <section className="panel">
            <UserTable users={data.users} />
          </section>
          {data.invitations.length === 0 ? null : <Invitations invitations={data.invitations} />}
        </Stack>
      )}
    </>
  );
}

function UserTable({ users }: { readonly users: readonly User[] }) {
  const [removing, setRemoving] = useState<User | null>(null);
  const owners = users.filter(({ role }) => role === 'owner').length;
  return (
    <>
      <WideTable minWidth={860} label={page.title}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th style={{ minWidth: 220 }}>{page.person}</Table.Th>
              <Table.Th style={{ width: '24%', minWidth: 170 }}>{page.role}</Table.Th>
              <Table.Th>{page.since}</Table.Th>
              <Table.Th className="unbroken">{page.sessions}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{page.remove}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {users.map((user) => (
              <UserRow
                key={user.id}
                user={user}
                isLastOwner={user.role === 'owner' && owners === 1}
                onRemove={setRemoving}
              />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <RemoveDialog user={removing} onClose={() => setRemoving(null)} />
    </>
  );
}

function UserName({ user }: { readonly user: User }) {
  return (
    <>
      <Text size="sm" fw={600}>
        {user.name ?? user.email} {user.you ? `(${page.you})` : ''}
      </Text>
      {user.name === null ? null : (
        <Text size="xs" c="dimmed">
          {user.email}
        </Text>
      )}
    </>
  );
}

interface RowProps {
  readonly user: User;
  readonly isLastOwner: boolean;
  readonly onRemove: (user: User) => void;
}

function UserRow({ user, isLastOwner, onRemove }: RowProps) {
  const { formatInstant } = useShopClock();
  const path = `/api/v1/users/${encodeURIComponent(user.id)}`;
  const signOut = useAction<void>({
    run: () => send('POST', `${path}/sign-out`, {}),
    say: () => page.signedOut(user.email),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <UserName user={user} />
      </Table.Td>
      <Table.Td>
        <RoleField user={user} disabled={isLastOwner} />
        {isLastOwner ? (
          <Text size="xs" c="dimmed" mt={4}>
            {page.lastOwner}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td className="unbroken">{formatInstant(user.since)}</Table.Td>
      <Table.Td className="unbroken">{page.devices(user.sessions)}</Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <Button
            size="xs"
            variant="default"
            disabled={user.sessions === 0}
            aria-label={page.signOutOf(user.email)}
            loading={signOut.isPending}
            onClick={() => signOut.mutate()}
          >
            {page.signOut}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={isLastOwner}
            aria-label={page.removeOf(user.email)}
            onClick={() => onRemove(user)}
          >
            {page.remove}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

/** What takes a person's own rights away, or gives somebody all of them, is asked first. */
function RoleField({ user, disabled }: { readonly user: User; readonly disabled: boolean }) {
  const [asked, setAsked] = useState<User['role'] | null>(null);
  const path = `/api/v1/users/${encodeURIComponent(user.id)}`;
  const change = useAction<User['role']>({
    run: (role) => send('PUT', path, { role }),
    say: (_answer, role) => page.changed(user.email, page.roles[role]),
    after: () => setAsked(null),
  });
  const choose = (value: string | null) => {
    const role = userRoles.find((one) => one === value);
    if (role === undefined || role === user.role) return;
    if (user.you || role === 'owner') setAsked(role);
    else change.mutate(role);
  };
  const role = asked === null ? '' : page.roles[asked].toLowerCase();
  return (
    <>
      <Select
        size="xs"
        w={150}
        aria-label={page.roleOf(user.email)}
        data={userRoles.map((value) => ({ value, label: page.roles[value] }))}
        value={user.role}
        allowDeselect={false}
        disabled={disabled || change.isPending}
        onChange={choose}
      />
      <Dialog
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={user.you ? page.ownRoleTitle(role) : page.roleTitle(user.email, role)}
      >
        <Text size="sm">{user.you ? page.ownRoleHint : page.ownerHint}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsked(null)}>
            {words.common.cancel}
          </Button>
          <Button loading={change.isPending} onClick={() => asked !== null && change.mutate(asked)}>
            {page.changeRole}
          </Button>
        </Group>
      </Dialog>
    </>
  );
}

function RemoveDialog({ user, onClose }: { readonly user: User | null; readonly onClose: () => void }) {
  const remove = useAction<User>({
    run: ({ id }) => send('DELETE', `/api/v1/users/${encodeURIComponent(id)}`),
    say: (_answer, { email }) => page.removed(email),
    after: onClose,
  });
  return (
    <Dialog opened={user !== null} onClose={onClose} title={page.removeTitle(user?.email ?? '')}>
      <Text size="sm">{page.removeHint}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {words.common.cancel}
        </Button>
        <Button color="red.9" loading={remove.isPending} onClick={() => user !== null && remove.mutate(user)}>
          {page.remove}
        </Button>
      </Group>
    </Dialog>
  );
}

function Invitations({ invitations }: { readonly invitations: Users['invitations'] }) {
  const { formatInstant } = useShopClock();
  const withdraw = useAction<string>({
    run: (id) => send('DELETE', `/api/v1/invitations/${encodeURIComponent(id)}`),
  });
  return (
    <section className="panel" aria-label={page.invited}>
      <div className="panel-body">
        <Text fw={600} size="sm" mb="xs">
          {page.invited}
        </Text>
        <Stack gap={6}>
          {invitations.map(({ id, email, role, until }) => (
            <Group key={id} justify="space-between" gap="sm">
              <Text size="sm">
                {email} · {page.roles[role]} · {page.until(formatInstant(until))}
              </Text>
              <Button
                size="xs"
                variant="default"
                aria-label={page.withdrawOf(email)}
                onClick={() => withdraw.mutate(id)}
              >
                {page.withdraw}
              </Button>
            </Group>
          ))}
        </Stack>
      </div>
    </section>
  );
}
