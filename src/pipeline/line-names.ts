// Lines of entries as QuickBooks holds them, with the names of accounts, departments and classes.
import type { LinePair, VersionLine } from '../posting/entry-version.ts';
import type { DriftLine, DriftLinePair } from './drift-port.ts';
import type { CompanyStore } from './storage-port.ts';

export interface LineNames {
  account(id: string): DriftLine['account'];
  department(id: string | null): string | null;
  class(id: string | null): string | null;
}

export async function loadLineNames(store: CompanyStore): Promise<LineNames> {
  const accounts = new Map((await store.chart.accounts()).map((account) => [account.id, account]));
  const named = async (kind: 'department' | 'class') => {
    const known = new Map((await store.dimensions.list(kind)).map((one) => [one.id, one.fullyQualifiedName]));
    return (id: string | null) => (id === null ? null : (known.get(id) ?? id));
  };
  return {
    account: (id) => ({ id, name: accounts.get(id)?.name ?? id, number: accounts.get(id)?.number ?? null }),
    department: await named('department'),
    class: await named('class'),
  };
}

export function namedPair({ ours, theirs, same }: LinePair, names: LineNames): DriftLinePair {
  const named = (line: VersionLine | null): DriftLine | null => {
    if (line === null) return null;
    const { side, amountHundredths, description } = line;
    return {
      account: names.account(line.accountId),
      debitHundredths: side === 'debit' ? amountHundredths : 0n,
      creditHundredths: side === 'credit' ? amountHundredths : 0n,
      description,
      department: names.department(line.departmentId),
      class: names.class(line.classId),
    };
  };
  return { ours: named(ours), theirs: named(theirs), same };
}
