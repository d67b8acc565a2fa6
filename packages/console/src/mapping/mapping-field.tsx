// The account of one role and subject: the picker, the mark where it is missing, and the suggestion with its reason.
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { MappingRow } from '../api/wire.ts';
import { words } from '../words.ts';
import { AccountPicker, accountLabel } from './account-picker.tsx';
import { fieldLabel, isMapped, type MappingBook, useSaveMappings } from './use-mapping.ts';

export function MappingField({ row, book }: { readonly row: MappingRow; readonly book: MappingBook }) {
  const save = useSaveMappings();
  const label = fieldLabel(row);
  const mapped = isMapped(row, book.accountById);
  const choose = (accountId: string | null) => save.mutate([{ role: row.role, subject: row.subject, accountId }]);
  return (
    <div>
      <AccountPicker
        types={book.accountTypes[row.role] ?? []}
        accounts={book.accounts}
        value={save.isPending ? (save.variables[0]?.accountId ?? null) : row.accountId}
        label={label}
        onChange={choose}
        busy={!book.hasChart}
        missing={!mapped && row.required}
      />
      {mapped ? null : <MissingMark row={row} book={book} />}
      {row.accountId === null ? <SuggestionLine row={row} book={book} label={label} onUse={choose} /> : null}
    </div>
  );
}

function MissingMark({ row, book }: { readonly row: MappingRow; readonly book: MappingBook }) {
  const gone = row.accountId === null ? null : book.accountById.get(row.accountId);
  const text =
    row.accountId === null
      ? row.required
        ? words.mapping.notMapped
        : words.mapping.optional
      : gone
        ? words.mapping.inactiveAccount
        : words.mapping.goneAccount;
  const fault = row.required || row.accountId !== null;
  return (
    <div className={fault ? 'suggestion fault' : 'suggestion'} style={{ alignItems: 'center' }}>
      {fault ? <IconAlertTriangle size={13} aria-hidden /> : null}
      {text}
    </div>
  );
}

interface SuggestionLineProps {
  readonly row: MappingRow;
  readonly book: MappingBook;
  readonly label: string;
  readonly onUse: (accountId: string) => void;
}

function SuggestionLine({ row, book, label, onUse }: SuggestionLineProps) {
  const suggestion = book.suggestionFor(row);
  const account = suggestion ? book.accountById.get(suggestion.accountId) : undefined;
  if (!suggestion || !account) return null;
  return (
    <div className="suggestion">
      <span style={{ flex: 1 }}>
        {words.mapping.suggested}: <strong>{accountLabel(account)}</strong>, {suggestion.reason}
      </span>
      <Button
        variant="subtle"
        size="compact-xs"
        aria-label={words.mapping.takeFor(account.name, label)}
        onClick={() => onUse(suggestion.accountId)}
      >
        {words.mapping.use}
      </Button>
    </div>
  );
}
