// Builds pending postings: journalizes their events, resolves accounts, and has each either ready or hanging on its causes.
import { isDisputed, type PostingState } from '../posting/posting.ts';
import { isSummaryKey } from '../posting/posting-key.ts';
import { buildSummary, type SummaryBuilt } from './build-summaries.ts';
import { type Drafted, type Drafting, draftsOf, loadDrafting } from './draft-entries.ts';
import type { HeldLane, LaneOf } from './lane.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { release } from './release.ts';
import { type EntryBuilding, loadBuilding, resolveDraft } from './resolve-entries.ts';
import { originalDisputed, originalNotPosted, originalUndecided, originalUnknown, reversalCause } from './reversals.ts';
import { type BuiltPosting, saveBuilt } from './save-built.ts';
import type { EventStatus } from './standing.ts';
import type { StepResult } from './step-result.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';
import { takeOut } from './take-out.ts';
import { heldOnTheirDate } from './take-up.ts';

const postingsPerBuild = 250;
const summaryEventsPerBuild = 5_000;
const heldUpMs = 15_000;

export async function buildPending(lane: HeldLane): Promise<StepResult> {
  const count = await lane.write((store, now) => buildChunk(lane, store, now));
  if (count === 0) return { did: 'nothing' };
  await lane.ports.reached?.('build-saved');
  return { did: 'something' };
}

/** How many pending postings were looked at; the rest of them in the next step. */
export async function buildChunk(lane: LaneOf, store: CompanyStore, now: Date): Promise<number> {
  const due = await store.postings.pending(postingsPerBuild, now);
  if (due.length === 0) return 0;
  const pending = await withoutHeldUp(store, due, now);
  const { ports, companyId } = lane;
  const building = await loadBuilding(ports.ledgerOf(companyId), store, now);
  await buildOwn(lane.ports, store, { pending: pending.filter(({ key }) => !isSummaryKey(key)), building, now });
  await buildSummaries(lane.ports, store, { pending: pending.filter(({ key }) => isSummaryKey(key)), building, now });
  return due.length;
}

/** A void of what is being posted again is built once that is: it takes over the accounts that it has by then. */
async function withoutHeldUp(
  store: CompanyStore,
  due: readonly PostingRow[],
  now: Date,
): Promise<readonly PostingRow[]> {
  const heldUp = await store.reposts.voidsHeldUp(due.map(({ key }) => key));
  const notBefore = new Date(now.getTime() + heldUpMs);
  await store.summaries.postpone([...heldUp].map((key) => ({ key, notBefore })));
  return due.filter(({ key }) => !heldUp.has(key));
}

/** Events with an entry of their own. */
async function buildOwn(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { pending: readonly PostingRow[]; building: EntryBuilding; now: Date },
): Promise<void> {
  const { pending, building, now } = of;
  if (pending.length === 0) return;
  const keys = [...new Set(pending.map((posting) => posting.key))];
  const events = await store.events.byPostingKeys(keys);
  const drafting = await loadDrafting(store, events, building);
  const drafted = new Map(events.map((event) => [event.postingKey ?? event.key, draftsOf(event, drafting)]));
  const parts = [...pending, ...(await addMissingParts(ports, store, { pending, drafted, now }))];
  const held = await heldOnTheirDate(store, { connection: building.connection, postings: parts });
  const over = { ...building, heldOnTheirDate: held };
  const built = parts.map((posting) => buildOne(posting, { drafted: drafted.get(posting.key), building: over }));
  await saveBuilt(ports, store, behindOriginals(built, { events, drafting }), now);
  const takenOut = [...drafted.values()].flatMap((one) =>
    one.outcome === 'taken-out' ? one.events.map((event) => ({ event, why: one.why })) : [],
  );
  await takeOutWithVoids(ports, store, { takenOut, now });
}

