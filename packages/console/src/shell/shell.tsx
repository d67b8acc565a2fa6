// The frame around every page: navigation, who is signed in, the state of the connection, light or dark.
import './shell.css';
import { ActionIcon, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMenu2, IconX } from '@tabler/icons-react';
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
    <>
      {/* The class keeps it where it is while a dialog takes the page's scroll bar away. */}
      <header className="head right-scroll-bar-position">
        <a className="skip" href="#page">
          {words.nav.skip}
        </a>
        <Group gap="xs" wrap="nowrap" miw={0}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            hiddenFrom="sm"
            aria-label={words.nav.open}
            aria-expanded={opened}
            aria-controls="side"
            onClick={toggle}
          >
            {opened ? <IconX size={20} aria-hidden /> : <IconMenu2 size={20} aria-hidden />}
          </ActionIcon>
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
      </header>
      <div id="side" className="side" data-open={opened || undefined}>
        <Navigation onGo={close} />
      </div>
      <main id="page" className="main" tabIndex={-1}>
        <div className="page">
          <RoleNotes />
          <Outlet />
        </div>
        <LiveBar />
      </main>
    </>
  );
}
