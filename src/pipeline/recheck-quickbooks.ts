// Reads again what a refusal contradicted: a metered read, and one for each kind of dimension that lines carry, after which what was refused waits for the cause by its name.
import type { DimensionKind } from '../journal/dimension.ts';
import { fruitlessPauseMs, type Recheck } from '../posting/recheck.ts';
import { chosenDimensions, dimensionKinds, inactiveDimensions, releaseDimensions } from './chosen-dimensions.ts';
import { saveClosingDate } from './closing-date.ts';
import { readDimensions, saveDimensions } from './dimensions.ts';
import { saveAccounts } from './import-accounts.ts';
import type { HeldLane } from './lane.ts';
import type { Unread } from './ledger-port.ts';
import { saveMultiCurrency } from './multicurrency.ts';
import type { PostingRow } from './posting-port.ts';
import { readUnanswered } from './read-unanswered.ts';
import { release } from './release.ts';
import { type AskedThrough, isSameConnection } from './same-connection.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall } from './take-call.ts';

interface Rechecking {
  readonly what: Recheck;
  readonly startedAt: Date;
  readonly asked: AskedThrough;
}

type Due = Rechecking | { readonly until: Date } | null;

export async function recheckNext(lane: HeldLane): Promise<StepResult> {
  const due = await lane.write((store, now) => nextDue(lane, store, now));
  if (due === null) return { did: 'nothing' };
  if ('until' in due) return { did: 'wait', until: due.until };
  await (due.what === 'accounts' ? recheckAccounts(lane, due) : recheckClosingDate(lane, due));
  return { did: 'something' };
}

async function nextDue(lane: HeldLane, store: CompanyStore, now: Date): Promise<Due> {
  const asked = await store.rechecks.asked();
  const due = asked.find(({ notBefore }) => notBefore === null || notBefore <= now);
  if (due === undefined) {
    const [first] = asked.flatMap(({ notBefore }) => notBefore ?? []).sort((a, b) => a.getTime() - b.getTime());
    return first === undefined ? null : { until: first };
  }
  const allowed = await takeCall(store, { ports: lane.ports, kind: 'read', now });
  if (!allowed.ok) return { until: allowed.until };
  const connection = await store.connection.read();
  return connection === null ? null : { what: due.what, startedAt: now, asked: connection };
}

async function recheckAccounts(lane: HeldLane, rechecking: Rechecking): Promise<void> {
  const { ports, companyId } = lane;
  const { asked } = rechecking;
  const ledger = ports.ledgerOf(companyId);
  const askedAt = ports.clock.now();
  const chart = await ledger.readChart(lane.guardOf(asked.realmId));
  const chosen = await ports.storage.transaction(companyId, async (store) =>
    chosenDimensions(store, await store.connection.read()),
  );
  const kinds = dimensionKinds.filter((kind) => chart.ok && chosen[kind].size > 0);
  const dimensions = await readDimensions(ports, {
    companyId,
    ledger,
    kinds,
    lane: { held: lane, realmId: asked.realmId },
  });
  await lane.write(async (store, now) => {
    if (!chart.ok) return unread(lane, store, { rechecking, answer: chart, now });
    // The chart of another company: what was asked for is asked for still.
    if (!(await isSameConnection(store, asked))) return;
    const { realmId } = asked;
    await saveAccounts(ports, store, { accounts: chart.accounts, realmId, askedAt, now });
    const freed = await saveDimensions(ports, store, { dimensions, realmId, now });
    const explained = await refusedOver(store, realmId);
    await release(store, {
      postings: explained,
      now,
      newId: ports.newId,
      why: 'QuickBooks was read again: something that it uses is no longer usable.',
    });
    await store.causes.resolveEmpty(['refused'], now);
    await done(store, { rechecking, fruitful: explained.length + freed > 0, now });
  });
}

/** What was refused, and now would wait for an account, a department or a class by its name. */
async function refusedOver(store: CompanyStore, realmId: string): Promise<readonly PostingRow[]> {
  const chosen = await chosenDimensions(store, await store.connection.read());
  const inactive = await inactiveDimensions(store, chosen);
  const codes = (kind: DimensionKind) =>
    [...chosen[kind]].flatMap(([code, id]) => (inactive[kind].has(id) ? [code] : []));
  const overDimensions = await store.postings.refusedOverDimensions({
    locations: codes('department'),
    itemClasses: codes('class'),
    departmentIds: [...inactive.department.keys()],
    classIds: [...inactive.class.keys()],
  });
  const both = [...(await store.postings.refusedOverAccounts(realmId)), ...overDimensions];
  return [...new Map(both.map((posting) => [posting.id, posting])).values()];
}

async function recheckClosingDate(lane: HeldLane, rechecking: Rechecking): Promise<void> {
  const { ports } = lane;
  const { asked } = rechecking;
  const preferences = await ports.ledgerOf(lane.companyId).readPreferences(lane.guardOf(asked.realmId));
  await lane.write(async (store, now) => {
    if (!preferences.ok) return unread(lane, store, { rechecking, answer: preferences, now });
    if (!(await isSameConnection(store, asked))) return;
    const { closedUntil, multiCurrency } = preferences;
    const known = (await store.connection.read())?.closedUntil ?? null;
    await store.connection.noteTracking(preferences);
    await saveClosingDate(ports, store, { closedUntil, believed: false, now });
    const released =
      (await saveMultiCurrency(ports, store, { multiCurrency, now })) +
      (await releaseDimensions(ports, store, { now }));
    await done(store, { rechecking, fruitful: closedUntil !== known || released > 0, now });
  });
}

async function done(store: CompanyStore, of: { rechecking: Rechecking; fruitful: boolean; now: Date }): Promise<void> {
  const { what, startedAt } = of.rechecking;
  const notBefore = of.fruitful ? null : new Date(of.now.getTime() + fruitlessPauseMs);
  await store.rechecks.done({ what, notBefore }, startedAt);
}

async function unread(
  lane: HeldLane,
  store: CompanyStore,
  request: { rechecking: Rechecking; answer: Unread; now: Date },
): Promise<void> {
  const { rechecking, answer, now } = request;
  const { asked } = rechecking;
  if (answer.why !== 'refused') await readUnanswered(lane.ports, store, { answer, asked, now });
  else if (await isSameConnection(store, asked)) await done(store, { rechecking, fruitful: false, now });
}