/** One after the other; the rest of many large days is built in the next step. */
async function buildSummaries(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { pending: readonly PostingRow[]; building: EntryBuilding; now: Date },
): Promise<void> {
  let eventCount = 0;
  for (const key of new Set(of.pending.map((posting) => posting.key))) {
    if (eventCount >= summaryEventsPerBuild) return;
    const [summary] = await store.summaries.lock([key]);
    if (summary === undefined) throw new Error(`Posting ${key} has no summary.`);
    const { building, now } = of;
    const summed = await buildSummary(ports, store, { summary, building, now });
    await saveBuilt(ports, store, summed.built, now);
    await takeOutWithVoids(ports, store, {
      takenOut: summed.takenOut,
      now,
      builtWithout: { key, heldBy: summed.heldBy },
    });
    eventCount += summed.eventCount;
  }
}

/** The cost lines of a foreign sale are an entry of their own: a second part, posted by itself. Answers those that were not there. */
async function addMissingParts(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { pending: readonly PostingRow[]; drafted: ReadonlyMap<string, Drafted>; now: Date },
): Promise<readonly PostingRow[]> {
  const { pending, drafted, now } = request;
  const known = new Set(pending.map(({ id }) => id));
  const inParts: string[] = [];
  for (const posting of pending) {
    const draft = drafted.get(posting.key);
    if (posting.part !== 1 || draft?.outcome !== 'entries' || draft.entries.length < 2) continue;
    inParts.push(posting.key);
    for (let part = 2; part <= draft.entries.length; part += 1) {
      const id = ports.newId(now);
      await store.postings.addPart({ id, key: posting.key, part, businessDate: posting.businessDate }, now);
    }
  }
  const parts = await store.postings.byKeys(inParts);
  return parts.filter(({ id, state }) => state === 'pending' && !known.has(id));
}

function buildOne(posting: PostingRow, of: { drafted: Drafted | undefined; building: EntryBuilding }): BuiltPosting {
  const { drafted, building } = of;
  if (drafted === undefined) throw new Error(`Posting ${posting.key} has no event.`);
  switch (drafted.outcome) {
    case 'held':
      return { posting, state: 'waiting', entry: null, causes: [drafted.cause], why: null };
    case 'taken-out':
      return { posting, state: 'handled-outside', entry: null, causes: [], why: drafted.why };
    case 'entries': {
      const entry = drafted.entries[posting.part - 1];
      const nothing: BuiltPosting = { posting, state: 'nothing-to-post', entry: null, causes: [], why: null };
      if (entry === undefined) return nothing;
      const resolved = resolveDraft(entry, { posting, building, entries: drafted.entries });
      if (!resolved.ok) return { posting, state: 'waiting', entry: null, causes: resolved.causes, why: null };
      if (resolved.entry === null) return nothing;
      const { entry: built, postingDate } = resolved;
      return { posting, state: 'ready', entry: built, causes: [], why: null, postingDate };
    }
  }
}

type TakenOut = SummaryBuilt['takenOut'][number];

/** A void does not go while its original cannot: QuickBooks would have a minus and no plus. A day waits for no void in it: all else of it would wait, too. */
function behindOriginals(
  built: readonly BuiltPosting[],
  { events, drafting }: { readonly events: readonly StoredEvent[]; readonly drafting: Drafting },
): readonly BuiltPosting[] {
  const keysOf = (state: PostingState) => new Set(built.flatMap((one) => (one.state === state ? one.posting.key : [])));
  const [waiting, ready] = [keysOf('waiting'), keysOf('ready')];
  const byPostingKey = new Map(events.map((event) => [event.postingKey, event]));
  const isBehind = ({ reverses }: StoredEvent): boolean => {
    const original = drafting.originals.get(reverses ?? '');
    if (original === undefined) return false;
    const key = original.postingKey ?? '';
    return stuckStatuses.includes(original.status) || waiting.has(key) || (ready.has(key) && isBehind(original));
  };
  return built.map((one): BuiltPosting => {
    const event = byPostingKey.get(one.posting.key);
    if (one.state !== 'ready' || event === undefined || !isBehind(event)) return one;
    return { ...one, state: 'waiting', entry: null, causes: [reversalCause(event, originalNotPosted)] };
  });
}

