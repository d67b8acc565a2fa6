// The first half of an audit: every event read again, page by page, and compared with the entries built of it.
import { type AuditedEntry, type AuditScope, compareScope, type Difference } from '../audit/compare.ts';
import { type AuditedEvent, type AuditSettings, expectedTotals } from '../audit/expected-totals.ts';
import { conversionDifference } from '../audit/home-amounts.ts';
import type { OutstandingTally } from '../audit/outstanding.ts';
import { voidsInARowMax } from '../events/event-limits.ts';
import type { PostingState } from '../posting/posting.ts';
import { type EventStatus, eventStatuses } from './company-books.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore, EventCursor, StoredEvent } from './storage-port.ts';

const eventsPerPage = 1000;
/** Further ones are counted. */
export const differencesMax = 1000;

export interface EventsAudited {
  events: number;
  /** Compared with their entries. */
  eventsCompared: number;
  /** Not compared, since nothing is built of them: by their status. */
  readonly eventsWithout: Map<EventStatus, number>;
  entries: number;
  /** Dated on the first open day, since the books were closed on their business date. */
  movedEntries: number;
  /** Right by settings of before. */
  earlierSettings: number;
  readonly conversion: { entries: number; differenceHundredths: bigint };
  readonly differences: Difference[];
  differenceCount: number;
}

export interface AuditRange {
  /** Business dates, inclusive; null: from the first, to the last. */
  readonly from: string | null;
  readonly to: string | null;
}

export function nothingAudited(): EventsAudited {
  return {
    events: 0,
    eventsCompared: 0,
    eventsWithout: new Map(),
    entries: 0,
    movedEntries: 0,
    earlierSettings: 0,
    conversion: { entries: 0, differenceHundredths: 0n },
    differences: [],
    differenceCount: 0,
  };
}

export function addDifferences(audited: EventsAudited, differences: readonly Difference[]): void {
  audited.differenceCount += differences.length;
  audited.differences.push(...differences.slice(0, Math.max(0, differencesMax - audited.differences.length)));
}

/**
 * A transaction a page: a long history must not hold one open. Kept in memory: a page, the events of one business date
 * that share postings, and what is outstanding.
 */
export async function auditEvents(
  ports: PipelinePorts,
  companyId: string,
  of: AuditRange & {
    readonly settings: AuditSettings;
    readonly tally: OutstandingTally;
    readonly audited: EventsAudited;
  },
): Promise<void> {
  const { from, to, settings, audited } = of;
  let after: EventCursor = null;
  /** Events that share a posting with others of their date. */
  let shared: Shared = { businessDate: null, byPosting: new Map() };
  for (;;) {
    const behind: EventCursor = after;
    const carried: Shared = shared;
    const page = await ports.storage.transaction(companyId, async (store) => {
      const statuses = eventStatuses;
      const scanned = await store.events.scan({ statuses, dateFrom: from, after: behind, limit: eventsPerPage });
      const events = await readEvents(
        store,
        to === null ? scanned : scanned.filter(({ businessDate }) => businessDate <= to),
      );
      const last = events.length < eventsPerPage;
      const { scopes, left } = scopesOf(events, { carried, last });
      return { events, left, built: await loadBuilt(store, scopes) };
    });
    for (const event of page.events) countEvent(event, of);
    for (const built of page.built) compareBuilt(built, settings, audited);
    const last = page.events.at(-1);
    if (page.events.length < eventsPerPage || last === undefined) return;
    shared = page.left;
    after = { businessDate: last.event.businessDate, id: last.event.id };
  }
}

/** An event as it is stored, and as the auditor takes it. */
interface ReadEvent {
  readonly event: StoredEvent;
  readonly audited: AuditedEvent;
}

function countEvent(
  { event, audited: read }: ReadEvent,
  of: { readonly settings: AuditSettings; readonly tally: OutstandingTally; readonly audited: EventsAudited },
): void {
  of.audited.events += 1;
  if (event.status === 'handled-outside') return;
  const expected = expectedTotals(read, of.settings);
  if (expected.posts) of.tally.add(read, expected.totals);
}

async function readEvents(store: CompanyStore, events: readonly StoredEvent[]): Promise<readonly ReadEvent[]> {
  const context = await loadVoided(store, events);
  return events.map((event) => ({ event, audited: auditedEvent(event, context) }));
}

/** What events void, as far back as it goes. */
interface VoidContext {
  readonly originals: ReadonlyMap<string, StoredEvent>;
  /** By the key of what is voided: the id of the first that does. */
  readonly firstVoids: ReadonlyMap<string, string>;
}

async function loadVoided(store: CompanyStore, events: readonly StoredEvent[]): Promise<VoidContext> {
  const originals = new Map<string, StoredEvent>();
  let wanted = new Set(events.flatMap(({ reverses }) => reverses ?? []));
  for (let depth = 0; depth < voidsInARowMax && wanted.size > 0; depth += 1) {
    const found = await store.events.byKeys([...wanted]);
    for (const [key, event] of found) originals.set(key, event);
    const further = [...found.values()].flatMap(({ reverses }) => reverses ?? []);
    wanted = new Set(further.filter((key) => !originals.has(key)));
  }
  const firstVoids = new Map<string, string>();
  for (const { id, reverses } of await store.events.reversalsOf([...originals.keys()])) {
    if (reverses !== null && !firstVoids.has(reverses)) firstVoids.set(reverses, id);
  }
  return { originals, firstVoids };
}

