// Email and password to a session; afterwards back to the page that asked for it.
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { messageOf, send } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import { words } from '../words.ts';
import { Door } from './door.tsx';
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  if (session?.setupNeeded) return <Navigate to="/setup" />;
  return (
    <Door title={words.signIn.title} intro={words.signIn.intro}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={words.signIn.email}
            type="email"
            name="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            required
            withAsterisk={false}
            data-autofocus
          />
          <TextInput
            label={words.signIn.password}
            type="password"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
            withAsterisk={false}
          />
          {signIn.isError ? (
            <Text role="alert" size="sm" className="fault">
              {messageOf(signIn.error)}
            </Text>
          ) : null}
          <Button type="submit" loading={signIn.isPending || signIn.isSuccess} mt={4}>
            {words.signIn.submit}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
