// Which subjects have which roles: what the mapping pages ask for.
import { type Role, roles, type SubjectKind } from '../journal/role.ts';
import type { Subject } from './company-books.ts';

interface RoleSubjects {
  readonly kind: SubjectKind;
  readonly purpose: Subject['purpose'];
  /** Whether the role may also have a company default, for every subject without an account of its own. */
  readonly companyDefault: boolean;
  /** Asked for before the first post; the others block only the events that use them. */
  readonly required: boolean;
}

/** Null: the role has a company default alone. */
const subjectsOfRole: Readonly<Record<Role, RoleSubjects | null>> = {
  payment: { kind: 'payment-type', purpose: '', companyDefault: false, required: true },
  deposit: { kind: 'payment-type', purpose: '', companyDefault: true, required: false },
  sales: { kind: 'item-class', purpose: '', companyDefault: true, required: true },
  cogs: { kind: 'item-class', purpose: '', companyDefault: true, required: true },
  inventory: { kind: 'item-class', purpose: '', companyDefault: true, required: true },
  'purchases-received': { kind: 'item-class', purpose: '', companyDefault: true, required: false },
  'purchases-returned': { kind: 'item-class', purpose: '', companyDefault: true, required: false },
  adjustment: { kind: 'reason-code', purpose: 'inventory-adjustment', companyDefault: true, required: true },
  'gift-card-adjustment': {
    kind: 'reason-code',
    purpose: 'gift-card-adjustment',
    companyDefault: true,
    required: true,
  },
  'cash-movement': { kind: 'reason-code', purpose: 'cash-movement', companyDefault: true, required: true },
  'sales-tax': { kind: 'tax-code', purpose: '', companyDefault: true, required: true },
  discounts: null,
  shipping: null,
  tips: null,
  'gift-card-liability': null,
  'inventory-in-transit': null,
  rounding: null,
  'over-short': null,
};

export const subjectsFor = (role: Role): RoleSubjects | null => subjectsOfRole[role];

export const hasCompanyDefault = (role: Role): boolean => subjectsOfRole[role]?.companyDefault ?? true;

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

/** Those that are asked for subjects of this kind and purpose. */
export const rolesOf = ({ kind, purpose }: Pick<Subject, 'kind' | 'purpose'>): readonly Role[] =>
  roles.filter((role) => subjectsOfRole[role]?.kind === kind && subjectsOfRole[role]?.purpose === purpose);

/** Of the subjects of one company, those that a role is asked for. */
export function subjectsNeeding<S extends Pick<Subject, 'kind' | 'purpose'>>(
  role: Role,
  subjects: readonly S[],
): readonly S[] {
  const needed = subjectsOfRole[role];
  if (needed === null) return [];
  return subjects.filter((subject) => subject.kind === needed.kind && subject.purpose === needed.purpose);
}
