// Another QuickBooks company in the place of the one before: what stays, what goes, and the consent that says so.
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { syncQuery } from '../api/queries.ts';
import type { Sync } from '../api/wire.ts';
import { formatCount } from '../format/money.ts';
import { Dialog } from '../notices/dialog.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { ConnectButton } from './connect-button.tsx';
import { Consequences } from './consequences.tsx';

const page = words.quickbooks.newBooks;

/** Nothing where no company was connected before: then the first one is simply connected. */
export function NewBooks({ company }: { readonly company: string | null }) {
  const [asking, { open, close }] = useDisclosure(false);
  const { data: sync } = useQuery(syncQuery);
  if (company === null || sync === undefined) return null;
  return (
    <>
      <ActionButton needs="POST /connection/connect" variant="default" size="sm" onClick={open}>
        {page.open}
      </ActionButton>
      <Dialog opened={asking} onClose={close} title={page.title} size="lg">
        <Text size="sm" mb="sm">
          {page.intro(company)}
        </Text>
        <Consequences title={page.stays(company)} sentences={page.staysList(events(sync.counts.synced))} />
        <Consequences title={page.goes} sentences={page.goesList(events(unposted(sync.counts)))} />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {words.common.cancel}
          </Button>
          <ConnectButton label={page.choose} newBooks />
        </Group>
      </Dialog>
    </>
  );
}

const events = (count: number): string => words.alerts.events(formatCount(count), count === 1);

const unposted = (counts: Sync['counts']): number =>
  counts.ready + counts.syncing + counts['action-required'] + counts.failed;
