// The states of a posting (one journal entry on its way to QuickBooks) and the legal transitions between them.

export const postingStates = [
  'pending', // to be built from its events and the mapping in force
  'waiting', // hangs on one or more causes; costs no calls
  'ready', // built, balanced, stored
  'intent-saved', // request id, document number and body are durable; it may have been sent
  'unknown', // sent, outcome not known
  'accepted', // QuickBooks holds it
  'refused', // QuickBooks said no for a reason that no setting of ours lifts
  'number-taken', // the document number belongs to an entry that is not ours or not equal
  'handled-outside', // taken out by a person
  'nothing-to-post', // no non-zero line, or no event any more: counts as synced
] as const;

export type PostingState = (typeof postingStates)[number];

/**
 * From each state, where a posting may go. What may lie at QuickBooks (`intent-saved`, `unknown`, `number-taken`) is never
 * built anew: it is asked about first. A retry of `number-taken` therefore goes to `unknown`, to be looked up, and so does
 * undoing its take-out. What was accepted and is gone there is looked up as well before it is sent anew.
 */
export const legalTransitions: Readonly<Record<PostingState, readonly PostingState[]>> = {
  pending: ['waiting', 'ready', 'nothing-to-post', 'handled-outside'],
  waiting: ['pending', 'nothing-to-post', 'handled-outside'],
  ready: ['intent-saved', 'pending', 'waiting', 'nothing-to-post', 'handled-outside'],
  'intent-saved': ['accepted', 'refused', 'waiting', 'unknown', 'ready', 'number-taken'],
  unknown: ['accepted', 'refused', 'waiting', 'ready', 'number-taken'],
  accepted: ['unknown'],
  refused: ['pending', 'nothing-to-post', 'handled-outside'],
  'number-taken': ['unknown', 'handled-outside'],
  'handled-outside': ['pending', 'unknown'],
  'nothing-to-post': ['pending', 'handled-outside'],
};

/** Staying in a state is no transition, and always allowed. */
export function isLegalTransition(from: PostingState, to: PostingState): boolean {
  return from === to || legalTransitions[from].includes(to);
}

/** From where a posting may come into a state, itself among them: what a statement over many of them may touch. */
export function statesBefore(to: PostingState): readonly PostingState[] {
  return postingStates.filter((from) => isLegalTransition(from, to));
}

/** Only a bug can break this. */
export function assertTransition(from: PostingState, to: PostingState): void {
  if (!isLegalTransition(from, to)) throw new Error(`A posting cannot go from ${from} to ${to}.`);
}

/** Something was found under its number, and whether that is it is for a look-up or a person to say: a void of it waits. */
export function isDisputed({ state, foundThere }: { state: PostingState; foundThere: boolean }): boolean {
  return foundThere && state !== 'handled-outside';
}

/** It lies, or may lie, in another QuickBooks company than the one whose books are kept now. */
export function isInFormerBooks(
  { state, foundThere, realmId }: { state: PostingState; foundThere: boolean; realmId: string | null },
  keptIn: string | undefined,
): boolean {
  return realmId !== null && realmId !== keptIn && mayBeAtQuickbooks({ state, foundThere });
}

/** What lies there, or may: it is looked up and never built anew, nothing joins it, and a void of it mirrors it. */
export function mayBeAtQuickbooks({ state, foundThere }: { state: PostingState; foundThere: boolean }): boolean {
  switch (state) {
    case 'intent-saved':
    case 'unknown':
    case 'accepted':
    case 'number-taken':
      return true;
    case 'pending':
    case 'waiting':
    case 'ready':
    case 'refused':
    case 'nothing-to-post':
    case 'handled-outside':
      return foundThere;
  }
}
