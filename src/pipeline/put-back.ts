// Puts ours back over what somebody left in QuickBooks: an update of the version that a person saw, and what it means for the drift.
import { assertDriftTransition } from '../posting/drift.ts';
import type { EntryUpdate } from '../posting/entry-update.ts';
import type { DriftRow } from './drift-port.ts';
import { bodyInForce, openDrift } from './find-drift.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { CompanyStore } from './storage-port.ts';
import { seeChangesFrom } from './sweep-quickbooks.ts';
import type { UpdateKind } from './update-entries.ts';

export interface PuttingBack extends EntryUpdate {
  readonly drift: DriftRow;
}

export const putBack: UpdateKind<PuttingBack> = {
  underWay: async (store, limit) => (await store.drifts.puttingBack(limit)).map(updateOf),

  async save(store, update) {
    const row = rowOf(update);
    assertDriftTransition(update.drift.state, row.state);
    await store.drifts.save(row);
  },

  async prepare(_ports, store, { update, posting, ledger }) {
    const target = bodyInForce(posting, (await store.drifts.theirsInForce([posting.id])).get(posting.id));
    if (target === null) throw new Error(`Drift ${update.id} is of an entry whose deletion was accepted.`);
    return { update, target: (await mergedBodies(store, ledger))(target) };
  },

  async written(_ports, store, { update, posting, syncToken, heldAt, now }) {
    await seeChangesFrom(store, { realmId: update.realmId, entries: 1, heldAt, now });
    await store.drifts.noteSyncToken(posting.id, syncToken);
    await end(store, update, { state: 'settled', settledAs: 'ours', settledAt: now });
  },

  refused: (_ports, store, { update, problem }) => end(store, update, { state: 'open', problem }),

  overtaken: (ports, store, { update, posting, held, problem, now }) =>
    openDrift(ports, store, { posting, held, drift: rowOf(update), now, problem }),
};

function updateOf(drift: DriftRow): PuttingBack {
  const { id, postingId, realmId, quickbooksId, syncToken, attempt, unanswered } = drift;
  const { requestId, body, sentAt, nextStepAt } = drift;
  if (syncToken === null) throw new Error(`Drift ${id} is of an entry that is gone: it is posted anew.`);
  return {
    ...{ id, postingId, realmId, quickbooksId, over: syncToken, attempt, unanswered },
    ...{ requestId, body, sentAt, nextStepAt },
    ...{ state: drift.state === 'put-back-sent' ? 'sent' : 'asked', drift },
  };
}

/** As it is to be stored; what was sent before had its problem then. */
function rowOf({ drift, state, nextStepAt, ...update }: PuttingBack): DriftRow {
  const { attempt, unanswered, requestId, body, sentAt } = update;
  const asked = state === 'asked';
  return {
    ...{ ...drift, attempt, unanswered, requestId, body, sentAt, problem: null },
    ...{ state: asked ? 'put-back-asked' : 'put-back-sent', nextStepAt: asked ? null : nextStepAt },
  };
}

async function end(
  store: CompanyStore,
  update: PuttingBack,
  change: Partial<DriftRow> & Pick<DriftRow, 'state'>,
): Promise<void> {
  const row = rowOf(update);
  assertDriftTransition(row.state, change.state);
  // Asked for once more, it begins anew.
  await store.drifts.save({ ...row, nextStepAt: null, unanswered: 0, ...change });
}
