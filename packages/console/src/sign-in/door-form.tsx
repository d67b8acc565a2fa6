// The form of a page before the session, or of a password: its fields, what the server said against them, and one button.
import { Button, Stack, Text, TextInput } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { messageOf } from '../api/client.ts';
import { words } from '../words.ts';

const passwordLengthMin = 8;

interface DoorAction {
  readonly mutate: () => void;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly isSuccess: boolean;
}

export function DoorForm(props: {
  readonly action: DoorAction;
  readonly submit: string;
  readonly children: ReactNode;
}) {
  const { action } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    action.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {props.children}
        {action.error === null ? null : (
          <Text role="alert" size="sm" className="fault">
            {messageOf(action.error)}
          </Text>
        )}
        {/* It goes on turning until the page that it leads to is there. */}
        <Button type="submit" loading={action.isPending || action.isSuccess} mt={4}>
          {props.submit}
        </Button>
      </Stack>
    </form>
  );
}

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function EmailField(props: FieldProps) {
  return (
    <TextInput
      label={words.signIn.email}
      type="email"
      name="email"
      autoComplete="username"
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      required
      withAsterisk={false}
    />
  );
}

export function PasswordField(props: FieldProps & { readonly label?: string }) {
  return (
    <TextInput
      label={props.label ?? words.signIn.password}
      type="password"
      name="password"
      autoComplete="current-password"
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      required
      withAsterisk={false}
    />
  );
}

/** A password that somebody chooses here, with what it must be. */
export function NewPasswordField(props: FieldProps & { readonly label: string; readonly hint: string }) {
  return (
    <TextInput
      label={props.label}
      description={props.hint}
      type="password"
      name="password"
      autoComplete="new-password"
      minLength={passwordLengthMin}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      required
      withAsterisk={false}
    />
  );
}
