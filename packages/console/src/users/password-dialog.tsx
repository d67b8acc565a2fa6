// A new password of one's own: it takes the one of now, and leaves this device alone signed in.
import { useState } from 'react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import { Dialog } from '../notices/dialog.tsx';
import { DoorForm, NewPasswordField, PasswordField } from '../sign-in/door-form.tsx';
import { words } from '../words.ts';

const page = words.users.password;

export interface PasswordDialogProps {
  readonly email: string;
  readonly onClose: () => void;
}

export function PasswordDialog({ email, onClose }: PasswordDialogProps) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useAction<void>({
    run: () => send('POST', '/api/v1/password', { current, new: password }),
    say: () => page.changed,
    after: onClose,
    quietErrors: true,
  });
  return (
    <Dialog opened onClose={onClose} title={page.title}>
      <DoorForm action={change} submit={page.submit}>
        <input type="hidden" name="email" autoComplete="username" value={email} />
        <PasswordField label={page.current} value={current} onChange={setCurrent} />
        <NewPasswordField label={page.next} hint={page.hint} value={password} onChange={setPassword} />
      </DoorForm>
    </Dialog>
  );
}
