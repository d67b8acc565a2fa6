// Turns a role and its subject into a QuickBooks account, or says why it cannot.
import { isLegalType } from './account-types.ts';
import type { DraftEntry, DraftLine, ResolvedLine } from './journal-entry.ts';
import type { Role, SubjectKind } from './role.ts';

/** An account of the QuickBooks chart; `type` has QuickBooks' AccountType spelling. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly fullyQualifiedName: string;
  readonly number: string | null;
  readonly type: string;
  readonly subType: string | null;
  readonly currency: string | null;
  readonly active: boolean;
}

export interface Mapping {
  readonly role: Role;
  /** Null: the company default of the role. */
  readonly subject: string | null;
  readonly accountId: string;
  /** First business date it holds for, YYYY-MM-DD; null: from the beginning. */
  readonly applicableFrom: string | null;
}

/** Everything needed to resolve accounts, loaded once for a batch of entries. */
export interface MappingSet {
  readonly mappings: readonly Mapping[];
  readonly accounts: ReadonlyMap<string, Account>;
  /** Parent code of a subject (`item-class/scarves` → `apparel`), where it has one. */
  readonly parents: ReadonlyMap<string, string>;
  readonly companyCurrency: string;
}

/** What keeps a line from its account; the same shapes as the causes that people see. */
export type AccountCause =
  | { readonly kind: 'missing-account'; readonly role: Role; readonly subject: string | null }
  | {
      readonly kind: 'inactive-account';
      readonly accountId: string;
      readonly accountName: string;
      readonly reason: 'inactive' | 'deleted' | 'other-currency' | 'illegal-type';
    };

export interface ResolvedAccounts {
  /** A line that a cause keeps from its account has none. */
  readonly lines: readonly ResolvedLine[];
  /** Each once. */
  readonly causes: readonly AccountCause[];
}

/** Accounts by the mapping in force on the entry's business date. */
export function resolveAccounts(draft: DraftEntry, set: MappingSet): ResolvedAccounts {
  const causes = new Map<string, AccountCause>();
  const lines = draft.lines.map((line): ResolvedLine => {
    const accountId = mappedAccount(line, draft.businessDate, set);
    const cause = accountId === null ? missing(line) : unusable(accountId, { line, currency: draft.currency, set });
    if (cause === null) return { ...line, accountId };
    causes.set(JSON.stringify(cause), cause);
    return { ...line, accountId: null };
  });
  return { lines, causes: [...causes.values()] };
}

const missing = ({ role, subject }: DraftLine): AccountCause => ({ kind: 'missing-account', role, subject });

/** The subject's own account, else its parent's, else the company default; a payment type has none but its own. */
function mappedAccount(line: DraftLine, date: string, set: MappingSet): string | null {
  const { role, subject } = line;
  if (subject === null) return inForce({ role, subject, date }, set);
  const own = inForce({ role, subject, date }, set);
  if (own !== null) return own;
  const kind = subjectKinds[role];
  const parent = kind === undefined ? undefined : set.parents.get(`${kind}/${subject}`);
  const ofParent = parent === undefined ? null : inForce({ role, subject: parent, date }, set);
  return ofParent ?? (role === 'payment' ? null : inForce({ role, subject: null, date }, set));
}

const subjectKinds: Partial<Record<Role, SubjectKind>> = {
  payment: 'payment-type',
  deposit: 'payment-type',
  sales: 'item-class',
  cogs: 'item-class',
  inventory: 'item-class',
  'purchases-received': 'item-class',
  'purchases-returned': 'item-class',
  adjustment: 'reason-code',
  'gift-card-adjustment': 'reason-code',
  'cash-movement': 'reason-code',
  'sales-tax': 'tax-code',
};

/** A set is loaded once for many entries: looked through once, too. */
const indexes = new WeakMap<MappingSet, ReadonlyMap<string, readonly Mapping[]>>();

function inForce(of: { role: Role; subject: string | null; date: string }, set: MappingSet): string | null {
  let index = indexes.get(set);
  if (index === undefined) {
    index = indexed(set.mappings);
    indexes.set(set, index);
  }
  const mappings = index.get(keyOf(of.role, of.subject)) ?? [];
  return mappings.find(({ applicableFrom }) => applicableFrom === null || applicableFrom <= of.date)?.accountId ?? null;
}

/** The latest first, those from the beginning last. */
function indexed(mappings: readonly Mapping[]): ReadonlyMap<string, readonly Mapping[]> {
  const index = new Map<string, Mapping[]>();
  for (const mapping of mappings) {
    const key = keyOf(mapping.role, mapping.subject);
    const known = index.get(key);
    if (known === undefined) index.set(key, [mapping]);
    else known.push(mapping);
  }
  for (const list of index.values())
    list.sort((a, b) => ((a.applicableFrom ?? '') < (b.applicableFrom ?? '') ? 1 : -1));
  return index;
}

const keyOf = (role: Role, subject: string | null): string => (subject === null ? role : `${role}/${subject}`);

function unusable(accountId: string, of: { line: DraftLine; currency: string; set: MappingSet }): AccountCause | null {
  const { line, currency, set } = of;
  const account = set.accounts.get(accountId);
  const because = (reason: 'inactive' | 'deleted' | 'other-currency' | 'illegal-type'): AccountCause => ({
    kind: 'inactive-account',
    accountId,
    accountName: account?.name ?? accountId,
    reason,
  });
  if (account === undefined) return because('deleted');
  if (!account.active) return because('inactive');
  if (!isLegalType(line.role, account.type)) return because('illegal-type');
  const known = account.currency === null || account.currency === currency || account.currency === set.companyCurrency;
  return known ? null : because('other-currency');
}
