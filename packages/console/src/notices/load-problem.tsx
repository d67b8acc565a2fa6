// Shown in the place of what could not be loaded, with the way to try again.
import { Button, Text } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { messageOf } from '../api/client.ts';
import { words } from '../words.ts';

export function LoadProblem({ error, retry }: { readonly error: unknown; readonly retry: () => unknown }) {
  return (
    <div className="notice" data-tone="fault" role="alert">
      <IconPlugConnectedX size={20} className="fault" aria-hidden />
      <div style={{ flex: 1 }}>
        <Text fw={600} size="sm">
          {words.errors.load}
        </Text>
        <Text size="sm">{messageOf(error)}</Text>
      </div>
      <Button variant="default" size="xs" onClick={() => void retry()}>
        {words.errors.retry}
      </Button>
    </div>
  );
}
