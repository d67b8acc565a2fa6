// "24 of 26 mapped", and all suggestions on one click.
import { Button, Group, Progress, Skeleton, Text } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { words } from '../words.ts';
import { isMapped, type MappingBook, rowKey, useSaveMappings } from './use-mapping.ts';

export function MappingProgress({ book }: { readonly book: MappingBook }) {
  const save = useSaveMappings();
  if (!book.hasChart) return <NoChart />;
  if (book.rows === undefined) return <Skeleton height={54} radius="md" mb="md" />;
  const needed = book.rows.filter((row) => row.required || row.accountId !== null);
  const mapped = needed.filter((row) => isMapped(row, book.accountById)).length;
  const open = new Set(book.rows.filter((row) => row.accountId === null).map(rowKey));
  const usable = book.suggestions.filter((suggestion) => open.has(rowKey(suggestion)));
  const neededKeys = new Set(needed.map(rowKey));
  const areOptional = usable.every((suggestion) => !neededKeys.has(rowKey(suggestion)));
  const accept = () => save.mutate(usable.map(({ role, subject, accountId }) => ({ role, subject, accountId })));
  return (
    <section className="panel" style={{ marginBottom: 16 }}>
      <Group px={18} py={11} gap="md" justify="space-between">
        <Group gap="md" style={{ flex: 1, minWidth: 240 }}>
          <Text fw={600} size="sm">
            {words.mapping.progress(mapped, needed.length)}
          </Text>
          <Progress
            value={needed.length === 0 ? 0 : (mapped / needed.length) * 100}
            size="sm"
            style={{ flex: 1, maxWidth: 280 }}
            aria-label={words.mapping.progress(mapped, needed.length)}
          />
        </Group>
        {usable.length === 0 ? null : (
          <Group gap="sm">
            <Text size="sm" c="dimmed">
              {words.mapping.suggestions(usable.length, areOptional)}
            </Text>
            <Button leftSection={<IconWand size={16} />} onClick={accept} loading={save.isPending}>
              {words.mapping.accept}
            </Button>
          </Group>
        )}
      </Group>
    </section>
  );
}

function NoChart() {
  return (
    <div className="notice" style={{ marginBottom: 16 }}>
      <div style={{ flex: 1 }}>
        <Text fw={600} size="sm">
          {words.mapping.noChart}
        </Text>
        <Text size="sm" c="dimmed">
          {words.mapping.noChartHint}
        </Text>
      </div>
      <Button component={Link} to="/settings/integrations/quickbooks-online" variant="default">
        {words.mapping.noChartLink}
      </Button>
    </div>
  );
}
