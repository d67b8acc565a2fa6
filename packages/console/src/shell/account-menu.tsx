// Who is signed in, and the way out.
import { ActionIcon, Menu } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import { words } from '../words.ts';

export function AccountMenu({ email }: { readonly email: string }) {
  const signOut = useAction({
    run: () => send('POST', '/api/auth/sign-out', {}),
    // A full load: nothing of this session stays in memory.
    after: () => window.location.assign('/sign-in'),
  });
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.nav.account} title={email}>
          <IconUserCircle size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{email}</Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => signOut.mutate()}>
          {words.nav.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
