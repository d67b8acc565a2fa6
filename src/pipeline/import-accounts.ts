// Reads the chart of accounts, the preferences, locations and classes from QuickBooks; what waited for either goes by itself.
import type { Account } from '../journal/account-mapping.ts';
import { audit } from './audit.ts';
import { dimensionKinds, tracking } from './chosen-dimensions.ts';
import { saveClosingDate } from './closing-date.ts';
import type { OperationRefusal } from './company-books.ts';
import { readDimensions, saveDimensions } from './dimensions.ts';
import type { Unread } from './ledger-port.ts';
import { saveMultiCurrency } from './multicurrency.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { releaseCauses } from './release.ts';
import { type AskedThrough, isSameConnection } from './same-connection.ts';
import type { CompanyStore } from './storage-port.ts';
import { beginInTime, takeCall } from './take-call.ts';

const refusalCodes = {
  authentication: 'reconnect-required',
  unreachable: 'quickbooks-unreachable',
  throttled: 'quickbooks-busy',
  refused: 'quickbooks-refused',
} as const;

export const notConnected: OperationRefusal = {
  ok: false,
  code: 'not-connected',
  message: 'QuickBooks Online is not connected.',
};

export async function importAccounts(
  ports: PipelinePorts,
  companyId: string,
  who: string,
): Promise<{ ok: true; accounts: number } | OperationRefusal> {
  const begun = await beginInTime(ports, () => ports.storage.transaction(companyId, (store) => begin(ports, store)));
  if (!begun.ok) return begun;
  const ledger = ports.ledgerOf(companyId);
  const askedAt = ports.clock.now();
  const [chart, preferences] = await Promise.all([ledger.readChart(), ledger.readPreferences()]);
  if (!chart.ok) return couldNotRead(ports, companyId, { unread: chart, asked: begun.asked });
  // A person who may not see the preferences imports the accounts all the same; they stay as they were known.
  if (!preferences.ok && preferences.why !== 'refused') {
    return couldNotRead(ports, companyId, { unread: preferences, asked: begun.asked });
  }
  const { accounts } = chart;
  const told = preferences.ok ? preferences : null;
  const kinds = dimensionKinds.filter((kind) => tracking(kind, told) !== false);
  const dimensions = await readDimensions(ports, { companyId, ledger, kinds });
  const released = await ports.storage.transaction(companyId, async (store) => {
    // The lane's lock first: what is being built over the chart before is then seen to wait, or not at all.
    await store.lane.lock();
    if (!(await isSameConnection(store, begun.asked))) return null;
    const { realmId } = begun.asked;
    const now = ports.clock.now();
    let released = await saveAccounts(ports, store, { accounts, realmId, askedAt, now });
    const gone = (await store.merges.asked(realmId)).length;
    if (preferences.ok) {
      const { closedUntil, multiCurrency } = preferences;
      await store.connection.noteTracking(preferences);
      released += await saveDimensions(ports, store, { dimensions, realmId, now });
      released += await saveClosingDate(ports, store, { closedUntil, believed: true, now });
      released += await saveMultiCurrency(ports, store, { multiCurrency, now });
    }
    const detail = { accounts: accounts.length };
    await audit(ports, store, { who, action: 'accounts-imported', detail, inBooks: { released } });
    return { wakes: released + gone > 0 };
  });
  if (released === null) return connectedAgain;
  if (released.wakes) await wakeLane(ports, companyId);
  return { ok: true, accounts: accounts.length };
}

/** What was read is of the company of before, or may be. */
const connectedAgain: OperationRefusal = {
  ok: false,
  code: 'connected-again',
  message: 'QuickBooks was connected again while the accounts were read. Import them again.',
};

type Begun = { ok: true; asked: AskedThrough } | OperationRefusal;

async function begin(ports: PipelinePorts, store: CompanyStore): Promise<Begun | 'at its limit'> {
  const connection = await store.connection.read();
  if (connection?.state !== 'connected') return notConnected;
  const now = ports.clock.now();
  for (const _ of ['the chart', 'the preferences']) {
    if (!(await takeCall(store, { ports, kind: 'read', by: 'person', now })).ok) return 'at its limit';
  }
  return { ok: true, asked: connection };
}

async function couldNotRead(
  ports: PipelinePorts,
  companyId: string,
  of: { unread: Unread; asked: AskedThrough },
): Promise<OperationRefusal> {
  const { why, reason } = of.unread;
  await ports.storage.transaction(companyId, async (store) => {
    if (await isSameConnection(store, of.asked)) await store.connection.noteError(reason, ports.clock.now());
  });
  return { ok: false, code: refusalCodes[why], message: `The accounts could not be read: ${reason}` };
}

/** Replaces the chart; what is built but unsent is built anew over it. Answers how many postings nothing holds any more. */
export async function saveAccounts(
  ports: PipelinePorts,
  store: CompanyStore,
  chart: { accounts: readonly Account[]; realmId: string; askedAt: Date; now: Date },
): Promise<number> {
  const { accounts, realmId, askedAt, now } = chart;
  const usable = activeIn(await store.chart.accountsOf(realmId));
  await store.chart.replaceAccounts(accounts, realmId, askedAt);
  const left = activeIn(await store.chart.accountsOf(realmId));
  // Made inactive, or merged into another: what became of our lines there tells which.
  await store.merges.ask(
    realmId,
    [...usable].filter((id) => !left.has(id)),
    now,
  );
  await store.connection.noteAccountsImported(now);
  await store.connection.noteSuccess(now);
  await store.postings.rebuildUnsent();
  const active = activeIn(accounts);
  const lifted = (await store.causes.openOf(['inactive-account'])).filter(
    ({ cause }) => cause.kind === 'inactive-account' && active.has(cause.accountId),
  );
  return releaseCauses(store, {
    lifted: lifted.map((cause) => ({ cause, dateFrom: null })),
    now,
    newId: ports.newId,
  });
}

const activeIn = (accounts: readonly Account[]): ReadonlySet<string> =>
  new Set(accounts.flatMap(({ id, active }) => (active ? [id] : [])));
