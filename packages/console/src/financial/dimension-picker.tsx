// Chooses one of QuickBooks' locations or classes, by its id; one that has become inactive stays in sight.
import { Select, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Dimensions } from '../api/queries.ts';
import { LazySelect } from '../notices/lazy-select.tsx';
import { words } from '../words.ts';

const page = words.financial.dimension;

export interface DimensionPickerProps {
  readonly known: Dimensions | undefined;
  readonly value: string | null;
  readonly label: string;
  readonly onChange: (id: string | null) => void;
  readonly busy?: boolean;
}

export function DimensionPicker({ known, value, label, onChange, busy }: DimensionPickerProps) {
  const disabled = busy === true || known === undefined;
  const data = dimensionOptions(known, value);
  const shown = data.find((option) => option.value === value)?.label;
  // Something is chosen whose name is not read yet.
  const placeholder = value === null ? words.common.none : '';
  return (
    <LazySelect label={label} shown={shown} placeholder={placeholder} size="xs" disabled={disabled}>
      {(field) => (
        <Select
          ref={field}
          size="xs"
          aria-label={label}
          data={data}
          value={value}
          onChange={onChange}
          searchable
          clearable={value !== null}
          clearButtonProps={{ 'aria-label': `${words.common.none}: ${label}` }}
          placeholder={placeholder}
          nothingFoundMessage={page.nothing}
          disabled={disabled}
        />
      )}
    </LazySelect>
  );
}

export function dimensionOptions(
  known: Dimensions | undefined,
  value: string | null,
): { readonly value: string; readonly label: string }[] {
  if (known === undefined) return [];
  const options = known.dimensions
    .filter(({ id, active }) => active || id === value)
    .map(({ id, fullyQualifiedName, active }) => ({
      value: id,
      label: active ? fullyQualifiedName : `${fullyQualifiedName} (${words.mapping.inactiveAccount})`,
    }));
  if (value === null || options.some((option) => option.value === value)) return options;
  return [...options, { value, label: page.gone }];
}

/** Says why a choice is not on the entries, where QuickBooks does not take it. */
export function TrackingNote({ known, off }: { readonly known: Dimensions | undefined; readonly off: string }) {
  if (known?.tracking !== false) return null;
  return (
    <Text size="sm" className="warn" component="p" my={4} role="status">
      <IconAlertTriangle size={14} aria-hidden style={{ verticalAlign: -2, marginRight: 6 }} />
      {off}
    </Text>
  );
}
