// Writes the entries of a repost anew, one by one, as steps of the lane; what has changed since it was confirmed is left as it is.
import { createHash } from 'node:crypto';
import { withAccounts } from '../journal/change-accounts.ts';
import { compareHeld } from '../posting/drift.ts';
import { faultRule } from '../posting/faults.ts';
import type { PostingRecordKind } from '../posting/record-kind.ts';
import { assertRepostTransition, type StayReason } from '../posting/repost.ts';
import { audit } from './audit.ts';
import { carriedDimensions, withDimensions } from './carried-dimensions.ts';
import { learnClosed } from './closing-date.ts';
import { bodyInForce, openDrift } from './find-drift.ts';
import type { PostOutcome } from './ledger-port.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { OpenRepostItem, RepostItem } from './period-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { repostableNow } from './repost-standing.ts';
import type { CompanyStore } from './storage-port.ts';
import { seeChangesFrom } from './sweep-quickbooks.ts';
import type { UpdateKind } from './update-entries.ts';

export const repostEntries: UpdateKind<OpenRepostItem> = {
  async underWay(store, limit) {
    const connection = await store.connection.read();
    return connection === null ? [] : store.reposts.underWay({ realmId: connection.realmId, limit });
  },
  save: (store, item) => store.reposts.save(item),

  async prepare(ports, store, { update: item, posting, ledger, now }) {
    // What was sent says itself what became of it.
    if (item.state === 'sent') return { update: item, target: item.target };
    const reason = await whyItStays(store, posting, item);
    if (reason !== null) {
      await leave(ports, store, { item, posting, reason, problem: null, now });
      return null;
    }
    // Saved in QuickBooks without being changed: what is there is what was shown, under another token.
    const merged = await mergedBodies(store, ledger);
    return { update: { ...item, over: posting.syncToken ?? item.over }, target: merged(item.target) };
  },

  async written(ports, store, { update: item, posting, syncToken, heldAt, ledger, now }) {
    await seeChangesFrom(store, { realmId: item.realmId, entries: 1, heldAt, now });
    const before = (await store.postings.entries([posting.id])).get(posting.id);
    if (before === undefined) throw new Error(`Posting ${posting.id} was posted and has no entry.`);
    const merged = await store.merges.merged();
    const after = withAccounts(before, item.changes);
    // Sent, and merged away before its answer was heard: what is there has gone over.
    const carried = carriedDimensions(item.target, ledger);
    const lines = after.lines.map((line, index) => {
      const moved = { ...line, accountId: merged.get(line.accountId) ?? line.accountId };
      // A void mirrors what it voids as that is by now.
      return line.rule === 'void.mirror' ? withDimensions(moved, carried(index + 1)) : moved;
    });
    await store.postings.saveEntries([{ postingId: posting.id, entry: { ...after, lines } }], now);
    const digest = createHash('sha256').update(item.target).digest();
    await store.reposts.noteWritten({ postingId: posting.id, body: item.target, digest, syncToken, now });
    await settle(ports, store, { item, posting, to: { state: 'written', reason: null, problem: null }, now });
  },

  async refused(ports, store, { update: item, posting, problem, outcome, now }) {
    const closed = isClosed(outcome);
    if (closed) await learnClosed(ports, store, { postingDates: [posting.postingDate], now });
    await leave(ports, store, { item, posting, reason: closed ? 'closed' : 'refused', problem, now });
  },

  async overtaken(ports, store, { update: item, posting, held, problem, ledger, now }) {
    const holds = bodyInForce(posting, (await store.drifts.theirsInForce([posting.id])).get(posting.id));
    const merged = await mergedBodies(store, ledger);
    const found = compareHeld(holds === null ? null : ledger.versionOf(merged(holds)), held);
    if (found === 'same' && held !== null) {
      // Somebody saved it there and changed nothing: it goes over that.
      await store.drifts.noteSyncToken(posting.id, held.syncToken);
      await store.reposts.save({ ...item, state: 'asked', over: held.syncToken, nextStepAt: null });
      return;
    }
    const drift = (await store.drifts.unsettled([posting.id])).get(posting.id) ?? null;
    await openDrift(ports, store, { posting, held, drift, now });
    await leave(ports, store, { item, posting, reason: held === null ? 'deleted' : 'edited', problem, now });
  },
};

/** As it stands now: a person may have confirmed it some time ago. */
async function whyItStays(store: CompanyStore, posting: PostingRow, item: OpenRepostItem): Promise<StayReason | null> {
  const standing = repostableNow(posting, {
    realmId: item.realmId,
    connection: await store.connection.read(),
    unsettled: await store.drifts.unsettled([posting.id]),
    theirs: await store.drifts.theirsInForce([posting.id]),
  });
  switch (standing.is) {
    case 'free':
      return null;
    case 'bound':
      return standing.reason;
    // Not there any more: a deletion of it was found and put right since.
    case 'not-posted':
    case 'nothing':
      return 'deleted';
  }
}

function isClosed(outcome: PostOutcome | null): boolean {
  if (outcome?.outcome !== 'refused') return false;
  const rule = faultRule(outcome);
  return rule.handling === 'cause' && rule.cause === 'closed-period';
}

interface Leaving {
  readonly item: OpenRepostItem;
  readonly posting: PostingRow;
  readonly reason: StayReason;
  readonly problem: string | null;
  readonly now: Date;
}

function leave(ports: PipelinePorts, store: CompanyStore, of: Leaving): Promise<void> {
  const { item, posting, reason, problem, now } = of;
  return settle(ports, store, { item, posting, to: { state: 'left', reason, problem }, now });
}

async function settle(
  ports: PipelinePorts,
  store: CompanyStore,
  of: {
    item: OpenRepostItem;
    posting: PostingRow;
    to: Pick<RepostItem, 'reason' | 'problem'> & { readonly state: 'written' | 'left' };
    now: Date;
  },
): Promise<void> {
  const { item, posting, to, now } = of;
  assertRepostTransition(item.state, to.state);
  await store.reposts.save({ ...item, ...to, nextStepAt: null, endedAt: now });
  const what: PostingRecordKind = to.state === 'written' ? 'reposted' : 'repost-left';
  const detail = { repost: item.repostId, lines: item.changes.length, reason: to.reason, problem: to.problem };
  await store.postings.appendRecords([
    {
      ...{ id: ports.newId(now), postingId: posting.id, at: now, what },
      ...{ requestId: null, httpStatus: null, intuitTid: null, detail },
    },
  ]);
  await endIfDone(ports, store, { repostId: item.repostId, now });
}

/** Once nothing of it is to go any more: what it came to is in the audit log. */
export async function endIfDone(
  ports: PipelinePorts,
  store: CompanyStore,
  { repostId, now }: { repostId: string; now: Date },
): Promise<void> {
  const row = await store.reposts.byId(repostId);
  if (row === null || row.endedAt !== null) return;
  // Of one company at QuickBooks no two run at once.
  if ((await store.reposts.underWay({ realmId: row.realmId, limit: 1 })).length > 0) return;
  await store.reposts.end(repostId, now);
  const { written, left } = await store.reposts.counts(repostId);
  const detail = { repost: repostId, from: row.from, to: row.to };
  await audit(ports, store, { who: row.who, action: 'repost-ended', detail, inBooks: { reposted: written, left } });
}
