// The second half of an audit: our accepted entries beside QuickBooks' trial balance, and one by one where that does not settle it.
import type { EventName } from '../audit/compare.ts';
import {
  type AccountBalance,
  accountBalances,
  isEqual,
  type LedgerChange,
  ledgerChanges,
  type PostedEntry,
} from '../audit/compare-ledger.ts';
import { documentNumber } from '../posting/posting-key.ts';
import { acceptedAsGone, theirsAsPosted, theirsInSums } from './accepted-theirs.ts';
import type { AuditRange } from './audit-events.ts';
import type { AuditedPosting } from './audit-port.ts';
import { postedEntryId } from './entry-id.ts';
import { entriesByIdMax, type HeldEntry, type Ledger, ourEntriesPerPage, type Unread } from './ledger-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall } from './take-call.ts';

/** As many are made without being asked for, where the trial balance does not settle it. */
const unaskedCallsMax = 10;
const postingsPerPage = 1000;
const eventsNamedMax = 20;
export const ledgerDifferencesMax = 1000;

/** Accounts that begin each year at nothing. */
const accountTypesOfYear = ['Income', 'Other Income', 'Expense', 'Other Expense', 'Cost of Goods Sold'];

export interface AuditListener {
  /** Before metered calls are made: how many, about. */
  callsAhead(calls: number, what: string): void;
  /** QuickBooks takes no more calls until then. */
  wait(until: Date): Promise<void>;
}

export interface AccountRow extends AccountBalance {
  readonly name: string;
  readonly equal: boolean;
}

export interface LedgerDifference {
  /** `missing`: not there. `changed`: there, otherwise. `doubled`: a copy of it is there. `unknown`: ours by its number, and not of these books. */
  readonly kind: 'missing' | 'changed' | 'doubled' | 'unknown';
  readonly documentNumber: string;
  readonly quickbooksId: string;
  readonly date: string;
  /** Null: of no posting of ours. */
  readonly postingKey: string | null;
  readonly events: readonly EventName[];
  /** Events of the posting that are not named. */
  readonly furtherEvents: number;
  readonly changes: readonly LedgerChange[];
}

export interface EntriesCompared {
  entries: number;
  /** There, and not yet known to us to be: their answers are still awaited. */
  onTheirWay: number;
  differences: LedgerDifference[];
  differenceCount: number;
}

export type QuickbooksAudited =
  | { readonly state: 'offline' | 'not-connected' | 'nothing-posted' }
  | { readonly state: 'unread'; readonly reason: string; readonly calls: number }
  | {
      readonly state: 'compared';
      readonly calls: number;
      readonly accepted: number;
      readonly to: string;
      readonly accounts: readonly AccountRow[];
      /** Null: not compared one by one. */
      readonly entries: EntriesCompared | null;
      /** Calls that comparing one by one would take. */
      readonly callsAhead: number;
    };

interface Auditing {
  readonly ports: PipelinePorts;
  readonly companyId: string;
  readonly realmId: string;
  readonly range: AuditRange;
  readonly listener: AuditListener;
  calls: number;
}

/** QuickBooks could not be asked: the audit goes no further there. */
class UnreadError extends Error {
  readonly unread: Unread;
  constructor(unread: Unread) {
    super(unread.reason);
    this.unread = unread;
  }
}

export async function auditQuickbooks(
  ports: PipelinePorts,
  companyId: string,
  of: { readonly range: AuditRange; readonly deep: boolean; readonly listener: AuditListener },
): Promise<QuickbooksAudited> {
  const { range, listener } = of;
  const connection = await ports.storage.transaction(companyId, (store) => store.connection.read());
  if (connection?.state !== 'connected') return { state: 'not-connected' };
  const auditing: Auditing = { ports, companyId, realmId: connection.realmId, range, listener, calls: 0 };
  try {
    return await compareWithQuickbooks(auditing, of.deep);
  } catch (error) {
    if (!(error instanceof UnreadError)) throw error;
    return { state: 'unread', reason: error.unread.reason, calls: auditing.calls };
  }
}

async function compareWithQuickbooks(auditing: Auditing, deep: boolean): Promise<QuickbooksAudited> {
  const { ports, companyId, realmId, range, listener } = auditing;
  const [ever, ranged] = await ports.storage.transaction(companyId, async (store) => [
    await store.audit.acceptedCount({ realmId, from: null, to: range.to }),
    await store.audit.acceptedCount({ realmId, ...range }),
  ]);
  if (ever.entries === 0) return { state: 'nothing-posted' };
  listener.callsAhead(1, 'the trial balance');
  const today = ports.clock.now().toISOString().slice(0, 10);
  const to = range.to ?? (ever.lastDate !== null && ever.lastDate > today ? ever.lastDate : today);
  const accounts = await compareBalances(auditing, to);
  const callsAhead = Math.floor(ranged.entries / ourEntriesPerPage) + 1;
  const settled = accounts.every((account) => account.equal);
  const entries =
    deep || (!settled && callsAhead <= unaskedCallsMax) ? await compareEntries(auditing, callsAhead) : null;
  return { state: 'compared', calls: auditing.calls, accepted: ever.entries, to, accounts, entries, callsAhead };
}

