// One event in full: what it made or would make, how its postings went, and what it waits for.
import type { MappingSet } from '../journal/account-mapping.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import { mayBeAtQuickbooks } from '../posting/posting.ts';
import { causeViews } from './alerts.ts';
import type { CauseView, EventView } from './company-books.ts';
import { type Drafted, draftsOf, loadDrafting } from './draft-entries.ts';
import { driftOfPostings } from './drift-view.ts';
import { type EntryToShow, entryView, lineSourcesMax, summarySourcesMax } from './entry-view.ts';
import { readStoredEvent } from './event-context.ts';
import { accountsOfPostings, formerOnes } from './former-books.ts';
import { isLaneCause, isLaneHeld, laneCauseKinds } from './lane-causes.ts';
import { loadMappingSet } from './mapping-set.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRow } from './posting-port.ts';
import { postingView, summaryRef } from './posting-view.ts';
import { accountsOf, draftToSend } from './resolve-entries.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';
import { viewVersions } from './version-view.ts';

export async function viewEvent(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { id: string; companyId: string },
): Promise<EventView | null> {
  const stored = await store.events.byId(of.id);
  if (stored === null) return null;
  const postings = stored.postingKey === null ? [] : await store.postings.byKeys([stored.postingKey]);
  const drafting = await loadDrafting(store, [stored], ports.ledgerOf(of.companyId));
  const event = readStoredEvent(stored, drafting.context);
  const original = drafting.originals.get(stored.reverses ?? '');
  const events = new Map([[event.key, event]]);
  if (original !== undefined) events.set(original.key, readStoredEvent(original, drafting.context));
  const set = await loadMappingSet(store);
  const context = { accounts: set.accounts, events, eventKey: event.key };
  const former = await formerOnes(store, postings);
  const accountsOfPosting = await accountsOfPostings(store, { postings, connected: set.accounts });
  const ids = postings.map((posting) => posting.id);
  const [summary = null] = await store.summaries.byKeys(stored.postingKey === null ? [] : [stored.postingKey]);
  const built = await store.postings.entryHeads(ids, summary === null ? lineSourcesMax : summarySourcesMax);
  const drafted = draftsOf(stored, drafting);
  // Of a day's summary, what this event has in it; of an entry of its own, all of that.
  const own =
    summary === null
      ? entriesOf({ drafted, postings, built, set, isSummed: false })
      : await sharesOf(store, { stored, ids, drafted, set, postings });
  // What was sent went to the company of its posting, and its accounts are those of there.
  const ownAccounts = accountsOfPosting(postings.find(({ id }) => former.has(id))?.id ?? '');
  const entries = own.map((entry) => entryView(entry, { ...context, accounts: ownAccounts }));
  const drifts = await driftOfPostings(ports, store, { postings, companyId: of.companyId });
  const records = await store.postings.records(postings.map((posting) => posting.id));
  const laneHeld = await isLaneHeld(store);
  const held = laneHeld && stored.status === 'ready';
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
        drift: drifts.get(posting.id) ?? null,
        inFormerBooks: former.has(posting.id),
        entry: ((entry) =>
          entry === undefined ? null : entryView(entry, { ...context, accounts: accountsOfPosting(posting.id) }))(
          built.get(posting.id),
        ),
      }),
    ),
    // What was sent and not answered is on its way, and cannot be asked about either.
    causes: await causesOf(store, { stored, postings, held: held || (laneHeld && stored.status === 'syncing') }),
    summary: summary === null ? null : summaryRef(summary, postings),
    version: stored.version,
    ...(await viewVersions(store, stored, drafting.context)),
  };
}

/** As it was built into the summary, or would be added to it under today's mapping. */
async function sharesOf(
  store: CompanyStore,
  of: {
    stored: StoredEvent;
    ids: readonly string[];
    drafted: Drafted;
    set: MappingSet;
    postings: readonly PostingRow[];
  },
): Promise<readonly EntryToShow[]> {
  const { key, number, status } = of.stored;
  const shares = (await store.postings.shares(of.ids, [key])).get(key);
  if (shares !== undefined) {
    return [...shares.values()].map((entry) => ({ ...entry, memo: `${number}, in: ${entry.memo}` }));
  }
  // Rounding left nothing of it in what was sent.
  if (status !== 'handled-outside' && of.postings.some(mayBeAtQuickbooks)) return [];
  return entriesOf({ ...of, built: new Map(), isSummed: true });
}

/** What was built is shown as it was; a part that waits, as it would be under today's mapping, rounded unless that is done with its day. */
function entriesOf(of: {
  drafted: Drafted;
  postings: readonly PostingRow[];
  built: ReadonlyMap<string, JournalEntry>;
  set: MappingSet;
  isSummed: boolean;
}): readonly EntryToShow[] {
  const { drafted, postings, built, set, isSummed } = of;
  const parts = new Map<number, EntryToShow>();
  if (drafted.outcome === 'entries') {
    for (const [index, exact] of drafted.entries.entries()) {
      const entry = isSummed ? exact : draftToSend(exact);
      if (entry.draft.lines.length > 0) parts.set(index + 1, { ...entry.draft, lines: accountsOf(entry, set).lines });
    }
  }
  for (const { id, part } of postings) {
    const entry = built.get(id);
    if (entry !== undefined) parts.set(part, entry);
  }
  return [...parts].sort(([a], [b]) => a - b).map(([, entry]) => entry);
}

function rowOf(stored: StoredEvent) {
  const { id, key, source, sourceId, kind, number, businessDate, occurredAt, location, amountMinor, currency } = stored;
  return { id, key, source, sourceId, kind, number, businessDate, occurredAt, location, amountMinor, currency };
}

async function causesOf(
  store: CompanyStore,
  of: { stored: StoredEvent; postings: readonly PostingRow[]; held: boolean },
): Promise<readonly CauseView[]> {
  const hangsOn = await store.causes.openForPostings(of.postings.map((posting) => posting.id));
  const open = await store.causes.openOf([...laneCauseKinds, 'conflict']);
  const others = open.filter(
    ({ cause }) => (of.held && isLaneCause(cause)) || (cause.kind === 'conflict' && cause.eventKey === of.stored.key),
  );
  return causeViews(
    store,
    [...hangsOn, ...others].map(({ cause }) => cause),
  );
}
