// All suggestions at once: which they are is seen before, and taken back after.
import { Button, Checkbox, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconWand } from '@tabler/icons-react';
import { useState } from 'react';
import { messageOf } from '../api/client.ts';
import type { MappingSuggestion } from '../api/wire.ts';
import { Dialog } from '../notices/dialog.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { accountLabel } from './account-choices.ts';
import { fieldLabel, type MappingBook, rowKey, useSaveMappings } from './use-mapping.ts';

const page = words.mapping.accepting;

export interface AcceptSuggestionsProps {
  readonly suggestions: readonly MappingSuggestion[];
  readonly book: MappingBook;
  readonly onAccepted: (accepted: readonly MappingSuggestion[]) => void;
}

export function AcceptSuggestions(props: AcceptSuggestionsProps) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <ActionButton needs="PUT /mappings" leftSection={<IconWand size={16} aria-hidden />} onClick={open}>
        {words.mapping.accept}
      </ActionButton>
      {opened ? <AcceptDialog {...props} onClose={close} /> : null}
    </>
  );
}

function AcceptDialog(props: AcceptSuggestionsProps & { readonly onClose: () => void }) {
  const { suggestions, book, onAccepted, onClose } = props;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const save = useSaveMappings();
  const taken = suggestions.filter((suggestion) => !left.has(rowKey(suggestion)));
  const toggle = (key: string) => setLeft((before) => toggled(before, key));
  const accept = () =>
    save.mutate(
      taken.map(({ role, subject, accountId }) => ({ role, subject, accountId, seen: null })),
      {
        onSuccess: () => {
          onAccepted(taken);
          onClose();
        },
      },
    );
  return (
    <Dialog opened onClose={onClose} title={page.title} size="xl">
      <Text size="sm" c="dimmed" mb="sm">
        {page.intro}
      </Text>
      <div className="scrolled-part">
        <WideTable minWidth={620} label={page.title}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{page.row}</Table.Th>
                <Table.Th>{words.financial.account}</Table.Th>
                <Table.Th>{page.reason}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {suggestions.map((suggestion) => (
                <SuggestionRow
                  key={rowKey(suggestion)}
                  suggestion={suggestion}
                  book={book}
                  taken={!left.has(rowKey(suggestion))}
                  onToggle={() => toggle(rowKey(suggestion))}
                />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      </div>
      {save.isError ? (
        <Text size="sm" className="fault" role="alert" mt="sm">
          <IconAlertTriangle size={14} aria-hidden style={{ verticalAlign: -2 }} /> {words.mapping.notSaved}:{' '}
          {messageOf(save.error)}
        </Text>
      ) : null}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {words.common.cancel}
        </Button>
        <Button onClick={accept} loading={save.isPending} disabled={taken.length === 0} data-autofocus>
          {page.submit(taken.length)}
        </Button>
      </Group>
    </Dialog>
  );
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const others = [...keys].filter((one) => one !== key);
  return new Set(keys.has(key) ? others : [...others, key]);
}

interface SuggestionRowProps {
  readonly suggestion: MappingSuggestion;
  readonly book: MappingBook;
  readonly taken: boolean;
  readonly onToggle: () => void;
}

function SuggestionRow({ suggestion, book, taken, onToggle }: SuggestionRowProps) {
  const row = book.rows?.find((one) => rowKey(one) === rowKey(suggestion));
  const account = book.accountById.get(suggestion.accountId);
  if (row === undefined || account === undefined) return null;
  return (
    <Table.Tr>
      <Table.Td>
        <Checkbox label={fieldLabel(row)} checked={taken} onChange={onToggle} />
      </Table.Td>
      <Table.Td>{accountLabel(account)}</Table.Td>
      <Table.Td>{suggestion.reason}</Table.Td>
    </Table.Tr>
  );
}

interface AcceptedNoticeProps {
  readonly accepted: readonly MappingSuggestion[];
  readonly onUndone: () => void;
}

/** Takes back the mapping alone: what was sent by it meanwhile stays, as after any other change of a mapping. */
export function AcceptedNotice({ accepted, onUndone }: AcceptedNoticeProps) {
  const undo = useSaveMappings();
  const takeBack = () =>
    undo.mutate(
      accepted.map(({ role, subject, accountId }) => ({ role, subject, accountId: null, seen: accountId })),
      { onSuccess: onUndone },
    );
  return (
    <Group gap="sm" role="status">
      <Text size="sm">
        {undo.isError ? `${words.mapping.notSaved}: ${messageOf(undo.error)}` : page.done(accepted.length)}
      </Text>
      <Button size="compact-sm" variant="default" onClick={takeBack} loading={undo.isPending}>
        {page.undo}
      </Button>
    </Group>
  );
}
