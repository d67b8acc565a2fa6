// What holds something: by the names of the shop, with the code of what is named in second place.
import { Text } from '@mantine/core';
import { words } from '../words.ts';

export interface CauseTextProps {
  readonly cause: { readonly named: string; readonly kind: string; readonly subject?: string | null | undefined };
}

/** The code of a payment type, an item class… where its name is another; what other kinds are about is no code that a person knows. */
export function CauseText({ cause: { named, kind, subject } }: CauseTextProps) {
  const code = kind.startsWith('missing-') && subject && !named.startsWith(`${subject} `) ? subject : null;
  return (
    <>
      {named}
      {code === null ? null : (
        <Text span size="xs" c="dimmed" ml={8}>
          {words.common.ofCode(code)}
        </Text>
      )}
    </>
  );
}
