// From a draft to the entry that can be posted: accounts by the mapping in force, checked to balance and to be writable.
import { type MappingSet, resolveAccounts } from '../journal/account-mapping.ts';
import { createJournalEntry, type DraftEntry, type JournalEntry } from '../journal/journal-entry.ts';
import type { Cause } from '../posting/causes.ts';
import { closedPeriod } from './closing-date.ts';
import { bodyWriter } from './entry-body.ts';
import type { Ledger } from './ledger-port.ts';
import { loadMappingSet } from './mapping-set.ts';
import type { CompanyStore, ConnectionRow, PostingRow } from './storage-port.ts';

export interface EntryBuilding {
  readonly mapping: MappingSet;
  readonly connection: ConnectionRow | null;
  readonly writeBody: Awaited<ReturnType<typeof bodyWriter>>;
}

export async function loadBuilding(ledger: Ledger, store: CompanyStore): Promise<EntryBuilding> {
  return {
    mapping: await loadMappingSet(store),
    connection: await store.connection.read(),
    writeBody: await bodyWriter(ledger, store),
  };
}

export function resolveDraft(
  draft: DraftEntry,
  of: { posting: Pick<PostingRow, 'id'>; building: EntryBuilding; mappingDate: string },
): { ok: true; entry: JournalEntry } | { ok: false; causes: readonly Cause[] } {
  const { posting, building, mappingDate } = of;
  // A void takes the accounts that were in force for what it voids.
  const resolved = resolveAccounts({ ...draft, businessDate: mappingDate }, building.mapping);
  const causes = [...resolved.causes, ...closedPeriod(draft.businessDate, building.connection)];
  if (causes.length > 0) return { ok: false, causes };
  const created = createJournalEntry({ ...draft, lines: resolved.lines });
  if (!created.ok) throw new Error(`The entry of ${draft.events.join(', ')} does not balance.`);
  const written = building.writeBody(posting, created.entry);
  if (written.ok) return { ok: true, entry: created.entry };
  return { ok: false, causes: [{ kind: 'refused', code: '', message: written.reason, detail: '' }] };
}
