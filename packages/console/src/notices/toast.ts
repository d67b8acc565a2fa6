// A sentence in the corner for a moment: what was done, or why it was not. What shows it is loaded after the page.
import type { NotificationData } from '@mantine/notifications';

export type Toast = NotificationData;
type Corner = typeof import('./toasts.tsx');

let corner: Corner | null = null;
const listeners = new Set<() => void>();

export function toast(said: Toast): void {
  void loadToasts().then((loaded) => loaded?.notifications.show(said));
}

/** Null where it cannot be had: then the server is gone, which a bar over the page says; the next toast tries again. */
export async function loadToasts(): Promise<Corner | null> {
  corner ??= await import('./toasts.tsx').catch(() => null);
  for (const listen of listeners) listen();
  return corner;
}

export const loadedToasts = (): Corner | null => corner;

export function onToastsLoaded(listen: () => void): () => void {
  listeners.add(listen);
  return () => listeners.delete(listen);
}
