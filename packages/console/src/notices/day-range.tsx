// First and last day, each bounded by the other.
import { TextInput } from '@mantine/core';

export interface DayRangeProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly labels: { readonly from: string; readonly to: string };
  readonly required?: boolean;
  /** The one that was changed; '' where it was emptied. */
  readonly onChange: (days: { readonly from?: string; readonly to?: string }) => void;
}

export function DayRange({ from, to, labels, required = false, onChange }: DayRangeProps) {
  const field = { type: 'date', size: 'xs', w: 126, required } as const;
  return (
    <>
      <TextInput
        {...field}
        label={labels.from}
        value={from ?? ''}
        max={to || undefined}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        {...field}
        label={labels.to}
        value={to ?? ''}
        min={from || undefined}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </>
  );
}
