// Daily summaries as a person sees them: the list of days, and one day with its entries, what holds it and why.
import { causeViews } from './alerts.ts';
import { contributionOf, eventsOf } from './build-summaries.ts';
import { chosenDimensions, heldByDimensions } from './chosen-dimensions.ts';
import type {
  CompanyBooks,
  EventRow,
  EventStatus,
  LineSourcesPage,
  SummaryListFilter,
  SummaryListRow,
  SummaryView,
} from './company-books.ts';
import { loadDrafting } from './draft-entries.ts';
import { driftOfPostings } from './drift-view.ts';
import { entryView, summarySourcesMax } from './entry-view.ts';
import { accountsOfPostings, formerOnes } from './former-books.ts';
import { isLaneHeld } from './lane-causes.ts';
import type { Ledger } from './ledger-port.ts';
import { loadMappingSet } from './mapping-set.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { postingView, summaryRef } from './posting-view.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';
import type { SummaryRow } from './summary-port.ts';

/** Of a day that waits, so many of the events that hold it are told. */
const blockedShownMax = 100;
/** A day with more supplements is told by the latest of them. */
const summariesOfDayMax = 100;
const overShortMonthsMax = 36;

type Books = Pick<CompanyBooks, 'summaries' | 'summary' | 'lineSources' | 'overShort'>;

export function summaryViews(ports: PipelinePorts, companyId: string): Books {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  return {
    summaries: (filter) => inTransaction((store) => listSummaries(ports, store, filter)),
    summary: (id) => inTransaction((store) => viewSummary(ports, store, { id, companyId })),
    lineSources: (of) => inTransaction((store) => readLineSources(store, of)),
    overShort: () => inTransaction((store) => store.postings.overShort(overShortMonthsMax)),
  };
}

async function listSummaries(
  ports: PipelinePorts,
  store: CompanyStore,
  filter: SummaryListFilter,
): Promise<{ summaries: readonly SummaryListRow[]; nextCursor: string | null }> {
  const { summaries, nextCursor } = await store.summaries.list(filter);
  return { summaries: await listRows(ports, store, summaries), nextCursor };
}

async function listRows(
  ports: PipelinePorts,
  store: CompanyStore,
  summaries: readonly SummaryRow[],
): Promise<readonly SummaryListRow[]> {
  const keys = summaries.map(({ key }) => key);
  const postings = await store.postings.byKeys(keys);
  const totals = await store.postings.totals(postings.map(({ id }) => id));
  const counts = await store.summaries.eventCounts(keys);
  const held = await isLaneHeld(store);
  const now = ports.clock.now();
  return summaries.map((summary) => {
    const own = postings.filter(({ key }) => key === summary.key);
    const due = own.find(({ state, notBefore }) => state === 'pending' && notBefore !== null && notBefore > now);
    return {
      ...summaryRef(summary, own),
      status: statusOf(own, held),
      dueAt: due?.notBefore ?? null,
      events: counts.get(summary.key) ?? 0,
      parts: own.map(({ id, part, state, postingDate, documentNumber, quickbooksId, realmId }) => ({
        ...{ part, state, postingDate, documentNumber },
        quickbooksUrl: quickbooksId === null || realmId === null ? null : ports.entryUrl(realmId, quickbooksId),
        total: totals.get(id) ?? null,
      })),
    };
  });
}

/** As its events', of which the part that is farthest behind speaks. */
function statusOf(parts: readonly PostingRow[], laneHeld: boolean): EventStatus {
  const any = (...states: readonly PostingRow['state'][]): boolean => parts.some(({ state }) => states.includes(state));
  if (any('refused', 'number-taken')) return 'failed';
  if (any('waiting')) return 'action-required';
  if (any('intent-saved', 'unknown')) return 'syncing';
  if (any('pending', 'ready')) return laneHeld ? 'action-required' : 'ready';
  return 'synced';
}

