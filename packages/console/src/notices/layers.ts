// Dialogs and drawers may lie over each other, and over the page: keys and screen readers belong to the topmost alone.
import { useEffect, useId, useSyncExternalStore } from 'react';

/** In the order in which they were opened; the last lies on top. */
let layers: readonly string[] = [];
const listeners = new Set<() => void>();

/** Whether another layer lies over this one. The page behind is inert while any is open. */
export function useLayer(opened: boolean): { readonly covered: boolean } {
  const id = useId();
  useEffect(() => {
    if (!opened) return;
    change([...layers, id]);
    return () => change(layers.filter((layer) => layer !== id));
  }, [opened, id]);
  const top = useSyncExternalStore(subscribe, () => layers.at(-1));
  return { covered: opened && top !== undefined && top !== id };
}

function change(next: readonly string[]) {
  layers = next;
  setPageInert(layers.length > 0);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function setPageInert(inert: boolean) {
  const page = document.getElementById('root');
  if (!page) return;
  page.inert = inert;
  if (inert) page.setAttribute('aria-hidden', 'true');
  else page.removeAttribute('aria-hidden');
}
