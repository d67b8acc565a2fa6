// The way into the palette: a button in the head of every page, and Ctrl/Cmd-K. What lies behind is loaded when it is first opened.
import { Button, Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { LateDialog } from '../notices/late-dialog.tsx';
import { words } from '../words.ts';
import { useEarlyTyping } from './use-early-typing.ts';

const loadPalette = async () => (await import('./palette.tsx')).Palette;

export function PaletteDoor() {
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never');
  const takeTyped = useEarlyTyping(state === 'open');
  useHotkeys([['mod+K', () => setState('open')]], []);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        px={8}
        aria-label={words.palette.openBy}
        title={words.palette.open}
        leftSection={<IconSearch size={15} aria-hidden />}
        rightSection={
          <Kbd size="xs" visibleFrom="sm">
            {words.palette.short}
          </Kbd>
        }
        styles={{ section: { marginInline: 2 } }}
        onClick={() => setState('open')}
      />
      {state === 'never' ? null : (
        <LateDialog
          load={loadPalette}
          dialog={{ opened: state === 'open', onClose: () => setState('closed'), takeTyped }}
        />
      )}
    </>
  );
}
