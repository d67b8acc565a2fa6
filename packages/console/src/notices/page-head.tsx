// The head of a page: where it lies, its name, and what can be done on it.
import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { words } from '../words.ts';

export interface PageHeadProps {
  readonly title: string;
  readonly eyebrow?: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}

export function PageHead({ title, eyebrow, hint, children }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · ${words.product}`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-end" mb="md" gap="sm">
      <div>
        {eyebrow === undefined ? null : <div className="eyebrow">{eyebrow}</div>}
        <Title order={1}>{title}</Title>
        {hint === undefined ? null : (
          <Text size="sm" c="dimmed" mt={2}>
            {hint}
          </Text>
        )}
      </div>
      {children}
    </Group>
  );
}
