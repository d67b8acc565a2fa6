// Email and password to a session; afterwards back to the page that asked for it.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import { words } from '../words.ts';
import { Door } from './door.tsx';
import { DoorForm, EmailField, PasswordField } from './door-form.tsx';
import { localPath } from './local-path.ts';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { next } = route.useSearch();
  const { data: session } = useQuery(sessionQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useAction({
    run: () => send('POST', '/api/auth/sign-in/email', { email, password }),
    // A full load, so that no page keeps what it knew before the session.
    after: () => window.location.assign(localPath(next)),
    quietErrors: true,
  });
  if (session?.setupNeeded) return <Navigate to="/setup" />;
  return (
    <Door title={words.signIn.title} intro={words.signIn.intro}>
      <DoorForm action={signIn} submit={words.signIn.submit}>
        <EmailField value={email} onChange={setEmail} />
        <PasswordField value={password} onChange={setPassword} />
      </DoorForm>
    </Door>
  );
}
