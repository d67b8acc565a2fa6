// A planned repost as a person sees it: what changes by account and by entry, and what stays, with names and in pages.
import { versionDifference } from '../posting/entry-version.ts';
import { type StayReason, stayReasons } from '../posting/repost.ts';
import type { ConnectionRow } from './connection-port.ts';
import { InvalidCursorError } from './errors.ts';
import type { Ledger } from './ledger-port.ts';
import { type LineNames, loadLineNames, namedPair } from './line-names.ts';
import { mergedBodies } from './merged-bodies.ts';
import type {
  EntryChange,
  EntryName,
  EntryPlan,
  PeriodChoice,
  PeriodEntry,
  PeriodPreview,
  StayingEntry,
} from './period-port.ts';
import type { RepostPlan, Staying } from './plan-repost.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';

const eventsNamedMax = 20;

export interface Page {
  readonly cursor: string | null;
  readonly limit: number;
}

export interface Naming {
  readonly ports: Pick<PipelinePorts, 'entryUrl'>;
  readonly store: CompanyStore;
}

export async function viewPlan(
  naming: Naming,
  of: { choice: PeriodChoice; plan: RepostPlan; connection: ConnectionRow; ledger: Ledger; page: Page },
): Promise<PeriodPreview> {
  const { choice, plan, connection, ledger, page } = of;
  const { store } = naming;
  const names = await loadLineNames(store);
  const first = readOffset(page.cursor);
  const last = first + page.limit;
  const shown: EntryPlan[] = [];
  await plan.each(async (one, place) => {
    if (place > first && place <= last) shown.push(one);
  });
  const changes: EntryChange[] = [];
  for (const one of shown) changes.push(await viewChange(naming, { plan: one, names, ledger }));
  const more = last < Math.max(plan.changing, plan.staying.length);
  const sweep = await store.sweeps.read(connection.realmId);
  return {
    ...choice,
    token: plan.token,
    entries: plan.entries,
    changing: plan.changing,
    changingLines: plan.changingLines,
    staying: plan.staying.length,
    notPosted: plan.notPosted,
    reasons: reasonsOf(plan.staying),
    accounts: plan.accounts
      .map(({ accountId, ...amounts }) => ({ account: names.account(accountId), ...amounts }))
      .sort((a, b) => a.account.name.localeCompare(b.account.name, 'en')),
    changes,
    stays: await nameStaying(naming, plan.staying.slice(first, last)),
    nextCursor: more ? String(last) : null,
    running: (await store.reposts.running(connection.realmId))?.id ?? null,
    knownUntil: sweep?.coveredUntil ?? connection.connectedAt,
  };
}

function readOffset(cursor: string | null): number {
  if (cursor === null) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw new InvalidCursorError();
  return Number(cursor);
}

function reasonsOf(staying: readonly Staying[]): PeriodPreview['reasons'] {
  const entries = new Map<StayReason, number>();
  for (const { reason } of staying) entries.set(reason, (entries.get(reason) ?? 0) + 1);
  return stayReasons.flatMap((reason) => {
    const count = entries.get(reason);
    return count === undefined ? [] : [{ reason, entries: count }];
  });
}

async function viewChange(
  naming: Naming,
  of: { plan: EntryPlan; names: LineNames; ledger: Ledger },
): Promise<EntryChange> {
  const { plan, names, ledger } = of;
  const [posting] = await naming.store.postings.byIds([plan.entry.id]);
  const merged = await mergedBodies(naming.store, ledger);
  const was = ledger.versionOf(merged(posting?.body ?? ''));
  const is = ledger.versionOf(plan.target);
  if (was === null || is === null) throw new Error('What we wrote ourselves can be read.');
  const pairs = versionDifference(was, is).lines;
  const lines = pairs.filter(({ same }) => !same).map((pair) => namedPair(pair, names));
  return {
    ...(await nameEntry(naming, plan.entry)),
    currency: plan.before.currency,
    follows: plan.follows,
    lines,
    sameLines: pairs.length - lines.length,
  };
}

export async function nameStaying(naming: Naming, staying: readonly Staying[]): Promise<readonly StayingEntry[]> {
  const named: StayingEntry[] = [];
  for (const { entry, reason, detail } of staying) named.push({ ...(await nameEntry(naming, entry)), reason, detail });
  return named;
}

async function nameEntry({ ports, store }: Naming, entry: PeriodEntry): Promise<EntryName> {
  const { id, key, documentNumber, businessDate, postingDate, location, realmId, quickbooksId } = entry;
  const events = await store.events.ofPosting({ postingKey: key, after: null, limit: eventsNamedMax });
  const counts = events.length < eventsNamedMax ? new Map() : await store.summaries.eventCounts([key]);
  return {
    ...{ postingId: id, documentNumber, businessDate, postingDate, location },
    quickbooksUrl: realmId === null || quickbooksId === null ? null : ports.entryUrl(realmId, quickbooksId),
    events: events.map((event) => ({ id: event.id, key: event.key, number: event.number })),
    eventCount: counts.get(key) ?? events.length,
  };
}
