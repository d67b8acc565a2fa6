// Tabs that are addresses: each can be linked to, and Back goes to the tab before.
import { Tabs } from '@mantine/core';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';

export interface PageTab {
  /** Last part of the address; empty for the first tab. */
  readonly path: string;
  readonly label: string;
}

const firstKey = 'first';
/** In a line that scrolls. */
const bringIntoSight = (tab: HTMLElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

export function PageTabs({ base, tabs }: { readonly base: string; readonly tabs: readonly PageTab[] }) {
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const current = tabs.find((tab) => tab.path !== '' && path.startsWith(`${base}/${tab.path}`))?.path ?? '';
  const open = (value: string | null) =>
    void navigate({ to: value === null || value === firstKey ? base : `${base}/${value}` });
  return (
    <Tabs value={keyOf(current)} onChange={open} activateTabWithKeyboard={false}>
      <Tabs.List mb="md" className="many-tabs">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.path} value={keyOf(tab.path)} ref={tab.path === current ? bringIntoSight : undefined}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.path} value={keyOf(tab.path)}>
          {tab.path === current ? <Outlet /> : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function keyOf(path: string): string {
  return path === '' ? firstKey : path;
}
