// From a recorded event to the entries it makes before accounts are known; voids take theirs from what they void.
import { voidsInARowMax } from '../events/event-limits.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import type { DraftEntry, JournalEntry, JournalLine } from '../journal/journal-entry.ts';
import { type Journalized, journalize } from '../journal/journalize.ts';
import type { OutOfBalance } from '../journal/journalized.ts';
import { allWithinLineLimit } from '../journal/split-entry.ts';
import type { Cause } from '../posting/causes.ts';
import { isDisputed, mayBeAtQuickbooks } from '../posting/posting.ts';
import { asWritten, type CarriedDimensions, carriedDimensions, withDimensions } from './carried-dimensions.ts';
import { type EventContext, readStoredEvent, recordingContext } from './event-context.ts';
import { formerOnes, voidedInFormerBooks } from './former-books.ts';
import type { Ledger } from './ledger-port.ts';
import {
  draftsToMirror,
  mirrorEntry,
  originalDisputed,
  originalHeld,
  originalInFormerBooks,
  reversalCause,
  reversalProblem,
  tooManyInARow,
  voidInFormerBooks,
} from './reversals.ts';
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
  /** By the key of the original: what QuickBooks holds of it, or may hold. */
  readonly posted: ReadonlyMap<string, PostedEntries>;
  /** Keys of what has its void in a QuickBooks company in which the books were kept before. */
  readonly voidedBefore: ReadonlySet<string>;
}

export interface PostedEntries {
  /** In a daily summary, which many events share. */
  readonly shared: boolean;
  /** A person may yet take it out, and its void with it; out of a summary that was sent nothing is taken. */
  readonly disputed: boolean;
  /** In a QuickBooks company in which the books were kept before. */
  readonly inFormerBooks: boolean;
  /** Of one of its drafts, the entry as it was posted; null where that one is not there. */
  entryOf(draft: DraftEntry, part: number): JournalEntry | null;
}

export const voidedBeforePosting = 'voided before posting';
/** A void goes out with what it voids, and comes back with it. */
export const originalOutside = 'what it voids was handled outside';

/** Reads what was sent; null: nobody asks what else than an account a line carries. */
type Reading = Pick<Ledger, 'versionOf'> | null;

