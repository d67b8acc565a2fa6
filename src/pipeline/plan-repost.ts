// What a period would be under the mapping of today, entry by entry: what changes, what stays and why, and a token that names it all.
import { createHash } from 'node:crypto';
import { accountChanges, withAccounts } from '../journal/change-accounts.ts';
import type { JournalEntry, JournalLine, LineSource } from '../journal/journal-entry.ts';
import { causeMessage } from '../posting/cause-words.ts';
import type { Cause } from '../posting/causes.ts';
import { versionDifference } from '../posting/entry-version.ts';
import { entriesPerRepostMax, type StayReason } from '../posting/repost.ts';
import { asChosen, asWritten, carriedDimensions } from './carried-dimensions.ts';
import { causeNames } from './cause-names.ts';
import { chosenDimensions, type HeldByDimensions, heldByDimensions } from './chosen-dimensions.ts';
import type { ConnectionRow } from './connection-port.ts';
import { bodyWriter } from './entry-body.ts';
import type { Ledger } from './ledger-port.ts';
import { loadMappingSet } from './mapping-set.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { EntryPlan, PeriodChoice, PeriodEntry, PeriodEvent } from './period-port.ts';
import { repostableNow } from './repost-standing.ts';
import type { CompanyStore } from './storage-port.ts';

const entriesPerPage = 500;

export interface Staying {
  readonly entry: PeriodEntry;
  readonly reason: StayReason;
  readonly detail: string | null;
}

export interface RepostPlan {
  readonly token: string;
  /** At QuickBooks, or on their way there. */
  readonly entries: number;
  readonly changing: number;
  readonly changingLines: number;
  readonly staying: readonly Staying[];
  readonly notPosted: number;
  /** By account and currency, in minor units, debits positive; where something changes. */
  readonly accounts: readonly { accountId: string; currency: string; beforeMinor: bigint; afterMinor: bigint }[];
  /** Goes through all that change once more, in the order in which they go. */
  each(visit: (plan: EntryPlan, place: number) => Promise<void>): Promise<void>;
}

interface Request {
  readonly companyId: string;
  readonly choice: PeriodChoice;
  readonly connection: ConnectionRow;
  readonly ledger: Ledger;
}

/** Null: there are more entries than are looked through at once. */
export async function planRepost(store: CompanyStore, of: Request): Promise<RepostPlan | null> {
  const planning = await loadPlanning(store, of);
  if (planning === null) return null;
  // What has to stay has others stay: as long as there are more of them, everything is looked through again.
  let summed = await passThrough(store, planning);
  while (summed.bound.size > 0) {
    for (const key of summed.bound) planning.moving.delete(key);
    summed = await passThrough(store, planning);
  }
  const staying = [...planning.wanted.values()].flatMap((entry): readonly Staying[] => {
    if (summed.changed.has(entry.id)) return [];
    const why = planning.stays.get(entry.id) ?? { reason: 'belongs-together' as const, detail: null };
    return [{ entry, ...why }];
  });
  return {
    token: tokenOf({ choice: of.choice, digest: summed.digest, staying }),
    entries: planning.entries.filter(({ id }) => planning.selected.has(id)).length,
    changing: summed.changed.size,
    changingLines: summed.lines,
    staying,
    notPosted: planning.notPosted,
    accounts: [...summed.accounts.values()].filter(({ beforeMinor, afterMinor }) => beforeMinor !== afterMinor),
    each: async (visit) => {
      let place = 0;
      await passThrough(store, planning, async (plan) => {
        place += 1;
        await visit(plan, place);
      });
    },
  };
}

interface Planning {
  readonly choice: PeriodChoice;
  readonly ledger: Ledger;
  /** Of the period, and what voids something in it: at QuickBooks, or on their way. */
  readonly entries: readonly PeriodEntry[];
  /** Ids of those of the period itself. */
  readonly selected: ReadonlySet<string>;
  /** Posting keys of the period whose lines follow the mapping of today: fewer with every pass. */
  readonly moving: Set<string>;
  /** Posting keys of the period that are not posted yet. */
  readonly toCome: ReadonlySet<string>;
  readonly bound: ReadonlyMap<string, StayReason>;
  readonly notPosted: number;
  readonly set: Awaited<ReturnType<typeof loadMappingSet>>;
  readonly writeBody: Awaited<ReturnType<typeof bodyWriter>>;
  readonly heldByDimensions: HeldByDimensions;
  readonly wordsOf: (cause: Cause) => string;
  readonly merged: Awaited<ReturnType<typeof mergedBodies>>;
  /** By key: events that lines come from. */
  readonly events: Map<string, PeriodEvent>;
  /** By id: what would change if nothing stood in its way. */
  readonly wanted: Map<string, PeriodEntry>;
  readonly stays: Map<string, Omit<Staying, 'entry'>>;
}

