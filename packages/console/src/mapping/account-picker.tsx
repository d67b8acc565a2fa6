// Finds an account by number or name among those that may legally stand here, and says of the others why they may not.
import { type ComboboxItem, type ComboboxParsedItem, Select, type SelectProps } from '@mantine/core';
import { type RefCallback, useMemo } from 'react';
import type { Account } from '../api/wire.ts';
import { LazySelect } from '../notices/lazy-select.tsx';
import { words } from '../words.ts';
import { accountChoices, chosenLabel, createValue, refusedGroup } from './account-choices.ts';

export interface AccountPickerProps {
  /** QuickBooks' account types that may stand here. */
  readonly types: readonly string[];
  readonly accounts: readonly Account[];
  readonly value: string | null;
  readonly label: string;
  readonly onChange: (accountId: string | null) => void;
  readonly busy?: boolean;
  readonly missing?: boolean;
  /** Absent where no account can be made. */
  readonly onCreate?: (() => void) | undefined;
}

export function AccountPicker(props: AccountPickerProps) {
  const { types, accounts, value, label, busy, missing } = props;
  const shown = useMemo(() => chosenLabel({ types, accounts, value }), [types, accounts, value]);
  return (
    <LazySelect
      label={label}
      shown={shown}
      placeholder={words.mapping.choose}
      size="sm"
      disabled={busy === true}
      error={missing === true}
    >
      {(field) => <AccountSelect {...props} field={field} />}
    </LazySelect>
  );
}

interface AccountSelectProps extends AccountPickerProps {
  readonly field: RefCallback<HTMLInputElement> | undefined;
}

function AccountSelect(props: AccountSelectProps) {
  const { field, types, accounts, value, label, onChange, busy, missing, onCreate } = props;
  const { data, whyNot, chosen } = useMemo(
    () => accountChoices({ types, accounts, value, mayCreate: onCreate !== undefined }),
    [types, accounts, value, onCreate],
  );
  return (
    <Select
      ref={field}
      aria-label={label}
      title={chosen}
      data={data}
      value={value}
      onChange={(picked) => (picked === createValue ? onCreate?.() : onChange(picked))}
      searchable
      // The focus also comes back to it from a dialog, and then nobody asked for the list.
      openOnFocus={false}
      allowDeselect={false}
      clearable={value !== null}
      clearButtonProps={{ 'aria-label': `${words.mapping.notMapped}: ${label}` }}
      placeholder={words.mapping.choose}
      nothingFoundMessage={words.mapping.nothing}
      disabled={busy === true}
      error={missing === true}
      filter={filterChoices}
      renderOption={({ option }) => <Choice option={option} why={whyNot.get(option.value)} />}
      limit={300}
      size="sm"
    />
  );
}

function Choice({ option, why }: { readonly option: ComboboxItem; readonly why: string | undefined }) {
  if (option.value === createValue) return <span className="create-choice">{option.label}</span>;
  return why === undefined ? (
    option.label
  ) : (
    <span>
      {option.label}
      <span className="why-not">{why}</span>
    </span>
  );
}

const refusedShownMax = 4;
const isCreate = (option: ComboboxParsedItem): boolean => 'value' in option && option.value === createValue;

/** What may not stand here is listed only for who looks for it by number or name. */
const filterChoices: NonNullable<SelectProps['filter']> = ({ options, search, limit }) => {
  const text = search.trim().toLowerCase();
  const found = options.flatMap((option): ComboboxParsedItem[] => {
    if (!('group' in option)) return isCreate(option) ? [option] : [];
    const refused = option.group === refusedGroup;
    if (refused && text === '') return [];
    const items = option.items.filter((item) => item.label.toLowerCase().includes(text));
    const shown = items.slice(0, refused ? refusedShownMax : limit);
    return shown.length === 0 ? [] : [{ group: option.group, items: shown }];
  });
  return found;
};
