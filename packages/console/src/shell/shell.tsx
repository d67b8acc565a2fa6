// The frame around every page: navigation, who is signed in, the state of the connection, light or dark.
import './shell.css';
import { AppShell, Burger, Group, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { LiveBar } from '../live/live-bar.tsx';
import { PaletteDoor } from '../palette/palette-door.tsx';
import { RoleNotes } from '../roles/role-notes.tsx';
import { words } from '../words.ts';
import { AccountMenu } from './account-menu.tsx';
import { ColorSchemeToggle } from './color-scheme-toggle.tsx';
import { Navigation } from './navigation.tsx';

export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const { data: session } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const signedIn = session?.signedIn ?? true;

  useEffect(() => {
    if (!signedIn)
      void navigate({ to: '/sign-in', search: { next: window.location.pathname + window.location.search } });
  }, [signedIn, navigate]);

  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 236, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding="md"
      transitionDuration={0}
    >
      <AppShell.Header px="md" bg="var(--till-panel)">
        <a className="skip" href="#page">
          {words.nav.skip}
        </a>
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={words.nav.open} />
            <img src="/favicon.svg" alt="" width={22} height={22} />
            <Text fw={700}>{words.product}</Text>
            <Text c="dimmed" size="sm" truncate visibleFrom="xs">
              {session?.company?.name ?? ''}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <PaletteDoor />
            <ColorSchemeToggle />
            <AccountMenu email={session?.user?.email ?? ''} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar bg="var(--till-page)" px="xs" pb="xs">
        <ScrollArea type="auto" style={{ flex: 1 }}>
          <Navigation onGo={close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="page" tabIndex={-1} style={{ outline: 'none' }}>
        <div className="page">
          <RoleNotes />
          <Outlet />
        </div>
        <LiveBar />
      </AppShell.Main>
    </AppShell>
  );
}
