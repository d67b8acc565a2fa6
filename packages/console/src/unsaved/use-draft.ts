// What somebody is changing of something saved, and whether it was changed elsewhere under their hands. Whoever leaves it unsaved is asked first.
import { useState } from 'react';
import { type Action, useAction } from '../api/use-action.ts';
import { useUnsaved } from './unsaved.ts';

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
  /** These are saved, and stay in sight until they are read back; what was typed since is all that is changed. */
  readonly taken: (form: Values) => void;
  readonly readBack: () => void;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

interface Typed<Values> {
  readonly form: Values;
  readonly base: Values;
}

/** Null: nothing is typed that is not there already. */
const ifChanged = <Values>(typed: Typed<Values> | null): Typed<Values> | null =>
  typed === null || same(typed.form, typed.base) ? null : typed;

/** What nobody touched here is as it is saved now. */
export function typedOver<Values extends object>({ form, base }: Typed<Values>, saved: Values): Values {
  const touched = Object.entries(form).filter(([name, value]) => !same(value, base[name as keyof Values]));
  return { ...saved, ...Object.fromEntries(touched) };
}

/** Nothing that is typed is lost because something was read anew. */
export function useDraft<Values extends object>(saved: Values): Draft<Values> {
  const [typed, setTyped] = useState<Typed<Values> | null>(null);
  const { form, base } = typed ?? { form: saved, base: saved };
  const changed = ifChanged(typed) !== null;
  useUnsaved(changed);
  return {
    ...{ form, base, changed },
    meanwhile: changed && !same(base, saved),
    change: (values) => setTyped(ifChanged({ form: values, base })),
    drop: () => setTyped(null),
    keep: () => setTyped((now) => now && ifChanged({ form: typedOver(now, saved), base: saved })),
    taken: (values) => setTyped((now) => now && { ...now, base: values }),
    readBack: () => setTyped(ifChanged),
  };
}

type SaveDraft<Values> = Pick<Action<Values, unknown>, 'run' | 'say' | 'quietErrors'>;

/** The way to save a draft; what else is done to the same thing is an action of its own. */
export function useSaveDraft<Values extends object>(draft: Draft<Values>, action: SaveDraft<Values>) {
  const { mutate, ...save } = useAction<Values>({ ...action, after: (_answer, form) => draft.taken(form) });
  return {
    ...save,
    save: (options: { readonly onError?: () => void } = {}) =>
      mutate(draft.form, { ...options, onSuccess: draft.readBack }),
  };
}
