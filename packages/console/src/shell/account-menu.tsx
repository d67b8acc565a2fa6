// Who is signed in, and the way out.
import { ActionIcon, Button, Popover, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import { words } from '../words.ts';

export function AccountMenu({ email }: { readonly email: string }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const signOut = useAction<'here' | 'everywhere'>({
    run: (where) => send('POST', where === 'here' ? '/api/auth/sign-out' : '/api/auth/sign-out-everywhere', {}),
    // A full load: nothing of this session stays in memory.
    after: () => window.location.assign('/sign-in'),
  });
  return (
    <Popover
      opened={opened}
      onDismiss={close}
      position="bottom-end"
      width={240}
      trapFocus
      returnFocus
      withinPortal={false}
      shadow="md"
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={words.nav.account} title={email} onClick={toggle}>
          <IconUserCircle size={20} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.nav.account}>
        <Stack gap={6}>
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
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
