// What a person does by hand with events that do not move by themselves: retry them, take them out, end a conflict.
import { type CauseKind, inactiveDimensionOf, isMulticurrencyOff } from '../posting/causes.ts';
import type { PostingState } from '../posting/posting.ts';
import { isSummaryKey } from '../posting/posting-key.ts';
import { assignPostings } from './assign-postings.ts';
import { audit, nothing } from './audit.ts';
import type { CompanyBooks, EventFilter, OperationRefusal } from './company-books.ts';
import { loadVoids, originalOutside, voidedBeforePosting } from './draft-entries.ts';
import { filterContext } from './filter-context.ts';
import { inFormerBooks, liesInFormerBooks } from './former-books.ts';
import { resolveLaneCauses } from './lane-causes.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { release } from './release.ts';
import { problemsPutRightThere } from './reversals.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';
import { holdingCauseKinds, mayTakeOut, takeOut, voidPostingsOf } from './take-out.ts';

type Books = Pick<CompanyBooks, 'retryFailed' | 'retryEvent' | 'handleOutside' | 'keepFirst'>;

/** Causes that nothing here can see going: only trying again tells. */
const retriedCauseKinds: readonly CauseKind[] = ['refused', 'closed-period'];
/** So many postings are let go in one transaction. */
const releaseChunk = 1000;
const reasonLengthMax = 1000;

export function retrying(ports: PipelinePorts, companyId: string): Books {
  return {
    async retryFailed(filter, who) {
      let released = 0;
      for (;;) {
        const count = await ports.storage.transaction(companyId, (store) =>
          retryChunk(ports, store, { filter, who, first: released === 0 }),
        );
        released += count;
        if (count < releaseChunk) break;
      }
      await wakeLane(ports, companyId);
      return { released };
    },

    async retryEvent(id, who) {
      const result = await ports.storage.transaction(companyId, (store) => retryEvent(ports, store, { id, who }));
      if (result.ok) await wakeLane(ports, companyId);
      return result;
    },

    async handleOutside(id, reason, who) {
      const request = { id, reason, who };
      const result = await ports.storage.transaction(companyId, (store) => handleOutside(ports, store, request));
      // Voids that waited for it go out with it.
      if (result.ok) await wakeLane(ports, companyId);
      return result;
    },

    keepFirst: (id, who) => ports.storage.transaction(companyId, (store) => keepFirst(ports, store, { id, who })),
  };
}

async function retryChunk(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { filter: Partial<EventFilter>; who: string; first: boolean },
): Promise<number> {
  const now = ports.clock.now();
  await store.lane.lock();
  const { filter, who } = request;
  const context = await filterContext(store, filter);
  const chunk = { filter, ...context, causeKinds: retriedCauseKinds, limit: releaseChunk };
  const postings = await store.postings.retryable(chunk);
  await letGo(ports, store, postings, now);
  if (request.first) {
    // The person says that it may work again: the next entry finds out.
    await resolveLaneCauses(store, ['company-lapsed'], now);
    await store.lane.pause(null);
  }
  if (request.first || postings.length > 0) {
    const inBooks = { released: postings.length };
    await audit(ports, store, { who, action: 'failed-retried', detail: { filter }, inBooks });
  }
  return postings.length;
}

/** What is certainly not at QuickBooks is built anew; where the number is taken, QuickBooks is asked again first. */
async function letGo(
  ports: PipelinePorts,
  store: CompanyStore,
  postings: readonly PostingRow[],
  now: Date,
): Promise<void> {
  const taken = postings.filter((posting) => posting.foundThere);
  const rebuilt = postings.filter((posting) => !posting.foundThere);
  const causes = await store.causes.openForPostings(rebuilt.map((posting) => posting.id));
  // The person says that the books may be open: QuickBooks says whether they are.
  if (causes.some(({ cause }) => cause.kind === 'closed-period')) await askClosingDate(store, now);
  // Here QuickBooks is asked first: it may take a foreign entry without a word. The same read gives the closing date.
  if (causes.some(({ cause }) => isMulticurrencyOff(cause))) await store.rechecks.ask(['closing-date'], now);
  if (causes.some(({ cause }) => inactiveDimensionOf(cause) !== null)) await store.rechecks.ask(['accounts'], now);
  await release(store, { postings: rebuilt, now, newId: ports.newId, why: 'Retried by hand.' });
  await store.causes.unhold(taken.map((posting) => posting.id));
  await store.postings.setState(
    taken.map((posting) => posting.id),
    'unknown',
  );
  await store.events.refreshStatus(taken.map((posting) => posting.key));
  await store.causes.resolveEmpty(holdingCauseKinds, now);
}

