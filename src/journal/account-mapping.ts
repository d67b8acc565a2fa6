// Turns a role and its subject into a QuickBooks account, or says why it cannot.
import type { Account } from './account.ts';
import { isLegalType } from './account-types.ts';
import type { DraftEntry, DraftLine, JournalLine, ResolvedLine } from './journal-entry.ts';
import type { Mapping } from './mapping.ts';
import type { ReasonPurpose, Role, SubjectKind } from './role.ts';

export type { Account, Mapping };

/** Everything needed to resolve accounts, loaded once for a batch of entries. */
export interface MappingSet {
  readonly mappings: readonly Mapping[];
  readonly accounts: ReadonlyMap<string, Account>;
  /** Parent code of a subject by its key (`item-class/scarves` → `apparel`), where it has one. */
  readonly parents: ReadonlyMap<string, string>;
  readonly companyCurrency: string;
}

/** What keeps a line from its account. */
export type AccountCause =
  | { readonly kind: 'missing-account'; readonly role: Role; readonly subject: string | null }
  | {
      readonly kind: 'inactive-account';
      readonly accountId: string;
      readonly accountName: string;
      readonly reason: 'inactive' | 'deleted' | 'merged' | 'other-currency' | 'illegal-type';
      /** Of one that was merged: the account that is left. */
      readonly into?: { readonly accountId: string; readonly accountName: string };
    };

export interface ResolvedAccounts {
  /** A line that a cause keeps from its account has none. */
  readonly lines: readonly ResolvedLine[];
  /** Each once. */
  readonly causes: readonly AccountCause[];
}

/** What one entry's lines are looked up by. */
interface Lookup {
  readonly set: MappingSet;
  readonly index: MappingIndex;
  readonly date: string;
  readonly currency: string;
}

/** Accounts by the mapping in force on the entry's business date. */
export function resolveAccounts(draft: DraftEntry, set: MappingSet): ResolvedAccounts {
  const lookup = { set, index: indexOf(set), date: draft.businessDate, currency: draft.currency };
  const lines: ResolvedLine[] = [];
  const causes: AccountCause[] = [];
  for (const line of draft.lines) {
    const { mapping, accountId, cause } = accountOf(line, lookup);
    if (cause !== null) causes.push(cause);
    const { rule, role, subject, side, amountMinor, location, from, dimensions } = line;
    const resolved = { rule, role, subject, side, amountMinor, location, from, accountId, mapping };
    lines.push(dimensions === undefined ? resolved : { ...resolved, dimensions });
  }
  return { lines, causes: causes.length < 2 ? causes : distinct(causes) };
}

/** One line's account, or what keeps it from one. */
export interface FoundAccount {
  readonly mapping: Mapping | null;
  readonly accountId: string | null;
  readonly cause: AccountCause | null;
}

/** The account of a line by the mapping in force on a date. */
export function accountOn(
  set: MappingSet,
  of: { readonly line: Pick<DraftLine, 'role' | 'subject'>; readonly date: string; readonly currency: string },
): FoundAccount {
  return accountOf(of.line, { set, index: indexOf(set), date: of.date, currency: of.currency });
}

function accountOf(line: Pick<DraftLine, 'role' | 'subject'>, lookup: Lookup): FoundAccount {
  const mapping = mappingInForce(line, lookup);
  const cause = mapping === null ? missing(line) : unusable(mapping.accountId, line.role, lookup);
  return { mapping, accountId: mapping === null || cause !== null ? null : mapping.accountId, cause };
}

/** Accounts of the lines given, whatever is mapped now: they only have to be there still, and active. */
export function keepAccounts(
  draft: DraftEntry,
  of: { readonly lines: readonly Pick<JournalLine, 'accountId' | 'mapping'>[]; readonly set: MappingSet },
): ResolvedAccounts {
  const causes: AccountCause[] = [];
  const lines = draft.lines.map((line, index): ResolvedLine => {
    const kept = of.lines[index];
    if (kept === undefined) throw new Error('Every line has its account given, or none has.');
    const { accountId, mapping } = kept;
    if (of.set.accounts.get(accountId)?.active === true) return { ...line, accountId, mapping };
    causes.push(goneAccount(accountId, of.set.accounts));
    return { ...line, accountId: null, mapping };
  });
  return { lines, causes: distinct(causes) };
}

function distinct(causes: readonly AccountCause[]): readonly AccountCause[] {
  return [...new Map(causes.map((cause) => [JSON.stringify(cause), cause])).values()];
}

function missing({ role, subject }: Pick<DraftLine, 'role' | 'subject'>): AccountCause {
  return { kind: 'missing-account', role, subject };
}

/** What a line of this role, subject and date has its account from; null where nothing is mapped. */
export function mappingOn(
  set: MappingSet,
  line: { readonly role: Role; readonly subject: string | null; readonly date: string },
): Mapping | null {
  return mappingInForce(line, { set, index: indexOf(set), date: line.date });
}

