// Builds a day's summary from its events, read page by page: whole and balanced, or waiting for everything that holds it.
import { createJournalEntry, type JournalEntry, type ResolvedEntry } from '../journal/journal-entry.ts';
import { type SummaryPart, startSummary } from '../journal/summarize.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { draftsOf, loadDrafting } from './draft-entries.ts';
import { formerOnes } from './former-books.ts';
import { heldByCurrency } from './multicurrency.ts';
import { isOpen } from './open-summaries.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { accountsOf, dateOf, type EntryBuilding, summaryToSend } from './resolve-entries.ts';
import type { BuiltPosting } from './save-built.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';
import type { SummaryRow } from './summary-port.ts';
import { heldOnTheirDate } from './take-up.ts';

const eventsPerPage = 1000;

export interface SummaryBuilt {
  readonly built: readonly BuiltPosting[];
  /** Voids of what never footed, and with them what they void: nothing of either is ever posted. */
  readonly takenOut: readonly { readonly event: StoredEvent; readonly why: string }[];
  readonly eventCount: number;
  /** Keys of the events whose own causes hold the day. */
  readonly heldBy: ReadonlySet<string>;
}

/** The summary's row is locked: nothing joins it until the transaction ends. */
export async function buildSummary(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { readonly summary: SummaryRow; readonly building: EntryBuilding; readonly now: Date },
): Promise<SummaryBuilt> {
  const before = await store.postings.byKeys([of.summary.key]);
  if (!isOpen(before)) return rebuildParts(store, { ...of, parts: before });
  // What is in each part may change: none of them stays as it was.
  await store.postings.rebuild(before.flatMap(({ id, state }) => (state === 'pending' ? [] : [id])));
  const parts = await store.postings.byKeys([of.summary.key]);
  const summed = await sumUp(store, of.summary, of.building);
  if (summed.causes.length > 0) {
    return { ...summed, built: parts.map((posting) => waiting(posting, summed.causes)) };
  }
  const postings = await withEveryPart(ports, store, { ...of, parts, count: summed.parts.length });
  await store.events.savePostingParts(
    of.summary.key,
    summed.parts.map(({ events }, index) => ({ part: index + 1, eventKeys: events })),
  );
  const entries = summed.parts.map((part) => part.entry);
  const held = await heldOnTheirDate(store, { connection: of.building.connection, postings });
  const building = { ...of.building, heldOnTheirDate: held };
  const built = postings.map((posting) => builtPart(posting, { entries, building }));
  const causes = built.flatMap((one) => one.causes);
  // One part that waits has the others wait: the day goes as a whole.
  return { ...summed, built: causes.length === 0 ? built : postings.map((posting) => waiting(posting, causes)) };
}

interface SummedUp {
  readonly parts: readonly SummaryPart[];
  readonly causes: readonly Cause[];
  readonly takenOut: SummaryBuilt['takenOut'];
  readonly heldBy: SummaryBuilt['heldBy'];
  readonly eventCount: number;
}

async function sumUp(store: CompanyStore, summary: SummaryRow, building: EntryBuilding): Promise<SummedUp> {
  const summing = startSummary(summary);
  const causes = new Map<string, Cause>();
  const takenOut: { event: StoredEvent; why: string }[] = [];
  const heldBy = new Set<string>();
  let eventCount = 0;
  for await (const events of eventsOf(store, summary.key)) {
    eventCount += events.length;
    const drafting = await loadDrafting(store, events, building);
    for (const event of events) {
      if (event.status === 'handled-outside') continue;
      const contribution = contributionOf(event, { drafting, building });
      for (const cause of contribution.causes) causes.set(causeKey(cause), cause);
      if (contribution.causes.length > 0) heldBy.add(event.key);
      for (const out of contribution.takenOut) takenOut.push(out);
      // Once something holds the day there is nothing to add up.
      if (causes.size === 0) summing.add(contribution.entries);
    }
  }
  const parts = causes.size === 0 ? partsToSend(summing.parts(), { building, causes }) : [];
  return { parts: causes.size === 0 ? parts : [], causes: [...causes.values()], takenOut, heldBy, eventCount };
}

/** What holds the rounding of a part holds the day, and no event of it. */
function partsToSend(
  parts: readonly SummaryPart[],
  { building, causes }: { readonly building: EntryBuilding; readonly causes: Map<string, Cause> },
): readonly SummaryPart[] {
  return parts.flatMap(({ entry: exact, events }) => {
    const { entry, causes: held } = summaryToSend(exact, building);
    for (const cause of held) causes.set(causeKey(cause), cause);
    return entry.lines.length === 0 ? [] : [{ entry, events }];
  });
}

/** By event key, in pages: a busy day is never in memory as a whole. */
export async function* eventsOf(store: CompanyStore, postingKey: string): AsyncGenerator<readonly StoredEvent[]> {
  let after: string | null = null;
  for (;;) {
    const page: readonly StoredEvent[] = await store.events.ofPosting({ postingKey, after, limit: eventsPerPage });
    if (page.length > 0) yield page;
    if (page.length < eventsPerPage) return;
    after = page.at(-1)?.key ?? null;
  }
}

export interface Contribution {
  readonly entries: readonly ResolvedEntry[];
  readonly causes: readonly Cause[];
  readonly takenOut: SummaryBuilt['takenOut'];
}

