// Accounts that a mapping in force goes to and that QuickBooks no longer takes: told before an entry meets one.
import { goneAccount, mappingsFrom } from '../journal/account-mapping.ts';
import { type Cause, causeKey } from '../posting/causes.ts';
import type { OpenCause } from './cause-port.ts';
import type { CompanyStore } from './storage-port.ts';

/** Causes that nothing hangs on yet; those that are open say so themselves. */
export async function mappedInactive(
  store: CompanyStore,
  of: { open: readonly OpenCause[]; now: Date },
): Promise<readonly Cause[]> {
  const accounts = new Map((await store.chart.accounts()).map((account) => [account.id, account]));
  const known = new Set(of.open.map(({ key }) => key));
  const used = mappingsFrom(await store.chart.mappings(), of.now.toISOString().slice(0, 10)).map(
    (one) => one.accountId,
  );
  return [...new Set(used)].flatMap((accountId): Cause[] => {
    const account = accounts.get(accountId);
    if (account === undefined || account.active) return [];
    const cause = goneAccount(accountId, accounts);
    return known.has(causeKey(cause)) ? [] : [cause];
  });
}