async function loadPlanning(
  store: CompanyStore,
  { companyId, choice, connection, ledger }: Request,
): Promise<Planning | null> {
  const chosen = await store.reposts.entriesIn(choice, entriesPerRepostMax + 1);
  if (chosen.length > entriesPerRepostMax) return null;
  const keys = new Set(chosen.map(({ key }) => key));
  const following = (await store.reposts.voidsOf([...keys])).filter((key) => !keys.has(key));
  const all = [...chosen, ...(await store.reposts.entriesOf(following))];
  const ids = all.flatMap(({ id, state }) => (state === 'accepted' ? [id] : []));
  const unsettled = await store.drifts.unsettled(ids);
  const theirs = await store.drifts.theirsInForce(ids);
  const standing = new Map(
    all.map(
      (entry) =>
        [entry.id, repostableNow(entry, { realmId: connection.realmId, connection, unsettled, theirs })] as const,
    ),
  );
  const names = await causeNames(store);
  const dimensions = await chosenDimensions(store, connection);
  const notPosted = chosen.filter(({ id }) => standing.get(id)?.is === 'not-posted');
  return {
    choice,
    ledger,
    entries: all
      .filter(({ id }) => ['free', 'bound'].includes(standing.get(id)?.is ?? ''))
      .sort((a, b) => compare(a.businessDate, b.businessDate) || compare(a.id, b.id)),
    selected: new Set(chosen.map(({ id }) => id)),
    moving: new Set(keys),
    toCome: new Set(notPosted.map(({ key }) => key)),
    bound: new Map([...standing].flatMap(([id, one]) => (one.is === 'bound' ? [[id, one.reason] as const] : []))),
    notPosted: notPosted.length,
    set: await loadMappingSet(store),
    writeBody: await bodyWriter({ ledger, companyId, chosen: dimensions }, store),
    heldByDimensions: await heldByDimensions(store, dimensions),
    wordsOf: (cause) => causeMessage(cause, names),
    merged: await mergedBodies(store, ledger),
    events: new Map(),
    wanted: new Map(),
    stays: new Map(),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface Summed {
  /** Posting keys that have to stay, because of what was found in this pass. */
  readonly bound: Set<string>;
  readonly changed: Set<string>;
  readonly accounts: Map<string, { accountId: string; currency: string; beforeMinor: bigint; afterMinor: bigint }>;
  readonly digest: string;
  readonly lines: number;
}

async function passThrough(
  store: CompanyStore,
  planning: Planning,
  visit: (plan: EntryPlan) => Promise<void> = async () => undefined,
): Promise<Summed> {
  const hash = createHash('sha256');
  const summed = { bound: new Set<string>(), changed: new Set<string>(), accounts: new Map(), lines: 0 };
  for (let from = 0; from < planning.entries.length; from += entriesPerPage) {
    const page = planning.entries.slice(from, from + entriesPerPage);
    const ids = page.map(({ id }) => id);
    const built = await store.postings.entries(ids);
    const postings = await store.postings.byIds(ids);
    const bodies = new Map(postings.map(({ id, body }) => [id, body === null ? null : planning.merged(body)]));
    await loadEvents(store, planning, [...built.values()]);
    for (const entry of page) {
      const before = built.get(entry.id);
      if (before === undefined) throw new Error(`Posting ${entry.id} is at QuickBooks and has no entry.`);
      const plan = planEntry(planning, { entry, before, body: bodies.get(entry.id) ?? null }, summed);
      if (planning.selected.has(entry.id) || plan !== null)
        addAccounts(summed, { before, after: plan?.after ?? before });
      if (plan === null) continue;
      summed.changed.add(entry.id);
      summed.lines += plan.lines;
      hash.update(`${entry.id} ${entry.syncToken ?? ''} ${plan.target}\n`);
      await visit(plan);
    }
  }
  return { ...summed, digest: hash.digest('hex') };
}

/** What decides a line's account: of a void what it voids, and of a day some kinds of which were chosen the kind. */
async function loadEvents(store: CompanyStore, planning: Planning, built: readonly JournalEntry[]): Promise<void> {
  const { events, choice } = planning;
  const wanted = new Set<string>();
  for (const { lines } of built) {
    for (const line of lines) {
      for (const source of line.from) {
        const key = line.rule === 'void.mirror' ? rootOf(source) : source.key;
        if ((line.rule === 'void.mirror' || choice.kinds !== null) && !events.has(key)) wanted.add(key);
      }
    }
  }
  for (const [key, event] of await store.reposts.events([...wanted])) events.set(key, event);
}

/** What a void, or a void of a void, comes from in the end. */
const rootOf = ({ key, reverses }: LineSource): string => reverses ?? key;

/** The business date by whose mapping it goes; null: it stays where it is. */
function dateOf(planning: Planning, entry: PeriodEntry, { line, source }: { line: JournalLine; source: LineSource }) {
  const { choice, events, moving, selected, toCome } = planning;
  const isMoving = selected.has(entry.id) && moving.has(entry.key);
  const ofKind = (event: PeriodEvent | undefined) =>
    choice.kinds === null || (event && choice.kinds.includes(event.kind));
  if (line.rule !== 'void.mirror') return isMoving && ofKind(events.get(source.key)) ? entry.businessDate : null;
  const root = events.get(rootOf(source));
  if (root === undefined || !ofKind(root)) return null;
  // What it voids was never posted, as of a time before sync start: it is on its own.
  if (root.postingKey === null) return isMoving ? root.businessDate : null;
  if (!moving.has(root.postingKey)) return null;
  // What it voids is posted later, under the mapping of then.
  if (toCome.has(root.postingKey) && !isMoving) return null;
  return root.businessDate;
}

/** Null: it stays as it is, whether it has to or need not change. */
function planEntry(
  planning: Planning,
  of: { entry: PeriodEntry; before: JournalEntry; body: string | null },
  found: Pick<Summed, 'bound'>,
): EntryPlan | null {
  const { entry, before, body } = of;
  const { set, ledger, moving, selected } = planning;
  const { changes, causes } = accountChanges(before, {
    set,
    dateOf: (line, source) => dateOf(planning, entry, { line, source }),
  });
  const isMoving = selected.has(entry.id) && moving.has(entry.key);
  const follows = (line: JournalLine): boolean =>
    line.rule === 'void.mirror'
      ? line.from.every((source) => dateOf(planning, entry, { line, source }) !== null)
      : isMoving;
  const after = dimensionsAnew(withAccounts(asItIs(planning, { before, body }), changes), follows);
  const written = planning.writeBody(entry, after);
  const target = written.ok ? written.body : null;
  const lines = changes.length > 0 ? changes.length : otherLines(ledger, { body, target });
  if (lines === 0 && causes.length === 0) return null;
  planning.wanted.set(entry.id, entry);
  const held = [...causes, ...planning.heldByDimensions(after.lines)];
  const why = whyItStays(planning, { entry, causes: held, problem: written.ok ? null : written.reason });
  if (why === null && target !== null)
    return { entry, before, after, changes, lines, target, follows: !selected.has(entry.id) };
  if (why !== null && !planning.stays.has(entry.id)) planning.stays.set(entry.id, why);
  if (isMoving) found.bound.add(entry.key);
  const changed = changes.length > 0 ? changes.map(({ line }) => before.lines[line - 1]) : before.lines.filter(follows);
  for (const line of changed) {
    if (line?.rule !== 'void.mirror') continue;
    for (const source of line.from) {
      const key = planning.events.get(rootOf(source))?.postingKey ?? null;
      if (key !== null && moving.has(key)) found.bound.add(key);
    }
  }
  return null;
}

function whyItStays(
  planning: Planning,
  of: { entry: PeriodEntry; causes: readonly Cause[]; problem: string | null },
): Omit<Staying, 'entry'> | null {
  const bound = planning.bound.get(of.entry.id);
  if (bound !== undefined) return { reason: bound, detail: null };
  const [cause] = of.causes;
  if (cause !== undefined) return { reason: 'blocked', detail: planning.wordsOf(cause) };
  return of.problem === null ? null : { reason: 'blocked', detail: of.problem };
}

/** With the departments and classes that QuickBooks holds it with. */
function asItIs({ ledger }: Planning, of: { before: JournalEntry; body: string | null }): JournalEntry {
  return { ...of.before, lines: asWritten(of.before.lines, carriedDimensions(of.body, ledger)) };
}

/** A void's follow where what it voids does, in the period or not; all others of an entry that is posted again. */
function dimensionsAnew(entry: JournalEntry, follows: (line: JournalLine) => boolean): JournalEntry {
  return { ...entry, lines: entry.lines.map((line) => (follows(line) ? asChosen(line) : line)) };
}

/** Departments and classes follow their choice of today, too: lines that have another one. */
function otherLines(ledger: Ledger, { body, target }: { body: string | null; target: string | null }): number {
  if (body === null || target === null || body === target) return 0;
  const [was, is] = [ledger.versionOf(body), ledger.versionOf(target)];
  if (was === null || is === null) throw new Error('What we wrote ourselves can be read.');
  return versionDifference(was, is).lines.filter(({ same }) => !same).length;
}

function addAccounts(summed: Pick<Summed, 'accounts'>, of: { before: JournalEntry; after: JournalEntry }): void {
  for (const side of ['before', 'after'] as const) {
    const { currency, lines } = of[side];
    for (const line of lines) {
      const key = `${line.accountId} ${currency}`;
      const account = summed.accounts.get(key) ?? {
        accountId: line.accountId,
        currency,
        beforeMinor: 0n,
        afterMinor: 0n,
      };
      summed.accounts.set(key, account);
      account[`${side}Minor`] += line.side === 'debit' ? line.amountMinor : -line.amountMinor;
    }
  }
}

function tokenOf(of: { choice: PeriodChoice; digest: string; staying: readonly Staying[] }): string {
  const { choice, digest, staying } = of;
  const stays = staying.map(({ entry, reason, detail }) => [entry.id, entry.syncToken, reason, detail]);
  return createHash('sha256')
    .update(JSON.stringify([choice, digest, stays]))
    .digest('hex');
}
