// Undo and repost, as a person does it: the dry run, the confirmation of what was shown, how far it has come, and stopping it.
import { formatMinor } from '../money.ts';
import { entriesPerRepostMax } from '../posting/repost.ts';
import { audit } from './audit.ts';
import type { OperationRefusal } from './company-books.ts';
import type { ConnectionRow } from './connection-port.ts';
import { InvalidCursorError } from './errors.ts';
import { laneCauseKinds } from './lane-causes.ts';
import type { PeriodBooks, PeriodChoice, RepostAsked, RepostItem, RepostRow, RepostView } from './period-port.ts';
import { planRepost, type RepostPlan } from './plan-repost.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { nameStaying, type Page, viewPlan } from './preview-period.ts';
import { endIfDone } from './repost-entries.ts';
import type { CompanyStore } from './storage-port.ts';

const entriesShown = 20;
const repostsShown = 20;
const itemsPerInsert = 500;
/** In the audit log. */
const accountsNamedMax = 50;

const refuse = (code: string, message: string): OperationRefusal => ({ ok: false, code, message });
const notConnected = refuse('not-connected', 'QuickBooks Online is not connected.');
const wrongWay = refuse('bad-period', 'The first day is after the last.');
const tooMany = refuse(
  'bad-period',
  `More than ${entriesPerRepostMax} entries lie in it: choose fewer days, or one location at a time.`,
);
const alreadyRunning = refuse('repost-running', 'Another repost has not ended yet: wait for it, or stop it.');
const previewChanged = refuse(
  'preview-changed',
  'What would be done is not what was shown any more: look at it as it is now, and confirm that.',
);
const nothingChanges = refuse('nothing-to-repost', 'Nothing that is posted would change.');

export function reposting(ports: PipelinePorts, companyId: string): PeriodBooks {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  const at = { ports, companyId };
  return {
    previewPeriod: (choice, page) =>
      inTransaction(async (store) => {
        const planned = await plan(at, store, choice);
        if (!planned.ok) return planned;
        return { ok: true, ...(await view(at, store, { ...planned, choice, page })) };
      }),
    async repostPeriod(choice, of) {
      const asked = await inTransaction((store) => ask(at, store, { choice, ...of }));
      if (asked.ok) await wakeLane(ports, companyId);
      return asked;
    },
    repost: (id, page) =>
      inTransaction(async (store) => {
        const row = await store.reposts.byId(id);
        return row === null ? null : viewRepost(ports, store, { row, page });
      }),
    reposts: () =>
      inTransaction(async (store) => {
        const views: RepostView[] = [];
        for (const row of await store.reposts.list(repostsShown)) {
          views.push(await viewRepost(ports, store, { row, page: { cursor: null, limit: 0 } }));
        }
        return views;
      }),
    cancelRepost: (id, who) => inTransaction((store) => cancel(ports, store, { id, who })),
  };
}

interface At {
  readonly ports: PipelinePorts;
  readonly companyId: string;
}

type Planned = { readonly ok: true; readonly plan: RepostPlan; readonly connection: ConnectionRow };

async function plan(at: At, store: CompanyStore, choice: PeriodChoice): Promise<Planned | OperationRefusal> {
  if (choice.from > choice.to) return wrongWay;
  const connection = await store.connection.read();
  if (connection === null || connection.state === 'disconnected') return notConnected;
  const ledger = at.ports.ledgerOf(at.companyId);
  const planned = await planRepost(store, { companyId: at.companyId, choice, connection, ledger });
  return planned === null ? tooMany : { ok: true, plan: planned, connection };
}

const view = (at: At, store: CompanyStore, of: Planned & { choice: PeriodChoice; page: Page }) =>
  viewPlan({ ports: at.ports, store }, { ...of, ledger: at.ports.ledgerOf(at.companyId) });

/** Under the lane's lock: nothing is built, sent, decided or swept meanwhile. */
async function ask(
  at: At,
  store: CompanyStore,
  of: { choice: PeriodChoice; token: string; who: string },
): Promise<RepostAsked> {
  const { choice, token, who } = of;
  await store.lane.lock();
  const planned = await plan(at, store, choice);
  if (!planned.ok) return planned;
  const { connection } = planned;
  if ((await store.reposts.running(connection.realmId)) !== null) return alreadyRunning;
  if (planned.plan.token !== token) {
    const preview = await view(at, store, { ...planned, choice, page: { cursor: null, limit: entriesShown } });
    return { ...previewChanged, preview };
  }
  if (planned.plan.changing === 0) return nothingChanges;
  const now = at.ports.clock.now();
  const { realmId } = connection;
  const row: RepostRow = {
    ...choice,
    ...{ id: at.ports.newId(now), realmId, who, at: now, cancelledBy: null, cancelledAt: null, endedAt: null },
  };
  await store.reposts.add(row);
  await addItems(at, store, { row, plan: planned.plan, now });
  // What is built already may void what changes: it is built anew, once that is written.
  const rebuilt = await store.postings.rebuildUnsent();
  const { changing: toRepost, staying } = planned.plan;
  const detail = await detailOf(store, { row, plan: planned.plan });
  const inBooks = { toRepost, rebuilt, left: staying.length };
  await audit(at.ports, store, { who, action: 'repost-asked', detail, inBooks });
  return { ok: true, id: row.id, entries: planned.plan.changing };
}

