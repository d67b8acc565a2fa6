// What somebody is changing of something saved, and whether it was changed elsewhere under their hands.
import { useState } from 'react';

export interface Draft<Values> {
  readonly form: Values;
  /** What the person saw when they began. */
  readonly base: Values;
  readonly changed: boolean;
  /** Saved values are others by now than those that the person began with. */
  readonly meanwhile: boolean;
  readonly change: (form: Values) => void;
  /** Back to what is saved. */
  readonly drop: () => void;
  /** What was typed stays, over what is saved now. */
  readonly keep: () => void;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Nothing that is typed is lost because something was read anew. */
export function useDraft<Values extends object>(saved: Values): Draft<Values> {
  const [draft, setDraft] = useState<{ readonly form: Values; readonly base: Values } | null>(null);
  const base = draft?.base ?? saved;
  return {
    form: draft?.form ?? saved,
    base,
    changed: draft !== null,
    meanwhile: draft !== null && !same(base, saved),
    change: (form) => setDraft(same(form, base) ? null : { form, base }),
    drop: () => setDraft(null),
    keep: () => setDraft((now) => (now === null ? null : { ...now, base: saved })),
  };
}
