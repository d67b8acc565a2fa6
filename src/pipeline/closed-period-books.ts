// What a person sees and does about closed books: what waits for them, and the decision where the company is asked each time.
import { isCalendarDate } from '../events/dates.ts';
import { type ClosedPeriodChoice, closedUntil, firstOpenDay } from '../posting/closed-period.ts';
import { audit, nothing } from './audit.ts';
import type {
  ClosedEntry,
  ClosedEntryCursor,
  ClosedEntryView,
  ClosedPeriodBooks,
  ClosedPeriodDecision,
  ClosedPeriodView,
} from './closed-period-port.ts';
import { loadClosing, releaseClosed } from './closing-date.ts';
import type { OperationRefusal } from './company-books.ts';
import { InvalidCursorError } from './errors.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

/** So many are decided in one transaction. */
const decideChunk = 500;
const cursorPattern = /^(\d{4}-\d{2}-\d{2})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

export function closedPeriodBooks(ports: PipelinePorts, companyId: string): ClosedPeriodBooks {
  return {
    closedPeriod: (page) =>
      ports.storage.transaction(companyId, (store) => viewClosedPeriod(store, { ...page, now: ports.clock.now() })),
    async decideClosedPeriod(decision, who) {
      let decided = 0;
      for (;;) {
        const chunk = await ports.storage.transaction(companyId, (store) => decide(ports, store, { decision, who }));
        if (!chunk.ok) return chunk;
        decided += chunk.decided;
        if (chunk.decided < decideChunk) break;
      }
      if (decision.choice === 'first-open-day') await wakeLane(ports, companyId);
      return { ok: true, decided };
    },
  };
}

async function viewClosedPeriod(
  store: CompanyStore,
  request: { cursor: string | null; limit: number; now: Date },
): Promise<ClosedPeriodView> {
  const { limit } = request;
  const connection = await store.connection.read();
  const { dates, policy, today } = await loadClosing(store, { connection, now: request.now });
  const { currency } = await store.company.read();
  const after = request.cursor === null ? null : readCursor(request.cursor);
  const { entries, total } = await store.closedPeriods.waiting({ after, limit: limit + 1 });
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  const closed = closedUntil(dates);
  return {
    policy,
    closedUntil: closed?.date ?? null,
    given: closed?.given ?? false,
    firstOpenDay: firstOpenDay(dates, today),
    currency,
    waiting: await entryViews(store, page),
    total,
    nextCursor: entries.length > limit && last !== undefined ? `${last.businessDate}_${last.postingId}` : null,
  };
}

function readCursor(cursor: string): ClosedEntryCursor {
  const [, businessDate, postingId] = cursorPattern.exec(cursor) ?? [];
  if (businessDate === undefined || postingId === undefined || !isCalendarDate(businessDate)) {
    throw new InvalidCursorError();
  }
  return { businessDate, postingId };
}

async function entryViews(store: CompanyStore, entries: readonly ClosedEntry[]): Promise<readonly ClosedEntryView[]> {
  const keys = entries.map(({ postingKey }) => postingKey);
  const summaries = new Map((await store.summaries.byKeys(keys)).map((summary) => [summary.key, summary]));
  const own = await store.events.byPostingKeys(keys.filter((key) => !summaries.has(key)));
  const events = new Map(own.map((event) => [event.postingKey ?? '', event]));
  return entries.map(({ postingKey, ...entry }) => {
    const summary = summaries.get(postingKey);
    const event = events.get(postingKey);
    return {
      ...entry,
      location: summary?.location ?? event?.location ?? '',
      summary: summary === undefined ? null : { id: entry.postingId, sequence: summary.sequence },
      event: event === undefined ? null : { id: event.id, kind: event.kind, number: event.number },
    };
  });
}

async function decide(
  ports: PipelinePorts,
  store: CompanyStore,
  { decision, who }: { decision: ClosedPeriodDecision; who: string },
): Promise<{ ok: true; decided: number } | OperationRefusal> {
  const now = ports.clock.now();
  await store.lane.lock();
  const { closedPeriods: policy } = await store.company.read();
  if (policy !== 'ask') {
    return { ok: false, code: 'not-asked', message: 'The settings decide what becomes of entries in a closed period.' };
  }
  const { choice } = decision;
  const chosen = await store.postings.byIds(await store.closedPeriods.choose({ ...decision, limit: decideChunk }));
  if (chosen.length === 0) return { ok: true, decided: 0 };
  await recordDecision(ports, store, { chosen, choice, who, now });
  await releaseClosed(ports, store, now);
  const keys = [...new Set(chosen.map(({ key }) => key))];
  const dates = chosen.map(({ businessDate }) => businessDate).sort();
  const detail = { choice, entries: keys.length, from: dates[0] ?? null, to: dates.at(-1) ?? null };
  const inBooks = choice === 'first-open-day' ? { redated: keys.length } : nothing;
  await audit(ports, store, { who, action: 'closed-period-decided', detail, inBooks });
  return { ok: true, decided: keys.length };
}

/** In the timeline of each. */
async function recordDecision(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { chosen: readonly PostingRow[]; choice: ClosedPeriodChoice; who: string; now: Date },
): Promise<void> {
  const { chosen, choice, who, now } = of;
  await store.postings.appendRecords(
    chosen.map(({ id }) => ({
      id: ports.newId(now),
      postingId: id,
      at: now,
      what: 'decided' as const,
      requestId: null,
      httpStatus: null,
      intuitTid: null,
      detail: { choice, who },
    })),
  );
}
