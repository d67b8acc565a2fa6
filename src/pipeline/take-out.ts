// Takes an event out of what is posted, and brings it back: alone, or out of the summary of its day.
import { mayBeAtQuickbooks, type PostingState } from '../posting/posting.ts';
import { isSummaryKey } from '../posting/posting-key.ts';
import { loadVoids } from './draft-entries.ts';
import { formerOnes } from './former-books.ts';
import { isOpen } from './open-summaries.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { release } from './release.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';

interface TakingOut {
  readonly event: StoredEvent;
  readonly why: string;
  readonly now: Date;
}

/** The event with the reason, and its postings. What may lie at QuickBooks is not touched: then it is false. */
export async function takeOut(ports: PipelinePorts, store: CompanyStore, request: TakingOut): Promise<boolean> {
  const { event, why, now } = request;
  const isOut =
    event.postingKey !== null && isSummaryKey(event.postingKey)
      ? await takeOutOfSummary(ports, store, { ...request, key: event.postingKey })
      : await takeOutOwn(ports, store, request);
  if (!isOut) return false;
  await store.events.setHandledOutside(event.id, why);
  await store.causes.resolveEmpty(holdingCauseKinds, now);
  return true;
}

/** Whether that would be done; what is locked for it stays locked. */
export async function mayTakeOut(store: CompanyStore, { status, postingKey }: StoredEvent): Promise<boolean> {
  if (status === 'synced') return false;
  if (postingKey === null) return true;
  const inSummary = isSummaryKey(postingKey);
  if (inSummary) await store.summaries.lock([postingKey]);
  const postings = await store.postings.byKeys([postingKey]);
  return inSummary ? isOpen(postings) : postings.every(({ state }) => removable.includes(state));
}

/** Of what voids it, and is not out itself, and of what voids that, and so on. */
export interface VoidPostings {
  /** Whether the books of now hold one of them, or may: that cannot go out with it. In those kept before, a person puts it right. */
  readonly isThere: boolean;
  /** Built, or held, as if it were posted. */
  readonly unsent: readonly PostingRow[];
}

export async function voidPostingsOf(store: CompanyStore, event: StoredEvent): Promise<VoidPostings> {
  const voids = await loadVoids(store, { keys: [event.key], isMeant: ({ status }) => status !== 'handled-outside' });
  const keys = voids.flatMap(({ postingKey }) => (postingKey === event.postingKey ? [] : (postingKey ?? [])));
  await store.summaries.lock(keys.filter(isSummaryKey));
  const postings = await store.postings.byKeys(keys);
  const former = await formerOnes(store, postings);
  const there = postings.filter((posting) => mayBeAtQuickbooks(posting) && !former.has(posting.id));
  const inForce = await store.drifts.theirsInForce(there.map(({ id }) => id));
  return {
    // One that somebody deleted there, and that was accepted, is not.
    isThere: there.some(({ id }) => inForce.get(id)?.theirs !== null),
    unsent: postings.filter(({ state }) => state === 'ready' || state === 'waiting' || state === 'refused'),
  };
}

const removable: readonly PostingState[] = [
  'pending',
  'waiting',
  'ready',
  'refused',
  'number-taken',
  'nothing-to-post',
  'handled-outside',
];

async function takeOutOwn(ports: PipelinePorts, store: CompanyStore, request: TakingOut): Promise<boolean> {
  const { event, why, now } = request;
  const postings = event.postingKey === null ? [] : await store.postings.byKeys([event.postingKey]);
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
  return true;
}

/** The day is summed up anew without it. */
async function takeOutOfSummary(
  ports: PipelinePorts,
  store: CompanyStore,
  { key, event, now }: TakingOut & { readonly key: string },
): Promise<boolean> {
  await store.summaries.lock([key]);
  const parts = await store.postings.byKeys([key]);
  if (!isOpen(parts)) return false;
  const postings = parts.filter(({ state }) => state !== 'pending');
  await release(store, { postings, now, newId: ports.newId, why: `${event.number} was taken out of the day.` });
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
