// From a recorded event to the entries it makes before accounts are known; voids take theirs from what they void.
import { voidsInARowMax } from '../events/event-limits.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import type { DraftEntry, JournalEntry, JournalLine } from '../journal/journal-entry.ts';
import { type Journalized, type JournalSettings, journalize } from '../journal/journalize.ts';
import type { OutOfBalance } from '../journal/journalized.ts';
import { allWithinLineLimit } from '../journal/split-entry.ts';
import type { Cause } from '../posting/causes.ts';
import { type EventContext, readStoredEvent, recordingContext } from './event-context.ts';
import { voidedInFormerBooks } from './former-books.ts';
import { loadPosted, type PostedEntries } from './posted-entries.ts';
import {
  draftsToMirror,
  mirrorEntry,
  originalChanged,
  originalDisputed,
  originalHeld,
  originalInFormerBooks,
  originalUndecided,
  reversalCause,
  reversalProblem,
  tooManyInARow,
  voidInFormerBooks,
} from './reversals.ts';
import type { CompanyRow, CompanyStore, StoredEvent } from './storage-port.ts';
import type { VersionReading } from './theirs-in-force.ts';

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
  /** By the key of the original: what QuickBooks holds of it, or may hold. */
  readonly posted: ReadonlyMap<string, PostedEntries>;
  /** Keys of what has its void in a QuickBooks company in which the books were kept before. */
  readonly voidedBefore: ReadonlySet<string>;
}

export const voidedBeforePosting = 'voided before posting';
/** A void goes out with what it voids, and comes back with it. */
export const originalOutside = 'what it voids was handled outside';
/** What is gone there, and was to be, has nothing left to be taken back. */
export const originalGone = 'what it voids was deleted in QuickBooks, and that was accepted';

/** What the drafts of these events depend on besides themselves; `reading` null: nobody asks what else than an account a line carries. */
export async function loadDrafting(
  store: CompanyStore,
  events: readonly StoredEvent[],
  reading: VersionReading | null = null,
): Promise<Drafting> {
  const company = await store.company.read();
  const originals = await loadOriginals(store, events);
  const firstReversals = new Map<string, StoredEvent>();
  const reversals = await store.events.reversalsOf([...originals.keys(), ...events.map(({ key }) => key)]);
  for (const reversal of reversals) {
    if (reversal.reverses !== null && !firstReversals.has(reversal.reverses)) {
      firstReversals.set(reversal.reverses, reversal);
    }
  }
  return {
    company,
    context: await recordingContext(store, company),
    originals,
    firstReversals,
    posted: await loadPosted(store, [...originals.values()], reading),
    voidedBefore: await voidedInFormerBooks(store, reversals),
  };
}

/** A void may void a void: as far back as it goes. */
export async function loadOriginals(
  store: CompanyStore,
  events: readonly Pick<StoredEvent, 'reverses'>[],
): Promise<ReadonlyMap<string, StoredEvent>> {
  const originals = new Map<string, StoredEvent>();
  let voiding: readonly Pick<StoredEvent, 'reverses'>[] = events;
  for (let row = 0; row < voidsInARowMax; row += 1) {
    const keys = [...new Set(voiding.flatMap(({ reverses }) => reverses ?? []))].filter((key) => !originals.has(key));
    if (keys.length === 0) break;
    const found = await store.events.byKeys(keys);
    for (const [key, event] of found) originals.set(key, event);
    voiding = [...found.values()];
  }
  return originals;
}

/** What voids these, what voids that, and so on; `isMeant` says which of them, and nothing that voids another is looked for. */
export async function loadVoids(
  store: CompanyStore,
  of: { readonly keys: readonly string[]; isMeant(event: StoredEvent): boolean },
): Promise<readonly StoredEvent[]> {
  const voids = new Map<string, StoredEvent>();
  let voided = of.keys;
  for (let row = 0; voided.length > 0 && row < voidsInARowMax; row += 1) {
    const found = (await store.events.reversalsOf(voided)).filter(
      (event) => !voids.has(event.key) && !of.keys.includes(event.key) && of.isMeant(event),
    );
    for (const event of found) voids.set(event.key, event);
    voided = found.map(({ key }) => key);
  }
  return [...voids.values()];
}

export function draftsOf(stored: StoredEvent, drafting: Drafting, voidsBefore = 0): Drafted {
  const event = readStoredEvent(stored, drafting.context);
  if (drafting.voidedBefore.has(event.key)) return { outcome: 'held', cause: reversalCause(event, voidInFormerBooks) };
  if (event.reverses === null) return plain(event, drafting);
  if (voidsBefore >= voidsInARowMax) return { outcome: 'held', cause: reversalCause(event, tooManyInARow) };
  return reversing(stored, event, { ...drafting, voidsBefore });
}

function plain(event: FinancialEvent, drafting: Drafting): Drafted {
  const journalized = journalize(event, drafting.company);
  if (journalized.ok) {
    const drafts = allWithinLineLimit(journalized.entries);
    return { outcome: 'entries', entries: drafts.map((draft) => byMapping(draft, event.businessDate)) };
  }
  return { outcome: 'held', cause: outOfBalance(event, journalized.reason) };
}

export function outOfBalance(event: FinancialEvent, { amountMinor }: OutOfBalance): Cause {
  const { key: eventKey, number, currency } = event;
  return { kind: 'out-of-balance', eventKey, number, amountMinor, currency };
}

