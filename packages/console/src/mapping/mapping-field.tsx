// The account of one role and subject: the picker, the mark where it is missing, and the suggestion with its reason.
import './mapping.css';
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle } from '@tabler/icons-react';
import { messageOf } from '../api/client.ts';
import type { MappingRow } from '../api/wire.ts';
import { useMayUse } from '../roles/why-not.ts';
import { useUnsaved } from '../unsaved/unsaved.ts';
import { words } from '../words.ts';
import { accountLabel } from './account-choices.ts';
import { AccountPicker } from './account-picker.tsx';
import { CreateAccountDialog } from './create-account-dialog.tsx';
import { ChangeFrom, MappingDates, RepostNote } from './mapping-dates.tsx';
import {
  accountAt,
  fieldLabel,
  isMapped,
  isRefusal,
  type MappingBook,
  rowKey,
  useSaveMappings,
} from './use-mapping.ts';

interface MappingFieldProps {
  readonly row: MappingRow;
  readonly book: MappingBook;
  /** What is chosen holds from the row's own date on, and nobody is asked from when. */
  readonly atItsDate?: boolean;
}

export function MappingField(props: MappingFieldProps) {
  const mayUse = useMayUse();
  return mayUse('PUT /mappings') ? <ChangeableField {...props} /> : <ShownField {...props} />;
}

/** For whoever looks at the mapping and changes nothing. */
function ShownField({ row, book }: MappingFieldProps) {
  const account = row.accountId === null ? undefined : book.accountById.get(row.accountId);
  return (
    <div style={{ paddingTop: 5 }}>
      {account === undefined ? null : <Text size="sm">{accountLabel(account)}</Text>}
      {isMapped(row, book.accountById) ? null : <MissingMark row={row} book={book} />}
      {row.warning === null ? null : <WarningNote warning={row.warning} />}
      <MappingDates row={row} book={book} />
    </div>
  );
}

function ChangeableField({ row, book, atItsDate = false }: MappingFieldProps) {
  const save = useSaveMappings();
  const label = fieldLabel(row);
  const mapped = isMapped(row, book.accountById);
  const [changing, setChanging] = book.changing(rowKey(row));
  const [creating, { open: create, close: endCreate }] = useDisclosure(false);
  const { role, subject, applicableFrom } = row;
  const shown = [row, ...book.earlierOf(row)];
  const saveFrom = (accountId: string | null, from: string | null, seen: readonly MappingRow[] = shown) => {
    setChanging(null);
    save.mutate([{ role, subject, accountId, applicableFrom: from, seen: accountAt(seen, from) }]);
  };
  // Only what works already asks from when on: what is missing or at fault is put right at once.
  const choose = (accountId: string | null) =>
    mapped && accountId !== null && !atItsDate
      ? setChanging({ accountId, from: applicableFrom ?? '', seen: shown })
      : saveFrom(accountId, applicableFrom);
  // A choice that did not reach the server stays in sight, to be tried again.
  const unsaved = save.isPending || (save.isError && !isRefusal(save.error));
  return (
    <div>
      <AccountPicker
        types={book.accountTypes[row.role] ?? []}
        accounts={book.accounts}
        value={changing?.accountId ?? (unsaved ? (save.variables?.[0]?.accountId ?? null) : row.accountId)}
        label={label}
        onChange={choose}
        busy={!book.hasChart}
        missing={!mapped && row.required}
        onCreate={book.mayCreate ? create : undefined}
      />
      {save.isError ? (
        <NotSaved
          error={save.error}
          label={label}
          again={isRefusal(save.error) ? null : () => save.mutate(save.variables)}
          onGiveUp={save.reset}
        />
      ) : null}
      {mapped || unsaved ? null : <MissingMark row={row} book={book} />}
      {row.warning === null || changing !== null ? null : <WarningNote warning={row.warning} />}
      {changing === null && !atItsDate ? <MappingDates row={row} book={book} /> : null}
      {changing === null ? null : (
        <ChangeFrom
          label={label}
          changing={changing}
          onChange={setChanging}
          onSave={() => saveFrom(changing.accountId, changing.from || null, changing.seen)}
        />
      )}
      {save.data?.repostOffer && changing === null ? (
        <RepostNote offer={save.data.repostOffer} onClose={save.reset} />
      ) : null}
      {row.accountId === null && !unsaved ? (
        <SuggestionLine row={row} book={book} label={label} onUse={choose} onCreate={create} />
      ) : null}
      {creating ? (
        <CreateAccountDialog
          row={row}
          types={book.accountTypes[row.role] ?? []}
          onClose={endCreate}
          onMade={(accountId) => {
            endCreate();
            choose(accountId);
          }}
        />
      ) : null}
    </div>
  );
}

interface NotSavedProps {
  readonly error: unknown;
  readonly label: string;
  /** Null: it was refused, and would be again. */
  readonly again: (() => void) | null;
  readonly onGiveUp: () => void;
}

function NotSaved({ error, label, again, onGiveUp }: NotSavedProps) {
  useUnsaved(again !== null);
  return (
    <div className="suggestion fault" role="alert" style={{ display: 'block' }}>
      <IconAlertTriangle size={13} aria-hidden style={{ verticalAlign: -2 }} /> {words.mapping.notSaved}:{' '}
      {messageOf(error)}
      <Group gap={6} mt={4}>
        {again === null ? null : (
          <Button size="compact-xs" variant="default" aria-label={`${words.errors.retry}: ${label}`} onClick={again}>
            {words.errors.retry}
          </Button>
        )}
        <Button size="compact-xs" variant="subtle" aria-label={`${words.common.close}: ${label}`} onClick={onGiveUp}>
          {again === null ? words.common.close : words.common.cancel}
        </Button>
      </Group>
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
  const fault = isMarked(row);
  return (
    <div className={fault ? 'suggestion fault' : 'suggestion'} style={{ alignItems: 'center' }}>
      {fault ? <IconAlertTriangle size={13} aria-hidden /> : null}
      {row.accountId === null ? missingWords(row) : gone ? words.mapping.inactiveAccount : words.mapping.goneAccount}
    </div>
  );
}

/** A role without subjects has its default alone: nothing stands in for it. */
const hasDefaultAlone = (row: MappingRow): boolean => row.subject === null && row.subjectKind === null;
const isMarked = (row: MappingRow): boolean => row.required || row.accountId !== null || hasDefaultAlone(row);

function missingWords(row: MappingRow): string {
  if (row.required) return words.mapping.notMapped;
  return hasDefaultAlone(row) ? words.mapping.notMappedYet : words.mapping.optional;
}

interface SuggestionLineProps {
  readonly row: MappingRow;
  readonly book: MappingBook;
  readonly label: string;
  readonly onUse: (accountId: string) => void;
  readonly onCreate: () => void;
}

/** Where nothing fits, the way to have one made is in sight; elsewhere it is the last choice of the list. */
function SuggestionLine({ row, book, label, onUse, onCreate }: SuggestionLineProps) {
  const suggestion = book.suggestionFor(row);
  const account = suggestion ? book.accountById.get(suggestion.accountId) : undefined;
  if (!suggestion || !account) {
    if (!book.mayCreate || !isMarked(row)) return null;
    return (
      <div className="suggestion">
        <span style={{ flex: 1 }}>{words.mapping.nothingFits}</span>
        <Button variant="subtle" size="compact-xs" aria-label={words.mapping.create.openFor(label)} onClick={onCreate}>
          {words.mapping.create.open}
        </Button>
      </div>
    );
  }
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
