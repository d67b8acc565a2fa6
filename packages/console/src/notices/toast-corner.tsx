// The place of toasts in every page.
import { useEffect, useSyncExternalStore } from 'react';
import { loadedToasts, loadToasts, onToastsLoaded } from './toast.ts';

/** When the page is there; not with the first toast alone, which may say that the server has gone. */
const readyAfterMs = 3_000;

export function ToastCorner() {
  const corner = useSyncExternalStore(onToastsLoaded, loadedToasts);
  useEffect(() => {
    const timer = setTimeout(() => void loadToasts(), readyAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return corner === null ? null : <corner.Toasts />;
}