/** What the drafts of these events depend on besides themselves. */
export async function loadDrafting(
  store: CompanyStore,
  events: readonly StoredEvent[],
  ledger: Reading = null,
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
    posted: new Map([
      ...(await loadOwnEntries(store, [...originals.values()], ledger)),
      ...(await loadShares(store, [...originals.values()], ledger)),
    ]),
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

const carriedBy = ({ body }: PostingRow, ledger: Reading): CarriedDimensions =>
  ledger === null ? () => undefined : carriedDimensions(body, ledger);

async function loadOwnEntries(
  store: CompanyStore,
  originals: readonly StoredEvent[],
  ledger: Reading,
): Promise<ReadonlyMap<string, PostedEntries>> {
  const keys = originals.flatMap(({ key, postingKey }) => (postingKey === key ? [key] : []));
  const postings = (await store.postings.byKeys(keys)).filter(mayBeAtQuickbooks);
  const entries = await store.postings.entries(postings.map((posting) => posting.id));
  const posted = new Map<string, Map<number, JournalEntry>>();
  for (const posting of postings) {
    const { id, key, part } = posting;
    const entry = entries.get(id);
    if (entry === undefined) continue;
    const written = { ...entry, lines: asWritten(entry.lines, carriedBy(posting, ledger)) };
    posted.set(key, (posted.get(key) ?? new Map<number, JournalEntry>()).set(part, written));
  }
  const disputed = new Set(postings.filter(isDisputed).map(({ key }) => key));
  const former = await formerOnes(store, postings);
  const formerKeys = new Set(postings.flatMap(({ id, key }) => (former.has(id) ? [key] : [])));
  return new Map(
    [...posted].map(([key, parts]) => [
      key,
      {
        ...{ shared: false, disputed: disputed.has(key), inFormerBooks: formerKeys.has(key) },
        entryOf: (_draft, part) => parts.get(part) ?? null,
      },
    ]),
  );
}

/** Of summaries: the lines that an original has in them, with the accounts that they were posted to. */
async function loadShares(
  store: CompanyStore,
  originals: readonly StoredEvent[],
  ledger: Reading,
): Promise<ReadonlyMap<string, PostedEntries>> {
  const shared = originals.filter(({ key, postingKey }) => postingKey !== null && postingKey !== key);
  const postings = await store.postings.byKeys([...new Set(shared.flatMap(({ postingKey }) => postingKey ?? []))]);
  const there = postings.filter(mayBeAtQuickbooks);
  const former = await formerOnes(store, there);
  const formerKeys = new Set(there.flatMap(({ id, key }) => (former.has(id) ? [key] : [])));
  const ids = there.map(({ id }) => id);
  const shares = await store.postings.shares(
    ids,
    shared.map(({ key }) => key),
  );
  const dayOf = new Map(shared.map(({ key, postingKey }) => [key, postingKey ?? '']));
  const carried = new Map(there.map((posting) => [posting.id, carriedBy(posting, ledger)]));
  return new Map(
    [...shares].map(([key, entries]) => [
      key,
      {
        ...{ shared: true, disputed: false, inFormerBooks: formerKeys.has(dayOf.get(key) ?? '') },
        entryOf: byCurrency(
          [...entries].map(([id, share]) => ({
            ...share,
            lines: share.lines.map((line) => withDimensions(line, carried.get(id)?.(line.lineNumber))),
          })),
        ),
      },
    ]),
  );
}

function byCurrency(shares: readonly JournalEntry[]): PostedEntries['entryOf'] {
  return ({ currency, exchangeRate }) => {
    const same = shares.filter((share) => share.currency === currency && share.exchangeRate === exchangeRate);
    const [first] = same;
    return first === undefined ? null : { ...first, lines: same.flatMap(({ lines }) => lines) };
  };
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
  if (drafting.posted.get(original.key)?.inFormerBooks === true) {
    return { outcome: 'held', cause: reversalCause(event, originalInFormerBooks) };
  }
  if (drafting.posted.get(original.key)?.disputed === true) {
    return { outcome: 'held', cause: reversalCause(event, originalDisputed) };
  }
  const voided = original.reverses === null ? null : draftsOf(original, drafting, drafting.voidsBefore + 1);
  if (voided !== null && voided.outcome !== 'entries') {
    return { outcome: 'held', cause: reversalCause(event, originalHeld) };
  }
  const journalized: Journalized =
    voided === null
      ? journalize(readStoredEvent(original, drafting.context), drafting.company)
      : { ok: true, entries: voided.entries.map(({ draft }) => draft) };
  const mirrored = draftsToMirror({ event, original: journalized }, drafting.company);
  if (mirrored.outcome === 'held') return { outcome: 'held', cause: reversalCause(event, mirrored.problem) };
  if (mirrored.outcome === 'never-footed') {
    return { outcome: 'taken-out', why: voidedBeforePosting, events: [stored, original] };
  }
  return { outcome: 'entries', entries: mirroredEntries({ event, original, drafts: mirrored.drafts, drafting }) };
}

/** Part by part as the original was split, so that each mirrors what was posted of it. */
function mirroredEntries(of: {
  event: FinancialEvent;
  original: StoredEvent;
  drafts: readonly DraftEntry[];
  drafting: Drafting;
}): readonly DraftedEntry[] {
  const { event, original } = of;
  const posted = of.drafting.posted.get(original.key);
  const drafts = posted?.shared === true ? of.drafts : allWithinLineLimit(of.drafts);
  return drafts.map((draft, index): DraftedEntry => {
    const entry = posted?.entryOf(draft, index + 1) ?? null;
    if (entry !== null) return mirrorPosted(entry, { event, draft });
    return byMapping(mirrorEntry(draft, event), original.businessDate);
  });
}

const byMapping = (draft: DraftEntry, date: string): DraftedEntry => ({ draft, accounts: { from: 'mapping', date } });

/** Of what was posted nothing is derived again: neither settings nor mapping may have stayed the same. */
function mirrorPosted(entry: JournalEntry, of: { event: FinancialEvent; draft: DraftEntry }): DraftedEntry {
  // A summary's memo and date are those of the day; the void is of one ticket.
  const { memo, location } = of.draft;
  return {
    draft: mirrorEntry({ ...entry, memo, location }, of.event),
    accounts: { from: 'original', lines: entry.lines },
  };
}
