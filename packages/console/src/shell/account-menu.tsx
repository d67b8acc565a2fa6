// Who is signed in, and the way out. The browser opens it, closes it at Escape and at a click elsewhere, and gives the focus back.
import { ActionIcon, Button, Text } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import { words } from '../words.ts';

const id = 'account-menu';

export function AccountMenu({ email }: { readonly email: string }) {
  const signOut = useAction<'here' | 'everywhere'>({
    run: (where) => send('POST', where === 'here' ? '/api/auth/sign-out' : '/api/auth/sign-out-everywhere', {}),
    // A full load: nothing of this session stays in memory.
    after: () => window.location.assign('/sign-in'),
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
          leftSection={<IconLogout size={15} aria-hidden />}
          onClick={() => signOut.mutate('here')}
        >
          {words.nav.signOut}
        </Button>
        <Button variant="subtle" size="xs" onClick={() => signOut.mutate('everywhere')}>
          {words.nav.signOutEverywhere}
        </Button>
      </div>
    </>
  );
}