async function compareBalances(auditing: Auditing, to: string): Promise<readonly AccountRow[]> {
  const { ports, companyId, realmId } = auditing;
  const from = `${to.slice(0, 4)}-01-01`;
  const { sums, chart } = await ports.storage.transaction(companyId, async (store) => ({
    sums: [
      ...(await store.audit.acceptedSums({ realmId, yearFrom: from, to })),
      ...(await theirsInSums(store, { ledger: ports.ledgerOf(companyId), realmId, yearFrom: from, to })),
    ],
    chart: new Map((await store.chart.accounts()).map((account) => [account.id, account])),
  }));
  const { hundredthsByAccount: held } = await ask(auditing, () =>
    ports.ledgerOf(companyId).readTrialBalance({ realmId, from, to }),
  );
  const ofYear = new Set(
    [...chart.values()].flatMap(({ id, type }) => (accountTypesOfYear.includes(type) ? [id] : [])),
  );
  return accountBalances(sums, { held, ofYear }).map((balance) => ({
    ...balance,
    name: chart.get(balance.accountId)?.fullyQualifiedName ?? `account ${balance.accountId}`,
    equal: isEqual(balance),
  }));
}

/** One metered call, when there is room for it; throws where it gave nothing. */
async function ask<T extends { readonly ok: true }>(auditing: Auditing, call: () => Promise<T | Unread>): Promise<T> {
  const { ports, companyId, listener } = auditing;
  for (;;) {
    const now = ports.clock.now();
    const allowed = await ports.storage.transaction(companyId, (store) =>
      takeCall(store, { ports, kind: 'read', now }),
    );
    if (allowed.ok) break;
    await listener.wait(allowed.until);
  }
  auditing.calls += 1;
  const answer = await call();
  if (!answer.ok) throw new UnreadError(answer);
  return answer;
}

/** Kept in memory: QuickBooks' id of each entry that was seen, and a page of entries. */
async function compareEntries(auditing: Auditing, callsAhead: number): Promise<EntriesCompared> {
  const { ports, companyId, realmId, range, listener } = auditing;
  listener.callsAhead(callsAhead, 'the entries one by one');
  const compared: EntriesCompared = { entries: 0, onTheirWay: 0, differences: [], differenceCount: 0 };
  const comparing: Comparing = { seen: new Set(), compared, ledger: ports.ledgerOf(companyId) };
  for (let page = 0; ; page += 1) {
    const held = await ask(auditing, () => ports.ledgerOf(companyId).readOurEntries({ realmId, ...range, page }));
    await ports.storage.transaction(companyId, (store) => compareHeld(store, held.entries, comparing));
    if (held.last) break;
  }
  await findMissing(auditing, comparing);
  return compared;
}

interface Comparing {
  readonly seen: Set<string>;
  readonly compared: EntriesCompared;
  readonly ledger: Pick<Ledger, 'versionOf' | 'mergedBody'>;
}

async function compareHeld(store: CompanyStore, held: readonly HeldEntry[], comparing: Comparing): Promise<void> {
  const numbers = held.flatMap((entry) => [entry.documentNumber, ...numberByMarker(entry)]);
  const postings = await store.audit.byDocumentNumbers(numbers);
  const byNumber = new Map(postings.map((posting) => [posting.documentNumber, posting]));
  const pairs = held.map((entry) => {
    const [number = entry.documentNumber] = numberByMarker(entry);
    return { entry, posting: byNumber.get(number) ?? byNumber.get(entry.documentNumber) ?? null };
  });
  await comparePairs(store, pairs, comparing);
}

/** What its number was when we sent it, whatever somebody made of it. */
const numberByMarker = ({ entryId: marked }: HeldEntry): readonly string[] =>
  marked === null ? [] : [documentNumber(marked)];

interface Pair {
  readonly entry: HeldEntry;
  readonly posting: AuditedPosting | null;
}

