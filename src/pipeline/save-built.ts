// Writes how postings stand after building: their entries, what they wait for, their timelines and their events.
import type { JournalEntry } from '../journal/journal-entry.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import { assertTransition, type PostingState } from '../posting/posting.ts';
import { isSummaryKey } from '../posting/posting-key.ts';
import type { PostingRecordKind } from '../posting/record-kind.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore } from './storage-port.ts';

/** How one posting stands after building. */
export interface BuiltPosting {
  readonly posting: PostingRow;
  readonly state: PostingState;
  readonly entry: JournalEntry | null;
  readonly causes: readonly Cause[];
  readonly why: string | null;
  /** Absent: the business date. */
  readonly postingDate?: string;
}

const recordKinds: Partial<Record<PostingState, PostingRecordKind>> = {
  ready: 'built',
  waiting: 'held',
  'nothing-to-post': 'nothing-to-post',
  'handled-outside': 'handled-outside',
};

export async function saveBuilt(
  ports: PipelinePorts,
  store: CompanyStore,
  built: readonly BuiltPosting[],
  now: Date,
): Promise<void> {
  for (const { posting, state } of built) assertTransition(posting.state, state);
  const ids = (state: PostingState): string[] =>
    built.filter((one) => one.state === state).map((one) => one.posting.id);
  await store.causes.unhold(built.map((one) => one.posting.id));
  await store.postings.removeEntries([...ids('waiting'), ...ids('nothing-to-post'), ...ids('handled-outside')]);
  await store.postings.saveEntries(
    built.flatMap(({ posting, entry }) => (entry === null ? [] : [{ postingId: posting.id, entry }])),
    now,
  );
  await store.closedPeriods.savePostingDates(datesOf(built));
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
    built.flatMap(({ posting, state, causes, why, postingDate }) => {
      const what = recordKinds[state];
      if (what === undefined) return [];
      const moved = postingDate !== undefined && postingDate !== posting.businessDate;
      const detail = {
        ...(causes.length > 0 && { causes: causes.map(causeKey) }),
        ...(why !== null && { why }),
        ...(moved && { postingDate, businessDate: posting.businessDate }),
      };
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
  await store.events.refreshStatus(built.filter(mayStandOtherwise).map((one) => one.posting.key));
}

/** What goes from pending to ready, as all of a backlog does, leaves its event ready as it was; those of a summary may be in another part of it by now. */
const mayStandOtherwise = ({ posting, state }: BuiltPosting): boolean =>
  posting.state !== 'pending' || state !== 'ready' || isSummaryKey(posting.key);

/** Of those whose date is another than it was. */
function datesOf(built: readonly BuiltPosting[]): { postingId: string; postingDate: string | null }[] {
  return built.flatMap(({ posting, postingDate = posting.businessDate }) =>
    postingDate === posting.postingDate
      ? []
      : [{ postingId: posting.id, postingDate: postingDate === posting.businessDate ? null : postingDate }],
  );
}
