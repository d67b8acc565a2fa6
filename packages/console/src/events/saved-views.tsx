// The views above a list: those that everybody has, those that a person keeps, and keeping the filters of now as one.
import { ActionIcon, Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { send } from '../api/client.ts';
import { savedViewsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { SavedView } from '../api/wire.ts';
import { Dialog } from '../notices/dialog.tsx';
import { SaveButtons } from '../notices/save-buttons.tsx';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { type EventFilterValues, givenFilter, isFiltered, isSameFilter, noFilter } from './event-filters.ts';
import type { ShopListName } from './shop-lists.ts';

const page = words.eventList.views;

const usual: readonly { readonly name: string; readonly filter: EventFilterValues }[] = [
  { name: page.all, filter: {} },
  { name: page.attention, filter: { status: 'action-required' } },
  { name: page.failed, filter: { status: 'failed' } },
  { name: page.waiting, filter: { status: 'ready' } },
  { name: page.outside, filter: { status: 'handled-outside' } },
];

export interface SavedViewsProps {
  readonly filter: EventFilterValues;
  readonly list?: ShopListName;
}

/** Of all events; a list of one part of the shop has its filters alone. */
export function SavedViews({ filter, list }: SavedViewsProps) {
  const change = useChangeSearch();
  const { data: own } = useQuery({ ...savedViewsQuery, enabled: list === undefined });
  const [naming, { open, close }] = useDisclosure(false);
  if (list !== undefined) return <span />;
  const kept = (own ?? []).find((view) => isSameFilter(view.filter, filter));
  const current = kept?.id ?? usual.find((view) => isSameFilter(view.filter, filter))?.name ?? null;
  const choose = (value: string | null) => {
    const view = own?.find(({ id }) => id === value) ?? usual.find(({ name }) => name === value);
    if (view !== undefined) change({ ...noFilter, ...givenFilter(view.filter) });
  };
  return (
    <Group gap="xs">
      <Select
        size="xs"
        w={190}
        aria-label={page.label}
        placeholder={page.label}
        allowDeselect={false}
        data={[
          ...usual.map(({ name }) => ({ value: name, label: name })),
          ...(own ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={current}
        onChange={choose}
      />
      {isFiltered(filter) && current === null ? (
        <Button variant="subtle" size="xs" px={6} onClick={open}>
          {page.save}
        </Button>
      ) : null}
      {kept === undefined ? null : <RemoveView view={kept} />}
      <NameView filter={filter} opened={naming} onClose={close} />
    </Group>
  );
}

function RemoveView({ view }: { readonly view: SavedView }) {
  const remove = useAction({
    run: () => send('DELETE', `/api/v1/saved-views/${encodeURIComponent(view.id)}`),
    say: () => page.removed(view.name),
  });
  const label = page.remove(view.name);
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      title={label}
      onClick={() => remove.mutate()}
      loading={remove.isPending}
    >
      <IconTrash size={15} />
    </ActionIcon>
  );
}

interface NameViewProps {
  readonly filter: EventFilterValues;
  readonly opened: boolean;
  readonly onClose: () => void;
}

function NameView({ filter, opened, onClose }: NameViewProps) {
  const [name, setName] = useState('');
  const save = useAction<void, SavedView>({
    run: () => send('POST', '/api/v1/saved-views', { name: name.trim(), filter: givenFilter(filter) }),
    say: (view) => page.saved(view.name),
    after: () => {
      setName('');
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save.mutate();
  };
  return (
    <Dialog opened={opened} onClose={onClose} title={page.saveTitle} size="sm">
      <form onSubmit={submit}>
        <TextInput
          label={page.name}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Text size="xs" c="dimmed" mt={6}>
          {page.saveHint}
        </Text>
        <SaveButtons isSaving={save.isPending} isDisabled={name.trim() === ''} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