/** Forgotten and asked about before anything is sent, even where asking was fruitless a moment ago. */
async function askClosingDate(store: CompanyStore, now: Date): Promise<void> {
  await store.connection.noteClosingDates({ closedUntil: null, refusedUntil: null });
  await store.rechecks.done({ what: 'closing-date', notBefore: null }, now);
  await store.rechecks.ask(['closing-date'], now);
}

const notFound: OperationRefusal = { ok: false, code: 'event-not-found', message: 'There is no such event.' };

async function retryEvent(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { id: string; who: string },
): Promise<{ ok: true; released: number } | OperationRefusal> {
  const now = ports.clock.now();
  await store.lane.lock();
  // Nothing comes into scope meanwhile: an event that got its posting there is brought back with it.
  const company = await store.company.readForChange();
  const event = await store.events.byId(request.id);
  if (event === null) return notFound;
  const undone = event.status === 'handled-outside';
  if (undone && (await isSuperseded(store, event))) return superseded;
  // Undoing that would have the company before asked for it.
  if (undone && (await liesInFormerBooks(store, event))) return inFormerBooks;
  const back = undone ? [event, ...(await voidsTakenOutWith(store, event.key))] : [];
  // Out of a summary, back into its day's: the one of then, or one for what came after that was sent.
  const summarized = back.filter(({ postingKey }) => postingKey !== null && isSummaryKey(postingKey));
  const assigned = event.postingKey === null && event.status === 'never-synced' ? [event] : summarized;
  await assignPostings(ports, store, { company, now, settleMs: 0, events: assigned });
  if (event.postingKey === null && undone) await store.events.putBackNeverSynced(event.id);
  const retried = summarized.includes(event) ? [] : await retriedPostings(store, [event], retriedStates);
  const voids = back.filter((one) => one !== event && !summarized.includes(one));
  await letGo(ports, store, [...retried, ...(await retriedPostings(store, voids, ['handled-outside']))], now);
  const released = retried.length > 0 || event.status === 'never-synced' ? 1 : 0;
  const inBooks = undone ? { broughtBack: back.length } : { released };
  await audit(ports, store, { who: request.who, action: 'event-retried', detail: { key: event.key }, inBooks });
  return { ok: true, released };
}

const superseded: OperationRefusal = {
  ok: false,
  code: 'is-superseded',
  message: 'A newer version of it has taken its place.',
};

async function isSuperseded(store: CompanyStore, { key, versionOf, version }: StoredEvent): Promise<boolean> {
  return (await store.events.versionsOf(versionOf ?? key)).some((later) => later.version > version);
}

const retriedStates: readonly PostingState[] = ['waiting', 'refused', 'number-taken', 'handled-outside'];

async function retriedPostings(
  store: CompanyStore,
  events: readonly StoredEvent[],
  states: readonly PostingState[],
): Promise<readonly PostingRow[]> {
  const postings = await store.postings.byKeys(events.flatMap(({ postingKey }) => postingKey ?? []));
  return postings.filter(({ state }) => states.includes(state));
}

/** Also where a sale that never footed went with its void: alone it would wait, or be posted although it was voided. */
const takenOutTogether: readonly (string | null)[] = [originalOutside, voidedBeforePosting];

/** And voids of these, as each went out with the one before. */
function voidsTakenOutWith(store: CompanyStore, original: string): Promise<readonly StoredEvent[]> {
  return loadVoids(store, {
    keys: [original],
    isMeant: ({ status, handledOutsideReason }) =>
      status === 'handled-outside' && takenOutTogether.includes(handledOutsideReason),
  });
}