async function comparePairs(store: CompanyStore, pairs: readonly Pair[], comparing: Comparing): Promise<void> {
  const { seen, compared } = comparing;
  const posted = await postedOf(
    store,
    pairs.flatMap(({ posting }) => posting ?? []),
    comparing.ledger,
  );
  for (const { entry, posting } of pairs) {
    if (posting?.state === 'intent-saved' || posting?.state === 'unknown') {
      compared.onTheirWay += 1;
      continue;
    }
    compared.entries += 1;
    if (posting?.state !== 'accepted') {
      await addDifference(store, compared, { kind: 'unknown', entry, posting, changes: [] });
    } else if (posting.quickbooksId !== entry.quickbooksId) {
      await addDifference(store, compared, { kind: 'doubled', entry, posting, changes: [] });
    } else {
      seen.add(entry.quickbooksId);
      const built = posted.get(posting.id);
      if (built === undefined) throw new Error(`Posting ${posting.id} was accepted and has no entry.`);
      const changes = ledgerChanges(built, entry);
      if (changes.length > 0) await addDifference(store, compared, { kind: 'changed', entry, posting, changes });
    }
  }
}

/** As each was built and sent, or as it was accepted where somebody changed it. */
async function postedOf(
  store: CompanyStore,
  postings: readonly AuditedPosting[],
  ledger: Pick<Ledger, 'versionOf' | 'mergedBody'>,
): Promise<ReadonlyMap<string, PostedEntry>> {
  const ids = postings.map(({ id }) => id);
  const built = await store.postings.entries(ids);
  const theirs = await theirsAsPosted(store, { ledger, postingIds: ids });
  return new Map(
    postings.flatMap((posting) => {
      const { id, postingDate, documentNumber: number } = posting;
      const entry = built.get(id);
      const ours = entry && {
        ...entry,
        date: postingDate,
        documentNumber: number ?? '',
        entryId: postedEntryId(posting),
      };
      const posted = theirs.get(id) ?? ours;
      return posted === undefined ? [] : [[id, posted] as const];
    }),
  );
}

/** Not among ours there: asked for by id, since its number or its date may have been changed. */
async function findMissing(auditing: Auditing, comparing: Comparing): Promise<void> {
  const { ports, companyId, realmId, range } = auditing;
  let after: string | null = null;
  for (;;) {
    const behind: string | null = after;
    const postings: readonly AuditedPosting[] = await ports.storage.transaction(companyId, (store) =>
      store.audit.accepted({ realmId, ...range, after: behind, limit: postingsPerPage }),
    );
    const unseen = postings.filter(({ quickbooksId }) => !comparing.seen.has(quickbooksId ?? ''));
    for (let at = 0; at < unseen.length; at += entriesByIdMax) {
      await lookForUnseen(auditing, unseen.slice(at, at + entriesByIdMax), comparing);
    }
    after = postings.at(-1)?.id ?? null;
    if (postings.length < postingsPerPage || after === null) return;
  }
}

async function lookForUnseen(
  auditing: Auditing,
  unseen: readonly AuditedPosting[],
  comparing: Comparing,
): Promise<void> {
  const { ports, companyId, realmId } = auditing;
  const quickbooksIds = unseen.flatMap(({ quickbooksId }) => quickbooksId ?? []);
  const { entries } = await ask(auditing, () => ports.ledgerOf(companyId).readEntriesById({ realmId, quickbooksIds }));
  const byQuickbooksId = new Map(entries.map((entry) => [entry.quickbooksId, entry]));
  await ports.storage.transaction(companyId, async (store) => {
    const gone = await acceptedAsGone(store, unseen);
    for (const posting of unseen.filter(({ id }) => !gone.has(id))) {
      const entry = byQuickbooksId.get(posting.quickbooksId ?? '');
      if (entry === undefined) {
        const { compared } = comparing;
        await addDifference(store, compared, { kind: 'missing', entry: null, posting, changes: [] });
      } else await comparePairs(store, [{ entry, posting }], comparing);
    }
  });
}

async function addDifference(
  store: CompanyStore,
  compared: EntriesCompared,
  of: Pick<LedgerDifference, 'kind' | 'changes'> & {
    readonly entry: HeldEntry | null;
    readonly posting: AuditedPosting | null;
  },
): Promise<void> {
  compared.differenceCount += 1;
  if (compared.differences.length >= ledgerDifferencesMax) return;
  const { kind, changes, entry, posting } = of;
  const events = posting === null ? [] : await store.events.byPostingKeys([posting.key]);
  compared.differences.push({
    kind,
    changes,
    documentNumber: entry?.documentNumber ?? posting?.documentNumber ?? '',
    quickbooksId: entry?.quickbooksId ?? posting?.quickbooksId ?? '',
    date: entry?.date ?? posting?.postingDate ?? '',
    postingKey: posting?.key ?? null,
    events: events.slice(0, eventsNamedMax).map(({ key, number, businessDate }) => ({ key, number, businessDate })),
    furtherEvents: Math.max(0, events.length - eventsNamedMax),
  });
}
