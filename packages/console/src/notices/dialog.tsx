// A dialog over the page. The page behind it is inert while it is open, so neither Tab nor a screen reader gets lost in it.
import { Modal } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { askFirst, PlaceOfForms } from '../unsaved/unsaved.ts';
import { words } from '../words.ts';
import { useLayer } from './layers.ts';

export interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly size?: string;
  readonly children: ReactNode;
}

export function Dialog({ opened, onClose, title, size = 'md', children }: DialogProps) {
  const { covered } = useLayer(opened);
  const id = useId();
  // By Escape, or a click beside it, it may be closed by mistake; a button of its own that cancels is meant.
  const close = () => askFirst(id, { leave: onClose, stay: () => undefined });
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      size={size}
      centered
      closeOnEscape={!covered}
      returnFocus={false}
      // In React's tree it lies within what opened it, as a row that opens something else at a click.
      onClick={(event) => event.stopPropagation()}
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      <PlaceOfForms value={id}>{children}</PlaceOfForms>
    </Modal>
  );
}
