// Compares what QuickBooks holds of our entries with what is in force as ours; what differs is a drift, for a person to decide.
import { assertDriftTransition, compareHeld, type Found } from '../posting/drift.ts';
import type { DriftRow } from './drift-port.ts';
import type { HeldVersion, Ledger } from './ledger-port.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

/** An entry that was read; null: it is not there any more. */
export interface SeenEntry {
  readonly quickbooksId: string;
  readonly held: HeldVersion | null;
}

interface Seeing {
  readonly ledger: Ledger;
  readonly realmId: string;
  readonly seen: readonly SeenEntry[];
  readonly now: Date;
}

/** Of anybody's entries; only those that are ours and not as we know them are looked at. */
export async function findDrift(ports: PipelinePorts, store: CompanyStore, seeing: Seeing): Promise<void> {
  const seen = new Map(seeing.seen.map((entry) => [entry.quickbooksId, entry.held]));
  const ours = await store.drifts.ofQuickbooksIds(seeing.realmId, [...seen.keys()]);
  // The token that our last write gave it: nobody has touched it since.
  const touched = ours.filter(({ quickbooksId, syncToken }) => seen.get(quickbooksId ?? '')?.syncToken !== syncToken);
  const ids = touched.map(({ id }) => id);
  const unsettled = await store.drifts.unsettled(ids);
  const inForce = await store.drifts.theirsInForce(ids);
  const merged = await mergedBodies(store, seeing.ledger);
  // An update of ours that was sent says itself what became of it: what is there is seen again then.
  const sent = await store.reposts.sentOf(ids);
  for (const posting of await store.postings.byIds(ids.filter((id) => !sent.has(id)))) {
    const held = seen.get(posting.quickbooksId ?? '') ?? null;
    const drift = unsettled.get(posting.id) ?? null;
    const holds = bodyInForce(posting, inForce.get(posting.id));
    const found = compare(seeing.ledger, { holds: holds === null ? null : merged(holds), held });
    await saveFound(ports, store, { found, posting, held, drift, now: seeing.now });
  }
}

/** What counts as ours: what we sent, or theirs where it was accepted; null: its deletion was. */
export function bodyInForce(posting: PostingRow, theirs: DriftRow | undefined): string | null {
  if (theirs !== undefined) return theirs.theirs;
  if (posting.body === null) throw new Error(`Posting ${posting.id} was accepted and has no body.`);
  return posting.body;
}

function compare(ledger: Ledger, of: { holds: string | null; held: HeldVersion | null }): Found {
  const { holds, held } = of;
  if (holds !== null && held?.body === holds) return 'same';
  const version = holds === null ? null : ledger.versionOf(holds);
  return holds !== null && version === null ? 'drift' : compareHeld(version, held);
}

interface FoundEntry {
  readonly found: Found;
  readonly posting: PostingRow;
  readonly held: HeldVersion | null;
  readonly drift: DriftRow | null;
  readonly now: Date;
}

async function saveFound(ports: PipelinePorts, store: CompanyStore, of: FoundEntry): Promise<void> {
  const { found, posting, held, drift, now } = of;
  // What was sent says itself what became of it: it is read again where that is not known.
  if (drift?.state === 'put-back-sent') return;
  switch (found) {
    case 'nothing':
      return;
    case 'same':
      if (held !== null) await store.drifts.noteSyncToken(posting.id, held.syncToken);
      if (drift !== null) await settleByItself(store, drift, now);
      return;
    case 'drift':
      if (drift !== null && drift.syncToken === (held?.syncToken ?? null)) return;
      await openDrift(ports, store, of);
  }
}

async function settleByItself(store: CompanyStore, drift: DriftRow, now: Date): Promise<void> {
  assertDriftTransition(drift.state, 'settled');
  await store.drifts.save({ ...drift, state: 'settled', settledAs: 'by-itself', settledAt: now });
}

/** A new one, or the one there is with what they left now: a decision on what they left before is void. */
export async function openDrift(
  ports: PipelinePorts,
  store: CompanyStore,
  of: Omit<FoundEntry, 'found'> & { readonly problem?: string | null },
): Promise<void> {
  const { posting, held, drift, now } = of;
  if (posting.quickbooksId === null || posting.realmId === null) throw new Error(`Posting ${posting.id} is nowhere.`);
  if (drift !== null) assertDriftTransition(drift.state, 'open');
  const found = {
    theirs: held?.body ?? null,
    syncToken: held?.syncToken ?? null,
    foundAt: now,
    changedAt: held?.changedAt ?? null,
    problem: of.problem ?? null,
  };
  const intent = { requestId: null, body: null, sentAt: null, nextStepAt: null, unanswered: 0 };
  const first = {
    id: ports.newId(now),
    postingId: posting.id,
    realmId: posting.realmId,
    quickbooksId: posting.quickbooksId,
    attempt: 0,
  };
  const row = drift ?? first;
  await store.drifts.save({
    ...{ ...row, ...found, ...intent },
    ...{ state: 'open', settledAs: null, settledAt: null, who: null },
    // Another body than before may not go under a request id that QuickBooks has seen.
    attempt: row.attempt + 1,
  });
  // A void of it may be built, and waits for the decision.
  await store.postings.rebuildUnsent();
  await store.postings.appendRecords([
    {
      ...{ id: ports.newId(now), postingId: posting.id, at: now, what: 'drifted' },
      ...{ requestId: null, httpStatus: null, intuitTid: null },
      detail: { quickbooksId: posting.quickbooksId, gone: held === null, syncToken: held?.syncToken ?? null },
    },
  ]);
}
