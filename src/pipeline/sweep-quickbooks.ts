// Learns what was changed in QuickBooks itself: a step of the lane that asks what changed since the last time, or reads all of ours again.
import { clockMarginMs, isNews, nextSweep, overlapMs, type SweepStep } from '../posting/sweep.ts';
import { dimensionKinds } from './chosen-dimensions.ts';
import type { ConnectionRow } from './connection-port.ts';
import { readDimensions, saveDimensions } from './dimensions.ts';
import type { SweepRow } from './drift-port.ts';
import { findDrift, type SeenEntry } from './find-drift.ts';
import { saveAccounts } from './import-accounts.ts';
import type { HeldLane } from './lane.ts';
import { entriesByIdMax, type HeldVersion, type LedgerChanges } from './ledger-port.ts';
import { isBudgetSpent, noteSkipping } from './metered.ts';
import type { PipelinePorts } from './ports.ts';
import { expectedNumbered, isNoneMissing, readChanged } from './read-changed.ts';
import { readUnanswered } from './read-unanswered.ts';
import { isOthersAmong, noteFound, stopForStrangers } from './roll-call.ts';
import { type AskedThrough, isSameConnection } from './same-connection.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall, waitForRead } from './take-call.ts';

interface Sweeping {
  readonly row: SweepRow;
  readonly step: SweepStep;
  readonly startedAt: Date;
  readonly asked: AskedThrough;
}

export async function sweepNext(lane: HeldLane): Promise<StepResult> {
  const plan = await lane.write((store, now) => planSweep(lane.ports, store, now));
  if (plan === null) return { did: 'nothing' };
  if ('until' in plan) return { did: 'wait', until: plan.until };
  if (plan.step.step !== 'changes') return rereadNext(lane, plan);
  await sweepChanges(lane, plan, plan.step.since);
  return { did: 'something' };
}

type Connected = Pick<ConnectionRow, 'realmId' | 'connectedAt'>;

/** Whether there is one to be made, or to be noted as skipped. `busy`: more of ours is on its way. */
export function isSweepWanted(read: SweepRow | null, of: { connection: Connected; now: Date; busy: boolean }): boolean {
  return standing(read, of).step.step !== 'none';
}

/** Whether a lane to which a sweep is all that is left may make it. */
export async function maySweep(store: CompanyStore, now: Date): Promise<boolean> {
  return !(await isBudgetSpent(store, now));
}

/** Asks for a sweep where a webhook tells of something that is not known yet. */
export async function askForSweep(
  store: CompanyStore,
  of: { connection: ConnectionRow; changedAt: Date | null; now: Date },
): Promise<boolean> {
  const { connection, changedAt, now } = of;
  const { row } = standing(await store.sweeps.read(connection.realmId), { connection, now, busy: false });
  if (!isNews(changedAt, row.coveredUntil ?? coveredAtFirst(connection))) return false;
  await store.sweeps.ask(connection.realmId, now);
  return true;
}

/**
 * Entries of ours that are there, as QuickBooks held them at `heldAt`: a sweep since then may have passed over what was changed
 * of them, as their outcome was not known. They are among what the next one is told, too.
 */
export function seeChangesFrom(
  store: CompanyStore,
  of: { readonly realmId: string; readonly entries: number; readonly heldAt: Date; readonly now: Date },
): Promise<void> {
  // Only where that took long may a sweep have been made since, by a clock that is not ours.
  const isLate = of.now.getTime() - of.heldAt.getTime() > overlapMs;
  const changesFrom = isLate ? byOurClock(of.heldAt) : new Date(of.heldAt.getTime() - overlapMs);
  return store.sweeps.noteAccepted(of.realmId, { entries: of.entries, changesFrom, now: of.now });
}

const byOurClock = (at: Date): Date => new Date(at.getTime() - clockMarginMs);

/** What was there when the connection was made is no change. */
const coveredAtFirst = ({ connectedAt }: Connected): Date => byOurClock(connectedAt);

