// Where an invitation's link leads: a password of one's own, and in.
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { get, messageOf, send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { Invitation } from '../api/wire.ts';
import { Door } from '../sign-in/door.tsx';
import { DoorForm, NewPasswordField } from '../sign-in/door-form.tsx';
import { words } from '../words.ts';

const page = words.users;

export function JoinPage() {
  const { token = '' } = useSearch({ from: '/join' });
  const [password, setPassword] = useState('');
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => get<Invitation>('/api/v1/join', { token }, signal),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const email = invitation.data?.email ?? '';
  const join = useAction<void>({
    run: async () => {
      await send('POST', '/api/v1/join', { token, password });
      await send('POST', '/api/auth/sign-in/email', { email, password });
    },
    after: () => window.location.assign('/'),
    quietErrors: true,
  });
  if (invitation.isError) {
    return (
      <Door title={page.join.gone} intro={messageOf(invitation.error)}>
        <a href="/sign-in">{words.signIn.submit}</a>
      </Door>
    );
  }
  if (invitation.data === undefined) return null;
  const { company, role } = invitation.data;
  return (
    <Door title={page.join.title(company)} intro={page.join.intro(email, page.roles[role])}>
      <DoorForm action={join} submit={page.join.submit}>
        <input type="hidden" name="email" autoComplete="username" value={email} />
        <NewPasswordField label={page.join.password} hint={page.join.hint} value={password} onChange={setPassword} />
      </DoorForm>
    </Door>
  );
}
