// Builds pending postings: journalizes their events, resolves accounts, and has each either ready or hanging on its causes.
import type { JournalEntry } from '../journal/journal-entry.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import type { PostingState } from '../posting/posting.ts';
import { assertTransition } from '../posting/posting.ts';
import { type Drafted, draftsOf, loadDrafting } from './draft-entries.ts';
import type { HeldLane } from './lane.ts';
import type { PipelinePorts } from './ports.ts';
import { release } from './release.ts';
import { type EntryBuilding, loadBuilding, resolveDraft } from './resolve-entries.ts';
import { originalUnknown } from './reversals.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore, PostingRecordKind, PostingRow, StoredEvent } from './storage-port.ts';

const postingsPerBuild = 250;

/** How one posting stands after building. */
interface Built {
  readonly posting: PostingRow;
  readonly state: PostingState;
  readonly entry: JournalEntry | null;
  readonly causes: readonly Cause[];
  readonly why: string | null;
}

export async function buildPending(lane: HeldLane): Promise<StepResult> {
  const count = await lane.write((store, now) => buildChunk(lane, store, now));
  if (count === 0) return { did: 'nothing' };
  await lane.ports.reached?.('build-saved');
  return { did: 'something' };
}

async function buildChunk(lane: HeldLane, store: CompanyStore, now: Date): Promise<number> {
  const { ports } = lane;
  const pending = await store.postings.pending(postingsPerBuild);
  if (pending.length === 0) return 0;
  const keys = [...new Set(pending.map((posting) => posting.key))];
  const events = await store.events.byPostingKeys(keys);
  const drafting = await loadDrafting(store, events);
  const building = await loadBuilding(ports.ledgerOf(lane.companyId), store);
  const drafted = new Map(events.map((event) => [event.postingKey ?? event.key, draftsOf(event, drafting)]));
  await addMissingParts(ports, store, { pending, drafted, events, now });
  const parts = await store.postings.byKeys(keys);
  const built = parts
    .filter((posting) => posting.state === 'pending')
    .map((posting) => buildOne(posting, { drafted: drafted.get(posting.key), building }));
  await saveBuilt(ports, store, built, now);
  await takeOutWithVoids(ports, store, { drafted: [...drafted.values()], now });
  return pending.length;
}

/** The cost lines of a foreign sale are an entry of their own: a second part, posted by itself. */
async function addMissingParts(
  ports: PipelinePorts,
  store: CompanyStore,
  request: {
    pending: readonly PostingRow[];
    drafted: ReadonlyMap<string, Drafted>;
    events: readonly StoredEvent[];
    now: Date;
  },
): Promise<void> {
  const { pending, drafted, now } = request;
  for (const posting of pending) {
    const draft = drafted.get(posting.key);
    if (posting.part !== 1 || draft?.outcome !== 'entries') continue;
    for (let part = 2; part <= draft.entries.length; part += 1) {
      const id = ports.newId(now);
      await store.postings.addPart({ id, key: posting.key, part, businessDate: posting.businessDate }, now);
    }
  }
}

function buildOne(posting: PostingRow, of: { drafted: Drafted | undefined; building: EntryBuilding }): Built {
  const { drafted, building } = of;
  if (drafted === undefined) throw new Error(`Posting ${posting.key} has no event.`);
  switch (drafted.outcome) {
    case 'held':
      return { posting, state: 'waiting', entry: null, causes: [drafted.cause], why: null };
    case 'taken-out':
      return { posting, state: 'handled-outside', entry: null, causes: [], why: drafted.why };
    case 'entries': {
      const entry = drafted.entries[posting.part - 1];
      const nothing: Built = { posting, state: 'nothing-to-post', entry: null, causes: [], why: null };
      if (entry === undefined) return nothing;
      const resolved = resolveDraft(entry, { posting, building, entries: drafted.entries });
      if (!resolved.ok) return { posting, state: 'waiting', entry: null, causes: resolved.causes, why: null };
      if (resolved.entry === null) return nothing;
      return { posting, state: 'ready', entry: resolved.entry, causes: [], why: null };
    }
  }
}

const recordKinds: Partial<Record<PostingState, PostingRecordKind>> = {
  ready: 'built',
  waiting: 'held',
  'nothing-to-post': 'nothing-to-post',
  'handled-outside': 'handled-outside',
};

