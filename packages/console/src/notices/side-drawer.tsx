// What a row of a list opens: a drawer at the side that says what it loads, and may lie under another.
import { Drawer, Skeleton, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { words } from '../words.ts';
import { useLayer } from './layers.ts';
import { LoadProblem } from './load-problem.tsx';

export interface SideDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly error: unknown;
  readonly retry: () => unknown;
  /** Null while it loads. */
  readonly children: ReactNode | null;
}

export function SideDrawer({ opened, onClose, title, error, retry, children }: SideDrawerProps) {
  const { covered } = useLayer(opened);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="xl"
      title={<span style={{ fontWeight: 650, fontSize: 17 }}>{title}</span>}
      closeButtonProps={{ 'aria-label': words.common.close }}
      transitionProps={{ duration: 100 }}
      closeOnEscape={!covered}
      returnFocus={false}
      inert={covered}
    >
      {children ?? <Loading error={error} retry={retry} />}
    </Drawer>
  );
}

function Loading({ error, retry }: { readonly error: unknown; readonly retry: () => unknown }) {
  if (error) return <LoadProblem error={error} retry={retry} />;
  return (
    <Stack>
      <Skeleton height={90} />
      <Skeleton height={220} />
    </Stack>
  );
}
