// First and last day, each bounded by the other.
import { TextInput } from '@mantine/core';
import type { KeyboardEvent } from 'react';

export interface DayRangeProps {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly labels: { readonly from: string; readonly to: string };
  readonly required?: boolean;
  /** The one that was changed; '' where it was emptied. */
  readonly onChange: (days: { readonly from?: string; readonly to?: string }) => void;
  /** A day is typed: the focus leaves it, or Enter is hit. */
  readonly onTyped?: () => void;
  /** What is wrong with the two. */
  readonly problem?: string | undefined;
}

export function DayRange({ from, to, labels, required = false, onChange, onTyped, problem }: DayRangeProps) {
  const field = {
    ...{ type: 'date', size: 'xs', w: 126, required },
    onBlur: () => onTyped?.(),
    onKeyDown: ({ key }: KeyboardEvent) => {
      if (key === 'Enter') onTyped?.();
    },
  } as const;
  return (
    <>
      <TextInput
        {...field}
        label={labels.from}
        value={from ?? ''}
        max={to || undefined}
        error={problem}
        errorProps={{ role: 'alert' }}
        // Above the field, which stays in line with those beside it.
        inputWrapperOrder={['label', 'error', 'input']}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        {...field}
        label={labels.to}
        value={to ?? ''}
        min={from || undefined}
        error={problem !== undefined}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </>
  );
}