function reversing(
  stored: StoredEvent,
  event: FinancialEvent,
  drafting: Drafting & { readonly voidsBefore: number },
): Drafted {
  const original = drafting.originals.get(event.reverses ?? '') ?? null;
  const first = drafting.firstReversals.get(event.reverses ?? '') ?? null;
  const problem = reversalProblem({ event, id: stored.id, original, first });
  if (problem !== null || original === null) {
    return { outcome: 'held', cause: reversalCause(event, problem ?? '') };
  }
  if (original.status === 'handled-outside') {
    return { outcome: 'taken-out', why: originalOutside, events: [stored] };
  }
  const posted = drafting.posted.get(original.key);
  if (posted?.theirs === 'gone') return { outcome: 'taken-out', why: originalGone, events: [stored] };
  const there = posted === undefined ? null : postedProblem(posted);
  if (there !== null) return { outcome: 'held', cause: reversalCause(event, there) };
  const voided =
    original.reverses === null || isWhole(posted) ? null : draftsOf(original, drafting, drafting.voidsBefore + 1);
  // It goes out itself: of what is built with it, nothing says so yet.
  if (voided?.outcome === 'taken-out') return { outcome: 'taken-out', why: originalOutside, events: [stored] };
  if (voided?.outcome === 'held') {
    return { outcome: 'held', cause: reversalCause(event, originalHeld) };
  }
  const settings = posted === undefined ? drafting.company : { ...drafting.company, ...anyFoots };
  const journalized =
    voided === null
      ? journalizedAgain(original, { drafting, posted, settings })
      : { ok: true as const, entries: voided.entries.map(({ draft }) => draft) };
  const mirrored = draftsToMirror({ event, original: journalized }, settings);
  if (mirrored.outcome === 'held') return { outcome: 'held', cause: reversalCause(event, mirrored.problem) };
  if (mirrored.outcome === 'never-footed') {
    return { outcome: 'taken-out', why: voidedBeforePosting, events: [stored, original] };
  }
  return { outcome: 'entries', entries: mirroredEntries({ event, original, drafts: mirrored.drafts, posted }) };
}

/** What of it, as it stands in QuickBooks, keeps it from being mirrored; null: nothing does. */
function postedProblem({ inFormerBooks, disputed, theirs }: PostedEntries): string | null {
  if (inFormerBooks) return originalInFormerBooks;
  if (disputed) return originalDisputed;
  if (theirs === 'undecided') return originalUndecided;
  return theirs === 'changed' ? originalChanged : null;
}

/** Whether it footed was decided when it was posted, whatever the cap is now. */
const anyFoots: Pick<JournalSettings, 'overShortCapMinor'> = { overShortCapMinor: 10n ** 15n };

/** All of it is settled: nothing more is to be built of it. */
const isWhole = (posted: PostedEntries | undefined): boolean =>
  posted?.parts.every(({ isThere, entry }) => isThere || entry !== null) === true;

/** Of a void, which makes none of its own, what was posted. */
function journalizedAgain(
  original: StoredEvent,
  of: { drafting: Drafting; posted: PostedEntries | undefined; settings: JournalSettings },
): Journalized {
  if (original.reverses === null) return journalize(readStoredEvent(original, of.drafting.context), of.settings);
  return { ok: true, entries: (of.posted?.parts ?? []).flatMap(({ entry }) => entry ?? []) };
}

/** Part by part as the original was split, so that each mirrors what was posted of it. */
function mirroredEntries(of: {
  event: FinancialEvent;
  original: StoredEvent;
  drafts: readonly DraftEntry[];
  posted: PostedEntries | undefined;
}): readonly DraftedEntry[] {
  const { event, original, posted } = of;
  const drafts = allWithinLineLimit(of.drafts);
  const toCome = (draft: DraftEntry): DraftedEntry => byMapping(mirrorEntry(draft, event), original.businessDate);
  if (posted === undefined) return drafts.map(toCome);
  const ofTicket = (entry: JournalEntry): JournalEntry => asOfTicket(entry, { original, drafts });
  return posted.parts.map(({ isThere, entry }, index): DraftedEntry => {
    if (isThere) return entry === null ? toCome(nothingOf(event)) : mirrorPosted(ofTicket(entry), event);
    return toCome(entry === null ? (drafts[index] ?? nothingOf(event)) : ofTicket(entry));
  });
}

/** A summary's memo and location are those of the day; the void is of one ticket. */
function asOfTicket(
  entry: JournalEntry,
  { original, drafts }: { original: StoredEvent; drafts: readonly DraftEntry[] },
): JournalEntry {
  if (original.postingKey === original.key) return entry;
  const memo = drafts.find(({ currency }) => currency === entry.currency)?.memo ?? original.number;
  return { ...entry, memo, location: original.location };
}

/** A part without a line: there is nothing to post of it. */
function nothingOf({ key, businessDate, location, currency, exchangeRate }: FinancialEvent): DraftEntry {
  return { events: [key], businessDate, location, currency, exchangeRate, memo: '', lines: [] };
}

const byMapping = (draft: DraftEntry, date: string): DraftedEntry => ({ draft, accounts: { from: 'mapping', date } });

/** Of what was posted nothing is derived again: neither settings nor mapping may have stayed the same. */
const mirrorPosted = (entry: JournalEntry, event: FinancialEvent): DraftedEntry => ({
  draft: mirrorEntry(entry, event),
  accounts: { from: 'original', lines: entry.lines },
});