function standing(
  read: SweepRow | null,
  of: { connection: Connected; now: Date; busy: boolean },
): { row: SweepRow; step: SweepStep } {
  const { connection, now, busy } = of;
  const never = { coveredUntil: null, sweptAt: null, askedAt: null, rereadCovers: null, rereadAfter: null };
  const none = { ...never, accepted: 0, acceptedAt: null, others: true };
  const row = read ?? { realmId: connection.realmId, ...none };
  const coveredUntil = row.coveredUntil ?? coveredAtFirst(connection);
  const sweptAt = row.sweptAt ?? connection.connectedAt;
  const step = nextSweep({ ...row, coveredUntil, sweptAt, rereading: row.rereadCovers !== null, busy }, now);
  return { row: { ...row, coveredUntil, sweptAt }, step };
}

async function planSweep(
  ports: PipelinePorts,
  store: CompanyStore,
  now: Date,
): Promise<Sweeping | { until: Date } | null> {
  const connection = await store.connection.read();
  if (connection === null) return null;
  // The lane asked for this step: whether it is a good time has been said.
  const read = await store.sweeps.read(connection.realmId);
  const { row, step } = standing(read, { connection, now, busy: false });
  if (step.step === 'none') return null;
  const skipping = await isBudgetSpent(store, now);
  await noteSkipping(store, { skipping, now });
  if (skipping) return null;
  const allowed = await takeCall(store, { ports, kind: 'read', now });
  return allowed.ok ? { row, step, startedAt: now, asked: connection } : { until: allowed.until };
}

async function sweepChanges(lane: HeldLane, sweeping: Sweeping, since: Date): Promise<void> {
  const { row, asked } = sweeping;
  const { realmId } = row;
  const ledger = lane.ports.ledgerOf(lane.companyId);
  const changes = await ledger.readChanges({ guard: lane.guardOf(realmId), since });
  if (changes.ok && !changes.whole && !row.others) return sweepByTime(lane, sweeping, { since, at: changes.at });
  await lane.write(async (store, now) => {
    if (!changes.ok && changes.why !== 'refused')
      return readUnanswered(lane.ports, store, { answer: changes, asked, now });
    if (!(await isSameConnection(store, asked))) return;
    if (!changes.ok || !changes.whole) return rereadAll(store, { sweeping, at: changes.ok ? changes.at : null, now });
    await saveNames(lane.ports, store, { changes, realmId, now });
    // What became of an account that is gone is found out first: until then a merge would be taken for drifts. Then it is asked again.
    if ((await store.merges.asked(realmId)).length > 0) return;
    await findDrift(lane.ports, store, { ledger, realmId, seen: seenIn(changes), now });
    await endSweep(lane, store, { sweeping, since, at: changes.at, held: changes.entries, now });
  });
}

/** It did not tell all: everything of ours is read instead. */
async function rereadAll(
  store: CompanyStore,
  of: { readonly sweeping: Sweeping; readonly at: Date | null; readonly now: Date },
): Promise<void> {
  const { row, startedAt } = of.sweeping;
  const { at, now } = of;
  const rereadCovers = at === null ? byOurClock(startedAt) : new Date(at.getTime() - overlapMs);
  const rereading = { accepted: 0, rereadCovers, rereadAfter: null };
  await store.sweeps.save({ ...row, sweptAt: now, ...rereading }, startedAt);
  await store.rollCalls.ask(row.realmId);
}

interface Ending {
  readonly sweeping: Sweeping;
  readonly since: Date;
  /** When QuickBooks answered, by its own clock. */
  readonly at: Date;
  readonly held: readonly HeldVersion[];
  readonly now: Date;
}

