// The first page of a new Tillbook: makes the owner's account, which signs in at once.
import { List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import { words } from '../words.ts';
import { Door } from './door.tsx';
import { DoorForm, EmailField, NewPasswordField } from './door-form.tsx';

export function SetupPage() {
  const { data: session } = useQuery(sessionQuery);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const create = useAction({
    run: () => send('POST', '/api/v1/setup/owner', { email, password }),
    after: () => window.location.assign('/'),
    quietErrors: true,
  });
  if (session && !session.setupNeeded && !create.isSuccess) return <Navigate to="/" />;
  return (
    <Door title={words.setup.title} intro={words.setup.intro}>
      <DoorForm action={create} submit={words.setup.submit}>
        <EmailField value={email} onChange={setEmail} />
        <NewPasswordField
          label={words.signIn.password}
          hint={words.setup.hint}
          value={password}
          onChange={setPassword}
        />
      </DoorForm>
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
