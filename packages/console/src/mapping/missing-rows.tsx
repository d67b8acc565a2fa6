// Opened from an alert: only the rows that hold events back, each with its picker, closed when nothing is left.
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Alert, MappingRow } from '../api/wire.ts';
import { Dialog } from '../notices/dialog.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { words } from '../words.ts';
import { MappingField } from './mapping-field.tsx';
import { isMapped, type MappingBook, rowKey, rowName, useMappingBook } from './use-mapping.ts';

export type MissingKind = 'missing-account' | 'inactive-account';

/** An alert, or what the preflight found. */
export type MissingOf = Pick<Alert, 'role' | 'subject'> & { readonly kind: string };

export interface MissingRowsProps {
  readonly kind: MissingKind;
  readonly alerts: readonly MissingOf[];
  readonly onClose: () => void;
}

export function MissingRows({ kind, alerts, onClose }: MissingRowsProps) {
  const book = useMappingBook(true);
  // The rows that were missing when it was opened stay, so that a row does not vanish under the hand that maps it.
  const [opened, setOpened] = useState<ReadonlySet<string> | null>(null);
  if (opened === null && book.rows !== undefined && book.hasChart) {
    setOpened(new Set(missingRows({ kind, alerts, book }).map(rowKey)));
  }
  const rows = (book.rows ?? []).filter((row) => opened?.has(rowKey(row)) === true);
  const left = rows.filter((row) => !isMapped(row, book.accountById)).length;
  const missing = kind === 'missing-account';
  return (
    <Dialog
      opened
      onClose={onClose}
      size="lg"
      title={missing ? words.mapping.missingTitle : words.mapping.inactiveTitle}
    >
      <Text size="sm" c="dimmed" mb="md">
        {missing ? words.mapping.missingIntro : words.mapping.inactiveIntro}
      </Text>
      <Stack gap="md" mih={120}>
        {book.error ? <LoadProblem error={book.error} retry={book.retry} /> : null}
        {rows.map((row) => (
          <MissingRow key={rowKey(row)} row={row} book={book} />
        ))}
      </Stack>
      <Group justify="space-between" mt="lg">
        <Text size="sm" role="status">
          {opened !== null && left === 0 ? (
            <span className="state good">
              <IconCircleCheck size={16} aria-hidden />
              {words.mapping.missingDone}
            </span>
          ) : null}
        </Text>
        <Button variant={left === 0 ? 'filled' : 'default'} onClick={onClose}>
          {words.common.close}
        </Button>
      </Group>
    </Dialog>
  );
}

function MissingRow({ row, book }: { readonly row: MappingRow; readonly book: MappingBook }) {
  return (
    <div>
      <Group gap={8} mb={4}>
        <Text fw={600} size="sm">
          {row.subject === null ? words.roles[row.role] : rowName(row)}
        </Text>
        <Text size="sm" c="dimmed">
          {row.subject === null ? words.companyDefault : words.roles[row.role]}
        </Text>
        {row.subjectActive ? null : (
          <Badge color="gray" variant="default">
            {words.common.inactive}
          </Badge>
        )}
      </Group>
      <MappingField row={row} book={book} />
    </div>
  );
}

function missingRows(given: {
  readonly kind: MissingKind;
  readonly alerts: readonly MissingOf[];
  readonly book: MappingBook;
}): MappingRow[] {
  const rows = given.book.rows ?? [];
  if (given.kind === 'inactive-account') {
    return rows.filter((row) => row.accountId !== null && given.book.accountById.get(row.accountId)?.active !== true);
  }
  const wanted = new Set(
    given.alerts.flatMap((alert) =>
      alert.kind.startsWith('missing-') && alert.role !== null
        ? [rowKey({ role: alert.role, subject: alert.subject })]
        : [],
    ),
  );
  return rows.filter((row) => wanted.has(rowKey(row)));
}
