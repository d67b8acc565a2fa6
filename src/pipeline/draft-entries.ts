// From a recorded event to the entries it makes before accounts are known; voids take theirs from what they void.
import type { FinancialEvent } from '../events/financial-event.ts';
import type { DraftEntry, JournalEntry, JournalLine } from '../journal/journal-entry.ts';
import { journalize } from '../journal/journalize.ts';
import type { Cause } from '../posting/causes.ts';
import { type EventContext, readStoredEvent, recordingContext } from './event-context.ts';
import { linesProblem, mirrorEntries, mirrorEntry, reversalCause, reversalProblem } from './reversals.ts';
import type { CompanyRow, CompanyStore, PostingRow, StoredEvent } from './storage-port.ts';

export interface DraftedEntry {
  readonly draft: DraftEntry;
  /** Where its accounts come from: the mapping in force on a date, or, line by line, the entry that it reverses. */
  readonly accounts:
    | { readonly from: 'mapping'; readonly date: string }
    | { readonly from: 'original'; readonly lines: readonly JournalLine[] };
}

export type Drafted =
  | { readonly outcome: 'entries'; readonly entries: readonly DraftedEntry[] }
  | { readonly outcome: 'held'; readonly cause: Cause }
  /** Nothing of it, nor of the others named, is ever posted. */
  | { readonly outcome: 'taken-out'; readonly why: string; readonly events: readonly StoredEvent[] };

export interface Drafting {
  readonly company: CompanyRow;
  readonly context: EventContext;
  readonly originals: ReadonlyMap<string, StoredEvent>;
  /** By the key of the original: the first event recorded that reverses it. */
  readonly firstReversals: ReadonlyMap<string, StoredEvent>;
  /** By the key of the original: its entries, by part, that QuickBooks holds or may hold. */
  readonly postedEntries: ReadonlyMap<string, ReadonlyMap<number, JournalEntry>>;
}

const voidedBeforePosting = 'voided before posting';
/** A void goes out with what it voids, and comes back with it. */
export const originalOutside = 'what it voids was handled outside';

/** What the drafts of these events depend on besides themselves. */
export async function loadDrafting(store: CompanyStore, events: readonly StoredEvent[]): Promise<Drafting> {
  const company = await store.company.read();
  const originalKeys = [...new Set(events.flatMap((event) => event.reverses ?? []))];
  const firstReversals = new Map<string, StoredEvent>();
  for (const reversal of await store.events.reversalsOf(originalKeys)) {
    if (reversal.reverses !== null && !firstReversals.has(reversal.reverses)) {
      firstReversals.set(reversal.reverses, reversal);
    }
  }
  const originals = await store.events.byKeys(originalKeys);
  return {
    company,
    context: await recordingContext(store, company),
    originals,
    firstReversals,
    postedEntries: await loadPostedEntries(store, [...originals.values()]),
  };
}

async function loadPostedEntries(
  store: CompanyStore,
  originals: readonly StoredEvent[],
): Promise<Drafting['postedEntries']> {
  // An entry that several events share is not the entry of one of them.
  const keys = originals.flatMap(({ key, postingKey }) => (postingKey === key ? [key] : []));
  const postings = (await store.postings.byKeys(keys)).filter(mayBePosted);
  const entries = await store.postings.entries(postings.map((posting) => posting.id));
  const posted = new Map<string, Map<number, JournalEntry>>();
  for (const { id, key, part } of postings) {
    const entry = entries.get(id);
    if (entry !== undefined) posted.set(key, (posted.get(key) ?? new Map<number, JournalEntry>()).set(part, entry));
  }
  return posted;
}

const mayBePosted = ({ state, foundThere }: PostingRow): boolean =>
  foundThere || state === 'accepted' || state === 'intent-saved' || state === 'unknown';

export function draftsOf(stored: StoredEvent, drafting: Drafting): Drafted {
  const event = readStoredEvent(stored, drafting.context);
  return event.reverses === null ? plain(event, drafting) : reversing(stored, event, drafting);
}

function plain(event: FinancialEvent, drafting: Drafting): Drafted {
  const journalized = journalize(event, drafting.company);
  if (journalized.ok) {
    return { outcome: 'entries', entries: journalized.entries.map((draft) => byMapping(draft, event.businessDate)) };
  }
  const cause: Cause = {
    kind: 'out-of-balance',
    eventKey: event.key,
    number: event.number,
    amountMinor: journalized.reason.amountMinor,
    currency: event.currency,
  };
  return { outcome: 'held', cause };
}

function reversing(stored: StoredEvent, event: FinancialEvent, drafting: Drafting): Drafted {
  const original = drafting.originals.get(event.reverses ?? '') ?? null;
  const first = drafting.firstReversals.get(event.reverses ?? '') ?? null;
  const problem = reversalProblem({ event, id: stored.id, original, first });
  if (problem !== null || original === null) {
    return { outcome: 'held', cause: reversalCause(event, problem ?? '') };
  }
  if (original.status === 'handled-outside') {
    return { outcome: 'taken-out', why: originalOutside, events: [stored] };
  }
  const journalized = journalize(readStoredEvent(original, drafting.context), drafting.company);
  if (!journalized.ok) return { outcome: 'taken-out', why: voidedBeforePosting, events: [stored, original] };
  const mirrored = mirrorEntries(journalized.entries, event);
  // Both as today's settings make them: what was given is compared with what the original said.
  if (!event.mirrorsOriginal) {
    const given = journalize(event, drafting.company);
    const mismatch = given.ok ? linesProblem(given.entries, mirrored) : 'its lines do not foot';
    if (mismatch !== null) return { outcome: 'held', cause: reversalCause(event, mismatch) };
  }
  const posted = drafting.postedEntries.get(original.key);
  const entries = mirrored.map((draft, index): DraftedEntry => {
    const entry = posted?.get(index + 1);
    return entry === undefined ? byMapping(draft, original.businessDate) : mirrorPosted(entry, event);
  });
  return { outcome: 'entries', entries };
}

const byMapping = (draft: DraftEntry, date: string): DraftedEntry => ({ draft, accounts: { from: 'mapping', date } });

/** Of what was posted nothing is derived again: neither settings nor mapping may have stayed the same. */
function mirrorPosted(entry: JournalEntry, event: FinancialEvent): DraftedEntry {
  return { draft: mirrorEntry(entry, event), accounts: { from: 'original', lines: entry.lines } };
}
