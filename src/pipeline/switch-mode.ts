// Another posting mode from a date on: what has not been sent moves to the entry it is part of now, what has been stays.
import { isSummaryKey } from '../posting/posting-key.ts';
import { assignPostings, isSummarized } from './assign-postings.ts';
import { isOpen } from './open-summaries.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyRow, CompanyStore, EventCursor, StoredEvent } from './storage-port.ts';
import { holdingCauseKinds } from './take-out.ts';

const eventsPerPage = 1000;

/**
 * The company's row and the lane are locked: nothing is recorded, built or sent meanwhile. An event is part of one posting before
 * and after, so that none is posted twice; one whose posting may be at QuickBooks stays with it, so that none is left out.
 * Answers how many moved.
 */
export async function switchMode(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { readonly company: CompanyRow; readonly dateFrom: string | null; readonly now: Date },
): Promise<number> {
  const { company, dateFrom, now } = of;
  let moved = 0;
  let after: EventCursor = null;
  for (;;) {
    const statuses = ['ready', 'action-required', 'failed'] as const;
    const page: readonly StoredEvent[] = await store.events.scan({ statuses, dateFrom, after, limit: eventsPerPage });
    moved += await moveUnsent(ports, store, { events: page, company, now });
    const last = page.at(-1);
    if (page.length < eventsPerPage || last === undefined) break;
    after = { businessDate: last.businessDate, id: last.id };
  }
  await store.causes.resolveEmpty(holdingCauseKinds, now);
  return moved;
}

async function moveUnsent(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { events: readonly StoredEvent[]; company: CompanyRow; now: Date },
): Promise<number> {
  const { company, now } = of;
  const misplaced = of.events.filter(
    ({ postingKey, businessDate }) =>
      postingKey !== null && isSummaryKey(postingKey) !== isSummarized(businessDate, company),
  );
  const keys = [...new Set(misplaced.flatMap(({ postingKey }) => postingKey ?? []))];
  await store.summaries.lock(keys.filter(isSummaryKey));
  const postings = await store.postings.byKeys(keys);
  const closed = new Set(keys.filter((key) => !isOpen(postings.filter((posting) => posting.key === key))));
  const moved = misplaced.filter(({ postingKey }) => postingKey !== null && !closed.has(postingKey));
  await assignPostings(ports, store, { company, now, settleMs: 0, events: moved });
  const why = moved.some(({ businessDate }) => isSummarized(businessDate, company))
    ? 'with the summary of its day'
    : 'event by event';
  await emptyPostings(ports, store, { postings: postings.filter(({ key }) => !closed.has(key)), why, now });
  return moved.length;
}

/** Whole days move, page by page: what a summary still holds by then comes with the next page. */
async function emptyPostings(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { postings: readonly PostingRow[]; why: string; now: Date },
): Promise<void> {
  const ids = of.postings.map(({ id }) => id);
  await store.causes.unhold(ids);
  await store.postings.removeEntries(ids);
  await store.postings.setState(ids, 'nothing-to-post');
  await store.postings.appendRecords(
    ids.map((postingId) => ({
      id: ports.newId(of.now),
      postingId,
      at: of.now,
      what: 'moved' as const,
      requestId: null,
      httpStatus: null,
      intuitTid: null,
      detail: { why: of.why },
    })),
  );
}
