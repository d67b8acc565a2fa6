// Dialogs and drawers may lie over each other, and over the page: keys and screen readers belong to the topmost alone, and the focus goes back
// to where it was.
import { useEffect, useId, useSyncExternalStore } from 'react';

/** In the order in which they were opened; the last lies on top. */
let layers: readonly string[] = [];
const listeners = new Set<() => void>();
/** What has the focus in a moment, as the layer over it has closed. */
let next: Element | null = null;

/** Whether another layer lies over this one. The page behind is inert while any is open. */
export function useLayer(opened: boolean): { readonly covered: boolean } {
  const id = useId();
  useEffect(() => {
    if (!opened) return;
    // Where one layer closes and another opens at once, nothing has the focus: it goes back past both.
    const opener = next ?? document.activeElement;
    next = null;
    change([...layers, id]);
    return () => {
      change(layers.filter((layer) => layer !== id));
      focusSoon(opener);
    };
  }, [opened, id]);
  const top = useSyncExternalStore(subscribe, () => layers.at(-1));
  return { covered: opened && top !== undefined && top !== id };
}

/** Once what lies beneath is no longer inert; not where something else has taken the focus meanwhile. */
function focusSoon(opener: Element | null) {
  next = opener;
  const atClose = document.activeElement;
  setTimeout(() => {
    if (next === null || next !== opener) return;
    next = null;
    const now = document.activeElement;
    if (now !== atClose && now !== null && now !== document.body) return;
    if (!takeFocus(opener)) takeFocus(document.getElementById('page'));
  });
}

/** Says whether it could: what is gone, or is disabled by now, cannot. */
function takeFocus(element: Element | null): boolean {
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
  return element !== null && element === document.activeElement;
}

function change(changed: readonly string[]) {
  layers = changed;
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