async function saveBuilt(ports: PipelinePorts, store: CompanyStore, built: readonly Built[], now: Date): Promise<void> {
  for (const { posting, state } of built) assertTransition(posting.state, state);
  const ids = (state: PostingState): string[] =>
    built.filter((one) => one.state === state).map((one) => one.posting.id);
  await store.causes.unhold(built.map((one) => one.posting.id));
  await store.postings.removeEntries([...ids('waiting'), ...ids('nothing-to-post'), ...ids('handled-outside')]);
  await store.postings.saveEntries(
    built.flatMap(({ posting, entry }) => (entry === null ? [] : [{ postingId: posting.id, entry }])),
    now,
  );
  for (const state of ['ready', 'waiting', 'nothing-to-post', 'handled-outside'] as const) {
    await store.postings.setState(ids(state), state);
  }
  const held = built.flatMap(({ posting, causes }) =>
    causes.map((cause) => ({ postingId: posting.id, cause, key: causeKey(cause) })),
  );
  const causeIds = await store.causes.raise(
    held.map(({ key, cause }) => ({ id: ports.newId(now), key, cause })),
    now,
  );
  await store.causes.hold(
    held.flatMap(({ key, postingId }) => {
      const causeId = causeIds.get(key);
      return causeId === undefined ? [] : [{ causeId, postingId }];
    }),
  );
  await store.postings.appendRecords(
    built.flatMap(({ posting, state, causes, why }) => {
      const what = recordKinds[state];
      if (what === undefined) return [];
      const detail = { ...(causes.length > 0 && { causes: causes.map(causeKey) }), ...(why !== null && { why }) };
      return [
        {
          id: ports.newId(now),
          postingId: posting.id,
          at: now,
          what,
          requestId: null,
          httpStatus: null,
          intuitTid: null,
          detail,
        },
      ];
    }),
  );
  await store.events.refreshStatus(built.map((one) => one.posting.key));
}

/** A void of something that never footed takes its original out with it, and both say so. */
async function takeOutWithVoids(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { drafted: readonly Drafted[]; now: Date },
): Promise<void> {
  for (const drafted of request.drafted) {
    if (drafted.outcome !== 'taken-out') continue;
    for (const event of drafted.events) {
      if (event.status === 'synced') continue;
      await takeOut(ports, store, { event, why: drafted.why, now: request.now });
    }
  }
}

/** Out of what is posted: its postings and itself, with the reason. What may lie at QuickBooks is not touched. */
export async function takeOut(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { event: StoredEvent; why: string; now: Date },
): Promise<boolean> {
  const { event, why, now } = request;
  const postings = event.postingKey === null ? [] : await store.postings.byKeys([event.postingKey]);
  const removable: readonly PostingState[] = [
    'pending',
    'waiting',
    'ready',
    'refused',
    'number-taken',
    'nothing-to-post',
    'handled-outside',
  ];
  if (postings.some((posting) => !removable.includes(posting.state))) return false;
  const ids = postings.filter((posting) => posting.state !== 'handled-outside').map((posting) => posting.id);
  await store.causes.unhold(ids);
  await store.postings.setState(ids, 'handled-outside');
  await store.postings.appendRecords(
    ids.map((postingId) => ({
      id: ports.newId(now),
      postingId,
      at: now,
      what: 'handled-outside' as const,
      requestId: null,
      httpStatus: null,
      intuitTid: null,
      detail: { why },
    })),
  );
  await store.events.setHandledOutside(event.id, why);
  await store.causes.resolveEmpty(holdingCauseKinds, now);
  return true;
}

/** Kinds of cause that hold postings: gone once nothing hangs on them. */
export const holdingCauseKinds = [
  'missing-account',
  'inactive-account',
  'closed-period',
  'out-of-balance',
  'reversal',
  'number-taken',
  'refused',
] as const;

/** Voids that waited for an original which has been recorded since are built again. */
export function releaseArrivedOriginals(ports: PipelinePorts) {
  return async (store: CompanyStore, now: Date): Promise<void> => {
    const waiting = (await store.causes.open()).flatMap(({ cause }) =>
      cause.kind === 'reversal' && cause.problem === originalUnknown ? [cause.eventKey] : [],
    );
    if (waiting.length === 0) return;
    const voids = [...(await store.events.byKeys(waiting)).values()];
    const originals = await store.events.byKeys(voids.flatMap((event) => event.reverses ?? []));
    const arrived = voids.filter((event) => event.reverses !== null && originals.has(event.reverses));
    const postings = await store.postings.byKeys(arrived.flatMap((event) => event.postingKey ?? []));
    const held = postings.filter((posting) => posting.state === 'waiting');
    await release(store, { postings: held, now, newId: ports.newId, why: 'The event that it voids was recorded.' });
    await store.causes.resolveEmpty(['reversal'], now);
  };
}
