// Finds an event by number, amount or key, a page by its name, and what is often done; all by keys, told to screen readers as a list.
import { Combobox, Group, Text, TextInput, useCombobox, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { send } from '../api/client.ts';
import { foundEventsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { ListedEvent } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { Dialog } from '../notices/dialog.tsx';
import { useMayUse } from '../roles/why-not.ts';
import { words } from '../words.ts';
import { matching, pagesFor } from './palette-pages.ts';

const page = words.palette;
const typingPauseMs = 200;
const pagesShownMax = 8;
const eventsPath = '/settings/integrations/quickbooks-online/financial-events';

export interface PaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** What was typed before its field could take it. */
  readonly takeTyped: () => string;
}

export function Palette({ opened, onClose, takeTyped }: PaletteProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title={page.open} size="lg">
      {opened ? <Finder onDone={onClose} takeTyped={takeTyped} /> : null}
    </Dialog>
  );
}

function Finder({ onDone, takeTyped }: { readonly onDone: () => void; readonly takeTyped: () => string }) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), typingPauseMs);
  const { data: events, isFetching } = useQuery(foundEventsQuery(asked));
  const mayUse = useMayUse();
  const router = useRouter();
  const actions = usePaletteActions();
  // It is all that the dialog shows: open as long as that is, and Escape closes both.
  const list = useCombobox({ opened: true, onOpenedChange: onDone });
  const found = asked === '' || text.trim() === '' ? [] : (events ?? []);
  const pages = matching(pagesFor(mayUse), text).slice(0, pagesShownMax);
  const offered = matching(actions, text);
  const nothing = found.length + pages.length + offered.length === 0;
  const listed = [...found.map(({ id }) => id), ...pages.map(({ path }) => path), ...offered.map(({ label }) => label)];
  const listedKey = listed.join();

  useEffect(() => {
    if (listedKey !== '') list.selectFirstOption();
  }, [listedKey, list.selectFirstOption]);

  // Enter takes the first however soon it comes after the list.
  const chooseFirst = ({ key }: KeyboardEvent) => {
    if (key === 'Enter' && list.getSelectedOptionIndex() === -1) list.selectFirstOption();
  };
  const choose = (value: string) => {
    const action = actions.find(({ label }) => value === `action ${label}`);
    onDone();
    if (action !== undefined) action.run();
    else router.history.push(value);
  };
  return (
    <Combobox store={list} onOptionSubmit={choose}>
      <Combobox.EventsTarget>
        <TextInput
          aria-label={page.placeholder}
          placeholder={page.placeholder}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={chooseFirst}
          onFocus={() => setText((before) => before + takeTyped())}
          data-autofocus
        />
      </Combobox.EventsTarget>
      <div style={{ maxHeight: '60vh', overflowY: 'auto', marginTop: 8 }}>
        <Combobox.Options aria-label={page.open}>
          <FoundEvents events={found} asked={asked} />
          <OptionGroup label={page.pages} options={pages.map(({ path, label }) => ({ value: path, label }))} />
          <OptionGroup
            label={page.actions}
            options={offered.map(({ label }) => ({ value: `action ${label}`, label }))}
          />
        </Combobox.Options>
        <Text size="sm" c="dimmed" px="sm" py="xs" role="status">
          {nothing ? (isFetching || asked !== text.trim() ? page.searching : page.nothing) : ''}
        </Text>
      </div>
    </Combobox>
  );
}

interface OptionGroupProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

function OptionGroup({ label, options }: OptionGroupProps) {
  if (options.length === 0) return null;
  return (
    <Combobox.Group label={label}>
      {options.map((option) => (
        <Combobox.Option key={option.value} value={option.value}>
          {option.label}
        </Combobox.Option>
      ))}
    </Combobox.Group>
  );
}

function FoundEvents({ events, asked }: { readonly events: readonly ListedEvent[]; readonly asked: string }) {
  if (events.length === 0) return null;
  return (
    <Combobox.Group label={page.events}>
      {events.map((event) => (
        <EventOption key={event.id} event={event} />
      ))}
      <Combobox.Option value={`${eventsPath}?q=${encodeURIComponent(asked)}`}>{page.allMatches(asked)}</Combobox.Option>
    </Combobox.Group>
  );
}

function EventOption({ event }: { readonly event: ListedEvent }) {
  return (
    <Combobox.Option value={`${eventsPath}?event=${encodeURIComponent(event.id)}`}>
      <Group justify="space-between" wrap="nowrap" gap="md">
        <span>
          <b>{event.number}</b> · {words.events.kinds[event.kind]} · {formatDay(event.businessDate)} ·{' '}
          {words.events.statuses[event.status]}
        </span>
        <span className="number">{formatMoney(event.amount, event.currency)}</span>
      </Group>
    </Combobox.Option>
  );
}

/** None says that it is done where it is queued: the words are those of the pages that do the same. */
function usePaletteActions(): readonly { readonly label: string; readonly run: () => void }[] {
  const mayUse = useMayUse();
  const { toggleColorScheme } = useMantineColorScheme();
  const retry = useAction<void, { released: number }>({
    run: () => send('POST', '/api/v1/events/retry-failed', {}),
    say: ({ released }) => words.alerts.released(released),
  });
  const importAccounts = useAction({
    run: () => send('POST', '/api/v1/accounts/import', {}),
    say: () => page.imported,
  });
  return [
    ...(mayUse('POST /events/retry-failed') ? [{ label: page.retryFailed, run: () => retry.mutate() }] : []),
    ...(mayUse('POST /accounts/import') ? [{ label: page.importAccounts, run: () => importAccounts.mutate() }] : []),
    { label: page.toDark, run: toggleColorScheme },
  ];
}
