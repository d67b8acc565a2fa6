// "Connect to QuickBooks Online", with what to do when the browser blocks the window.
import { Anchor, Group, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { useConnect } from './use-connect.ts';

export interface ConnectButtonProps {
  readonly label: string;
  readonly size?: string;
  readonly newBooks?: boolean;
}

export function ConnectButton({ label, size = 'sm', newBooks = false }: ConnectButtonProps) {
  const connect = useConnect(newBooks);
  return (
    <Group gap="sm">
      <ActionButton
        needs="POST /connection/connect"
        size={size}
        onClick={connect.start}
        rightSection={<IconExternalLink size={15} aria-hidden />}
      >
        {label}
      </ActionButton>
      {connect.blockedUrl !== null ? (
        <Text size="sm" role="alert">
          {words.quickbooks.blocked}{' '}
          <Anchor href={connect.blockedUrl} target="_blank" rel="opener" underline="always">
            {words.quickbooks.blockedLink}
          </Anchor>
        </Text>
      ) : connect.waiting ? (
        <Text size="sm" c="dimmed" role="status">
          {words.quickbooks.waiting}
        </Text>
      ) : null}
    </Group>
  );
}