async function endSweep(
  lane: HeldLane,
  store: CompanyStore,
  { sweeping, since, at, held, now }: Ending,
): Promise<void> {
  const { row, startedAt } = sweeping;
  const { realmId } = row;
  const coveredUntil = new Date(Math.max(at.getTime() - overlapMs, since.getTime()));
  const others = row.others || (await isOthersAmong(store, { realmId, held }));
  const accepted = toldAgain(held, coveredUntil);
  await store.sweeps.save({ ...row, sweptAt: now, coveredUntil, accepted, others }, startedAt);
  await noteFound(store, { companyId: lane.companyId, realmId, held, now });
  await store.rollCalls.noteCovered(realmId, coveredUntil);
  await stopForStrangers(lane.ports, store, { realmId, now });
}

/** Our own entries alone may fill an answer. What was changed is read by its time; everything of ours only where one may be missing. */
async function sweepByTime(lane: HeldLane, sweeping: Sweeping, of: { since: Date; at: Date }): Promise<void> {
  const { row, asked } = sweeping;
  const { realmId } = row;
  if ((await rereadNames(lane, asked)) !== null) return;
  const ledger = lane.ports.ledgerOf(lane.companyId);
  const changed = await readChanged(lane, { realmId, since: of.since });
  await lane.write(async (store, now) => {
    if (changed?.ok === false && changed.why !== 'refused')
      return readUnanswered(lane.ports, store, { answer: changed, asked, now });
    if (!(await isSameConnection(store, asked))) return;
    if ((await store.merges.asked(realmId)).length > 0) return;
    const isSure =
      changed?.ok === true && (await isNoneMissing(store, ledger, { realmId, others: row.others, changed }));
    if (!isSure) return rereadAll(store, { sweeping, at: of.at, now });
    const seen = changed.held.map((held) => ({ quickbooksId: held.quickbooksId, held }));
    await findDrift(lane.ports, store, { ledger, realmId, seen, now });
    await endSweep(lane, store, { ...of, sweeping, held: changed.held, now });
  });
}

/** Entries that the next answer holds besides what is changed until then. */
function toldAgain(held: readonly HeldVersion[], coveredUntil: Date): number {
  return held.filter(({ changedAt }) => changedAt !== null && changedAt >= coveredUntil).length;
}

function seenIn({ entries, goneEntries }: LedgerChanges): readonly SeenEntry[] {
  return [
    ...entries.map((held) => ({ quickbooksId: held.quickbooksId, held })),
    ...goneEntries.map((quickbooksId) => ({ quickbooksId, held: null })),
  ];
}

/** Accounts, departments and classes keep their ids whatever they are called: what is mapped by id stays mapped. */
async function saveNames(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { changes: LedgerChanges; realmId: string; now: Date },
): Promise<void> {
  const { changes, realmId, now } = of;
  if (changes.accounts.length + changes.goneAccounts.length > 0) {
    const known = await store.chart.accounts();
    const accounts = changedList(known, { changed: changes.accounts, gone: changes.goneAccounts });
    await saveAccounts(ports, store, { accounts, realmId, askedAt: now, now });
  }
  for (const kind of dimensionKinds) {
    const [changed, gone] = [changes.dimensions[kind], changes.goneDimensions[kind]];
    if (changed.length + gone.length === 0) continue;
    const dimensions = changedList(await store.dimensions.list(kind), { changed, gone });
    await saveDimensions(ports, store, { dimensions: new Map([[kind, dimensions]]), realmId, now });
  }
}

function changedList<Named extends { readonly id: string; readonly active: boolean }>(
  known: readonly Named[],
  of: { changed: readonly Named[]; gone: readonly string[] },
): readonly Named[] {
  const gone = new Set(of.gone);
  const byId = new Map([...known, ...of.changed].map((one) => [one.id, one]));
  return [...byId.values()].map((one) => (gone.has(one.id) ? { ...one, active: false } : one));
}

