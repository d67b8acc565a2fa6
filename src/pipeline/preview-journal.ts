// Events in, journal entries out, nothing stored: what a till's developer tries first.
import type { FinancialEvent } from '../events/financial-event.ts';
import { parseEvent } from '../events/parse-event.ts';
import { resolveAccounts } from '../journal/account-mapping.ts';
import type { DraftEntry, ResolvedEntry } from '../journal/journal-entry.ts';
import { journalize } from '../journal/journalize.ts';
import { allWithinLineLimit } from '../journal/split-entry.ts';
import { type Summarizing, startSummary } from '../journal/summarize.ts';
import { causeMessage } from '../posting/cause-words.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { causeNames } from './cause-names.ts';
import type { Preview } from './company-books.ts';
import { outOfBalance } from './draft-entries.ts';
import { entryView } from './entry-view.ts';
import { recordingContext } from './event-context.ts';
import { loadMappingSet } from './mapping-set.ts';
import { mirrorEntries, originalUnknown, reversalCause } from './reversals.ts';
import type { CompanyStore } from './storage-port.ts';

interface Collected {
  readonly entries: { readonly draft: DraftEntry; readonly mappingDate: string }[];
  readonly causes: Map<string, { readonly cause: Cause; readonly events: Set<string> }>;
}

export async function previewJournal(
  store: CompanyStore,
  inputs: readonly unknown[],
  mode: 'per-event' | 'daily-summary',
): Promise<Preview> {
  const company = await store.company.read();
  const context = await recordingContext(store, company);
  const parsed = inputs.map((input) => parseEvent(input, context));
  const events = new Map<string, FinancialEvent>();
  for (const one of parsed) if (one.ok && !events.has(one.event.key)) events.set(one.event.key, one.event);
  const collected: Collected = { entries: [], causes: new Map() };
  for (const event of events.values()) collect(collected, event, { events, settings: company });
  const set = await loadMappingSet(store);
  const resolved = collected.entries.map(({ draft, mappingDate }): ResolvedEntry => {
    const { lines, causes } = resolveAccounts({ ...draft, businessDate: mappingDate }, set);
    for (const cause of causes) addCause(collected, cause, draft.events);
    return { ...draft, lines };
  });
  const entries = mode === 'daily-summary' ? summarize(resolved) : resolved;
  const names = await causeNames(store);
  return {
    results: parsed.map((one, index) =>
      one.ok
        ? { index, key: one.event.key, status: 'valid', problems: [] }
        : { index, key: one.key, status: 'invalid', problems: one.problems },
    ),
    entries: entries.map((entry) => entryView(entry, { accounts: set.accounts, events })),
    causes: [...collected.causes.values()].map(({ cause, events: held }) => ({
      cause,
      message: causeMessage(cause, names),
      events: [...held],
    })),
  };
}

/** A summary for each location's business date. */
export function summarize(entries: readonly ResolvedEntry[]): readonly ResolvedEntry[] {
  const days = new Map<string, Summarizing>();
  const byKey = [...entries].sort((a, b) => ((a.events[0] ?? '') < (b.events[0] ?? '') ? -1 : 1));
  for (const entry of byKey) {
    const { businessDate, location } = entry;
    const key = `${businessDate}/${location}`;
    const day = days.get(key) ?? startSummary({ businessDate, location, sequence: 1 });
    day.add([entry]);
    days.set(key, day);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, day]) => day.parts().map((part) => part.entry));
}

function collect(
  collected: Collected,
  event: FinancialEvent,
  context: {
    events: ReadonlyMap<string, FinancialEvent>;
    settings: Parameters<typeof journalize>[1];
  },
): void {
  // A void without lines mirrors its original, which a preview knows only when it was given too.
  const original = event.mirrorsOriginal ? context.events.get(event.reverses ?? '') : event;
  if (original === undefined) {
    addCause(collected, reversalCause(event, originalUnknown), [event.key]);
    return;
  }
  const journalized = journalize(original, context.settings);
  if (journalized.ok) {
    const own = allWithinLineLimit(journalized.entries);
    const drafts = original === event ? own : mirrorEntries(own, event);
    collected.entries.push(...drafts.map((draft) => ({ draft, mappingDate: original.businessDate })));
    return;
  }
  if (original !== event) return;
  addCause(collected, outOfBalance(event, journalized.reason), [event.key]);
}

function addCause(collected: Collected, cause: Cause, keys: readonly string[]): void {
  const key = causeKey(cause);
  const known = collected.causes.get(key) ?? { cause, events: new Set<string>() };
  for (const event of keys) known.events.add(event);
  collected.causes.set(key, known);
}
