// Where a posting is in QuickBooks: its document number, and the way there.
import { Anchor, Group, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { Posting } from '../api/wire.ts';
import { words } from '../words.ts';

const page = words.event;

export function PostingLink({ posting }: { readonly posting: Posting }) {
  return (
    <Group gap="md">
      {posting.documentNumber === null ? null : (
        <Text size="sm" c="dimmed" span>
          {page.document} <span className="mono">{posting.documentNumber}</span>
        </Text>
      )}
      {posting.inFormerBooks ? (
        <Text size="sm" span>
          {words.quickbooks.newBooks.mark}
        </Text>
      ) : null}
      {posting.quickbooksUrl === null ? null : (
        <Anchor href={posting.quickbooksUrl} target="_blank" rel="noreferrer" size="sm" fw={600}>
          {page.open} <IconExternalLink size={13} aria-hidden />
        </Anchor>
      )}
    </Group>
  );
}
