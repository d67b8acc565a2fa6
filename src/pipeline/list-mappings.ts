// The mapping pages: every subject in use and each role it needs, mapped or not.
import type { Account, Mapping } from '../journal/account-mapping.ts';
import { mappingWarning } from '../journal/account-types.ts';
import { type Role, roles } from '../journal/role.ts';
import type { MappingRow, Subject } from './company-books.ts';
import { isInScope } from './manage-subjects.ts';
import { hasCompanyDefault, subjectsFor, subjectsNeeding } from './role-subjects.ts';
import type { CompanyRow, CompanyStore } from './storage-port.ts';

export async function listMappings(
  store: CompanyStore,
  options: { readonly includeInactive: boolean },
): Promise<readonly MappingRow[]> {
  const company = await store.company.read();
  const accounts = new Map((await store.chart.accounts()).map((account) => [account.id, account]));
  const subjects = await store.subjects.list(null);
  const mappings = await store.chart.mappings();
  const missing = new Set(
    (await store.causes.openOf(['missing-account'])).flatMap(({ cause }) =>
      cause.kind === 'missing-account' ? [keyOf(cause.role, cause.subject)] : [],
    ),
  );
  const shown = (role: Role, subject: Subject): boolean =>
    options.includeInactive || subject.active || isInScope(subject, company) || missing.has(keyOf(role, subject.code));
  const byKey = new Map<string, readonly Mapping[]>();
  for (const mapping of mappings) {
    const key = keyOf(mapping.role, mapping.subject);
    byKey.set(key, [...(byKey.get(key) ?? []), mapping]);
  }
  return roles.flatMap((role) => {
    const context = { role, byKey, missing, company, accounts };
    const defaults = hasCompanyDefault(role) ? rowsOf(null, context) : [];
    const known = subjectsNeeding(role, subjects);
    const codes = new Set(known.map((subject) => subject.code));
    // Mapped ahead of the first event that uses it.
    const early = mappings.filter(
      (mapping) => mapping.role === role && mapping.subject !== null && !codes.has(mapping.subject),
    );
    return [
      ...defaults,
      ...known.filter((subject) => shown(role, subject)).flatMap((subject) => rowsOf(subject, context)),
      ...early.map((mapping) => earlyRow(mapping, accounts)),
    ];
  });
}

const keyOf = (role: Role, subject: string | null): string => JSON.stringify([role, subject]);

interface RowContext {
  readonly role: Role;
  readonly byKey: ReadonlyMap<string, readonly Mapping[]>;
  readonly missing: ReadonlySet<string>;
  readonly company: Pick<CompanyRow, 'syncStart'>;
  readonly accounts: ReadonlyMap<string, Account>;
}

function rowsOf(
  subject: Subject | null,
  { role, byKey, missing, company, accounts }: RowContext,
): readonly MappingRow[] {
  const key = keyOf(role, subject?.code ?? null);
  const row: MappingRow = {
    role,
    subject: subject?.code ?? null,
    subjectName: subject?.name ?? null,
    subjectKind: subjectsFor(role)?.kind ?? null,
    subjectActive: subject?.active ?? true,
    subjectLastUsed: subject?.lastUsed ?? null,
    accountId: null,
    applicableFrom: null,
    required: missing.has(key) || isRequired({ role, subject, byKey, company }),
    warning: null,
  };
  const mappings = byKey.get(key) ?? [];
  if (mappings.length === 0) return [row];
  return mappings.map((mapping) => ({ ...row, ...chosen(mapping, accounts) }));
}

function chosen(
  { role, accountId, applicableFrom }: Mapping,
  accounts: ReadonlyMap<string, Account>,
): Pick<MappingRow, 'accountId' | 'applicableFrom' | 'warning'> {
  const account = accounts.get(accountId);
  return { accountId, applicableFrom, warning: account === undefined ? null : mappingWarning(role, account) };
}

/** A subject for which the company default serves needs no account of its own, nor does an inactive one that nothing uses. */
function isRequired(of: Omit<RowContext, 'missing' | 'accounts'> & { subject: Subject | null }): boolean {
  const { role, subject, byKey, company } = of;
  if (subject === null || byKey.has(keyOf(role, null))) return false;
  if (!subject.active && !mayBeSent(subject, company)) return false;
  if (subject.parentCode !== null && byKey.has(keyOf(role, subject.parentCode))) return false;
  if (role === 'deposit') return subject.takesDeposits;
  return subjectsFor(role)?.required ?? false;
}

/** Until the sync has a start, everything that was recorded may be sent. */
function mayBeSent(subject: Subject, company: Pick<CompanyRow, 'syncStart'>): boolean {
  return company.syncStart === null ? subject.lastUsed !== null : isInScope(subject, company);
}

function earlyRow(mapping: Mapping, accounts: ReadonlyMap<string, Account>): MappingRow {
  return {
    role: mapping.role,
    subject: mapping.subject,
    subjectName: null,
    subjectKind: subjectsFor(mapping.role)?.kind ?? null,
    subjectActive: true,
    subjectLastUsed: null,
    required: false,
    ...chosen(mapping, accounts),
  };
}
