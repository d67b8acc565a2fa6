// Another QuickBooks company in the place of the one before: when that is refused, and what becomes of what was kept there.
import { audit, nothing } from './audit.ts';
import type { InBooks } from './audit-log-port.ts';
import type { OperationRefusal } from './company-books.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { PipelinePorts } from './ports.ts';
import { release, releasedAtOnce } from './release.ts';
import { endIfDone } from './repost-entries.ts';
import type { CompanyStore } from './storage-port.ts';
import { holdingCauseKinds } from './take-out.ts';

interface NextBooks {
  readonly realmId: string;
  readonly name: string;
  readonly homeCurrency: string | null;
  /** A person wants a new set of books where that is what it takes. */
  readonly newBooks: boolean;
}

const refuse = (code: string, message: string): OperationRefusal => ({ ok: false, code, message });

/** Why these books may not be the ones from now on; null where they may. */
export async function otherBooksRefusal(store: CompanyStore, next: NextBooks): Promise<OperationRefusal | null> {
  const before = await store.connection.read();
  if (before !== null && before.realmId !== next.realmId) {
    const refusal = await leavingRefusal(store, before, next);
    if (refusal !== null) return refusal;
  }
  const company = await store.company.read();
  if (next.homeCurrency === null || next.homeCurrency === company.currency) return null;
  return refuse(
    'other-currency',
    `"${next.name}" keeps its books in ${next.homeCurrency}, this company in ${company.currency}.`,
  );
}

async function leavingRefusal(
  store: CompanyStore,
  before: ConnectionRow,
  { realmId, name, newBooks }: NextBooks,
): Promise<OperationRefusal | null> {
  const { accepted, unsettled } = await store.connection.entriesElsewhere(realmId);
  if (accepted + unsettled === 0) return null;
  if (!newBooks) {
    return refuse(
      'other-company',
      `These books are kept in "${before.companyName}", where entries have been posted; "${name}" is another company. Connect that one again, or start a new set of books.`,
    );
  }
  if (unsettled === 0) return null;
  // Asked about by the company that may hold it, and by no other: first there, then here, would be twice.
  const entries = unsettled === 1 ? '1 entry' : `${unsettled} entries`;
  return refuse(
    'unsettled-entries',
    `It is not settled whether "${before.companyName}" holds ${entries}: connect it once more until that is known, or take out what failed because its number is taken. Then start a new set of books.`,
  );
}

/**
 * What was posted stays where it is, and is not posted again. What was not goes to the next books: ids of accounts mean
 * others there, so that it is mapped and built anew. Answers what changed and is not in the audit log.
 */
export async function leaveBooks(
  ports: PipelinePorts,
  store: CompanyStore,
  of: {
    readonly before: ConnectionRow;
    readonly next: { readonly realmId: string; readonly companyName: string };
    readonly who: string;
    readonly now: Date;
  },
): Promise<InBooks> {
  const { before, next, who, now } = of;
  const { accepted } = await store.connection.entriesElsewhere(next.realmId);
  await stopRepost(ports, store, of);
  await store.chart.clearMappings(now);
  await store.dimensions.clearChoices();
  const rebuilt = await store.postings.rebuildUnsent();
  let released = 0;
  const why = `The books are kept in "${next.companyName}" from now on.`;
  for (;;) {
    const postings = await store.postings.heldUnsent(releasedAtOnce);
    if (postings.length === 0) break;
    await release(store, { postings, now, newId: ports.newId, why });
    released += postings.length;
  }
  await store.causes.resolveEmpty(holdingCauseKinds, now);
  if (accepted === 0) return { released, rebuilt };
  const realms = { fromRealmId: before.realmId, toRealmId: next.realmId };
  const detail = { from: before.companyName, to: next.companyName, ...realms };
  const inBooks = { released, rebuilt, left: accepted };
  await audit(ports, store, { who, action: 'new-books-started', detail, inBooks });
  return nothing;
}

/** Nothing of it is under way, or the books would not be left; what it has not written stays as it is. */
async function stopRepost(
  ports: PipelinePorts,
  store: CompanyStore,
  { before, who, now }: { before: ConnectionRow; who: string; now: Date },
): Promise<void> {
  const running = await store.reposts.running(before.realmId);
  if (running === null) return;
  await store.reposts.cancel({ repostId: running.id, who, now });
  await endIfDone(ports, store, { repostId: running.id, now });
}