/** As the parents of a set are looked up: the same code may be a reason for several purposes. */
export function subjectKey(subject: {
  readonly kind: SubjectKind;
  readonly purpose: string;
  readonly code: string;
}): string {
  const { kind, purpose, code } = subject;
  return purpose === '' ? `${kind}/${code}` : `${kind}/${purpose}/${code}`;
}

/** The subject's own account, else its parent's, else the company default; a payment type has none but its own. */
function mappingInForce(
  { role, subject }: Pick<DraftLine, 'role' | 'subject'>,
  { set, index, date }: Pick<Lookup, 'set' | 'index' | 'date'>,
): Mapping | null {
  const ofRole = index.get(role);
  if (ofRole === undefined) return null;
  const own = inForce(ofRole.get(subject), date);
  if (own !== null || subject === null) return own;
  const kind = subjectKinds[role];
  const parent = kind === undefined ? undefined : set.parents.get(`${kind}/${subject}`);
  const ofParent = parent === undefined ? null : inForce(ofRole.get(parent), date);
  return ofParent ?? (role === 'payment' ? null : inForce(ofRole.get(null), date));
}

/** The mappings come the latest first. */
function inForce(mappings: readonly Mapping[] | undefined, date: string): Mapping | null {
  if (mappings === undefined) return null;
  for (const mapping of mappings) {
    if (mapping.applicableFrom === null || mapping.applicableFrom <= date) return mapping;
  }
  return null;
}

/** Those in force on a date, and those that begin later. */
export function mappingsFrom(mappings: readonly Mapping[], date: string): readonly Mapping[] {
  const stillUsed = (all: readonly Mapping[]) => {
    const current = inForce(all, date);
    return all.filter((one) => one === current || (one.applicableFrom ?? '') > date);
  };
  return [...indexed(mappings).values()].flatMap((ofRole) => [...ofRole.values()].flatMap(stillUsed));
}

/** A reason code is one for its purpose alone. */
const subjectKinds: Partial<Record<Role, SubjectKind | `reason-code/${ReasonPurpose}`>> = {
  payment: 'payment-type',
  deposit: 'payment-type',
  sales: 'item-class',
  cogs: 'item-class',
  inventory: 'item-class',
  'purchases-received': 'item-class',
  'purchases-returned': 'item-class',
  adjustment: 'reason-code/inventory-adjustment',
  'gift-card-adjustment': 'reason-code/gift-card-adjustment',
  'cash-movement': 'reason-code/cash-movement',
  'sales-tax': 'tax-code',
};

export const subjectKindOf = (role: Role): string | null => subjectKinds[role] ?? null;

type MappingIndex = ReadonlyMap<Role, ReadonlyMap<string | null, readonly Mapping[]>>;

/** A set is loaded once for many entries: looked through once, too. */
const indexes = new WeakMap<MappingSet, MappingIndex>();

function indexOf(set: MappingSet): MappingIndex {
  const known = indexes.get(set);
  if (known !== undefined) return known;
  const index = indexed(set.mappings);
  indexes.set(set, index);
  return index;
}

/** By role and subject; of each the latest first, those from the beginning last. */
function indexed(mappings: readonly Mapping[]): MappingIndex {
  const index = new Map<Role, Map<string | null, Mapping[]>>();
  const latestFirst = [...mappings].sort((a, b) => ((a.applicableFrom ?? '') < (b.applicableFrom ?? '') ? 1 : -1));
  for (const mapping of latestFirst) {
    const ofRole = index.get(mapping.role) ?? new Map<string | null, Mapping[]>();
    const ofSubject = ofRole.get(mapping.subject) ?? [];
    ofSubject.push(mapping);
    index.set(mapping.role, ofRole.set(mapping.subject, ofSubject));
  }
  return index;
}

function unusable(accountId: string, role: Role, { set, currency }: Lookup): AccountCause | null {
  const account = set.accounts.get(accountId);
  if (account?.active !== true) return goneAccount(accountId, set.accounts);
  const reason = unusableBecause(account, { role, currency, set });
  return reason === null ? null : { kind: 'inactive-account', accountId, accountName: account.name, reason };
}

/** Why one that is not active is not: it was made inactive, merged into another, or is not in the chart at all. */
export function goneAccount(accountId: string, accounts: ReadonlyMap<string, Account>): AccountCause {
  const account = accounts.get(accountId);
  const left = accounts.get(account?.mergedInto ?? '');
  const cause = { kind: 'inactive-account', accountId, accountName: account?.name ?? accountId } as const;
  if (account === undefined) return { ...cause, reason: 'deleted' };
  if (left === undefined) return { ...cause, reason: 'inactive' };
  // What is left of it may be gone itself by now: then nothing can be mapped to it.
  return { ...cause, reason: 'merged', ...(left.active && { into: { accountId: left.id, accountName: left.name } }) };
}

function unusableBecause(
  account: Account,
  of: { role: Role; currency: string; set: MappingSet },
): 'other-currency' | 'illegal-type' | null {
  if (!isLegalType(of.role, account.type)) return 'illegal-type';
  const { currency } = account;
  return currency === null || currency === of.currency || currency === of.set.companyCurrency ? null : 'other-currency';
}
