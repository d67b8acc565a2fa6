// Invites somebody: an address and a role give a link, which is mailed to them or shown once to be passed on.
import { Button, CopyButton, Group, Select, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { messageOf, send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { InvitedAnswer, Users } from '../api/wire.ts';
import { useUnsaved } from '../unsaved/unsaved.ts';
import { words } from '../words.ts';
import { type User, userRoles } from './users-query.ts';

const page = words.users;

export function InvitePanel({ mails }: Pick<Users, 'mails'>) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<User['role']>('bookkeeper');
  const [invited, setInvited] = useState<Invited | null>(null);
  useUnsaved(email.trim() !== '');
  const invite = useAction<{ readonly mail: boolean }, InvitedAnswer>({
    run: ({ mail }) => send('POST', '/api/v1/invitations', { email: email.trim(), role, mail }),
    after: (answer, { mail }) => {
      setInvited({ ...answer, email: email.trim(), mail });
      setEmail('');
    },
    quietErrors: true,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setInvited(null);
    invite.mutate({ mail: mails });
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
            data={userRoles.map((value) => ({ value, label: page.roles[value] }))}
            value={role}
            allowDeselect={false}
            onChange={(value) => setRole(userRoles.find((one) => one === value) ?? 'viewer')}
          />
          <Button type="submit" loading={invite.isPending} disabled={email.trim() === ''}>
            {mails ? page.inviteByMail : page.inviteSubmit}
          </Button>
          {mails ? (
            <Button
              variant="default"
              disabled={email.trim() === '' || invite.isPending}
              onClick={() => invite.mutate({ mail: false })}
            >
              {page.inviteSubmit}
            </Button>
          ) : null}
        </Group>
        <Text size="sm" c="dimmed" mt={6}>
          {page.roleHints[role]}
        </Text>
        {invite.isError ? (
          <Text role="alert" size="sm" className="fault" mt={6}>
            {messageOf(invite.error)}
          </Text>
        ) : null}
        {invited === null ? null : <InvitationMade invited={invited} />}
      </form>
    </section>
  );
}

interface Invited extends InvitedAnswer {
  readonly email: string;
  readonly mail: boolean;
}

/** The link stays at hand: it is told this once, and a mail may get lost. */
function InvitationMade({ invited: { link, email, mail, mailed, problem } }: { readonly invited: Invited }) {
  return (
    <div className="notice" style={{ display: 'block', marginTop: 12 }} role="status">
      <Text fw={600} size="sm" mb="xs" className={mail && !mailed ? 'fault' : undefined}>
        {mailed ? page.mailed(email) : mail ? page.notMailed(email) : page.linkTitle}
      </Text>
      {problem === null ? null : (
        <Text size="sm" mb="xs">
          {problem}
        </Text>
      )}
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <TextInput
          aria-label={page.link}
          description={mailed ? page.mailedLinkHint : page.linkHint}
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
