// The dry run before a sync: the entries of the first business date as they would be posted, made as they will be, and sent nowhere.
import type { FinancialEvent } from '../events/financial-event.ts';
import type { ResolvedEntry } from '../journal/journal-entry.ts';
import { causeWords } from '../posting/cause-words.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { postingModeOn } from '../posting/posting-mode.ts';
import { type Blocking, blockingCauses, loadBlocking } from './blocking-causes.ts';
import { causeNames } from './cause-names.ts';
import type { EventStatus, FirstDay } from './company-books.ts';
import { draftsOf, loadDrafting } from './draft-entries.ts';
import { entryView, summarySourcesMax } from './entry-view.ts';
import { readStoredEvent } from './event-context.ts';
import { laneCauseKinds } from './lane-causes.ts';
import type { Ledger } from './ledger-port.ts';
import { summarize } from './preview-journal.ts';
import { accountsOf, draftToSend, summaryToSend } from './resolve-entries.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';

const notSent: readonly EventStatus[] = ['never-synced', 'ready', 'action-required'];
/** Of the day: a busy one has more, and nobody reads them all. */
const eventsMax = 200;

export async function firstDay(
  store: CompanyStore,
  { from, ledger, now }: { readonly from: string | null; readonly ledger: Ledger; readonly now: Date },
): Promise<FirstDay> {
  const { postingModes } = await store.company.read();
  const found = await store.events.scan({ statuses: notSent, dateFrom: from, after: null, limit: eventsMax + 1 });
  const date = found[0]?.businessDate ?? null;
  const ofDay = found.filter(({ businessDate }) => businessDate === date);
  const day = ofDay.slice(0, eventsMax);
  const mode = date === null ? 'per-event' : postingModeOn(date, postingModes);
  const blocking = await loadBlocking(store, now);
  const { entries, causes, events } = await resolveDay(store, { day, blocking, ledger, mode });
  const names = await causeNames(store);
  return {
    ...{ date, mode, events: day.length, more: ofDay.length > eventsMax },
    entries: entries.map((entry) => shortened(entryView(entry, { accounts: blocking.set.accounts, events }))),
    causes: [...causes.values()].map(({ cause, keys }) => ({
      cause,
      ...causeWords(cause, names),
      events: keys,
    })),
  };
}

interface HeldEvents {
  readonly cause: Cause;
  readonly keys: string[];
}

/** By the code that builds entries for the lane; what holds the lane as a whole holds each of its events. */
async function resolveDay(
  store: CompanyStore,
  of: {
    readonly day: readonly StoredEvent[];
    readonly blocking: Blocking;
    readonly ledger: Ledger;
    readonly mode: FirstDay['mode'];
  },
) {
  const { day, blocking, ledger } = of;
  const isSummed = of.mode === 'daily-summary';
  const drafting = await loadDrafting(store, day, ledger);
  const ofLane = (await store.causes.openOf(laneCauseKinds)).map(({ cause }) => cause);
  const causes = new Map<string, HeldEvents>();
  const resolved: ResolvedEntry[] = [];
  const events = new Map<string, FinancialEvent>();
  for (const one of [...day, ...drafting.originals.values()]) {
    events.set(one.key, readStoredEvent(one, drafting.context));
  }
  const hold = (key: string, held: readonly Cause[]): void => {
    for (const cause of held) {
      const known = causes.get(causeKey(cause)) ?? { cause, keys: [] };
      if (!known.keys.includes(key)) known.keys.push(key);
      causes.set(causeKey(cause), known);
    }
  };
  for (const event of day) {
    const drafted = draftsOf(event, drafting);
    hold(event.key, [...ofLane, ...blockingCauses(drafted, { ...blocking, isSummed })]);
    if (drafted.outcome !== 'entries') continue;
    for (const entry of isSummed ? drafted.entries : drafted.entries.map(draftToSend)) {
      if (entry.draft.lines.length === 0) continue;
      resolved.push({ ...entry.draft, lines: accountsOf(entry, blocking.set).lines });
    }
  }
  if (!isSummed) return { entries: resolved, causes, events };
  const entries = summarize(resolved).flatMap((exact) => {
    const { entry, causes: held } = summaryToSend(exact, { mapping: blocking.set, heldByDimensions: blocking.heldBy });
    for (const key of exact.events) hold(key, held);
    return entry.lines.length === 0 ? [] : [entry];
  });
  return { entries, causes, events };
}

/** A line of a day comes from many tickets: the first of them are enough to see what it is. */
const shortened = (entry: FirstDay['entries'][number]): FirstDay['entries'][number] => ({
  ...entry,
  lines: entry.lines.map((line) => ({ ...line, from: line.from.slice(0, summarySourcesMax) })),
});
