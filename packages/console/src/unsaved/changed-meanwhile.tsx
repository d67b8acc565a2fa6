// Said over a form whose values somebody else saved while it was filled in: which are to count is for the person to say.
import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { words } from '../words.ts';
import type { Draft } from './use-draft.ts';

const page = words.unsaved.meanwhile;

export function ChangedMeanwhile({ draft }: { readonly draft: Pick<Draft<object>, 'drop' | 'keep' | 'meanwhile'> }) {
  if (!draft.meanwhile) return null;
  return (
    <div className="notice" data-tone="warn" role="alert" style={{ marginBottom: 12 }}>
      <IconAlertTriangle size={20} className="warn" aria-hidden />
      <div style={{ flex: 1 }}>
        <Text size="sm" fw={600}>
          {page.title}
        </Text>
        <Text size="sm">{page.hint}</Text>
        <Group gap="xs" mt={8}>
          <Button size="xs" variant="default" onClick={draft.drop}>
            {page.drop}
          </Button>
          <Button size="xs" variant="default" onClick={draft.keep}>
            {page.keep}
          </Button>
        </Group>
      </div>
    </div>
  );
}
