// The states of a drift: an accepted entry of ours that somebody changed or deleted in QuickBooks, and how it is put back.
import type { HeldNow } from './entry-update.ts';
import { type EntryVersion, isSameEntry } from './entry-version.ts';

export const driftStates = [
  'open', // a person decides
  'put-back-asked', // a person chose ours; nothing has been sent
  'put-back-sent', // request id and body are durable; it may have been written
  'settled', // theirs was accepted, ours is back, or they put it right themselves
] as const;

export type DriftState = (typeof driftStates)[number];

/** Whose version holds now; `by-itself`: QuickBooks holds again what held before. */
export const settlements = ['theirs', 'ours', 'by-itself'] as const;
export type Settlement = (typeof settlements)[number];

/** Back to `open` from anywhere before it is settled: what a person decided on is no longer what is there. */
export const legalDriftTransitions: Readonly<Record<DriftState, readonly DriftState[]>> = {
  open: ['put-back-asked', 'settled'],
  'put-back-asked': ['put-back-sent', 'open', 'settled'],
  'put-back-sent': ['settled', 'open', 'put-back-asked'],
  settled: [],
};

/** Only a bug can break this. */
export function assertDriftTransition(from: DriftState, to: DriftState): void {
  if (from !== to && !legalDriftTransitions[from].includes(to)) {
    throw new Error(`A drift cannot go from ${from} to ${to}.`);
  }
}

/** `nothing`: gone as was accepted. `same`: as it should be, whatever its token. */
export type Found = 'nothing' | 'same' | 'drift';

/** `holds`: what is in force as ours, a version of theirs where one was accepted; null: its deletion was. */
export function compareHeld(holds: EntryVersion | null, held: HeldNow | null): Found {
  if (held === null) return holds === null ? 'nothing' : 'drift';
  if (holds === null || held.version === null) return 'drift';
  return isSameEntry(holds, held.version) ? 'same' : 'drift';
}