async function addItems(
  { ports }: At,
  store: CompanyStore,
  { row, plan: planned, now }: { row: RepostRow; plan: RepostPlan; now: Date },
): Promise<void> {
  let items: RepostItem[] = [];
  await planned.each(async ({ entry, target, changes }, place) => {
    if (entry.quickbooksId === null || entry.syncToken === null) throw new Error(`Posting ${entry.id} is nowhere.`);
    items.push({
      ...{ id: ports.newId(now), repostId: row.id, postingId: entry.id, place, realmId: row.realmId },
      ...{ quickbooksId: entry.quickbooksId, over: entry.syncToken, target, changes },
      ...{ state: 'asked', reason: null, problem: null, attempt: 1, unanswered: 0, requestId: null, body: null },
      ...{ sentAt: null, nextStepAt: null, endedAt: null },
    });
    if (items.length < itemsPerInsert) return;
    await store.reposts.addItems(items);
    items = [];
  });
  await store.reposts.addItems(items);
}

/** What it changes in the books, by account. */
async function detailOf(
  store: CompanyStore,
  { row, plan: planned }: { row: RepostRow; plan: RepostPlan },
): Promise<Readonly<Record<string, unknown>>> {
  const accounts = new Map((await store.chart.accounts()).map((account) => [account.id, account.name]));
  const { from, to, locations, kinds } = row;
  return {
    ...{ repost: row.id, from, to, locations, kinds },
    lines: planned.changingLines,
    accounts: planned.accounts.slice(0, accountsNamedMax).map(({ accountId, currency, beforeMinor, afterMinor }) => ({
      account: accounts.get(accountId) ?? accountId,
      ...{ currency, before: formatMinor(beforeMinor, currency), after: formatMinor(afterMinor, currency) },
    })),
  };
}

async function cancel(
  ports: PipelinePorts,
  store: CompanyStore,
  { id, who }: { id: string; who: string },
): Promise<{ ok: true; left: number } | OperationRefusal> {
  await store.lane.lock();
  const row = await store.reposts.byId(id);
  if (row === null) return refuse('repost-not-found', 'There is no such repost.');
  if (row.endedAt !== null) return refuse('repost-ended', 'It has ended already.');
  const now = ports.clock.now();
  const left = await store.reposts.cancel({ repostId: id, who, now });
  await audit(ports, store, { who, action: 'repost-cancelled', detail: { repost: id }, inBooks: { left } });
  await endIfDone(ports, store, { repostId: id, now });
  return { ok: true, left };
}

async function viewRepost(
  ports: PipelinePorts,
  store: CompanyStore,
  { row, page }: { row: RepostRow; page: Page },
): Promise<RepostView> {
  const { cursor, limit } = page;
  if (cursor !== null && !/^\d{1,9}$/.test(cursor)) throw new InvalidCursorError();
  const counts = await store.reposts.counts(row.id);
  const after = cursor === null ? null : Number(cursor);
  const items = limit === 0 ? [] : await store.reposts.left({ repostId: row.id, after, limit: limit + 1 });
  const shown = items.slice(0, limit);
  const toGo = counts.asked + counts.sent;
  return {
    ...row,
    state: row.endedAt === null ? 'running' : row.cancelledAt === null ? 'done' : 'cancelled',
    entries: toGo + counts.written + counts.left,
    ...{ written: counts.written, toGo, left: counts.left },
    stays: await nameItems({ ports, store }, shown),
    nextCursor: items.length > limit ? String(shown.at(-1)?.place ?? '') : null,
    waitsFor: row.endedAt === null ? await whatItWaitsFor(ports, store, row) : null,
  };
}

async function nameItems(naming: { ports: PipelinePorts; store: CompanyStore }, items: readonly RepostItem[]) {
  const { store } = naming;
  const postings = await store.postings.byIds(items.map(({ postingId }) => postingId));
  const entries = new Map((await store.reposts.entriesOf(postings.map(({ key }) => key))).map((one) => [one.id, one]));
  return nameStaying(
    naming,
    items.flatMap(({ postingId, reason, problem }) => {
      const entry = entries.get(postingId);
      return entry === undefined || reason === null ? [] : [{ entry, reason, detail: problem }];
    }),
  );
}

/** What holds the lane as a whole; null: it goes on. */
async function whatItWaitsFor(ports: PipelinePorts, store: CompanyStore, row: RepostRow): Promise<string | null> {
  const connection = await store.connection.read();
  if (connection?.realmId !== row.realmId) return 'Another company at QuickBooks is connected.';
  const causes = await store.causes.openOf(laneCauseKinds);
  const authentication = causes.some(({ cause }) => cause.kind === 'authentication');
  if (connection.state !== 'connected' || authentication) return 'QuickBooks has to be connected again.';
  if (causes.length > 0) return "The company's subscription to QuickBooks has lapsed.";
  if ((await store.company.read()).syncState !== 'running') return 'The sync is paused.';
  const { pausedUntil, pausedReason } = await store.lane.read();
  if (pausedUntil === null || pausedUntil <= ports.clock.now()) return null;
  return `QuickBooks did not answer as it should: ${pausedReason ?? ''}. It goes on by itself.`;
}
