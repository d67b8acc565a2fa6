// One event in full: what it made or would make, how its postings went, and what it waits for.
import { resolveAccounts } from '../journal/account-mapping.ts';
import { causeViews } from './alerts.ts';
import type { CauseView, EntryView, EventView, PostingView, TimelineItem } from './company-books.ts';
import { draftsOf, loadDrafting } from './draft-entries.ts';
import { entryView } from './entry-view.ts';
import { readStoredEvent } from './event-context.ts';
import { holdsLane, laneCauseKinds } from './lane-causes.ts';
import { loadMappingSet } from './mapping-set.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore, PostingRecord, PostingRow, StoredEvent } from './storage-port.ts';
import { recordWords } from './timeline-words.ts';

export async function viewEvent(ports: PipelinePorts, store: CompanyStore, id: string): Promise<EventView | null> {
  const stored = await store.events.byId(id);
  if (stored === null) return null;
  const postings = stored.postingKey === null ? [] : await store.postings.byKeys([stored.postingKey]);
  const drafting = await loadDrafting(store, [stored]);
  const event = readStoredEvent(stored, drafting.context);
  const original = drafting.originals.get(stored.reverses ?? '');
  const events = new Map([[event.key, event]]);
  if (original !== undefined) events.set(original.key, readStoredEvent(original, drafting.context));
  const set = await loadMappingSet(store);
  const context = { accounts: set.accounts, events };
  const built = await store.postings.entries(postings.map((posting) => posting.id));
  const drafted = draftsOf(stored, drafting);
  const entries: EntryView[] = [];
  if (built.size > 0) for (const entry of built.values()) entries.push(entryView(entry, context));
  else if (drafted.outcome === 'entries') {
    for (const draft of drafted.entries) {
      const resolved = resolveAccounts({ ...draft, businessDate: drafted.mappingDate }, set);
      entries.push(entryView({ ...draft, lines: resolved.lines }, context));
    }
  }
  const records = await store.postings.records(postings.map((posting) => posting.id));
  const held = stored.status === 'ready' && holdsLane(await store.causes.open());
  return {
    ...rowOf(stored),
    status: held ? 'action-required' : stored.status,
    recordedAt: stored.recordedAt,
    handledOutsideReason: stored.handledOutsideReason,
    body: stored.body,
    entries,
    postings: postings.map((posting) =>
      postingView(ports, posting, {
        records,
        entry: ((entry) => (entry === undefined ? null : entryView(entry, context)))(built.get(posting.id)),
      }),
    ),
    causes: await causesOf(store, { stored, postings, held }),
  };
}

function rowOf(stored: StoredEvent) {
  const { id, key, source, sourceId, kind, number, businessDate, occurredAt, location, amountMinor, currency } = stored;
  return { id, key, source, sourceId, kind, number, businessDate, occurredAt, location, amountMinor, currency };
}

function postingView(
  ports: PipelinePorts,
  posting: PostingRow,
  of: { records: readonly PostingRecord[]; entry: EntryView | null },
): PostingView {
  const { id, part, state, documentNumber, quickbooksId, realmId } = posting;
  return {
    id,
    part,
    state,
    documentNumber,
    quickbooksId,
    quickbooksUrl: quickbooksId === null || realmId === null ? null : ports.entryUrl(realmId, quickbooksId),
    entry: of.entry,
    timeline: of.records.filter((record) => record.postingId === id).map(timelineItem),
  };
}

const timelineItem = (record: PostingRecord): TimelineItem => ({
  at: record.at,
  what: record.what,
  message: recordWords(record),
  requestId: record.requestId,
  intuitTid: record.intuitTid,
  detail: record.detail,
});

async function causesOf(
  store: CompanyStore,
  of: { stored: StoredEvent; postings: readonly PostingRow[]; held: boolean },
): Promise<readonly CauseView[]> {
  const hangsOn = await store.causes.openForPostings(of.postings.map((posting) => posting.id));
  const open = await store.causes.open();
  const others = open.filter(
    ({ cause }) =>
      (of.held && laneCauseKinds.includes(cause.kind)) ||
      (cause.kind === 'conflict' && cause.eventKey === of.stored.key),
  );
  return causeViews(
    store,
    [...hangsOn, ...others].map(({ cause }) => cause),
  );
}