/** What one event adds to its day, to the last minor unit, or what keeps it from it. */
export function contributionOf(
  event: StoredEvent,
  of: {
    drafting: Parameters<typeof draftsOf>[1];
    building: Pick<EntryBuilding, 'mapping' | 'connection' | 'heldByDimensions'>;
  },
): Contribution {
  const { mapping, connection } = of.building;
  const drafted = draftsOf(event, of.drafting);
  switch (drafted.outcome) {
    case 'held':
      return { entries: [], causes: [drafted.cause], takenOut: [] };
    case 'taken-out':
      return { entries: [], causes: [], takenOut: drafted.events.map((out) => ({ event: out, why: drafted.why })) };
    case 'entries': {
      const resolved = drafted.entries.map((entry) => ({ draft: entry.draft, ...accountsOf(entry, mapping) }));
      return {
        entries: resolved.map(({ draft, lines }) => ({ ...draft, lines })),
        causes: [
          ...resolved.flatMap(({ draft, causes }) => [...causes, ...of.building.heldByDimensions(draft.lines)]),
          ...heldByCurrency(drafted.entries, connection, mapping.companyCurrency),
        ],
        takenOut: [],
      };
    }
  }
}

async function withEveryPart(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { summary: SummaryRow; parts: readonly PostingRow[]; count: number; now: Date },
): Promise<readonly PostingRow[]> {
  const { key, businessDate } = of.summary;
  const known = new Set(of.parts.map(({ part }) => part));
  for (let part = 1; part <= of.count; part += 1) {
    if (known.has(part)) continue;
    await store.postings.addPart({ id: ports.newId(of.now), key, part, businessDate }, of.now);
  }
  return of.count <= of.parts.length ? of.parts : store.postings.byKeys([key]);
}

function builtPart(
  posting: PostingRow,
  of: { entries: readonly ResolvedEntry[]; building: EntryBuilding },
): BuiltPosting {
  const entry = of.entries[posting.part - 1];
  if (entry === undefined) return { posting, state: 'nothing-to-post', entry: null, causes: [], why: null };
  return checked(posting, entry, of.building);
}

function checked(posting: PostingRow, resolved: ResolvedEntry, building: EntryBuilding): BuiltPosting {
  const dated = dateOf(posting, building);
  if (!dated.ok) return waiting(posting, [dated.cause]);
  const created = createJournalEntry(resolved);
  if (!created.ok) throw new Error(`${resolved.memo} is ${created.reason.kind}.`);
  const problem = building.cannotHold(created.entry);
  if (problem !== null) return waiting(posting, [{ kind: 'refused', code: '', message: problem, detail: '' }]);
  const { postingDate } = dated;
  return { posting, state: 'ready', entry: created.entry, causes: [], why: null, postingDate };
}

const waiting = (posting: PostingRow, causes: readonly Cause[]): BuiltPosting => ({
  posting,
  state: 'waiting',
  entry: null,
  causes,
  why: null,
});

/**
 * Some part of it may be at QuickBooks: what is in the others is what was built then, and only its accounts are looked up anew.
 * Their entries are kept while they wait.
 */
async function rebuildParts(
  store: CompanyStore,
  of: { summary: SummaryRow; building: EntryBuilding; parts: readonly PostingRow[] },
): Promise<SummaryBuilt> {
  const pending = of.parts.filter(({ state }) => state === 'pending');
  const entries = await store.postings.entries(pending.map(({ id }) => id));
  const isOfFormerBooks = (await formerOnes(store, of.parts)).size > 0;
  const { mapping } = of.building;
  const built = pending.map((posting): BuiltPosting => {
    const entry = entries.get(posting.id);
    // A part more than the day needed.
    if (entry === undefined) return { posting, state: 'nothing-to-post', entry: null, causes: [], why: null };
    const { lines, causes } = accountsAnew(entry, { mapping, keepVoids: !isOfFormerBooks });
    const again = causes.length > 0 ? waiting(posting, causes) : checked(posting, { ...entry, lines }, of.building);
    return { ...again, entry: again.entry ?? entry };
  });
  return { built, takenOut: [], heldBy: new Set(), eventCount: 0 };
}

/** By the mapping of the day, but for what mirrors a void: that stays with what its original carries, whose ids mean others in other books. */
function accountsAnew(
  entry: JournalEntry,
  { mapping, keepVoids }: { readonly mapping: EntryBuilding['mapping']; readonly keepVoids: boolean },
): ReturnType<typeof accountsOf> {
  const byMapping = accountsOf({ draft: entry, accounts: { from: 'mapping', date: entry.businessDate } }, mapping);
  if (!keepVoids) return { ...byMapping, lines: byMapping.lines.map(({ dimensions: _dimensions, ...line }) => line) };
  const kept = accountsOf({ draft: entry, accounts: { from: 'original', lines: entry.lines } }, mapping);
  const isVoid = (index: number): boolean => entry.lines[index]?.rule === 'void.mirror';
  const lines = byMapping.lines.map((line, index) => (isVoid(index) ? (kept.lines[index] ?? line) : line));
  const hasGap = lines.some(({ accountId }) => accountId === null);
  return { lines, causes: hasGap ? [...byMapping.causes, ...kept.causes] : [] };
}
