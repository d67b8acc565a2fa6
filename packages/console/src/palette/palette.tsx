// Finds an event by number, amount or key, a page by its name, and what is often done; all by keys, told to screen readers as a list.
import { Combobox, Group, Text, TextInput, useCombobox, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useLayoutEffect, useState } from 'react';
import { send } from '../api/client.ts';
import { foundEventsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { ListedEvent } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { Dialog } from '../notices/dialog.tsx';
import { words } from '../words.ts';
import { matching, palettePages } from './palette-pages.ts';

const page = words.palette;
const typingPauseMs = 200;
const pagesShownMax = 8;
const eventsPath = '/settings/integrations/quickbooks-online/financial-events';

export interface PaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function Palette({ opened, onClose }: PaletteProps) {
  return (
    <Dialog opened={opened} onClose={onClose} title={page.open} size="lg">
      {opened ? <Finder onDone={onClose} /> : null}
    </Dialog>
  );
}

function Finder({ onDone }: { readonly onDone: () => void }) {
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text.trim(), typingPauseMs);
  const { data: events, isFetching } = useQuery(foundEventsQuery(asked));
  const router = useRouter();
  const actions = usePaletteActions();
  // It is all that the dialog shows: open as long as that is, and Escape closes both.
  const list = useCombobox({ opened: true, onOpenedChange: onDone });
  const found = asked === '' || text.trim() === '' ? [] : (events ?? []);
  const pages = matching(palettePages, text).slice(0, pagesShownMax);
  const offered = matching(actions, text);
  const nothing = found.length + pages.length + offered.length === 0;
  const listed = [...found.map(({ id }) => id), ...pages.map(({ path }) => path), ...offered.map(({ label }) => label)];
  const listedKey = listed.join();

  // Before anybody sees the list: Enter takes the first of it however soon it comes.
  useLayoutEffect(() => {
    if (listedKey !== '') list.selectFirstOption();
  }, [listedKey, list.selectFirstOption]);

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
          data-autofocus
        />
      </Combobox.EventsTarget>
      <div style={{ maxHeight: '60vh', overflowY: 'auto', marginTop: 8 }}>
        <Combobox.Options aria-label={page.open}>
          <FoundEvents events={found} asked={asked} />
          {pages.length === 0 ? null : (
            <Combobox.Group label={page.pages}>
              {pages.map(({ path, label }) => (
                <Combobox.Option key={path} value={path}>
                  {label}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {offered.length === 0 ? null : (
            <Combobox.Group label={page.actions}>
              {offered.map(({ label }) => (
                <Combobox.Option key={label} value={`action ${label}`}>
                  {label}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
        </Combobox.Options>
        <Text size="sm" c="dimmed" px="sm" py="xs" role="status">
          {nothing ? (isFetching || asked !== text.trim() ? page.searching : page.nothing) : ''}
        </Text>
      </div>
    </Combobox>
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
    { label: page.retryFailed, run: () => retry.mutate() },
    { label: page.importAccounts, run: () => importAccounts.mutate() },
    { label: page.toDark, run: toggleColorScheme },
  ];
}
