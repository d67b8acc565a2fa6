// What was typed and is not saved: whoever leaves it is asked first, whether by another page or by closing the dialog that it is in.
import { createContext, useContext, useEffect, useId, useSyncExternalStore } from 'react';

/** Where a form is: the id of its dialog; null: on the page itself. */
type Place = string | null;

interface Leaving {
  readonly leave: () => void;
  readonly stay: () => void;
}

/** Of each form with something unsaved, its place. */
let forms: ReadonlyMap<string, Place> = new Map();
let question: (Leaving & { readonly place: Place }) | null = null;
/** Between the answer and the next page: a redirect on the way to it, or a new load, asks nothing more. */
let isLeaving = false;
const listeners = new Set<() => void>();

/** Whoever leaves a page leaves its dialogs, too. */
export function isUnsaved(place: Place): boolean {
  if (isLeaving) return false;
  return place === null ? forms.size > 0 : [...forms.values()].includes(place);
}

/** Until the answer is called. */
export function noteUnsaved(form: string, place: Place): () => void {
  forms = new Map(forms).set(form, place);
  tell();
  return () => {
    forms = new Map([...forms].filter(([one]) => one !== form));
    tell();
    // It was being saved when the person was asked: nothing is lost any more.
    if (question !== null && !isUnsaved(question.place)) question.leave();
  };
}

/** Leaves at once where nothing would be lost. A question that is open already gives way: nobody waits for its answer. */
export function askFirst(place: Place, { leave, stay }: Leaving): void {
  if (!isUnsaved(place)) {
    leave();
    return;
  }
  show({
    place,
    leave() {
      show(null);
      if (place === null) letGo();
      leave();
    },
    stay() {
      show(null);
      stay();
    },
  });
}

/** Whatever is unsaved may be lost from now on, until another page is there. */
export function letGo(): void {
  isLeaving = true;
  tell();
}

/** A form that is still there, as where a redirect led back to its page, is asked for again. */
export function arrive(): void {
  isLeaving = false;
  tell();
}

export const openQuestion = (): Leaving | null => question;

export const useQuestion = (): Leaving | null => useSyncExternalStore(subscribe, openQuestion);

export const isAnyUnsaved = (): boolean => isUnsaved(null);

export const useAnyUnsaved = (): boolean => useSyncExternalStore(subscribe, isAnyUnsaved);

/** Given to what is in a dialog. */
export const PlaceOfForms = createContext<Place>(null);

/** For every form: whether something of it is typed and not saved. */
export function useUnsaved(unsaved: boolean): void {
  const form = useId();
  const place = useContext(PlaceOfForms);
  useEffect(() => (unsaved ? noteUnsaved(form, place) : undefined), [unsaved, form, place]);
}

function show(asked: typeof question): void {
  question = asked;
  tell();
}

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
