// Reads the chart of accounts from QuickBooks; what waited for an account that is active again goes by itself.
import { longestWindowMs, pace } from '../posting/limits.ts';
import type { OperationRefusal } from './company-books.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { releaseCauses } from './release.ts';

const refusalCodes = {
  authentication: 'reconnect-required',
  unreachable: 'quickbooks-unreachable',
  throttled: 'quickbooks-busy',
  refused: 'quickbooks-refused',
} as const;

export async function importAccounts(
  ports: PipelinePorts,
  companyId: string,
  who: string,
): Promise<{ ok: true; accounts: number } | OperationRefusal> {
  const realmId = await ports.storage.transaction(companyId, async (store) => {
    const connection = await store.connection.read();
    if (connection?.state !== 'connected') return null;
    const now = ports.clock.now();
    const calls = await store.lane.calls(new Date(now.getTime() - longestWindowMs));
    if (!pace({ calls, kind: 'read', now }).ok) return null;
    await store.lane.recordCall({ id: ports.newId(now), kind: 'read', at: now });
    return connection.realmId;
  });
  if (realmId === null) {
    return {
      ok: false,
      code: 'not-connected',
      message: 'QuickBooks Online is not connected, or at its limit just now.',
    };
  }
  const chart = await ports.ledgerOf(companyId).readChart();
  if (!chart.ok) {
    await ports.storage.transaction(companyId, (store) => store.connection.noteError(chart.reason, ports.clock.now()));
    return { ok: false, code: refusalCodes[chart.why], message: `The accounts could not be read: ${chart.reason}` };
  }
  const released = await ports.storage.transaction(companyId, async (store) => {
    const now = ports.clock.now();
    await store.chart.replaceAccounts(chart.accounts, realmId, now);
    await store.connection.noteAccountsImported(now);
    await store.connection.noteSuccess(now);
    await store.postings.rebuildUnsent();
    const active = new Set(chart.accounts.filter((account) => account.active).map((account) => account.id));
    await store.company.writeAudit({
      id: ports.newId(now),
      at: now,
      who,
      action: 'accounts-imported',
      detail: { accounts: chart.accounts.length },
    });
    const lifted = (await store.causes.open()).filter(
      ({ cause }) => cause.kind === 'inactive-account' && active.has(cause.accountId),
    );
    return releaseCauses(store, {
      lifted: lifted.map((cause) => ({ cause, dateFrom: null })),
      now,
      newId: ports.newId,
    });
  });
  if (released > 0) await wakeLane(ports, companyId);
  return { ok: true, accounts: chart.accounts.length };
}
