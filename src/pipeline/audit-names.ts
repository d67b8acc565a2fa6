// The names of the QuickBooks accounts, classes and departments that the audit log has by their ids.
import type { AuditEntry, AuditNames, AuditRow } from './audit-log-port.ts';
import type { CompanyStore } from './storage-port.ts';

type Kind = keyof AuditNames;
type Known = Readonly<Record<Kind, ReadonlyMap<string, string>>>;

/** Where a detail has an id of QuickBooks, and where the one that it replaced, which earlier entries have not. */
export const idFields: Readonly<Record<string, { readonly kind: Kind; readonly before?: string }>> = {
  accountId: { kind: 'accounts' },
  quickbooksClassId: { kind: 'classes', before: 'quickbooksClassBefore' },
  quickbooksDepartmentId: { kind: 'departments', before: 'quickbooksDepartmentBefore' },
};

const noNames: AuditNames = { accounts: {}, classes: {}, departments: {} };

/**
 * The same id is another account in another QuickBooks company: each entry is named by the one that was connected when it was
 * entered, which the log itself says.
 */
export async function nameIds(store: CompanyStore, rows: readonly AuditRow[]): Promise<readonly AuditEntry[]> {
  const withIds = rows.map((row) => ({ row, ids: idsIn(row.detail) }));
  const connections = withIds.some(({ ids }) => ids.length > 0) ? await store.company.auditConnections() : [];
  const companies = new Map<string, Known>();
  const entries: AuditEntry[] = [];
  for (const { row, ids } of withIds) {
    const realmId = connections.find(({ at }) => at <= row.at)?.realmId;
    if (ids.length === 0 || realmId === undefined) {
      entries.push({ ...row, names: noNames });
      continue;
    }
    const known = companies.get(realmId) ?? (await read(store, realmId));
    companies.set(realmId, known);
    entries.push({ ...row, names: namesOf(ids, known) });
  }
  return entries;
}

/** Inactive ones, too. */
async function read(store: CompanyStore, realmId: string): Promise<Known> {
  return {
    accounts: byId(await store.chart.accountsOf(realmId)),
    classes: byId(await store.dimensions.listOf('class', realmId)),
    departments: byId(await store.dimensions.listOf('department', realmId)),
  };
}

const byId = (all: readonly { readonly id: string; readonly fullyQualifiedName: string }[]) =>
  new Map(all.map(({ id, fullyQualifiedName }) => [id, fullyQualifiedName]));

interface Id {
  readonly kind: Kind;
  readonly id: string;
}

function namesOf(ids: readonly Id[], known: Known): AuditNames {
  const names = (kind: Kind) =>
    Object.fromEntries(
      ids.flatMap((one) => {
        const name = one.kind === kind ? known[kind].get(one.id) : undefined;
        return name === undefined ? [] : [[one.id, name]];
      }),
    );
  return { accounts: names('accounts'), classes: names('classes'), departments: names('departments') };
}

function idsIn(detail: unknown): readonly Id[] {
  const { changes, ...fields } = fieldsOf(detail);
  const mapped = Array.isArray(changes) ? changes.map(fieldsOf) : [];
  return [
    ...idsOf(
      'accounts',
      mapped.flatMap(({ accountId, before }) => [accountId, before]),
    ),
    ...Object.entries(idFields).flatMap(([name, { kind, before = '' }]) => idsOf(kind, [fields[name], fields[before]])),
  ];
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const idsOf = (kind: Kind, values: readonly unknown[]): readonly Id[] =>
  values.flatMap((id) => (typeof id === 'string' ? [{ kind, id }] : []));
