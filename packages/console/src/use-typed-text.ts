// What is typed reaches the address after a pause, so that a long list is not drawn anew for each letter; what changes the address otherwise,
// as a view does, is shown in the field.
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

const typingPauseMs = 250;

/** `apply` answers what the address has from then on. */
export function useTypedText(
  value: string | undefined,
  apply: (given: string) => string | undefined,
): [text: string, type: (given: string) => void] {
  const [typed, setTyped] = useState({ text: value ?? '', over: value });
  const applyLater = useDebouncedCallback(
    (given: string) => setTyped({ text: given, over: apply(given) }),
    typingPauseMs,
  );
  const type = (given: string) => {
    setTyped({ text: given, over: value });
    applyLater(given);
  };
  return [typed.over === value ? typed.text : (value ?? ''), type];
}
