// Who is signed in, their password, and the way out. The browser opens it, closes it at Escape and at a click elsewhere, and gives the focus back.
import { ActionIcon, Button, Text } from '@mantine/core';
import { IconLock, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import { LateDialog } from '../notices/late-dialog.tsx';
import { letGo } from '../unsaved/unsaved.ts';
import { words } from '../words.ts';

const id = 'account-menu';
const loadPasswordDialog = async () => (await import('../users/password-dialog.tsx')).PasswordDialog;

export function AccountMenu({ email }: { readonly email: string }) {
  const [changing, setChanging] = useState(false);
  const signOut = useAction<'here' | 'everywhere'>({
    run: (where) => send('POST', where === 'here' ? '/api/auth/sign-out' : '/api/auth/sign-out-everywhere', {}),
    // A full load: nothing of this session stays in memory, and nothing holds it up.
    after: () => {
      letGo();
      window.location.assign('/sign-in');
    },
  });
  return (
    <>
      <ActionIcon variant="subtle" color="gray" aria-label={words.nav.account} title={email} popoverTarget={id}>
        <IconUserCircle size={20} />
      </ActionIcon>
      <div id={id} popover="auto" className="account-menu">
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {email}
        </Text>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconLock size={15} aria-hidden />}
          popoverTarget={id}
          popoverTargetAction="hide"
          onClick={() => setChanging(true)}
        >
          {words.users.password.change}
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconLogout size={15} aria-hidden />}
          onClick={() => signOut.mutate('here')}
        >
          {words.nav.signOut}
        </Button>
        <Button variant="subtle" size="xs" onClick={() => signOut.mutate('everywhere')}>
          {words.nav.signOutEverywhere}
        </Button>
      </div>
      {changing ? <LateDialog load={loadPasswordDialog} dialog={{ email, onClose: () => setChanging(false) }} /> : null}
    </>
  );
}
