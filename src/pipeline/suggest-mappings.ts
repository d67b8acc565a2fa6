// Suggests an account for what is unmapped, by name and type; a person takes them or leaves them.

import type { Role } from '../journal/role.ts';
import { suggestAccount } from '../journal/suggest-account.ts';
import type { MappingRow, MappingSuggestion } from './company-books.ts';
import { listMappings } from './list-mappings.ts';
import type { CompanyStore } from './storage-port.ts';

export async function suggestMappings(store: CompanyStore): Promise<readonly MappingSuggestion[]> {
  const accounts = await store.chart.accounts();
  const rows = await listMappings(store, { includeInactive: true });
  const { currency: companyCurrency } = await store.company.read();
  const ofOthers = accountsByRole(rows);
  return rows.flatMap((row): readonly MappingSuggestion[] => {
    if (row.accountId !== null) return [];
    const { role, subject, subjectName } = row;
    const suggested = suggestAccount({
      ...{ role, subject, subjectName, accounts, companyCurrency },
      ofOthers: ofOthers.get(role) ?? [],
    });
    return suggested === null ? [] : [{ role, subject, accountId: suggested.accountId, reason: suggested.reason }];
  });
}

/** Of the mapped subjects of each role, the account in force last. */
function accountsByRole(rows: readonly MappingRow[]): ReadonlyMap<Role, readonly string[]> {
  const latest = new Map<Role, Map<string, string>>();
  for (const { role, subject, accountId } of rows) {
    if (subject === null || accountId === null) continue;
    latest.set(role, (latest.get(role) ?? new Map<string, string>()).set(subject, accountId));
  }
  return new Map([...latest].map(([role, bySubject]) => [role, [...bySubject.values()]]));
}
