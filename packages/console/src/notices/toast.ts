// A sentence in the corner for a moment: what was done, or why it was not. What shows it is loaded with the first one.
import type { NotificationData } from '@mantine/notifications';

export type Toast = NotificationData;

let needed = false;
const listeners = new Set<() => void>();

export function toast(said: Toast): void {
  needed = true;
  for (const listen of listeners) listen();
  // Kept by its store until there is a corner for it.
  void import('./toasts.tsx').then(({ notifications }) => notifications.show(said));
}

export const areToastsNeeded = (): boolean => needed;

export function onToastsNeeded(listen: () => void): () => void {
  listeners.add(listen);
  return () => listeners.delete(listen);
}
