// Finds out what became of an account that is gone in QuickBooks. Where it was merged into another, our lines follow, as they did
// there: nothing has drifted, voids and reposts go to the account that is left, and a mapping says where it should go.
import { type SeenOf, takenOverBy } from '../posting/merged-account.ts';
import { bodyInForce } from './find-drift.ts';
import type { HeldLane } from './lane.ts';
import { entriesByIdMax, type HeldVersion, type Ledger } from './ledger-port.ts';
import type { GoneAccount } from './merge-port.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { PostingRow } from './posting-port.ts';
import { readUnanswered } from './read-unanswered.ts';
import { releaseCauses } from './release.ts';
import { type AskedThrough, isSameConnection } from './same-connection.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall } from './take-call.ts';

const linesPerMove = 5_000;

interface Following {
  readonly gone: GoneAccount;
  readonly postings: readonly PostingRow[];
  readonly asked: AskedThrough;
}

/** A step of the lane: one metered read an account, and none where nothing of ours is posted to it. */
export async function followMerge(lane: HeldLane): Promise<StepResult> {
  const plan = await lane.write((store, now) => planFollowing(lane, store, now));
  if (plan === null) return { did: 'nothing' };
  if ('until' in plan) return { did: 'wait', until: plan.until };
  const isMerged = plan.gone.mergedInto !== null || (await findOut(lane, plan));
  if (isMerged) await moveLines(lane, plan);
  return { did: 'something' };
}

async function planFollowing(
  lane: HeldLane,
  store: CompanyStore,
  now: Date,
): Promise<Following | { until: Date } | null> {
  const connection = await store.connection.read();
  if (connection === null) return null;
  const [gone] = await store.merges.asked(connection.realmId);
  if (gone === undefined) return null;
  const { realmId } = connection;
  if (gone.mergedInto !== null) return { gone, postings: [], asked: connection };
  const ids = await store.merges.postedTo({ realmId, accountId: gone.accountId, limit: entriesByIdMax });
  const allowed = await takeCall(store, { ports: lane.ports, kind: 'read', now });
  if (!allowed.ok) return { until: allowed.until };
  return { gone, postings: await store.postings.byIds(ids), asked: connection };
}

/** False: it was not merged, or that is not known yet. */
async function findOut(lane: HeldLane, { gone, postings, asked }: Following): Promise<boolean> {
  const { ports, companyId } = lane;
  const { realmId } = asked;
  const ledger = ports.ledgerOf(companyId);
  const quickbooksIds = postings.flatMap(({ quickbooksId }) => quickbooksId ?? []);
  const answer = await ledger.readVersions({ guard: lane.guardOf(realmId), quickbooksIds });
  return lane.write(async (store, now) => {
    if (!answer.ok && answer.why !== 'refused') {
      await readUnanswered(ports, store, { answer, asked, now });
      return false;
    }
    if (!(await isSameConnection(store, asked))) return false;
    const { accountId } = gone;
    const seen = answer.ok ? await seenOf(store, { ledger, postings, held: answer.held }) : [];
    const alsoGone = new Set((await store.merges.asked(realmId)).map((other) => other.accountId));
    const into = takenOverBy(accountId, { seen, alsoGone });
    const left = into === null ? undefined : (await store.chart.accounts()).find(({ id }) => id === into);
    if (left?.active === true) await store.merges.note({ realmId, accountId, into: left.id });
    else await store.merges.done(realmId, accountId);
    return left?.active === true;
  });
}

async function seenOf(
  store: CompanyStore,
  of: { ledger: Ledger; postings: readonly PostingRow[]; held: readonly HeldVersion[] },
): Promise<readonly SeenOf[]> {
  const { ledger, postings } = of;
  const merged = await mergedBodies(store, ledger);
  const inForce = await store.drifts.theirsInForce(postings.map(({ id }) => id));
  const held = new Map(of.held.map((one) => [one.quickbooksId, one]));
  return postings.flatMap((posting): readonly SeenOf[] => {
    const accepted = inForce.get(posting.id);
    const holds = bodyInForce(posting, accepted);
    const ours = holds === null ? null : ledger.versionOf(merged(holds));
    const there = held.get(posting.quickbooksId ?? '');
    if (ours === null || there === undefined || there.version === null) return [];
    const known = accepted === undefined ? posting.syncToken : accepted.syncToken;
    return [{ ours, theirs: there.version, isTouched: there.syncToken !== known }];
  });
}

/** Some at a time, so that no transaction is long; what waited for the account is built anew once they have all gone over. */
async function moveLines(lane: HeldLane, { gone, asked }: Following): Promise<void> {
  const { accountId } = gone;
  const { realmId } = asked;
  for (;;) {
    const moved = await lane.write((store) => store.merges.moveLines({ realmId, accountId, limit: linesPerMove }));
    if (moved < linesPerMove) break;
  }
  await lane.write(async (store, now) => {
    const lifted = (await store.causes.openOf(['inactive-account'])).filter(
      ({ cause }) => cause.kind === 'inactive-account' && cause.accountId === accountId,
    );
    await releaseCauses(store, {
      lifted: lifted.map((cause) => ({ cause, dateFrom: null })),
      now,
      newId: lane.ports.newId,
    });
    await store.merges.done(realmId, accountId);
  });
}
