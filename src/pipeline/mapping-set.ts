// The mapping in force, loaded once for a batch of entries.
import { type MappingSet, resolveAccounts, subjectKey } from '../journal/account-mapping.ts';
import type { Role } from '../journal/role.ts';
import type { CompanyStore } from './storage-port.ts';

export async function loadMappingSet(store: CompanyStore): Promise<MappingSet> {
  const company = await store.company.read();
  const accounts = await store.chart.accounts();
  const subjects = await store.subjects.list(null);
  return {
    mappings: await store.chart.mappings(),
    accounts: new Map(accounts.map((account) => [account.id, account])),
    parents: new Map(
      subjects.flatMap((subject) =>
        subject.parentCode === null ? [] : [[subjectKey(subject), subject.parentCode] as const],
      ),
    ),
    companyCurrency: company.currency,
  };
}

/** Whether a line of this role and subject on this date would find its account. */
export function resolvesFor(
  set: MappingSet,
  line: { readonly role: Role; readonly subject: string | null; readonly date: string },
): boolean {
  const probe = {
    events: [],
    businessDate: line.date,
    location: '',
    currency: set.companyCurrency,
    exchangeRate: null,
    memo: '',
    lines: [
      {
        rule: null,
        role: line.role,
        subject: line.subject,
        side: 'debit',
        amountMinor: 1n,
        location: '',
        from: [],
      } as const,
    ],
  };
  return resolveAccounts(probe, set).causes.length === 0;
}
