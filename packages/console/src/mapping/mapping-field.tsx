// The account of one role and subject: the picker, the mark where it is missing, and the suggestion with its reason.
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { MappingRow } from '../api/wire.ts';
import { words } from '../words.ts';
import { AccountPicker, accountLabel } from './account-picker.tsx';
import { ChangeFrom, MappingDates, RepostNote } from './mapping-dates.tsx';
import { fieldLabel, isMapped, type MappingBook, useSaveMappings } from './use-mapping.ts';

export function MappingField({ row, book }: { readonly row: MappingRow; readonly book: MappingBook }) {
  const save = useSaveMappings();
  const label = fieldLabel(row);
  const mapped = isMapped(row, book.accountById);
  const [changing, setChanging] = useState<string | null>(null);
  const { role, subject, applicableFrom } = row;
  const saveFrom = (accountId: string | null, from: string | null) => {
    setChanging(null);
    save.mutate([{ role, subject, accountId, applicableFrom: from }]);
  };
  // Only what works already asks from when on: what is missing or at fault is put right at once.
  const choose = (accountId: string | null) =>
    mapped && accountId !== null ? setChanging(accountId) : saveFrom(accountId, applicableFrom);
  return (
    <div>
      <AccountPicker
        types={book.accountTypes[row.role] ?? []}
        accounts={book.accounts}
        value={changing ?? (save.isPending ? (save.variables[0]?.accountId ?? null) : row.accountId)}
        label={label}
        onChange={choose}
        busy={!book.hasChart}
        missing={!mapped && row.required}
      />
      {mapped ? null : <MissingMark row={row} book={book} />}
      {row.warning === null || changing !== null ? null : <WarningNote warning={row.warning} />}
      {changing === null ? (
        <MappingDates row={row} book={book} />
      ) : (
        <ChangeFrom
          label={label}
          since={applicableFrom}
          onSave={(from) => saveFrom(changing, from)}
          onCancel={() => setChanging(null)}
        />
      )}
      {save.data?.repostOffer && changing === null ? (
        <RepostNote offer={save.data.repostOffer} onClose={save.reset} />
      ) : null}
      {row.accountId === null ? <SuggestionLine row={row} book={book} label={label} onUse={choose} /> : null}
    </div>
  );
}

/** Folded: the same may be said of every row of a column. */
function WarningNote({ warning }: { readonly warning: string }) {
  return (
    <details className="suggestion warn" style={{ display: 'block' }}>
      <summary>
        <IconAlertTriangle size={13} aria-hidden style={{ verticalAlign: -2 }} /> {words.mapping.note}
      </summary>
      {warning}.
    </details>
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
