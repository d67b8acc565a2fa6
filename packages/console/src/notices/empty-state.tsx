// An empty place that says the next step.
import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}

export function EmptyState({ title, hint, children }: EmptyStateProps) {
  return (
    <Stack gap={6} align="center" py={40} px="md" ta="center">
      <Text fw={600}>{title}</Text>
      {hint === undefined ? null : (
        <Text size="sm" c="dimmed" maw={460}>
          {hint}
        </Text>
      )}
      {children}
    </Stack>
  );
}
