// The metered calls of a company: counted as they are made, and left out once the month's budget is spent.
import { isSpent, meteredMonth } from '../posting/sweep.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';

/** One more read that QuickBooks answered. */
export async function countMetered(ports: Pick<PipelinePorts, 'storage' | 'clock'>, companyId: string): Promise<void> {
  const month = meteredMonth(ports.clock.now());
  await ports.storage.transaction(companyId, (store) => store.metered.count(month, 1));
}

export async function isBudgetSpent(store: CompanyStore, now: Date): Promise<boolean> {
  const { meteredBudget } = await store.company.read();
  return meteredBudget !== null && isSpent(await store.metered.read(meteredMonth(now)), meteredBudget);
}

/** Says since when sweeps are left out, or that they no longer are. */
export async function noteSkipping(store: CompanyStore, request: { skipping: boolean; now: Date }): Promise<void> {
  const { skipping, now } = request;
  const { month, skippedSince } = await store.metered.read(meteredMonth(now));
  if (skipping !== (skippedSince !== null)) await store.metered.noteSkipped(month, skipping ? now : null);
}
