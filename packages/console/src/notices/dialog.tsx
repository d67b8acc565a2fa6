// A dialog over the page. The page behind it is inert while it is open, so neither Tab nor a screen reader gets lost in it.
import { Modal } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { words } from '../words.ts';

export interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly size?: string;
  readonly children: ReactNode;
}

export function Dialog({ opened, onClose, title, size = 'md', children }: DialogProps) {
  usePageInert(opened);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      centered
      closeButtonProps={{ 'aria-label': words.common.close }}
    >
      {children}
    </Modal>
  );
}

let openLayers = 0;

/** Dialogs and drawers may lie over each other: the page wakes with the last of them. */
export function usePageInert(opened: boolean) {
  useEffect(() => {
    if (!opened) return;
    openLayers += 1;
    setPageInert(true);
    return () => {
      openLayers -= 1;
      if (openLayers === 0) setPageInert(false);
    };
  }, [opened]);
}

function setPageInert(inert: boolean) {
  const page = document.getElementById('root');
  if (!page) return;
  page.inert = inert;
  if (inert) page.setAttribute('aria-hidden', 'true');
  else page.removeAttribute('aria-hidden');
}
