// The accounts of a picker: legal ones by type, the one chosen whatever became of it, and the rest with why they may not stand there.
import type { Account } from '../api/wire.ts';
import { words } from '../words.ts';

/** "4100 · Sales - Apparel": number first, so that both typed numbers and names find it. */
export function accountLabel(account: {
  readonly number: string | null;
  readonly fullyQualifiedName?: string;
  readonly name: string;
}): string {
  const name = account.fullyQualifiedName ?? account.name;
  return account.number === null || account.number === '' ? name : `${account.number} · ${name}`;
}

export interface OptionGroup {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string; readonly disabled?: boolean }[];
}

/** No account's id: the choice to have one made. */
export const createValue = '+create';
export const refusedGroup = words.mapping.refused.group;

/** A page has a picker a row, and most of them the same accounts: sorted out once. */
const offered = new WeakMap<readonly Account[], Map<string, readonly OptionGroup[]>>();

interface ChoiceRequest {
  readonly types: readonly string[];
  readonly accounts: readonly Account[];
  readonly value: string | null;
}

/** Active accounts of legal types, by type; the account chosen now stays in the list whatever became of it. */
export function accountOptions({ types, accounts, value }: ChoiceRequest): readonly OptionGroup[] {
  const legal = legalOptions(types, accounts);
  if (value === null || legal.some(({ items }) => items.some((item) => item.value === value))) return legal;
  const chosen = accounts.find((account) => account.id === value);
  if (chosen === undefined) {
    return [...legal, { group: words.mapping.goneAccount, items: [{ value, label: words.mapping.goneAccount }] }];
  }
  const label = accountLabel(chosen) + (chosen.active ? '' : ` (${words.mapping.inactiveAccount})`);
  return [{ group: words.mapping.chosenNow, items: [{ value, label }] }, ...legal];
}

function legalOptions(types: readonly string[], accounts: readonly Account[]): readonly OptionGroup[] {
  const ofChart = offered.get(accounts) ?? new Map<string, readonly OptionGroup[]>();
  offered.set(accounts, ofChart);
  const key = types.join('/');
  const known = ofChart.get(key);
  if (known !== undefined) return known;
  const groups = types.flatMap((type) => {
    const items = accounts
      .filter((account) => account.active && account.type === type)
      .map((account) => ({ value: account.id, label: accountLabel(account) }))
      .sort((a, b) => a.label.localeCompare(b.label));
    return items.length === 0 ? [] : [{ group: type, items }];
  });
  ofChart.set(key, groups);
  return groups;
}

/** Why an account may not stand where these types may; null where it may. */
export function whyNot(account: Account, types: readonly string[]): string | null {
  const { type, active } = account;
  if (type === 'Accounts Receivable') return words.mapping.refused.receivable;
  if (type === 'Accounts Payable') return words.mapping.refused.payable;
  if (!types.includes(type)) return words.mapping.refused.type(type, types);
  return active ? null : words.mapping.inactiveAccount;
}

/** The label of what is chosen. */
export const chosenLabel = (request: ChoiceRequest): string | undefined =>
  request.value === null ? undefined : chosenIn(accountOptions(request), request.value);

const chosenIn = (groups: readonly OptionGroup[], value: string | null): string | undefined =>
  groups.flatMap(({ items }) => items).find((item) => item.value === value)?.label;

/** All that a picker lists, in the order of its list. */
export function accountChoices(request: ChoiceRequest & { readonly mayCreate: boolean }) {
  const { types, accounts, value, mayCreate } = request;
  const groups = accountOptions(request);
  const refused = types.length === 0 ? [] : refusedOnes({ types, accounts, value });
  const chosen = chosenIn(groups, value);
  return {
    chosen,
    whyNot: new Map(refused.map(({ account, why }) => [account.id, why])),
    data: [
      ...groups,
      ...(refused.length === 0
        ? []
        : [
            {
              group: refusedGroup,
              items: refused.map(({ account }) => ({
                ...{ value: account.id, label: accountLabel(account), disabled: true },
              })),
            },
          ]),
      ...(mayCreate ? [{ value: createValue, label: words.mapping.create.choice }] : []),
    ],
  };
}

function refusedOnes({ types, accounts, value }: ChoiceRequest) {
  return accounts.flatMap((account) => {
    const why = account.id === value ? null : whyNot(account, types);
    return why === null ? [] : [{ account, why }];
  });
}
