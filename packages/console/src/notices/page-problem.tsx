// Shown where a page itself could not be made: says what happened and offers to try again.
import { Button, Stack, Text, Title } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { messageOf } from '../api/client.ts';
import { words } from '../words.ts';

export function PageProblem({ error }: { readonly error: unknown }) {
  const router = useRouter();
  return (
    <div className="door">
      <Stack gap="sm" align="center" role="alert">
        <Title order={1}>{words.errors.load}</Title>
        <Text c="dimmed">{messageOf(error)}</Text>
        <Button onClick={() => void router.invalidate()}>{words.errors.retry}</Button>
      </Stack>
    </div>
  );
}
