// Fields that not every role may change: whoever may not reads them, and nothing takes what they type.
import type { ReactNode } from 'react';
import type { GuardedRoute } from '../api/wire.ts';
import { useWhyNot } from './why-not.ts';

export function Editable({ needs, children }: { readonly needs: GuardedRoute; readonly children: ReactNode }) {
  const whyNot = useWhyNot(needs);
  if (whyNot === null) return children;
  return (
    <fieldset className="read-only" disabled aria-describedby={whyNot.id}>
      {children}
    </fieldset>
  );
}
