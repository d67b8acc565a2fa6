// A dialog over the page. The page behind it is inert while it is open, so neither Tab nor a screen reader gets lost in it.
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
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
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      centered
      closeOnEscape={!covered}
      returnFocus={false}
      // In React's tree it lies within what opened it, as a row that opens something else at a click.
      onClick={(event) => event.stopPropagation()}
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      {children}
    </Modal>
  );
}
