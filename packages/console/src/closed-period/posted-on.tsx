// Says that an entry has another date in QuickBooks than its business date, and why; nothing where both are the same.
import { Text } from '@mantine/core';
import type { Posting } from '../api/wire.ts';
import { formatDay } from '../format/dates.ts';
import { words } from '../words.ts';

export interface PostedOnProps {
  readonly posting: Pick<Posting, 'postingDate'>;
  readonly businessDate: string;
}

export function PostedOn({ posting, businessDate }: PostedOnProps) {
  if (posting.postingDate === businessDate) return null;
  return (
    <Text size="sm" mb={4}>
      {words.closedPeriod.postedFor(formatDay(posting.postingDate), formatDay(businessDate))}
    </Text>
  );
}
