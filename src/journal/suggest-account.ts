// Suggests an account for a role and subject by name and type, with the reason; nothing where the choice is not plain.
import type { Account } from './account.ts';
import { mappingRefusal } from './account-types.ts';
import type { Role } from './role.ts';

export interface Suggestion {
  readonly accountId: string;
  /** "only Other Current Liability named gift card". */
  readonly reason: string;
}

interface RoleNames {
  /** Words that an account of the role has in its name, one set or another. */
  readonly words: readonly (readonly string[])[];
  /** Words of other roles' accounts. */
  readonly never: readonly string[];
  /** Words that tell the usual account from others that fit. */
  readonly usual: readonly string[];
}

const names = (words: string, never = '', usual = ''): RoleNames => ({
  words: words.split('|').map(wordsOf),
  never: wordsOf(never),
  usual: wordsOf(usual),
});

const namesOfRole: Readonly<Record<Role, RoleNames>> = {
  payment: names('', 'deposit sale cost inventory rounding over short breakage fee tax', 'drawer clearing liability'),
  deposit: names('deposit', 'undeposited'),
  sales: names('sale|income', 'tax cost discount'),
  cogs: names('cost good|cogs'),
  inventory: names('inventory', 'shrinkage transit correction'),
  'purchases-received': names('purchase received|received not billed'),
  'purchases-returned': names('purchase returned'),
  adjustment: names(''),
  'gift-card-adjustment': names('gift card', 'liability'),
  'cash-movement': names(''),
  'sales-tax': names('tax payable|sale tax'),
  discounts: names('discount'),
  shipping: names('shipping'),
  tips: names('tip'),
  'gift-card-liability': names('gift card'),
  'inventory-in-transit': names('transit'),
  rounding: names('rounding'),
  'over-short': names('over short'),
};

/** Company defaults of roles that go by subject are left to the user: they would hide what is not mapped yet. */
const withDefaultAlone: readonly Role[] = [
  'discounts',
  'shipping',
  'tips',
  'gift-card-liability',
  'inventory-in-transit',
  'rounding',
  'over-short',
];

interface SuggestionRequest {
  readonly role: Role;
  readonly subject: string | null;
  readonly subjectName: string | null;
  readonly accounts: readonly Account[];
  /** An account in another currency would block. */
  readonly companyCurrency: string;
  /** The accounts that the role's other subjects have, one each. */
  readonly ofOthers?: readonly string[];
}

export function suggestAccount(request: SuggestionRequest): Suggestion | null {
  const { role, subject, subjectName, companyCurrency } = request;
  if (subject === null && !withDefaultAlone.includes(role)) return null;
  const legal = request.accounts.filter(
    (account) =>
      mappingRefusal(role, account) === null && (account.currency === null || account.currency === companyCurrency),
  );
  const called = (subjectName ?? subject ?? role).toLowerCase();
  const byName = legal.filter(({ name }) => name.toLowerCase() === called);
  // What says something of the subject itself comes before what only fits; two that say the same say nothing.
  if (byName.length > 0) return sole(byName, 'same name');
  const byNumber = legal.filter(({ number }) => number !== null && number === subject);
  if (byNumber.length > 0) return sole(byNumber, 'same number as its code');
  return byWords(request, { legal, called }) ?? asTheOthers(request, legal);
}

function sole(accounts: readonly Account[], reason: string): Suggestion | null {
  const [one, another] = accounts;
  return one === undefined || another !== undefined ? null : { accountId: one.id, reason };
}

function byWords(
  { role, subject }: SuggestionRequest,
  of: { legal: readonly Account[]; called: string },
): Suggestion | null {
  const subjectWords = subject === null ? [] : wordsOf(subject);
  const fitting = of.legal
    .map((account) => ({ account, found: wordsOf(account.fullyQualifiedName) }))
    .filter(({ found }) => fits(found, { role, subjectWords }));
  const closest = best(fitting, namesOfRole[role].usual).map(({ account }) => account);
  const how = fitting.length === 1 ? 'only' : 'closest';
  return sole(closest, `${how} ${closest[0]?.type} named ${of.called.replaceAll('-', ' ')}`);
}

/** Roles whose subjects usually share one account; each tender and each reason has its own. */
const shared: readonly Role[] = [
  'deposit',
  'sales',
  'cogs',
  'inventory',
  'purchases-received',
  'purchases-returned',
  'sales-tax',
];

/** So many others must agree: one alone is no habit. */
const othersMin = 2;

function asTheOthers({ role, ofOthers = [] }: SuggestionRequest, legal: readonly Account[]): Suggestion | null {
  const [accountId] = ofOthers;
  if (!shared.includes(role) || ofOthers.length < othersMin || new Set(ofOthers).size > 1) return null;
  return sole(
    legal.filter(({ id }) => id === accountId),
    `as all ${ofOthers.length} others`,
  );
}

function fits(found: readonly string[], of: { role: Role; subjectWords: readonly string[] }): boolean {
  const { words, never } = namesOfRole[of.role];
  if (never.some((word) => found.includes(word) && !of.subjectWords.includes(word))) return false;
  if (!words.some((set) => set.every((word) => found.includes(word)))) return false;
  return of.subjectWords.every((word) => found.includes(word));
}

/** The fewest words beyond those asked for; of the usual accounts where there are any. */
function best<T extends { readonly found: readonly string[] }>(
  fitting: readonly T[],
  usual: readonly string[],
): readonly T[] {
  const preferred = fitting.filter(({ found }) => usual.some((word) => found.includes(word)));
  const from = preferred.length > 0 ? preferred : fitting;
  const fewest = Math.min(...from.map(({ found }) => found.length));
  return from.filter(({ found }) => found.length === fewest);
}

/** Lower case and in the singular, so that "Sales" is "sale". */
function wordsOf(text: string): readonly string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    /[^s]s$/.test(word) ? word.slice(0, -1) : word,
  );
}
