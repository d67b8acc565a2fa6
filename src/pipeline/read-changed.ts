// What was changed of entries since a moment, where change data capture cannot tell all: read by the time of the change, a thousand
// a call. Deletions are in no such list: that none of ours is missing is told by counting those under our numbers.
import { documentNumberPrefix } from '../posting/posting-key.ts';
import type { HeldLane } from './lane.ts';
import type { HeldVersion, Ledger, Unread } from './ledger-port.ts';
import { pageAfter, type TimedPage } from './page-by-time.ts';
import { isOthersAmong } from './roll-call.ts';
import type { CompanyStore } from './storage-port.ts';
import { waitForRead } from './take-call.ts';

/** More is not read so: everything of ours is, then. */
const pagesMax = 30;

export interface ChangedEntries {
  readonly ok: true;
  readonly held: readonly HeldVersion[];
  /** Of entries under numbers of ours, after that. */
  readonly count: number;
}

/** Null: there is more than is read so. */
export async function readChanged(
  lane: HeldLane,
  { realmId, since }: { readonly realmId: string; readonly since: Date },
): Promise<ChangedEntries | Unread | null> {
  const ledger = lane.ports.ledgerOf(lane.companyId);
  const guard = lane.guardOf(realmId);
  const held = new Map<string, HeldVersion>();
  let next: TimedPage<Date> = { since, page: 0 };
  for (let pages = 0; pages < pagesMax; pages += 1) {
    await waitForRead(lane);
    const read = await ledger.readChanged({ guard, ...next });
    if (!read.ok) return read;
    for (const entry of read.held) held.set(entry.quickbooksId, entry);
    if (read.last) {
      await waitForRead(lane);
      const counted = await ledger.countNumbered({ guard });
      return counted.ok ? { ok: true, held: [...held.values()], count: counted.count } : counted;
    }
    next = pageAfter(next, read.held.at(-1)?.changedAt ?? null);
  }
  return null;
}

/** Whether all of ours are there: as many under our numbers as we know to be, and nothing that would make up for one that is gone. */
export async function isNoneMissing(
  store: CompanyStore,
  ledger: Pick<Ledger, 'versionOf'>,
  of: { readonly realmId: string; readonly others: boolean; readonly changed: ChangedEntries },
): Promise<boolean> {
  const { realmId, others, changed } = of;
  if (others || (await isOthersAmong(store, { realmId, held: changed.held }))) return false;
  return (await expectedNumbered(store, ledger, realmId)) === changed.count;
}

/** Under numbers of ours, as far as we know; null: what is not decided, or on its way, leaves it open. */
export async function expectedNumbered(
  store: CompanyStore,
  ledger: Pick<Ledger, 'versionOf'>,
  realmId: string,
): Promise<number | null> {
  if ((await store.postings.unresolved(1)).length > 0 || (await store.drifts.openCount()) > 0) return null;
  const { entries } = await store.audit.acceptedCount({ realmId, from: null, to: null });
  const theirs = await store.drifts.allTheirsInForce(realmId);
  const elsewhere = theirs.filter(({ theirs: body }) => {
    const number = body === null ? undefined : ledger.versionOf(body)?.documentNumber;
    return number?.startsWith(documentNumberPrefix) !== true;
  });
  return entries - elsewhere.length;
}
