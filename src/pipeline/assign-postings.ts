// Gives events that come into scope their posting: each its own, or the summary of its day, as the mode of its date says.
import { isSummaryKey } from '../posting/posting-key.ts';
import { postingModeOn } from '../posting/posting-mode.ts';
import { type Opening, openSummaries } from './open-summaries.ts';
import type { PipelinePorts } from './ports.ts';
import { release } from './release.ts';
import type { CompanyRow, CompanyStore } from './storage-port.ts';
import type { DayOfLocation } from './summary-port.ts';

export interface EventToAssign extends DayOfLocation {
  readonly id: string;
  readonly key: string;
}

export const isSummarized = (businessDate: string, company: CompanyRow): boolean =>
  postingModeOn(businessDate, company.postingModes) === 'daily-summary';

/** Ready, with their posting pending; whatever posting they had is left as it is. */
export async function assignPostings(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  of: Opening & { readonly events: readonly EventToAssign[] },
): Promise<void> {
  if (of.events.length === 0) return;
  const summarized = of.events.filter(({ businessDate }) => isSummarized(businessDate, of.company));
  const open = await openSummaries(ports, store, { ...of, days: summarized });
  const moves = of.events.map((event) => ({
    eventId: event.id,
    postingKey: isSummarized(event.businessDate, of.company) ? open.keyOf(event) : event.key,
  }));
  await store.events.moveTo(moves, of.now);
  await reviveOwn(ports, store, {
    keys: moves.flatMap(({ postingKey }) => (isSummaryKey(postingKey) ? [] : [postingKey])),
    now: of.now,
  });
  await store.events.refreshStatus(open.stuck);
}

/** An event that comes back to its own entry finds the posting that it left. */
async function reviveOwn(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  of: { keys: readonly string[]; now: Date },
): Promise<void> {
  const left = (await store.postings.byKeys(of.keys)).filter(({ state }) => state === 'nothing-to-post');
  await release(store, { postings: left, now: of.now, newId: ports.newId, why: 'It has an entry of its own again.' });
}

/** Everything from a business date on that was recorded and never sent; how many events become ready. */
export async function putInScope(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  request: { readonly dateFrom: string | null; readonly now: Date },
): Promise<number> {
  const company = await store.company.readForChange();
  const days = (await store.events.daysOutOfScope(request.dateFrom)).filter(({ businessDate }) =>
    isSummarized(businessDate, company),
  );
  const open = await openSummaries(ports, store, { company, now: request.now, settleMs: 0, days });
  const keyed = days.map((day) => ({ ...day, postingKey: open.keyOf(day) }));
  const summarized = await store.events.putDaysInScope(keyed);
  await store.events.refreshStatus(open.stuck);
  return summarized + (await store.events.putInScope(request));
}
