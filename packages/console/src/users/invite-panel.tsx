// Invites somebody: an address and a role give a link, which is shown once to be passed on.
import { Button, CopyButton, Group, Select, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { messageOf, send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { InvitedAnswer } from '../api/wire.ts';
import { words } from '../words.ts';
import { memberRoles, type User } from './users-query.ts';

const page = words.users;

export function InvitePanel() {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<User['role']>('bookkeeper');
  const invite = useAction<void, InvitedAnswer>({
    run: () => send('POST', '/api/v1/invitations', { email: email.trim(), role }),
    after: () => setEmail(''),
    quietErrors: true,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <section className="panel" aria-label={page.invite}>
      <form className="panel-body" onSubmit={submit}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={page.email}
            type="email"
            value={email}
            maxLength={320}
            onChange={(event) => setEmail(event.currentTarget.value)}
            style={{ flex: 1, minWidth: 220, maxWidth: 420 }}
          />
          <Select
            label={page.role}
            w={160}
            data={memberRoles.map((value) => ({ value, label: page.roles[value] }))}
            value={role}
            allowDeselect={false}
            onChange={(value) => setRole(memberRoles.find((one) => one === value) ?? 'viewer')}
          />
          <Button type="submit" loading={invite.isPending} disabled={email.trim() === ''}>
            {page.inviteSubmit}
          </Button>
        </Group>
        <Text size="sm" c="dimmed" mt={6}>
          {page.roleHints[role]}
        </Text>
        {invite.isError ? (
          <Text role="alert" size="sm" className="fault" mt={6}>
            {messageOf(invite.error)}
          </Text>
        ) : null}
        {invite.data === undefined ? null : <InvitationLink link={invite.data.link} />}
      </form>
    </section>
  );
}

function InvitationLink({ link }: { readonly link: string }) {
  return (
    <div className="notice" style={{ display: 'block', marginTop: 12 }} aria-live="polite">
      <Text fw={600} size="sm" mb="xs">
        {page.linkTitle}
      </Text>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <TextInput
          aria-label={page.link}
          description={page.linkHint}
          value={link}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
          style={{ flex: 1 }}
        />
        <CopyButton value={link}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? page.copied : page.copy}</Button>}
        </CopyButton>
      </Group>
    </div>
  );
}
