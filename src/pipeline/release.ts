// Lets postings go once the last cause they hung on is gone: back to be built, oldest first, without another click.
import type { HeldSlice, LetGo, OpenCause } from './cause-port.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

export interface Lifted {
  readonly cause: OpenCause;
  /** Null: for every date. A mapping that holds from a date on lifts a cause from that date on. */
  readonly dateFrom: string | null;
}

interface Releasing {
  readonly lifted: readonly Lifted[];
  readonly now: Date;
  newId(now: Date): string;
}

/** So many postings are let go at once: a cause may hold as many as a shop has. */
export const releasedAtOnce = 1000;

/** Answers how many postings nothing holds any more. */
export async function releaseCauses(store: CompanyStore, releasing: Releasing): Promise<number> {
  const { lifted, now, newId } = releasing;
  let released = 0;
  for (const { cause, dateFrom } of lifted) {
    released += await releaseSlices(store, {
      letGo: (slice) => store.causes.letGo({ causeId: cause.id, dateFrom, ...slice }),
      ...{ now, newId, why: 'The last cause that held it is gone.' },
    });
  }
  await store.causes.resolveEmpty([...new Set(lifted.map(({ cause }) => cause.cause.kind))], now);
  return released;
}

/** Takes postings off a cause slice by slice; answers how many nothing holds any more. */
export async function releaseSlices(
  store: CompanyStore,
  request: { letGo: (slice: HeldSlice) => Promise<LetGo>; now: Date; newId: (now: Date) => string; why: string },
): Promise<number> {
  const { letGo, ...releasing } = request;
  let released = 0;
  let after: string | null = null;
  do {
    const slice: LetGo = await letGo({ after, limit: releasedAtOnce });
    await release(store, { ...releasing, postings: slice.free });
    released += slice.free.length;
    after = slice.more;
  } while (after !== null);
  return released;
}

export async function release(
  store: CompanyStore,
  request: { postings: readonly PostingRow[]; now: Date; newId: (now: Date) => string; why: string },
): Promise<void> {
  const { postings, now, newId, why } = request;
  if (postings.length === 0) return;
  const ids = postings.map((posting) => posting.id);
  await store.causes.unhold(ids);
  await store.postings.rebuild(ids);
  await store.postings.appendRecords(
    ids.map((postingId) => ({
      id: newId(now),
      postingId,
      at: now,
      what: 'released' as const,
      requestId: null,
      httpStatus: null,
      intuitTid: null,
      detail: { why },
    })),
  );
  await store.events.refreshStatus(postings.map((posting) => posting.key));
}