function auditedEvent(stored: StoredEvent, context: VoidContext, depth = 0): AuditedEvent {
  const { key, number, businessDate, body, reverses } = stored;
  const event = { key, number, businessDate, body, voids: null };
  if (reverses === null) return event;
  const original = depth < voidsInARowMax ? context.originals.get(reverses) : undefined;
  if (original === undefined) return { ...event, voids: { original: null, originalOutside: false, second: false } };
  return {
    ...event,
    voids: {
      original: auditedEvent(original, context, depth + 1),
      originalOutside: original.status === 'handled-outside',
      second: context.firstVoids.get(reverses) !== stored.id,
    },
  };
}

interface Scope {
  readonly postingKey: string | null;
  readonly events: readonly ReadEvent[];
}

interface Shared {
  readonly businessDate: string | null;
  readonly byPosting: ReadonlyMap<string, readonly ReadEvent[]>;
}

/** A posting of several events is compared once all of its date have come by; that of one event at once. */
function scopesOf(
  events: readonly ReadEvent[],
  { carried, last }: { readonly carried: Shared; readonly last: boolean },
): { readonly scopes: readonly Scope[]; readonly left: Shared } {
  const scopes: Scope[] = [];
  let { businessDate } = carried;
  let byPosting = new Map(carried.byPosting);
  const close = () => {
    for (const [postingKey, ofPosting] of byPosting) scopes.push({ postingKey, events: ofPosting });
    byPosting = new Map();
  };
  for (const one of events) {
    const { postingKey, key } = one.event;
    if (one.event.businessDate !== businessDate) close();
    businessDate = one.event.businessDate;
    if (postingKey === null || postingKey === key) scopes.push({ postingKey, events: [one] });
    else byPosting.set(postingKey, [...(byPosting.get(postingKey) ?? []), one]);
  }
  if (last) close();
  return { scopes, left: { businessDate, byPosting } };
}

interface Built extends Scope {
  readonly postings: readonly PostingRow[];
  readonly entries: readonly AuditedEntry[];
}

async function loadBuilt(store: CompanyStore, scopes: readonly Scope[]): Promise<readonly Built[]> {
  const postings = await store.postings.byKeys(scopes.flatMap(({ postingKey }) => postingKey ?? []));
  const entries = await store.postings.entries(postings.filter(isBuilt).map(({ id }) => id));
  const byKey = new Map<string, PostingRow[]>();
  for (const posting of postings) byKey.set(posting.key, [...(byKey.get(posting.key) ?? []), posting]);
  return scopes.map((scope) => {
    const ofScope = scope.postingKey === null ? [] : (byKey.get(scope.postingKey) ?? []);
    return { ...scope, postings: ofScope, entries: ofScope.flatMap(({ id }) => entries.get(id) ?? []) };
  });
}

/** Whether its entry is what was, or is to be, sent; that of one which is to be built anew is no matter. */
function isBuilt({ state }: PostingRow): boolean {
  return builtStates[state];
}

const builtStates: Readonly<Record<PostingState, boolean>> = {
  pending: false,
  waiting: false,
  'handled-outside': false,
  ready: true,
  'intent-saved': true,
  unknown: true,
  accepted: true,
  refused: true,
  'number-taken': true,
  'nothing-to-post': true,
};

function countWithout(audited: EventsAudited, events: readonly ReadEvent[]): void {
  for (const { event } of events) {
    audited.eventsWithout.set(event.status, (audited.eventsWithout.get(event.status) ?? 0) + 1);
  }
}

function compareBuilt(built: Built, settings: AuditSettings, audited: EventsAudited): void {
  const { postingKey, postings, entries, events } = built;
  // Synced without a posting: something took it away.
  const lost = postings.length === 0 && events.some(({ event }) => event.status === 'synced');
  if (!postings.some(isBuilt) && !lost) {
    countWithout(audited, events);
    return;
  }
  // Taken out of a day whose others stay: its entry has nothing of it.
  const inBooks = events.filter(({ event }) => event.status !== 'handled-outside');
  countWithout(
    audited,
    events.filter((one) => !inBooks.includes(one)),
  );
  const scope: AuditScope = {
    postingKey: postingKey ?? events[0]?.audited.key ?? '',
    events: inBooks.map((one) => one.audited),
    entries,
    complete: lost || postings.every(isBuilt),
  };
  const { differences, earlierSettings } = compareScope(scope, settings);
  audited.eventsCompared += inBooks.length;
  audited.entries += entries.length;
  audited.movedEntries += postings.filter(
    (posting) => isBuilt(posting) && posting.postingDate !== posting.businessDate,
  ).length;
  audited.earlierSettings += earlierSettings ? 1 : 0;
  addDifferences(audited, differences);
  for (const entry of entries) {
    if (entry.exchangeRate === null) continue;
    audited.conversion.entries += 1;
    audited.conversion.differenceHundredths += conversionDifference(entry);
  }
}
