// A select of a list that has hundreds of them: it shows what is chosen, and all that it takes to choose is made once somebody comes to it.
import { Combobox, Input, type MantineSize } from '@mantine/core';
import { type ReactNode, type RefCallback, useState } from 'react';
import { flushSync } from 'react-dom';

export interface LazySelectProps {
  readonly label: string;
  /** What is chosen, as it is read. */
  readonly shown: string | undefined;
  readonly placeholder: string;
  readonly size: MantineSize;
  readonly disabled?: boolean;
  readonly error?: boolean;
  /** The select itself; its field takes the `ref`. */
  readonly children: (field: RefCallback<HTMLInputElement> | undefined) => ReactNode;
}

/** With its text selected, as Tab leaves a field: what is typed takes its place. */
const takeFocus: RefCallback<HTMLInputElement> = (field) => {
  field?.focus();
  field?.select();
};
const ignore = () => undefined;

export function LazySelect({ label, shown, error = false, disabled = false, children, ...field }: LazySelectProps) {
  const [visit, setVisit] = useState<'none' | 'near' | 'inside'>('none');
  if (visit !== 'none') return children(visit === 'inside' ? takeFocus : undefined);
  return (
    <Input
      {...field}
      role="combobox"
      aria-label={label}
      aria-expanded={false}
      aria-haspopup="listbox"
      aria-invalid={error}
      title={shown}
      value={shown ?? ''}
      onChange={ignore}
      error={error}
      disabled={disabled}
      onFocus={() => setVisit('inside')}
      // At once: a press that came before it is drawn would meet a field that goes away under it, and the focus would fall to the page.
      onPointerEnter={() => flushSync(() => setVisit('near'))}
      rightSection={<Combobox.Chevron size={field.size} error={error} />}
      rightSectionPointerEvents="none"
    />
  );
}
