// Shown for an address that leads nowhere.
import { Anchor, Stack, Text, Title } from '@mantine/core';
import { words } from '../words.ts';

export function PageMissing() {
  return (
    <main className="door">
      <Stack gap="xs" align="center" ta="center">
        <Title order={1}>{words.errors.page}</Title>
        <Text c="dimmed">{words.errors.pageHint}</Text>
        <Anchor href="/">{words.errors.pageLink}</Anchor>
      </Stack>
    </main>
  );
}
