// Above the rows: the views that a person keeps, and what can be done with the rows that are picked or found.
import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload, IconKeyboard, IconRefresh } from '@tabler/icons-react';
import { send } from '../api/client.ts';
import { download } from '../api/download.ts';
import { useAction } from '../api/use-action.ts';
import { formatCount } from '../format/money.ts';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { type EventFilterValues, givenFilter } from './event-filters.ts';
import { HandleMany } from './handle-many.tsx';
import { SavedViews } from './saved-views.tsx';
import type { ShopListName } from './shop-lists.ts';
import type { Picked } from './use-picked.ts';

const page = words.eventList;

export interface ListToolsProps {
  readonly filter: EventFilterValues;
  readonly list?: ShopListName;
  readonly picked: Picked;
  readonly onShowKeys: () => void;
}

export function ListTools({ filter, list, picked, onShowKeys }: ListToolsProps) {
  return (
    <div className="list-tools">
      {list === undefined && picked.ids.length > 0 ? (
        <Group gap="sm">
          <Text size="sm" fw={600} role="status">
            {page.selected(formatCount(picked.ids.length))}
            {picked.isFull ? `, ${page.selectedMost}` : null}
          </Text>
          <Button variant="subtle" size="xs" px={6} onClick={picked.clear}>
            {page.clearSelection}
          </Button>
        </Group>
      ) : (
        <SavedViews filter={filter} {...(list !== undefined && { list })} />
      )}
      <Group gap="xs">
        {list === undefined ? <ManyActions filter={filter} picked={picked} /> : null}
        {picked.ids.length > 0 ? <ExportPicked ids={picked.ids} /> : <ExportFound filter={filter} />}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={page.keys.open}
          title={page.keys.open}
          onClick={onShowKeys}
        >
          <IconKeyboard size={17} />
        </ActionIcon>
      </Group>
    </div>
  );
}

const exported = {
  ...{ variant: 'default', size: 'xs' },
  leftSection: <IconDownload size={14} aria-hidden />,
} as const;

function ExportFound({ filter }: Pick<ListToolsProps, 'filter'>) {
  const asked = new URLSearchParams(givenFilter(filter)).toString();
  const href = `/api/v1/events.csv${asked === '' ? '' : `?${asked}`}`;
  return (
    <Button {...exported} component="a" href={href} download title={page.csvHint}>
      {page.csv}
    </Button>
  );
}

/** Their ids are too long for an address. */
function ExportPicked({ ids }: Pick<Picked, 'ids'>) {
  const file = useAction<void, void>({
    run: () => download({ path: '/api/v1/events.csv', body: { ids }, fileName: 'financial-events.csv' }),
  });
  return (
    <Button {...exported} onClick={() => file.mutate()} loading={file.isPending} title={page.csvPickedHint}>
      {page.csvPicked(formatCount(ids.length))}
    </Button>
  );
}

/** Over what is picked, or over all that the filters find. */
function ManyActions({ filter, picked }: Pick<ListToolsProps, 'filter' | 'picked'>) {
  const selection = picked.ids.length > 0 ? { ids: picked.ids } : givenFilter(filter);
  const [asking, { open, close }] = useDisclosure(false);
  const retry = useAction<void, { released: number }>({
    run: () => send('POST', '/api/v1/events/retry-failed', selection),
    say: (answer) => words.alerts.released(answer.released),
  });
  return (
    <>
      <ActionButton
        needs="POST /events/retry-failed"
        variant="default"
        size="xs"
        leftSection={<IconRefresh size={14} aria-hidden />}
        onClick={() => retry.mutate()}
        loading={retry.isPending}
        title={words.events.retryHint}
      >
        {picked.ids.length > 0 ? page.retrySelected : words.events.retryFailed}
      </ActionButton>
      <ActionButton needs="POST /events/handled-outside" variant="default" size="xs" onClick={open}>
        {page.outside}
      </ActionButton>
      {asking ? <HandleMany selection={selection} onClose={close} onDone={picked.clear} /> : null}
    </>
  );
}
