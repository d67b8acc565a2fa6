// Voids: an event that reverses another makes the other's entry with its sides changed, on its own date.
import type { FinancialEvent } from '../events/financial-event.ts';
import type { DraftEntry } from '../journal/journal-entry.ts';
import { type Journalized, type JournalSettings, journalize } from '../journal/journalize.ts';
import type { Cause } from '../posting/causes.ts';

/** Lifted by itself once the original is recorded. */
export const originalUnknown = 'the event that it voids is not known yet';
const alreadyVoided = 'the event that it names was voided before';
const notTheNegative = 'its lines are not the exact negative of the event that it voids';
/** A void that is not posted has nothing to be undone. */
export const originalHeld = 'what it voids is a void that is held itself';
/** Lifted by itself once that is posted, or taken out: alone it would leave QuickBooks with a minus and no plus. */
export const originalNotPosted = 'what it voids waits itself, or was refused: settle that, and this goes behind it';
/** Lifted by itself once that is settled: what is found to be there is mirrored, what a person took out takes its void with it. */
export const originalDisputed =
  'the document number of the event that it voids is taken in QuickBooks: settle that first';
/** Lifted by itself once that is: what it then mirrors is ours, or it goes as one of those below. */
export const originalUndecided =
  'the entry of what it voids was changed or deleted in QuickBooks: decide about that first';
/** What they made of it cannot be told line by line from what the till voids. */
export const originalChanged =
  'the entry of what it voids was changed in QuickBooks, and that was accepted: put the void right there, and take this out';
/** What it undoes is written there and no more here: a person has to see what to do. */
export const originalInFormerBooks =
  'what it voids is in the QuickBooks company in which the books were kept before; put it right there, and take this out';
/** The other way round: posted here, it would be undone nowhere. */
export const voidInFormerBooks =
  'its void is in the QuickBooks company in which the books were kept before; put it right there, and take this out';
/** Of what lies in QuickBooks, and is put right nowhere else. */
export const problemsPutRightThere: readonly string[] = [originalInFormerBooks, originalChanged];
export const tooManyInARow = 'it is one of too many voids in a row';
const otherKind = 'it is of another kind than the event that it voids';

export interface Reversal {
  readonly event: FinancialEvent;
  readonly id: string;
  readonly original: Pick<FinancialEvent, 'kind'> | null;
  /** The first event recorded that reverses the same original. */
  readonly first: { readonly id: string } | null;
}

/** Why a void cannot be built; null where it can. */
export function reversalProblem(reversal: Reversal): string | null {
  if (reversal.original === null) return originalUnknown;
  if (reversal.first !== null && reversal.first.id !== reversal.id) return alreadyVoided;
  return reversal.original.kind === reversal.event.kind ? null : otherKind;
}

export function reversalCause(event: Pick<FinancialEvent, 'key' | 'number'>, problem: string): Cause {
  return { kind: 'reversal', eventKey: event.key, number: event.number, problem };
}

export type ToMirror =
  | { readonly outcome: 'entries'; readonly drafts: readonly DraftEntry[] }
  | { readonly outcome: 'held'; readonly problem: string }
  /** Nothing of the original is ever posted, and so nothing of its void. */
  | { readonly outcome: 'never-footed' };

/** What a void turns round: its original as today's settings make it, and so is what was given with it, to be compared. */
export function draftsToMirror(
  of: { readonly event: FinancialEvent; readonly original: Journalized },
  settings: JournalSettings,
): ToMirror {
  const { event, original } = of;
  if (!original.ok) return { outcome: 'never-footed' };
  const drafts = original.entries;
  if (event.mirrorsOriginal) return { outcome: 'entries', drafts };
  const given = journalize(event, settings);
  const problem = given.ok ? linesProblem(given.entries, mirrorEntries(drafts, event)) : 'its lines do not foot';
  return problem === null ? { outcome: 'entries', drafts } : { outcome: 'held', problem };
}

/** The original's entries with debit and credit changed, on the void's own date; every line still says where it came from. */
export function mirrorEntries(entries: readonly DraftEntry[], reversing: FinancialEvent): readonly DraftEntry[] {
  return entries.map((entry) => mirrorEntry(entry, reversing));
}

export function mirrorEntry(entry: DraftEntry, reversing: FinancialEvent): DraftEntry {
  return {
    ...entry,
    events: [reversing.key],
    businessDate: reversing.businessDate,
    memo: reversing.memo ?? `Void of ${entry.memo}`,
    lines: entry.lines.map((line) => ({
      ...line,
      rule: 'void.mirror',
      side: line.side === 'debit' ? 'credit' : 'debit',
    })),
  };
}

/** Where a void came with lines, they must come to the mirror's totals, side by side; null where they do. */
export function linesProblem(given: readonly DraftEntry[], mirrored: readonly DraftEntry[]): string | null {
  return totalsOf(given) === totalsOf(mirrored) ? null : notTheNegative;
}

function totalsOf(entries: readonly DraftEntry[]): string {
  const totals = new Map<string, bigint>();
  for (const { currency, lines } of entries) {
    for (const { role, subject, side, location, amountMinor } of lines) {
      const key = JSON.stringify([currency, role, subject, side, location]);
      totals.set(key, (totals.get(key) ?? 0n) + amountMinor);
    }
  }
  return [...totals]
    .map(([key, amountMinor]) => `${key}${amountMinor}`)
    .sort()
    .join('\n');
}
