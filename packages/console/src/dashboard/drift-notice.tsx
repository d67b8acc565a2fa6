// What somebody changed in QuickBooks and a person has to decide: one line on the home page, and the way to it.
import { Anchor, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { openDriftQuery } from '../api/queries.ts';
import { formatCount } from '../format/money.ts';
import { words } from '../words.ts';

export function DriftNotice() {
  const { data: drifted = 0 } = useQuery(openDriftQuery);
  if (drifted === 0) return null;
  return (
    <div className="notice" data-tone="fault" role="status">
      <IconAlertTriangle size={20} className="fault" aria-hidden />
      <Text size="sm">
        <Text span inherit fw={600}>
          {words.drift.notice(formatCount(drifted), drifted === 1)}
        </Text>{' '}
        <Anchor component={Link} to="/settings/integrations/quickbooks-online/changed" inherit underline="always">
          {words.drift.noticeLink}
        </Anchor>
      </Text>
    </div>
  );
}
