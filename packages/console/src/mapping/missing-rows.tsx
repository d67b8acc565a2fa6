// Opened from an alert: only the rows that hold events back, each with its picker, closed when nothing is left.
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { Alert, MappingRow } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { Dialog } from '../notices/dialog.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { words } from '../words.ts';
import { MappingField } from './mapping-field.tsx';
import { allRows, datedKey, isMapped, type MappingBook, rowKey, rowName, useMappingBook } from './use-mapping.ts';

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
    setOpened(new Set(missingRows({ kind, alerts, book }).map(datedKey)));
  }
  const rows = allRows(book).filter((row) => opened?.has(datedKey(row)) === true);
  const unusable = unusableOf(alerts);
  const left = rows.filter((row) => !isMapped(row, book.accountById) || unusable.has(row.accountId)).length;
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
          <MissingRow key={datedKey(row)} row={row} book={book} />
        ))}
      </Stack>
      <Group justify="space-between" mt="lg">
        <Text size="sm" role="status">
          {rows.length > 0 && left === 0 ? (
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
        {row.applicableFrom === null ? null : (
          <Text size="sm" c="dimmed">
            {words.mapping.dates.since(formatDay(row.applicableFrom))}
          </Text>
        )}
      </Group>
      <MappingField row={row} book={book} atItsDate />
    </div>
  );
}

/** Accounts that cannot be posted to, whether inactive or, active, in another currency or of another type than the role takes. */
function unusableOf(alerts: readonly MissingOf[]): ReadonlySet<string | null> {
  return new Set(alerts.flatMap(({ kind, subject }) => (kind === 'inactive-account' ? [subject] : [])));
}

function missingRows(given: {
  readonly kind: MissingKind;
  readonly alerts: readonly MissingOf[];
  readonly book: MappingBook;
}): MappingRow[] {
  const rows = given.book.rows ?? [];
  if (given.kind === 'inactive-account') {
    const unusable = unusableOf(given.alerts);
    const isGone = (row: MappingRow) => row.accountId !== null && !isMapped(row, given.book.accountById);
    // What is held may be of a day long ago: the account that held then is asked for, whatever holds now.
    return [
      ...rows.filter((row) => isGone(row) && !unusable.has(row.accountId)),
      ...allRows(given.book).filter((row) => unusable.has(row.accountId)),
    ];
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
