// What a period would be under the mapping of today: by account, by entry, and what stays; and the button that has it so.
import { Alert, Button, Group, Table, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, messageOf, send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { PeriodPreview } from '../api/wire.ts';
import { formatAmount, formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { accountLabel } from '../mapping/account-choices.ts';
import { Dialog } from '../notices/dialog.tsx';
import { EmptyState } from '../notices/empty-state.tsx';
import { ListEnd, type ListEndProps } from '../notices/list-end.tsx';
import { Panel } from '../notices/panel.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import type { PeriodChoice } from './period-choice.ts';
import { ChangedEntry, StayingEntries } from './period-entries.tsx';

const page = words.period;

export interface PreviewPanelsProps {
  readonly choice: PeriodChoice;
  readonly pages: ListEndProps['pages'];
  readonly previews: readonly PeriodPreview[];
}

export function PreviewPanels({ choice, pages, previews }: PreviewPanelsProps) {
  const [first] = previews;
  if (first === undefined) return null;
  const changes = previews.flatMap((preview) => preview.changes);
  const stays = previews.flatMap((preview) => preview.stays);
  return (
    <>
      <Overview preview={first} choice={choice} />
      {changes.length === 0 ? null : (
        <Panel title={page.changes}>
          {changes.map((change) => (
            <ChangedEntry key={change.postingId} change={change} />
          ))}
        </Panel>
      )}
      {first.staying === 0 ? null : (
        <Panel title={page.stays}>
          {first.reasons.map(({ reason, entries }) => (
            <Text key={reason} size="sm" c="dimmed">
              {page.reasons[reason]}: {formatCount(entries)}
            </Text>
          ))}
          <StayingEntries stays={stays} />
        </Panel>
      )}
      <ListEnd pages={pages} end={null} />
    </>
  );
}

function Overview({ preview, choice }: { readonly preview: PeriodPreview; readonly choice: PeriodChoice }) {
  const { changing, changingLines, staying, notPosted, entries, knownUntil } = preview;
  const { formatInstant } = useShopClock();
  const count = { changing: formatCount(changing), one: changing === 1, entries: formatCount(entries) };
  return (
    <Panel title={page.accounts}>
      {changing === 0 ? (
        <Nothing staying={staying} />
      ) : (
        <>
          <Text size="sm" mb="xs">
            {page.summary({ ...count, lines: formatCount(changingLines), oneLine: changingLines === 1 })}
          </Text>
          <Accounts preview={preview} />
        </>
      )}
      {staying === 0 ? null : (
        <Text size="sm" mt="xs">
          {page.staysCount(formatCount(staying), staying === 1)}.
        </Text>
      )}
      {notPosted === 0 ? null : (
        <Text size="sm" mt="xs">
          {page.notPosted(formatCount(notPosted), notPosted === 1)}
        </Text>
      )}
      {knownUntil === null ? null : (
        <Text size="xs" c="dimmed" mt="xs">
          {page.known(formatInstant(knownUntil))}
        </Text>
      )}
      {changing === 0 ? null : <Confirm preview={preview} choice={choice} />}
    </Panel>
  );
}

function Nothing({ staying }: { readonly staying: number }) {
  return staying === 0 ? (
    <EmptyState title={page.nothing} hint={page.nothingHint} />
  ) : (
    <EmptyState title={page.nothingCan} />
  );
}

function Accounts({ preview }: { readonly preview: PeriodPreview }) {
  return (
    <>
      <WideTable minWidth={460} label={page.accounts}>
        <Table aria-label={page.accounts} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{page.account}</Table.Th>
              <Table.Th className="number">{page.before}</Table.Th>
              <Table.Th className="number">{page.after}</Table.Th>
              <Table.Th className="number">{page.difference}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {preview.accounts.map(({ account, currency, before, after, difference }) => (
              <Table.Tr key={`${account.id} ${currency}`}>
                <Table.Td>{accountLabel(account)}</Table.Td>
                <Table.Td className="number">{formatAmount(before, currency)}</Table.Td>
                <Table.Td className="number">{formatAmount(after, currency)}</Table.Td>
                <Table.Td className="number">{formatAmount(difference, currency)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <Text size="xs" c="dimmed" mt={4}>
        {page.side}
      </Text>
    </>
  );
}

function Confirm({ preview, choice }: { readonly preview: PeriodPreview; readonly choice: PeriodChoice }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const count = formatCount(preview.changing);
  const one = preview.changing === 1;
  const repost = useAction<void, { entries: number }>({
    run: () => send('POST', '/api/v1/period/repost', { ...choice, token: preview.token }),
    say: ({ entries }) => page.asked(formatCount(entries), entries === 1),
    after: () => setAsking(false),
    quietErrors: true,
  });
  const hasChanged = repost.error instanceof ApiError && repost.error.code === 'preview-changed';
  const close = () => {
    setAsking(false);
    repost.reset();
    if (hasChanged) void client.invalidateQueries({ queryKey: ['period'] });
  };
  return (
    <Group mt="md" gap="sm">
      <ActionButton needs="POST /period/repost" size="sm" onClick={() => setAsking(true)}>
        {page.repost(count, one)}
      </ActionButton>
      <Dialog opened={asking} onClose={close} title={page.confirmTitle}>
        <Text size="sm">{page.confirm(count, one)}</Text>
        {repost.error === null ? null : (
          <Alert color="red" mt="md" role="alert">
            {hasChanged ? page.changed : messageOf(repost.error)}
          </Alert>
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {hasChanged ? words.common.close : words.common.cancel}
          </Button>
          {hasChanged ? null : (
            <Button loading={repost.isPending} onClick={() => repost.mutate()}>
              {page.repost(count, one)}
            </Button>
          )}
        </Group>
      </Dialog>
    </Group>
  );
}
