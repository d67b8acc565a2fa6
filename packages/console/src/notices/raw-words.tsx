// What QuickBooks said, to the letter, folded: for whoever has to ask Intuit.
import { Text } from '@mantine/core';
import { words } from '../words.ts';

export function RawWords({ said }: { readonly said: string }) {
  return (
    <details>
      <summary>
        <Text span size="sm" c="dimmed">
          {words.common.details}
        </Text>
      </summary>
      <pre className="mono">{said}</pre>
    </details>
  );
}
