// One click after accounts were merged in QuickBooks: all that was mapped to the one goes to the account that is left.
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from '../api/client.ts';
import { mappingsQuery } from '../api/queries.ts';
import type { Alert } from '../api/wire.ts';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';
import { useSaveMappings } from './use-mapping.ts';

export interface FollowMergeProps {
  readonly from: string;
  readonly into: NonNullable<Alert['mergedInto']>;
}

export function FollowMerge({ from, into }: FollowMergeProps) {
  const { data } = useQuery(mappingsQuery(true));
  const save = useSaveMappings();
  const rows = (data?.mappings ?? []).filter(({ accountId }) => accountId === from);
  const choices = rows.map(({ role, subject, applicableFrom }) => ({
    ...{ role, subject, applicableFrom, seen: from, accountId: into.accountId },
  }));
  return (
    <>
      <ActionButton
        needs="PUT /mappings"
        size="xs"
        loading={save.isPending}
        disabled={choices.length === 0}
        onClick={() => save.mutate(choices)}
      >
        {words.alerts.mapTo(into.name)}
      </ActionButton>
      {save.error === null ? null : (
        <Text size="sm" className="fault" role="alert">
          {messageOf(save.error)}
        </Text>
      )}
    </>
  );
}