/** A step of reading everything again: at first the names too, then our entries by id, so many at a time. */
async function rereadNext(lane: HeldLane, { row, startedAt, asked }: Sweeping): Promise<StepResult> {
  const { ports, companyId } = lane;
  if (row.rereadAfter === null) {
    const names = await rereadNames(lane, asked);
    if (names !== null) return names;
    const gone = await ports.storage.transaction(companyId, (store) => store.merges.asked(asked.realmId));
    if (gone.length > 0) return { did: 'something' };
  }
  const { realmId } = row;
  const ledger = ports.ledgerOf(companyId);
  const covers = row.rereadCovers ?? byOurClock(startedAt);
  const postings = await ports.storage.transaction(companyId, (store) =>
    store.audit.accepted({ realmId, from: null, to: null, after: row.rereadAfter, limit: entriesByIdMax }),
  );
  const ids = postings.flatMap(({ quickbooksId }) => quickbooksId ?? []);
  const guard = lane.guardOf(realmId);
  const read = ids.length === 0 ? nothingHeld : await ledger.readVersions({ guard, quickbooksIds: ids });
  const isEnd = read.ok && postings.length < entriesByIdMax;
  // All of ours were seen: what else bears a number of ours is told by counting.
  if (isEnd) await waitForRead(lane);
  const counted = isEnd ? await ledger.countNumbered({ guard }) : null;
  await lane.write(async (store, now) => {
    if (!read.ok && read.why !== 'refused') return readUnanswered(ports, store, { answer: read, asked, now });
    if (!(await isSameConnection(store, asked))) return;
    // A question that QuickBooks refuses is not asked for ever: the next day's sweep tries anew.
    if (!read.ok) await store.connection.noteError(read.reason, now);
    else await findDrift(ports, store, { ledger, realmId, seen: seenAmong(ids, read.held), now });
    const isLast = !read.ok || postings.length < entriesByIdMax;
    const under = { rereadCovers: covers, rereadAfter: postings.at(-1)?.id ?? null };
    const expected = await expectedNumbered(store, ledger, realmId);
    const others = counted?.ok !== true || counted.count !== expected;
    const over = { ...(read.ok && { coveredUntil: covers }), rereadCovers: null, rereadAfter: null, others };
    // What was asked for since the first of these steps may be of what an earlier one has read.
    await store.sweeps.save({ ...row, ...(isLast ? { ...over, sweptAt: now, accepted: 0 } : under) }, covers);
  });
  return { did: 'something' };
}

const nothingHeld = { ok: true, held: [] as readonly HeldVersion[] } as const;

function seenAmong(ids: readonly string[], held: readonly HeldVersion[]): readonly SeenEntry[] {
  const byId = new Map(held.map((one) => [one.quickbooksId, one]));
  return ids.map((quickbooksId) => ({ quickbooksId, held: byId.get(quickbooksId) ?? null }));
}

/** Null: they were read, or QuickBooks refuses to give them. */
async function rereadNames(lane: HeldLane, asked: AskedThrough): Promise<StepResult | null> {
  const { ports, companyId } = lane;
  const allowed = await lane.write((store, now) => takeCall(store, { ports, kind: 'read', now }));
  if (!allowed.ok) return { did: 'wait', until: allowed.until };
  const ledger = ports.ledgerOf(companyId);
  const askedAt = ports.clock.now();
  const chart = await ledger.readChart(lane.guardOf(asked.realmId));
  const reading = { companyId, ledger, kinds: dimensionKinds, lane: { held: lane, realmId: asked.realmId } };
  const dimensions = chart.ok ? await readDimensions(ports, reading) : new Map();
  return lane.write(async (store, now) => {
    if (!chart.ok && chart.why !== 'refused') {
      await readUnanswered(ports, store, { answer: chart, asked, now });
      return { did: 'something' };
    }
    if (!(await isSameConnection(store, asked))) return { did: 'something' };
    const { realmId } = asked;
    if (chart.ok) await saveAccounts(ports, store, { accounts: chart.accounts, realmId, askedAt, now });
    await saveDimensions(ports, store, { dimensions, realmId, now });
    return null;
  });
}
