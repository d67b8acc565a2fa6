// From when on an account holds: the dates of a mapping, the date of a change, and what that leaves posted as it is.
import { Anchor, Button, CloseButton, Group, TextInput } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import type { MappingRow, RepostOffer } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { words } from '../words.ts';
import { accountLabel } from './account-choices.ts';
import type { Changing } from './use-changing.ts';
import type { MappingBook } from './use-mapping.ts';

const page = words.mapping.dates;

/** Nothing where the account holds from the beginning and always has. */
export function MappingDates({ row, book }: { readonly row: MappingRow; readonly book: MappingBook }) {
  const earlier = book.earlierOf(row);
  if (row.applicableFrom === null && earlier.length === 0) return null;
  const nameOf = ({ accountId }: MappingRow) => {
    const account = book.accountById.get(accountId ?? '');
    return account === undefined ? (accountId ?? words.mapping.notMapped) : accountLabel(account);
  };
  return (
    <div className="suggestion" style={{ display: 'block' }}>
      {row.applicableFrom === null ? null : <div>{page.since(formatDay(row.applicableFrom))}</div>}
      {earlier.map((before) => (
        <div key={before.applicableFrom}>
          {before.applicableFrom === null
            ? page.before(nameOf(before))
            : page.from(formatDay(before.applicableFrom), nameOf(before))}
        </div>
      ))}
    </div>
  );
}

interface ChangeFromProps {
  readonly label: string;
  readonly changing: Changing;
  readonly onChange: (changing: Changing | null) => void;
  readonly onSave: () => void;
}

export function ChangeFrom({ label, changing, onChange, onSave }: ChangeFromProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    <form onSubmit={submit} style={{ marginTop: 6 }}>
      <TextInput
        size="xs"
        type="date"
        label={page.appliesFrom}
        aria-label={words.mapping.field(page.appliesFrom, label)}
        description={page.appliesFromHint}
        inputWrapperOrder={['label', 'input', 'description']}
        value={changing.from}
        onChange={(event) => onChange({ ...changing, from: event.currentTarget.value })}
        data-autofocus
      />
      <Group gap="xs" mt={6}>
        <Button size="compact-xs" type="submit">
          {words.common.save}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => onChange(null)}>
          {words.common.cancel}
        </Button>
      </Group>
    </form>
  );
}

/** Says what it does not do: nothing that is posted changes by it. */
export function RepostNote({ offer, onClose }: { readonly offer: RepostOffer; readonly onClose: () => void }) {
  const { entries, from, to, more } = offer;
  const days = from === to ? page.onDay(formatDay(from)) : page.overDays(formatDay(from), formatDay(to));
  return (
    <div className="suggestion" role="status" style={{ alignItems: 'flex-start' }}>
      <IconInfoCircle size={14} aria-hidden style={{ flex: 'none', marginTop: 2 }} />
      <span style={{ flex: 1 }}>
        {page.staysPosted({ entries, more, days })}{' '}
        <Anchor
          size="xs"
          renderRoot={(root) => (
            <Link {...root} to="/settings/integrations/quickbooks-online/period" search={{ from, to }} />
          )}
        >
          {words.period.offer}
        </Anchor>
      </span>
      <CloseButton size="xs" aria-label={words.common.close} onClick={onClose} />
    </div>
  );
}
