// Books as after their first half minute in a QuickBooks company, for tests that are about something else.
import type { Storage } from './storage-port.ts';

/** Nobody else has begun there, and entries go in batches. */
export async function endBeginning(
  storage: Storage,
  of: { readonly companyId: string; readonly realmId: string; readonly now: Date },
): Promise<void> {
  const { companyId, realmId, now } = of;
  await storage.transaction(companyId, async (store) => {
    const called = { calledAt: now, coveredUntil: now, aloneUntil: now };
    await store.rollCalls.save(realmId, called);
    await store.rollCalls.noteAnnounced(realmId, now);
    await store.rollCalls.save(realmId, called);
  });
}
