// The first page of a new Tillbook: makes the owner's account, which signs in at once.
import { Button, List, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { messageOf, send } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import { words } from '../words.ts';
import { Door } from './door.tsx';

const passwordLengthMin = 8;

export function SetupPage() {
  const { data: session } = useQuery(sessionQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const create = useAction({
    run: () => send('POST', '/api/v1/setup/owner', { email, password }),
    after: () => window.location.assign('/'),
    quietErrors: true,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  if (session && !session.setupNeeded && !create.isSuccess) return <Navigate to="/" />;
  return (
    <Door title={words.setup.title} intro={words.setup.intro}>
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
          />
          <TextInput
            label={words.signIn.password}
            description={words.setup.hint}
            type="password"
            name="password"
            autoComplete="new-password"
            minLength={passwordLengthMin}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            required
            withAsterisk={false}
          />
          {create.isError ? (
            <Text role="alert" size="sm" className="fault">
              {messageOf(create.error)}
            </Text>
          ) : null}
          <Button type="submit" loading={create.isPending || create.isSuccess} mt={4}>
            {words.setup.submit}
          </Button>
        </Stack>
      </form>
      <Text size="sm" fw={600} mt="lg">
        {words.setup.steps}
      </Text>
      <List type="ordered" size="sm" c="dimmed" mt={4} pr="sm">
        {words.setup.step.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
    </Door>
  );
}
