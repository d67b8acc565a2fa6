// The frame around every page: navigation, who is signed in, the state of the connection, light or dark.
import './shell.css';
import { ActionIcon, Group, Text } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconMenu2, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { LiveBar } from '../live/live-bar.tsx';
import { PaletteDoor } from '../palette/palette-door.tsx';
import { RoleNotes } from '../roles/role-notes.tsx';
import { AskBeforeLeaving } from '../unsaved/ask-before-leaving.tsx';
import { words } from '../words.ts';
import { AccountMenu } from './account-menu.tsx';
import { ColorSchemeToggle } from './color-scheme-toggle.tsx';
import { Navigation } from './navigation.tsx';

export function Shell() {
  const { opened, toggle, close, button } = useSmallNavigation();
  const { data: session } = useQuery(sessionQuery);
  const navigate = useNavigate();
  const signedIn = session?.signedIn ?? true;

  useEffect(() => {
    if (signedIn) return;
    const search = { next: window.location.pathname + window.location.search };
    // Nothing can be saved without a session: nobody is asked.
    void navigate({ to: '/sign-in', search, ignoreBlocker: true });
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
            ref={button}
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
      <main id="page" className="main" tabIndex={-1} inert={opened}>
        <div className="page">
          <RoleNotes />
          <Outlet />
        </div>
        <LiveBar />
      </main>
      <AskBeforeLeaving />
    </>
  );
}

const smallScreen = '(max-width: 48em)';

/** On a small screen it lies over the page, and is open on the one on which it was opened: whatever leads to another closes it. */
function useSmallNavigation() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [openedOn, setOpenedOn] = useState<string | null>(null);
  // Forgotten once it is left: it is closed when somebody comes back.
  if (openedOn !== null && openedOn !== path) setOpenedOn(null);
  const isSmall = useMediaQuery(smallScreen, false, { getInitialValueInEffect: false });
  const button = useRef<HTMLButtonElement>(null);
  const opened = isSmall && openedOn === path;
  const close = () => setOpenedOn(null);
  const leave = () => {
    if (!opened) return;
    close();
    button.current?.focus();
  };
  useHotkeys([['Escape', leave, { preventDefault: false }]], []);
  return { opened, toggle: () => setOpenedOn(opened ? null : path), close, button };
}
