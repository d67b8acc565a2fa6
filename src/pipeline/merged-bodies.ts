// Bodies that were sent or seen before accounts were merged in QuickBooks, as it holds them since.
import type { Ledger } from './ledger-port.ts';
import type { CompanyStore } from './storage-port.ts';

/** Without merges, each as it is. */
export async function mergedBodies(
  store: CompanyStore,
  ledger: Pick<Ledger, 'mergedBody'>,
): Promise<(body: string) => string> {
  const merged = await store.merges.merged();
  return merged.size === 0 ? (body) => body : (body) => ledger.mergedBody(body, merged);
}
