// Writes how postings stand after an answer or a look-up: state, causes, timeline and events, together.
import { type Cause, causeKey } from '../posting/causes.ts';
import { assertTransition, mayBeAtQuickbooks, type PostingState } from '../posting/posting.ts';
import { isSummaryKey } from '../posting/posting-key.ts';
import { contradictedBy } from '../posting/recheck.ts';
import { learnClosed } from './closing-date.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingChange, PostingRecord, PostingRow } from './posting-port.ts';
import { release } from './release.ts';
import type { CompanyStore } from './storage-port.ts';
import { seeChangesFrom } from './sweep-quickbooks.ts';

export interface SavedPosting {
  readonly posting: PostingRow;
  readonly cause: Cause | null;
  readonly change: PostingChange;
  readonly record: PostingRecord;
  /** From when on QuickBooks may have held it as it was sent, and somebody may have changed it since. */
  readonly heldAt: Date;
}

/** Postings with their new causes and one line of their timelines each. */
export async function savePostings(
  ports: PipelinePorts,
  store: CompanyStore,
  saved: readonly SavedPosting[],
  now: Date,
): Promise<void> {
  for (const { posting, change } of saved) assertTransition(posting.state, change.state);
  await store.postings.saveChanges(saved.map((one) => one.change));
  await store.postings.appendRecords(saved.map((one) => one.record));
  const causes = saved.flatMap(({ posting, cause }) =>
    cause === null ? [] : [{ posting, cause, key: causeKey(cause) }],
  );
  const ids = await store.causes.raise(
    causes.map(({ cause, key }) => ({ id: ports.newId(now), key, cause })),
    now,
  );
  await store.causes.hold(
    causes.flatMap(({ posting, key }) => {
      const causeId = ids.get(key);
      return causeId === undefined ? [] : [{ causeId, postingId: posting.id }];
    }),
  );
  await store.rechecks.ask(
    causes.flatMap(({ cause }) => contradictedBy(cause) ?? []),
    now,
  );
  await learnClosed(ports, store, {
    postingDates: causes.flatMap(({ posting, cause }) => (cause.kind === 'closed-period' ? [posting.postingDate] : [])),
    now,
  });
  await store.events.refreshStatus(saved.map((one) => one.posting.key));
  const keysOf = (some: readonly SavedPosting[]): readonly string[] => some.map(({ posting }) => posting.key);
  await letVoidsGo(ports, store, { of: keysOf(saved.filter(isFoundMissing)), now });
  await holdVoidsBack(ports, store, { of: keysOf(saved.filter(({ change }) => isStuck(change.state))), now });
  const accepted = saved.filter(({ change }) => change.state === 'accepted');
  const realmId = accepted[0]?.change.realmId;
  if (!realmId) return;
  const heldAt = new Date(Math.min(...accepted.map((one) => one.heldAt.getTime())));
  await seeChangesFrom(store, { realmId, entries: accepted.length, heldAt, now });
}

const isFoundMissing = ({ posting, change }: SavedPosting): boolean =>
  posting.state === 'unknown' && !mayBeAtQuickbooks({ state: change.state, foundThere: false });

/** Voids that wait for an account of what is certainly not there: they go with whatever account that gets. */
async function letVoidsGo(
  ports: PipelinePorts,
  store: CompanyStore,
  { of, now }: { readonly of: readonly string[]; readonly now: Date },
): Promise<void> {
  if (of.length === 0 || (await store.causes.openOf(['inactive-account'])).length === 0) return;
  const waiting = await voidPostings(store, { of, state: 'waiting' });
  await release(store, { postings: waiting, now, newId: ports.newId, why: 'What it voids is not in QuickBooks.' });
  await store.causes.resolveEmpty(['inactive-account'], now);
}

const isStuck = (state: PostingState): boolean => state === 'waiting' || state === 'refused';

/** Voids that are built and not on their way: built anew, each waits for its original. */
async function holdVoidsBack(
  ports: PipelinePorts,
  store: CompanyStore,
  { of, now }: { readonly of: readonly string[]; readonly now: Date },
): Promise<void> {
  if (of.length === 0) return;
  const ready = (await voidPostings(store, { of, state: 'ready' })).filter(({ key }) => !isSummaryKey(key));
  await release(store, { postings: ready, now, newId: ports.newId, why: 'What it voids cannot go yet.' });
}

async function voidPostings(
  store: CompanyStore,
  { of, state }: { readonly of: readonly string[]; readonly state: PostingState },
): Promise<readonly PostingRow[]> {
  const voided = await store.events.byPostingKeys(of);
  const voids = await store.events.reversalsOf(voided.map(({ key }) => key));
  const postings = await store.postings.byKeys(voids.flatMap(({ postingKey }) => postingKey ?? []));
  return postings.filter((posting) => posting.state === state);
}
