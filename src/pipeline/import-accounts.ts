// Reads the chart of accounts from QuickBooks; what waited for an account that is active again goes by itself.
import type { Account } from '../journal/account-mapping.ts';
import type { OperationRefusal } from './company-books.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { releaseCauses } from './release.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall } from './take-call.ts';

const refusalCodes = {
  authentication: 'reconnect-required',
  unreachable: 'quickbooks-unreachable',
  throttled: 'quickbooks-busy',
  refused: 'quickbooks-refused',
} as const;

const notConnected: OperationRefusal = {
  ok: false,
  code: 'not-connected',
  message: 'QuickBooks Online is not connected.',
};
const atItsLimit: OperationRefusal = {
  ok: false,
  code: 'quickbooks-busy',
  message: 'QuickBooks takes no more calls just now. Try again in a minute.',
};

export async function importAccounts(
  ports: PipelinePorts,
  companyId: string,
  who: string,
): Promise<{ ok: true; accounts: number } | OperationRefusal> {
  const begun = await ports.storage.transaction(companyId, (store) => begin(ports, store));
  if (!begun.ok) return begun;
  const chart = await ports.ledgerOf(companyId).readChart();
  if (!chart.ok) {
    await ports.storage.transaction(companyId, (store) => store.connection.noteError(chart.reason, ports.clock.now()));
    return { ok: false, code: refusalCodes[chart.why], message: `The accounts could not be read: ${chart.reason}` };
  }
  const { accounts } = chart;
  const released = await ports.storage.transaction(companyId, async (store) => {
    // The lane's lock first: what is being built over the chart before is then seen to wait, or not at all.
    await store.lane.lock();
    const now = ports.clock.now();
    await store.company.writeAudit({
      id: ports.newId(now),
      at: now,
      who,
      action: 'accounts-imported',
      detail: { accounts: accounts.length },
    });
    return saveAccounts(ports, store, { accounts, realmId: begun.realmId, now });
  });
  if (released > 0) await wakeLane(ports, companyId);
  return { ok: true, accounts: accounts.length };
}

async function begin(
  ports: PipelinePorts,
  store: CompanyStore,
): Promise<{ ok: true; realmId: string } | OperationRefusal> {
  const connection = await store.connection.read();
  if (connection?.state !== 'connected') return notConnected;
  const allowed = await takeCall(store, { ports, kind: 'read', now: ports.clock.now() });
  return allowed.ok ? { ok: true, realmId: connection.realmId } : atItsLimit;
}

/** Replaces the chart; what is built but unsent is built anew over it. Answers how many postings nothing holds any more. */
export async function saveAccounts(
  ports: PipelinePorts,
  store: CompanyStore,
  chart: { accounts: readonly Account[]; realmId: string; now: Date },
): Promise<number> {
  const { accounts, realmId, now } = chart;
  await store.chart.replaceAccounts(accounts, realmId, now);
  await store.connection.noteAccountsImported(now);
  await store.connection.noteSuccess(now);
  await store.postings.rebuildUnsent();
  const active = new Set(accounts.filter((account) => account.active).map((account) => account.id));
  const lifted = (await store.causes.open()).filter(
    ({ cause }) => cause.kind === 'inactive-account' && active.has(cause.accountId),
  );
  return releaseCauses(store, {
    lifted: lifted.map((cause) => ({ cause, dateFrom: null })),
    now,
    newId: ports.newId,
  });
}
