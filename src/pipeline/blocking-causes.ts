// What would hold an event if its entries were built now: asked before anything is sent, of what nobody has decided about.
import type { MappingSet } from '../journal/account-mapping.ts';
import type { Cause } from '../posting/causes.ts';
import { chosenDimensions, type HeldByDimensions, heldByDimensions } from './chosen-dimensions.ts';
import { type Closing, closedPeriod, loadClosing } from './closing-date.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { Drafted } from './draft-entries.ts';
import { loadMappingSet } from './mapping-set.ts';
import { heldByCurrency } from './multicurrency.ts';
import { accountsOf, draftToSend } from './resolve-entries.ts';
import type { CompanyStore } from './storage-port.ts';

/** What it depends on besides the event. */
export interface Blocking {
  readonly set: MappingSet;
  readonly connection: ConnectionRow | null;
  readonly closing: Closing;
  readonly heldBy: HeldByDimensions;
}

export async function loadBlocking(store: CompanyStore, now: Date): Promise<Blocking> {
  const connection = await store.connection.read();
  return {
    connection,
    set: await loadMappingSet(store),
    closing: await loadClosing(store, { connection, now }),
    heldBy: await heldByDimensions(store, await chosenDimensions(store, connection)),
  };
}

/** The same may come of several entries of the event. `isSummed`: it is not rounded by itself, but with its day. */
export function blockingCauses(
  drafted: Drafted,
  { set, connection, closing, heldBy, isSummed = false }: Blocking & { readonly isSummed?: boolean },
): readonly Cause[] {
  switch (drafted.outcome) {
    case 'held':
      return [drafted.cause];
    case 'taken-out':
      return [];
    case 'entries': {
      const entries = isSummed ? drafted.entries : drafted.entries.map(draftToSend);
      const ofEntries = entries.flatMap((entry): readonly Cause[] => [
        ...accountsOf(entry, set).causes,
        ...heldBy(entry.draft.lines),
        ...(entry.draft.lines.length === 0 ? [] : closedPeriod(entry.draft.businessDate, closing)),
      ]);
      return [...ofEntries, ...heldByCurrency(drafted.entries, connection, set.companyCurrency)];
    }
  }
}
