// The summary that takes an event of a day: the latest while nothing of it may be at QuickBooks, else a new one after it.
import { businessDayEnd } from '../events/business-date.ts';
import { mayBeAtQuickbooks } from '../posting/posting.ts';
import { summaryKey } from '../posting/posting-key.ts';
import { type EventContext, recordingContext } from './event-context.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { release } from './release.ts';
import type { CompanyRow, CompanyStore } from './storage-port.ts';
import type { DayOfLocation, SummaryRow } from './summary-port.ts';

/** A late event waits so long for others of its day, so that an import of thousands makes one supplement and not many. */
export const settleMs = 3_000;
/** Each round another recorder must have been first; more is a bug. */
const roundsMax = 20;
const dayMs = 24 * 60 * 60_000;

export interface OpenSummaries {
  /** The posting key for a day; every day asked for has one. */
  keyOf(day: DayOfLocation): string;
  /** Of those that wait for a cause or were refused: what joins them does so, too. */
  readonly stuck: readonly string[];
}

export interface Opening {
  readonly company: CompanyRow;
  readonly now: Date;
  /** How long a day that is over waits for more. */
  readonly settleMs: number;
}

export async function openSummaries(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  of: Opening & { readonly days: readonly DayOfLocation[] },
): Promise<OpenSummaries> {
  const due = await dueDates(store, of);
  const keys = new Map<string, string>();
  const stuck: string[] = [];
  let left = distinctDays(of.days);
  for (let round = 0; left.length > 0; round += 1) {
    if (round === roundsMax) throw new Error('The summary of a day is closed as often as it is opened.');
    const found = await heldOpen(store, left);
    for (const { summary, parts } of found.open) {
      keys.set(dayKey(summary), summary.key);
      if (parts.some(({ state }) => state === 'waiting' || state === 'refused')) stuck.push(summary.key);
    }
    await takeMore(ports, store, { open: found.open, due, now: of.now });
    await store.summaries.add(
      found.closed.map(({ day, sequence }) => {
        const summary = { ...day, sequence: sequence + 1 };
        return { ...summary, key: summaryKey(summary), postingId: ports.newId(of.now), notBefore: due(day) };
      }),
      of.now,
    );
    left = found.closed.map(({ day }) => day);
  }
  return {
    stuck,
    keyOf(day) {
      const key = keys.get(dayKey(day));
      if (key === undefined) throw new Error(`No summary of ${day.businessDate} was opened.`);
      return key;
    },
  };
}

const dayKey = ({ businessDate, location }: DayOfLocation): string => `${businessDate}/${location}`;

/** In one order, so that two who open the same days wait for each other and no more. */
function distinctDays(days: readonly DayOfLocation[]): readonly DayOfLocation[] {
  const distinct = new Map(
    days.map(({ businessDate, location }) => [dayKey({ businessDate, location }), { businessDate, location }]),
  );
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
}

interface OpenSummary {
  readonly summary: SummaryRow;
  readonly parts: readonly PostingRow[];
}

async function heldOpen(
  store: CompanyStore,
  days: readonly DayOfLocation[],
): Promise<{
  open: readonly OpenSummary[];
  closed: readonly { day: DayOfLocation; sequence: number }[];
}> {
  const latest = await store.summaries.holdLatest(days);
  const parts = await store.postings.byKeys(latest.map(({ key }) => key));
  const byDay = new Map(
    latest.map((summary) => [dayKey(summary), { summary, parts: parts.filter(({ key }) => key === summary.key) }]),
  );
  const open: OpenSummary[] = [];
  const closed: { day: DayOfLocation; sequence: number }[] = [];
  for (const day of days) {
    const last = byDay.get(dayKey(day));
    if (last !== undefined && isOpen(last.parts)) open.push(last);
    else closed.push({ day, sequence: last?.summary.sequence ?? 0 });
  }
  return { open, closed };
}

/** Nothing of it is at QuickBooks or may be: what is in it can still change. */
export function isOpen(parts: readonly PostingRow[]): boolean {
  return parts.every((part) => !mayBeAtQuickbooks(part));
}

/** What is built already is built anew; what waits for a cause, or was refused, does so with what is in it by then. */
async function takeMore(
  ports: Pick<PipelinePorts, 'newId'>,
  store: CompanyStore,
  of: { open: readonly OpenSummary[]; due: (day: DayOfLocation) => Date; now: Date },
): Promise<void> {
  const postings = of.open
    .flatMap(({ parts }) => parts)
    .filter(({ state }) => state === 'ready' || state === 'nothing-to-post');
  await release(store, { postings, now: of.now, newId: ports.newId, why: 'Another event of the day came in.' });
  await store.summaries.postpone(
    of.open.flatMap(({ summary, parts }) => {
      const notBefore = of.due(summary);
      const isLater = parts.some((part) => (part.notBefore?.getTime() ?? 0) < notBefore.getTime());
      return isLater ? [{ key: summary.key, notBefore }] : [];
    }),
  );
}

/** A day is summed up once it is over and its days of grace are too; one that is over already, once it has settled. */
async function dueDates(store: CompanyStore, of: Opening): Promise<(day: DayOfLocation) => Date> {
  const context = await recordingContext(store, of.company);
  const settled = of.now.getTime() + of.settleMs;
  return (day) => {
    const end = summaryDue(day, { context, graceDays: of.company.summaryGraceDays });
    return new Date(end > of.now.getTime() ? end : settled);
  };
}

export function summaryDue(day: DayOfLocation, of: { context: EventContext; graceDays: number }): number {
  const lastDate = new Date(Date.parse(`${day.businessDate}T00:00:00Z`) + of.graceDays * dayMs)
    .toISOString()
    .slice(0, 10);
  return businessDayEnd(lastDate, of.context.businessDay(day.location));
}

/** After the settings or a location changed: days that are not over end when they say now. */
export async function postponeSummaries(
  store: CompanyStore,
  { company, now }: { company: CompanyRow; now: Date },
): Promise<void> {
  const context = await recordingContext(store, company);
  const summaries = await store.summaries.notDue(now);
  await store.summaries.postpone(
    summaries.map((summary) => ({
      key: summary.key,
      notBefore: new Date(summaryDue(summary, { context, graceDays: company.summaryGraceDays })),
    })),
  );
}
