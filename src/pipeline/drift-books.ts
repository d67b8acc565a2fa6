// What a person sees and decides about drifts: theirs counts as ours from now on, or ours is put back.
import { assertDriftTransition } from '../posting/drift.ts';
import { assertTransition } from '../posting/posting.ts';
import type { PostingRecordKind } from '../posting/record-kind.ts';
import { audit } from './audit.ts';
import type { DriftBooks, DriftDecision, DriftRefusal, DriftRow } from './drift-port.ts';
import { listDrift, viewDrift } from './drift-view.ts';
import { bodyInForce } from './find-drift.ts';
import { inFormerBooks } from './former-books.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

export function drifting(ports: PipelinePorts, companyId: string): DriftBooks {
  return {
    drift: (filter) => ports.storage.transaction(companyId, (store) => listDrift(ports, store, { filter, companyId })),
    driftById: (id) =>
      ports.storage.transaction(companyId, async (store) => {
        const row = await store.drifts.byId(id);
        return row === null ? null : viewDrift(ports, store, { row, companyId });
      }),
    async decideDrift(decision, who) {
      const decided = await ports.storage.transaction(companyId, (store) => decide(ports, store, { decision, who }));
      if (decided.ok) await wakeLane(ports, companyId);
      return decided;
    },
  };
}

const notFound: DriftRefusal = { ok: false, code: 'drift-not-found', message: 'There is no such drift.' };
const decided: DriftRefusal = {
  ok: false,
  code: 'drift-decided',
  message: 'This has been decided already, or has settled itself.',
};
const changed: DriftRefusal = {
  ok: false,
  code: 'drift-changed',
  message: 'It was changed in QuickBooks once more: look at what is there now before you decide.',
};
const nothingToPutBack: DriftRefusal = {
  ok: false,
  code: 'nothing-to-put-back',
  message:
    'Its deletion was accepted earlier, so nothing counts as ours: accept what is there, or delete it in QuickBooks.',
};

async function decide(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { decision: DriftDecision; who: string },
): Promise<{ ok: true } | DriftRefusal> {
  const { decision, who } = request;
  await store.lane.lock();
  const drift = await store.drifts.byId(decision.id);
  if (drift === null) return notFound;
  if (drift.state !== 'open') return decided;
  if (drift.realmId !== (await store.connection.read())?.realmId) return inFormerBooks;
  // Decided on what the person saw, and on nothing else.
  if (drift.syncToken !== decision.syncToken) return changed;
  const [posting] = await store.postings.byIds([drift.postingId]);
  if (posting === undefined) throw new Error(`Drift ${drift.id} is of no posting.`);
  const deciding = { drift, posting, who, now: ports.clock.now() };
  if (decision.choice === 'accept-theirs') await acceptTheirs(ports, store, deciding);
  else if (drift.theirs === null) await postAnew(ports, store, deciding);
  else if (await isAcceptedAsGone(store, posting)) return nothingToPutBack;
  else await askToPutBack(ports, store, deciding);
  const detail = { documentNumber: posting.documentNumber, quickbooksId: drift.quickbooksId, choice: decision.choice };
  const inBooks = decision.choice === 'accept-theirs' ? { theirs: 1 } : { toPutBack: 1 };
  await audit(ports, store, { who, action: 'drift-decided', detail, inBooks });
  return { ok: true };
}

const isAcceptedAsGone = async (store: CompanyStore, posting: PostingRow): Promise<boolean> =>
  bodyInForce(posting, (await store.drifts.theirsInForce([posting.id])).get(posting.id)) === null;

interface Deciding {
  readonly drift: DriftRow;
  readonly posting: PostingRow;
  readonly who: string;
  readonly now: Date;
}

async function acceptTheirs(ports: PipelinePorts, store: CompanyStore, deciding: Deciding): Promise<void> {
  const { drift, posting, who, now } = deciding;
  assertDriftTransition(drift.state, 'settled');
  if (drift.syncToken !== null) await store.drifts.noteSyncToken(posting.id, drift.syncToken);
  await store.drifts.save({ ...drift, state: 'settled', settledAs: 'theirs', settledAt: now, who });
  await record(ports, store, { ...deciding, what: 'theirs-accepted' });
}

async function askToPutBack(ports: PipelinePorts, store: CompanyStore, deciding: Deciding): Promise<void> {
  const { drift, who } = deciding;
  assertDriftTransition(drift.state, 'put-back-asked');
  await store.drifts.save({ ...drift, state: 'put-back-asked', who, problem: null });
  await record(ports, store, { ...deciding, what: 'put-back-asked' });
}

/** Gone there: its posting goes the way of every other, from the look-up on. */
async function postAnew(ports: PipelinePorts, store: CompanyStore, deciding: Deciding): Promise<void> {
  const { drift, posting, who, now } = deciding;
  assertTransition(posting.state, 'unknown');
  assertDriftTransition(drift.state, 'settled');
  await store.drifts.postAnew(posting.id);
  await store.drifts.save({ ...drift, state: 'settled', settledAs: 'ours', settledAt: now, who });
  await record(ports, store, { ...deciding, what: 'put-back-asked' });
  await store.events.refreshStatus([posting.key]);
}

async function record(
  ports: PipelinePorts,
  store: CompanyStore,
  of: Deciding & { readonly what: PostingRecordKind },
): Promise<void> {
  const { posting, drift, who, what, now } = of;
  await store.postings.appendRecords([
    {
      ...{ id: ports.newId(now), postingId: posting.id, at: now, what },
      ...{ requestId: null, httpStatus: null, intuitTid: null },
      detail: { who, quickbooksId: drift.quickbooksId, gone: drift.theirs === null },
    },
  ]);
}