/** Of an event that a person has to do something about before it can go. */
const stuckStatuses: readonly EventStatus[] = ['action-required', 'failed'];

/** A void of something that never footed takes its original out with it, and both say so. */
async function takeOutWithVoids(
  ports: PipelinePorts,
  store: CompanyStore,
  request: {
    takenOut: readonly TakenOut[];
    now: Date;
    builtWithout?: { key: string; heldBy: ReadonlySet<string> };
  },
): Promise<void> {
  const { builtWithout } = request;
  for (const { event, why } of await inScopeByNow(store, request.takenOut)) {
    if (event.status === 'synced') continue;
    // The summary that has just been built was built without it, unless the event itself held it: then it is built anew.
    if (event.postingKey !== null && event.postingKey === builtWithout?.key && !builtWithout.heldBy.has(event.key)) {
      await store.events.setHandledOutside(event.id, why);
    } else await takeOut(ports, store, { event, why, now: request.now });
  }
}

/** Nothing comes into scope meanwhile, and what has done so since it was read goes out with the posting that it got. */
async function inScopeByNow(store: CompanyStore, takenOut: readonly TakenOut[]): Promise<readonly TakenOut[]> {
  if (takenOut.every(({ event }) => event.postingKey !== null)) return takenOut;
  await store.company.readForChange();
  const events = await store.events.byKeys(takenOut.map(({ event }) => event.key));
  return takenOut.map(({ event, why }) => ({ event: events.get(event.key) ?? event, why }));
}

/** Voids that waited for an original which has been recorded, or is settled, since are built again, and what voids them with them. Answers how many. */
export async function releaseVoids(ports: PipelinePorts, store: CompanyStore, now: Date): Promise<number> {
  const problems = new Map(
    (await store.causes.openOf(['reversal'])).flatMap(({ cause }) =>
      cause.kind === 'reversal' ? [[cause.eventKey, cause.problem] as const] : [],
    ),
  );
  if (![...problems.values()].some((problem) => liftedProblems.includes(problem))) return 0;
  const voids = [...(await store.events.byKeys([...problems.keys()])).values()];
  const originals = await store.events.byKeys(voids.flatMap((event) => event.reverses ?? []));
  const sent = await store.postings.byKeys([...originals.values()].flatMap(({ postingKey }) => postingKey ?? []));
  const undecided = await store.drifts.unsettled(sent.map(({ id }) => id));
  const unsettled = new Set(sent.filter((one) => isDisputed(one) || undecided.has(one.id)).map(({ key }) => key));
  const isLifted = ({ key, reverses }: StoredEvent): boolean => {
    const [problem = '', original] = [problems.get(key), originals.get(reverses ?? '')];
    if (original === undefined || !liftedProblems.includes(problem)) return false;
    if (problem === originalNotPosted) return settledStatuses.includes(original.status);
    return problem === originalUnknown || !unsettled.has(original.postingKey ?? '');
  };
  const free = voids.filter(isLifted);
  // What was held since one of these was held goes with it, and so on.
  for (const { key } of free) free.push(...voids.filter((one) => one.reverses === key && !free.includes(one)));
  const postings = await store.postings.byKeys(free.flatMap((event) => event.postingKey ?? []));
  const held = postings.filter((posting) => posting.state === 'waiting');
  await release(store, {
    postings: held,
    now,
    newId: ports.newId,
    why: 'The event that it voids is known and settled.',
  });
  await store.causes.resolveEmpty(['reversal'], now);
  return held.length;
}

const liftedProblems: readonly string[] = [originalUnknown, originalDisputed, originalUndecided, originalNotPosted];
/** What is merely on its way may be refused once more. */
const settledStatuses: readonly EventStatus[] = ['synced', 'handled-outside'];
