// The place of toasts in every page.
import { lazy, Suspense, useSyncExternalStore } from 'react';
import { areToastsNeeded, onToastsNeeded } from './toast.ts';

const Toasts = lazy(async () => ({ default: (await import('./toasts.tsx')).Toasts }));

export function ToastCorner() {
  const needed = useSyncExternalStore(onToastsNeeded, areToastsNeeded);
  return needed ? (
    <Suspense fallback={null}>
      <Toasts />
    </Suspense>
  ) : null;
}
