// "24 of 26 mapped", the way to what is not, and all suggestions at once.
import { Anchor, Button, Group, Progress, Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { MappingSuggestion } from '../api/wire.ts';
import { words } from '../words.ts';
import { AcceptedNotice, AcceptSuggestions } from './accept-suggestions.tsx';
import { isMapped, rowKey, useMappingBook } from './use-mapping.ts';

/** Of everything that is needed, shown or not: an inactive payment type that an event used is asked for as any other. */
export function MappingProgress() {
  const book = useMappingBook(true);
  const [accepted, setAccepted] = useState<readonly MappingSuggestion[]>([]);
  if (!book.hasChart) return <NoChart />;
  if (book.rows === undefined) return <Skeleton height={54} radius="md" mb="md" />;
  const needed = book.rows.filter((row) => row.required || row.accountId !== null);
  const mapped = needed.filter((row) => isMapped(row, book.accountById)).length;
  const inactive = needed.filter((row) => !row.subjectActive && !isMapped(row, book.accountById)).length;
  const open = new Set(book.rows.filter((row) => row.accountId === null).map(rowKey));
  const usable = book.suggestions.filter((suggestion) => open.has(rowKey(suggestion)));
  const neededKeys = new Set(needed.map(rowKey));
  const areOptional = usable.every((suggestion) => !neededKeys.has(rowKey(suggestion)));
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
          {inactive === 0 ? null : (
            <Anchor size="sm" renderRoot={(root) => <Link {...root} to="/settings/mapping" search={openOnes} />}>
              {words.mapping.inactiveOpen(inactive)}
            </Anchor>
          )}
        </Group>
        <Group gap="sm">
          {accepted.length > 0 ? <AcceptedNotice accepted={accepted} onUndone={() => setAccepted([])} /> : null}
          {usable.length === 0 ? null : (
            <>
              <Text size="sm" c="dimmed">
                {words.mapping.suggestions(usable.length, areOptional)}
              </Text>
              <AcceptSuggestions suggestions={usable} book={book} onAccepted={setAccepted} />
            </>
          )}
        </Group>
      </Group>
    </section>
  );
}

/** Inactive ones are not hidden there. */
const openOnes = { show: 'unmapped', inactive: '1' } as never;

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
