// What QuickBooks holds of events, or may hold: their own entries, or what they have in a day's summary, and what became of it there.
import type { JournalEntry } from '../journal/journal-entry.ts';
import { isDisputed, mayBeAtQuickbooks } from '../posting/posting.ts';
import { asWritten, type CarriedDimensions, carriedDimensions, withDimensions } from './carried-dimensions.ts';
import { formerOnes } from './former-books.ts';
import type { EntryShare, PostingRow } from './posting-port.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';
import { loadTheirs, type Theirs, type VersionReading } from './theirs-in-force.ts';

/** Of an event that was posted, or of which some part was: nothing of it is made of today's settings any more. */
export interface PostedEntries {
  readonly parts: readonly PostedPart[];
  /** A person may yet take it out, and its void with it; out of a summary that was sent nothing is taken. */
  readonly disputed: boolean;
  /** In a QuickBooks company in which the books were kept before. */
  readonly inFormerBooks: boolean;
  readonly theirs: Theirs;
}

/** An entry of its own, or all that it has of one currency and rate in a summary. */
export interface PostedPart {
  /** False: that is still to come. */
  readonly isThere: boolean;
  /** Null: nothing was left to post; of an entry of its own that is still to come, as it will be built. */
  readonly entry: JournalEntry | null;
}

/** By the key of the event; those of which nothing was posted are left out. */
export async function loadPosted(
  store: CompanyStore,
  events: readonly StoredEvent[],
  reading: VersionReading | null,
): Promise<ReadonlyMap<string, PostedEntries>> {
  return new Map([...(await loadOwnEntries(store, events, reading)), ...(await loadShares(store, events, reading))]);
}

const carriedBy = ({ body }: PostingRow, reading: VersionReading | null): CarriedDimensions =>
  reading === null ? () => undefined : carriedDimensions(body, reading);

async function loadOwnEntries(
  store: CompanyStore,
  events: readonly StoredEvent[],
  reading: VersionReading | null,
): Promise<ReadonlyMap<string, PostedEntries>> {
  const keys = events.flatMap(({ key, postingKey }) => (postingKey === key ? [key] : []));
  const byKey = new Map<string, PostingRow[]>();
  for (const posting of await store.postings.byKeys(keys)) {
    byKey.set(posting.key, [...(byKey.get(posting.key) ?? []), posting]);
  }
  const posted = [...byKey].filter(([, parts]) => parts.some((part) => isPosted(part)));
  const postings = posted.flatMap(([, parts]) => parts);
  const there = postings.filter(mayBeAtQuickbooks);
  const entries = await store.postings.entries(there.map(({ id }) => id));
  const former = await formerOnes(store, there);
  const theirsOf = await loadTheirs(store, { postings: there, reading });
  const partOf = (posting: PostingRow): PostedPart => {
    const entry = mayBeAtQuickbooks(posting) ? entries.get(posting.id) : undefined;
    if (entry === undefined) return { isThere: isPosted(posting), entry: null };
    return { isThere: true, entry: { ...entry, lines: asWritten(entry.lines, carriedBy(posting, reading)) } };
  };
  return new Map(
    posted.map(([key, parts]) => [
      key,
      {
        parts: parts.toSorted((one, other) => one.part - other.part).map(partOf),
        disputed: parts.some(isDisputed),
        inFormerBooks: parts.some(({ id }) => former.has(id)),
        theirs: theirsOf(parts.filter(mayBeAtQuickbooks).map(({ id }) => id)),
      },
    ]),
  );
}

/** It is there or may be, or nothing was left to post of it. */
const isPosted = (posting: PostingRow): boolean => posting.state === 'nothing-to-post' || mayBeAtQuickbooks(posting);

/** Once a part of a summary was sent, what is in the others is settled, too. */
async function loadShares(
  store: CompanyStore,
  events: readonly StoredEvent[],
  reading: VersionReading | null,
): Promise<ReadonlyMap<string, PostedEntries>> {
  const shared = events.filter(({ key, postingKey }) => postingKey !== null && postingKey !== key);
  const parts = await store.postings.byKeys([...new Set(shared.flatMap(({ postingKey }) => postingKey ?? []))]);
  const there = new Map(parts.filter(mayBeAtQuickbooks).map((posting) => [posting.id, posting]));
  const sentKeys = new Set([...there.values()].map(({ key }) => key));
  const sent = parts.filter(({ key }) => sentKeys.has(key));
  const former = await formerOnes(store, [...there.values()]);
  const formerKeys = new Set(sent.flatMap(({ id, key }) => (former.has(id) ? [key] : [])));
  const shares = await store.postings.shares(
    sent.map(({ id }) => id),
    shared.map(({ key }) => key),
  );
  const theirsOf = await loadTheirs(store, { postings: [...there.values()], reading });
  const carried = new Map([...there].map(([id, posting]) => [id, carriedBy(posting, reading)]));
  return new Map(
    shared.flatMap(({ key, postingKey, currency }) => {
      if (!sentKeys.has(postingKey ?? '')) return [];
      const own = [...(shares.get(key) ?? [])];
      const posted: PostedEntries = {
        parts: partsOfShares(
          own.map(([id, share]) => ({ isThere: there.has(id), entry: withCarried(share, carried.get(id)) })),
          currency,
        ),
        disputed: false,
        inFormerBooks: formerKeys.has(postingKey ?? ''),
        theirs: theirsOf(own.map(([id]) => id)),
      };
      return [[key, posted] as const];
    }),
  );
}

const withCarried = (share: EntryShare, carried: CarriedDimensions | undefined): JournalEntry => ({
  ...share,
  lines: share.lines.map((line) => withDimensions(line, carried?.(line.lineNumber))),
});

/** A part of a summary balances, and what one event has in it need not: all of one currency and rate does. What it cost comes last. */
function partsOfShares(
  shares: readonly { readonly isThere: boolean; readonly entry: JournalEntry }[],
  ownCurrency: string,
): readonly PostedPart[] {
  const parts = new Map<string, { readonly isThere: boolean; readonly entry: JournalEntry }>();
  for (const { isThere, entry } of shares) {
    const key = `${entry.currency} ${entry.exchangeRate ?? ''}`;
    const before = parts.get(key);
    const lines = [...(before?.entry.lines ?? []), ...entry.lines];
    parts.set(key, { isThere: isThere || before?.isThere === true, entry: { ...entry, lines } });
  }
  const isOwn = ({ entry }: { entry: JournalEntry }): boolean => entry.currency === ownCurrency;
  return [...parts.values()].toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
}