async function viewSummary(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { id: string; companyId: string },
): Promise<SummaryView | null> {
  const summary = await store.summaries.byPostingId(of.id);
  if (summary === null) return null;
  const [row] = await listRows(ports, store, [summary]);
  if (row === undefined) return null;
  const postings = await store.postings.byKeys([summary.key]);
  const ids = postings.map((posting) => posting.id);
  const entries = await store.postings.entryHeads(ids, summarySourcesMax);
  const records = await store.postings.records(ids);
  const drifts = await driftOfPostings(ports, store, { postings, companyId: of.companyId });
  const former = await formerOnes(store, postings);
  const connected = (await loadMappingSet(store)).accounts;
  const accountsOfPosting = await accountsOfPostings(store, { postings, connected });
  const causes = await store.causes.openForPostings(ids);
  const blocked =
    row.status === 'action-required' && causes.length > 0
      ? await blockedEvents(store, { postingKey: summary.key, ledger: ports.ledgerOf(of.companyId) })
      : [];
  return {
    ...row,
    postings: postings.map((posting) => {
      const entry = entries.get(posting.id);
      const accounts = accountsOfPosting(posting.id);
      const view = entry === undefined ? null : entryView(entry, { accounts, events: new Map() });
      const drift = drifts.get(posting.id) ?? null;
      return postingView(ports, posting, { records, entry: view, drift, inFormerBooks: former.has(posting.id) });
    }),
    causes: await causeViews(
      store,
      causes.map(({ cause }) => cause),
    ),
    blocked: await blockedViews(store, blocked.slice(0, blockedShownMax)),
    blockedCount: blocked.length,
    day: await viewDay(ports, store, summary),
    currency: (await store.company.read()).currency,
  };
}

/** Late changes make supplements: what the day comes to is in all of them together. */
async function viewDay(ports: PipelinePorts, store: CompanyStore, day: SummaryRow): Promise<SummaryView['day']> {
  const { businessDate, location } = day;
  const filter = { location, dateFrom: businessDate, dateTo: businessDate, limit: summariesOfDayMax };
  const { summaries } = await store.summaries.list(filter);
  const inOrder = summaries.toSorted((a, b) => a.sequence - b.sequence);
  const sums = await store.summaries.ticketSums(inOrder.map(({ key }) => key));
  const rows = await listRows(ports, store, inOrder);
  return rows.map(({ id, sequence, status, events }, index) => ({
    ...{ id, sequence, status, events },
    ticketsMinor: sums.get(inOrder[index]?.key ?? '') ?? 0n,
  }));
}

export interface BlockedEvent {
  readonly event: StoredEvent;
  readonly causes: ReturnType<typeof contributionOf>['causes'];
}

/** The events whose own causes hold their day, as things are now. */
export async function blockedEvents(
  store: CompanyStore,
  { postingKey, ledger }: { readonly postingKey: string; readonly ledger: Ledger },
): Promise<readonly BlockedEvent[]> {
  const connection = await store.connection.read();
  const building = {
    mapping: await loadMappingSet(store),
    connection,
    heldByDimensions: await heldByDimensions(store, await chosenDimensions(store, connection)),
  };
  const blocked: BlockedEvent[] = [];
  for await (const events of eventsOf(store, postingKey)) {
    const drafting = await loadDrafting(store, events, ledger);
    for (const event of events) {
      if (event.status === 'handled-outside') continue;
      const { causes } = contributionOf(event, { drafting, building });
      if (causes.length > 0) blocked.push({ event, causes });
    }
  }
  return blocked;
}

async function blockedViews(store: CompanyStore, blocked: readonly BlockedEvent[]): Promise<SummaryView['blocked']> {
  const views: (EventRow & { causes: SummaryView['causes'] })[] = [];
  for (const { event, causes } of blocked) {
    const {
      id,
      key,
      source,
      sourceId,
      kind,
      number,
      businessDate,
      occurredAt,
      location,
      amountMinor,
      currency,
      status,
    } = event;
    views.push({
      ...{ id, key, source, sourceId, kind, number, businessDate, occurredAt, location, amountMinor, currency, status },
      causes: await causeViews(store, causes),
    });
  }
  return views;
}

async function readLineSources(
  store: CompanyStore,
  of: { postingId: string; line: number; offset: number; limit: number },
): Promise<LineSourcesPage | null> {
  const page = await store.postings.lineSources(of);
  if (page === null) return null;
  const events = await store.events.byKeys([...new Set(page.sources.map(({ key }) => key))]);
  return {
    ...page,
    sources: page.sources.map((source) => {
      const event = events.get(source.key);
      return { ...source, number: event?.number ?? source.key, eventId: event?.id ?? '' };
    }),
  };
}
