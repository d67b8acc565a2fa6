// The whole journal, oldest first, as today's mapping makes it: for other people's tools to check.
import type { Account } from '../journal/account-mapping.ts';
import { createJournalEntry, type JournalEntry } from '../journal/journal-entry.ts';
import type { EventStatus } from './company-books.ts';
import { draftsOf, loadDrafting } from './draft-entries.ts';
import { loadMappingSet } from './mapping-set.ts';
import type { PipelinePorts } from './ports.ts';
import { accountsOf } from './resolve-entries.ts';
import type { CompanyStore, EventCursor, StoredEvent } from './storage-port.ts';

/** Sent or not; what a person took out is not in the books. */
const exported: readonly EventStatus[] = ['never-synced', 'ready', 'syncing', 'synced', 'action-required', 'failed'];
const eventsPerChunk = 1000;

export interface ExportRange {
  /** Business dates, inclusive; null: from the first, to the last. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface ExportChunk {
  readonly entries: readonly JournalEntry[];
  /** Events that today's mapping cannot journalize. */
  readonly blocked: number;
}

export async function exportAccounts(ports: PipelinePorts, companyId: string): Promise<readonly Account[]> {
  return ports.storage.transaction(companyId, (store) => store.chart.accounts());
}

/** A transaction a chunk: a long history must not hold one open. */
export async function* exportJournal(
  ports: PipelinePorts,
  companyId: string,
  range: ExportRange,
): AsyncGenerator<ExportChunk> {
  let after: EventCursor = null;
  for (;;) {
    const from: EventCursor = after;
    const events: { chunk: ExportChunk; last: StoredEvent | null } = await ports.storage.transaction(
      companyId,
      (store) => exportChunk(store, { ...range, after: from }),
    );
    yield events.chunk;
    if (events.last === null) return;
    after = { businessDate: events.last.businessDate, id: events.last.id };
  }
}

async function exportChunk(
  store: CompanyStore,
  { from, to, after }: ExportRange & { after: EventCursor },
): Promise<{ chunk: ExportChunk; last: StoredEvent | null }> {
  const scanned = await store.events.scan({ statuses: exported, dateFrom: from, after, limit: eventsPerChunk });
  const events = to === null ? scanned : scanned.filter((event) => event.businessDate <= to);
  // Originals are exported as today's mapping makes them, and so are their voids, wherever either was posted.
  const drafting = { ...(await loadDrafting(store, events)), posted: new Map(), voidedBefore: new Set<string>() };
  const set = await loadMappingSet(store);
  const entries: JournalEntry[] = [];
  let blocked = 0;
  for (const event of events) {
    const drafted = draftsOf(event, drafting);
    if (drafted.outcome === 'taken-out') continue;
    const created =
      drafted.outcome === 'held'
        ? null
        : drafted.entries.map((entry) => createJournalEntry({ ...entry.draft, lines: accountsOf(entry, set).lines }));
    const made = created?.flatMap((one) => (one.ok ? [one.entry] : []));
    if (made === undefined || made.length !== created?.length) blocked += 1;
    else entries.push(...made);
  }
  // Beyond the range, or the last page.
  const more = events.length === eventsPerChunk;
  return { chunk: { entries, blocked }, last: more ? (scanned.at(-1) ?? null) : null };
}