export async function handleOutside(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { id: string; reason: string; who: string },
): Promise<{ ok: true } | OperationRefusal> {
  const { id, reason, who } = request;
  if (reason.trim() === '' || reason.length > reasonLengthMax) {
    return { ok: false, code: 'reason-needed', message: `A reason of 1 to ${reasonLengthMax} characters is needed.` };
  }
  await store.lane.lock();
  // Nothing comes into scope meanwhile: an event that has a posting by then is taken out with it, or not at all.
  await store.company.readForChange();
  const event = await store.events.byId(id);
  if (event === null) return notFound;
  if (await goesWithItsVersion(store, event)) return isReversal;
  if (event.status === 'handled-outside') return alreadyOutside;
  if (!(await mayTakeOut(store, event))) return alreadySent(event);
  const voids = await voidPostingsOf(store, event);
  // What is from before the sync was entered there by hand, if at all: a void of it takes that back.
  if (voids.isThere && event.status !== 'never-synced') return voidSent;
  const now = ports.clock.now();
  if (!(await takeOut(ports, store, { event, why: reason, now }))) throw new Error(`${event.key} is taken out or not.`);
  // Built anew, each goes out with it.
  await release(store, { postings: voids.unsent, now, newId: ports.newId, why: 'What it voids was handled outside.' });
  await store.causes.resolveEmpty(holdingCauseKinds, now);
  const detail = { key: event.key, reason };
  await audit(ports, store, { who, action: 'event-handled-outside', detail, inBooks: { takenOut: 1 } });
  return { ok: true };
}

const isReversal: OperationRefusal = {
  ok: false,
  code: 'is-reversal',
  message: 'It makes way for another version, and goes with that.',
};

/** A reversal; one that waits for a person to put right what it takes back goes nowhere by itself. */
async function goesWithItsVersion(
  store: CompanyStore,
  { key, versionOf, reverses, postingKey }: StoredEvent,
): Promise<boolean> {
  if (versionOf === null || reverses === null) return false;
  const postings = await store.postings.byKeys(postingKey === null ? [] : [postingKey]);
  const causes = await store.causes.openForPostings(postings.map(({ id }) => id));
  return !causes.some(
    ({ cause }) => cause.kind === 'reversal' && cause.eventKey === key && problemsPutRightThere.includes(cause.problem),
  );
}

const alreadySent = ({ postingKey }: StoredEvent): OperationRefusal => ({
  ok: false,
  code: 'already-sent',
  message: isSummaryKey(postingKey ?? '')
    ? 'The summary of its day is in QuickBooks, or a part of it may be: no event can be taken out of it any more. Void it in the till.'
    : 'The event is in QuickBooks, or may be: it cannot be taken out any more.',
});

const voidSent: OperationRefusal = {
  ok: false,
  code: 'void-sent',
  message:
    'Its void, or a void of that, is in QuickBooks, or may be, and would be left there alone. Have this one posted, too.',
};

const alreadyOutside: OperationRefusal = {
  ok: false,
  code: 'already-outside',
  message: 'It is handled outside already, for the reason that was given first. Undo that to give another.',
};

async function keepFirst(
  ports: PipelinePorts,
  store: CompanyStore,
  request: { id: string; who: string },
): Promise<{ ok: true } | OperationRefusal> {
  const { id, who } = request;
  // Nothing more comes under its key meanwhile: that would be open with nobody told of it.
  await store.company.readForChange();
  const event = await store.events.byId(id);
  if (event === null) return notFound;
  const open = await store.causes.openOf(['conflict']);
  const conflict = open.find(({ cause }) => cause.kind === 'conflict' && cause.eventKey === event.key);
  if (conflict === undefined) {
    return { ok: false, code: 'no-conflict', message: 'Nothing else has come under the key of this event.' };
  }
  const now = ports.clock.now();
  await store.events.putConflictsAside(id, who, now);
  await store.causes.resolve([conflict.id], now);
  await audit(ports, store, { who, action: 'first-kept', detail: { key: event.key }, inBooks: nothing });
  return { ok: true };
}
