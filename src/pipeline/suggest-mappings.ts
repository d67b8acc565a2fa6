// Suggests an account for what is unmapped, by name and type; a person takes them or leaves them.
import { suggestAccount } from '../journal/suggest-account.ts';
import type { MappingSuggestion } from './company-books.ts';
import { listMappings } from './list-mappings.ts';
import type { CompanyStore } from './storage-port.ts';

export async function suggestMappings(store: CompanyStore): Promise<readonly MappingSuggestion[]> {
  const accounts = await store.chart.accounts();
  const rows = await listMappings(store, { includeInactive: true });
  return rows.flatMap((row): readonly MappingSuggestion[] => {
    if (row.accountId !== null) return [];
    const { role, subject, subjectName } = row;
    const suggested = suggestAccount({ role, subject, subjectName, accounts });
    return suggested === null ? [] : [{ role, subject, accountId: suggested.accountId, reason: suggested.reason }];
  });
}
