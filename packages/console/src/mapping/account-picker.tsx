// Finds an account by number or name among those that may legally stand here, grouped by type.
import { Select } from '@mantine/core';
import { useMemo } from 'react';
import type { Account } from '../api/wire.ts';
import { words } from '../words.ts';

export interface AccountPickerProps {
  /** QuickBooks' account types that may stand here. */
  readonly types: readonly string[];
  readonly accounts: readonly Account[];
  readonly value: string | null;
  readonly label: string;
  readonly onChange: (accountId: string | null) => void;
  readonly busy?: boolean;
  readonly missing?: boolean;
}

export function AccountPicker({ types, accounts, value, label, onChange, busy, missing }: AccountPickerProps) {
  const data = useMemo(() => accountOptions({ types, accounts, value }), [types, accounts, value]);
  const chosen = data.flatMap((group) => group.items).find((item) => item.value === value)?.label;
  return (
    <Select
      aria-label={label}
      title={chosen}
      data={data}
      value={value}
      onChange={onChange}
      searchable
      clearable={value !== null}
      clearButtonProps={{ 'aria-label': `${words.mapping.notMapped}: ${label}` }}
      placeholder={words.mapping.choose}
      nothingFoundMessage={words.mapping.nothing}
      disabled={busy === true}
      error={missing === true}
      limit={300}
      size="sm"
    />
  );
}

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
  readonly items: { readonly value: string; readonly label: string }[];
}

/** Active accounts of legal types, by type; the account chosen now stays in the list whatever became of it. */
export function accountOptions(given: {
  readonly types: readonly string[];
  readonly accounts: readonly Account[];
  readonly value: string | null;
}): OptionGroup[] {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const type of given.types) groups.set(type, []);
  let listed = given.value === null;
  for (const account of given.accounts) {
    const chosen = account.id === given.value;
    const legal = account.active && groups.has(account.type);
    if (!legal && !chosen) continue;
    listed ||= chosen;
    const items = groups.get(account.type) ?? [];
    const mark = account.active ? '' : ` (${words.mapping.inactiveAccount})`;
    items.push({ value: account.id, label: accountLabel(account) + mark });
    groups.set(account.type, items);
  }
  if (!listed && given.value !== null) {
    groups.set(words.mapping.goneAccount, [{ value: given.value, label: words.mapping.goneAccount }]);
  }
  return [...groups].flatMap(([group, items]) =>
    items.length === 0 ? [] : [{ group, items: items.sort((a, b) => a.label.localeCompare(b.label)) }],
  );
}
