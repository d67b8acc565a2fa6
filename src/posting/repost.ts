// Undo and repost: which entries of a period may be written anew, what belongs together, and the states of each on its way.
import { mayBeAtQuickbooks, type PostingState } from './posting.ts';

/** More entries than this are not looked through at once: choose fewer days. */
export const entriesPerRepostMax = 20_000;

export const repostItemStates = [
  'asked', // a person confirmed it; nothing has been sent
  'sent', // request id and body are durable; it may have been written
  'written', // QuickBooks holds it as it is under the mapping of then
  'left', // it stays as it was, for a reason
] as const;

export type RepostItemState = (typeof repostItemStates)[number];

/** From `sent` back to `asked` only once it certainly was not written. */
export const legalRepostTransitions: Readonly<Record<RepostItemState, readonly RepostItemState[]>> = {
  asked: ['sent', 'left'],
  sent: ['written', 'asked', 'left'],
  written: [],
  left: [],
};

/** Only a bug can break this. */
export function assertRepostTransition(from: RepostItemState, to: RepostItemState): void {
  if (from !== to && !legalRepostTransitions[from].includes(to)) {
    throw new Error(`What is posted again cannot go from ${from} to ${to}.`);
  }
}

/** Why an entry that would change stays as it is. */
export const stayReasons = [
  'closed', // the books are closed at its date
  'edited', // somebody changed it in QuickBooks, and nobody has decided
  'deleted', // somebody deleted it there, and nobody has decided
  'theirs-accepted', // what somebody left there counts as ours
  'outcome-unknown', // it is on its way, or nobody knows yet whether it arrived
  'number-taken', // its document number belongs to another entry
  'other-company', // it lies in another company at QuickBooks
  'blocked', // under the mapping of today it has no account to go to
  'belongs-together', // a void of it, or another part of it, stays
  'refused', // QuickBooks took no change of it
  'cancelled', // a person stopped before its turn
] as const;

export type StayReason = (typeof stayReasons)[number];

/** What is known of an entry without asking QuickBooks. */
export interface EntryStanding {
  readonly state: PostingState;
  readonly foundThere: boolean;
  /** It lies in the company that is connected. */
  readonly here: boolean;
  readonly drift: 'none' | 'edited' | 'deleted';
  readonly theirsAccepted: boolean;
  readonly closed: boolean;
}

export type Repostable =
  | { readonly is: 'free' }
  | { readonly is: 'bound'; readonly reason: StayReason }
  /** It goes under the mapping of then by itself. */
  | { readonly is: 'not-posted' }
  /** There is nothing of ours to be changed. */
  | { readonly is: 'nothing' };

/** Whether an entry may be written anew. The first reason is told: it is what has to go before another counts. */
export function repostable(entry: EntryStanding): Repostable {
  if (entry.state === 'nothing-to-post' || entry.state === 'handled-outside') return { is: 'nothing' };
  if (entry.state === 'number-taken') return { is: 'bound', reason: 'number-taken' };
  if (!mayBeAtQuickbooks(entry)) return { is: 'not-posted' };
  if (entry.state !== 'accepted') return { is: 'bound', reason: 'outcome-unknown' };
  if (!entry.here) return { is: 'bound', reason: 'other-company' };
  if (entry.drift !== 'none') return { is: 'bound', reason: entry.drift };
  if (entry.theirsAccepted) return { is: 'bound', reason: 'theirs-accepted' };
  return entry.closed ? { is: 'bound', reason: 'closed' } : { is: 'free' };
}
