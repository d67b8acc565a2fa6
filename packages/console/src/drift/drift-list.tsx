// What somebody changed or deleted in QuickBooks: to be decided first, what is settled behind a switch.
import { SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { driftQuery } from '../api/queries.ts';
import { formatCount } from '../format/money.ts';
import { useShopClock } from '../format/use-shop-clock.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { ListEnd } from '../notices/list-end.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { SkippedNotice } from '../quickbooks-online/metered-panel.tsx';
import { usePageParameter } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { DriftPanel } from './drift-panel.tsx';

const page = words.drift;

export function DriftList() {
  const [shown, setShown] = usePageParameter('show');
  const state = shown === 'settled' ? 'settled' : 'open';
  const query = useInfiniteQuery(driftQuery(state));
  const { formatInstant } = useShopClock();
  const [first] = query.data?.pages ?? [];
  if (query.error && first === undefined) return <LoadProblem error={query.error} retry={query.refetch} />;
  if (first === undefined) return <Skeleton height={220} radius="md" />;
  const drift = query.data?.pages.flatMap((one) => one.drift) ?? [];
  return (
    <Stack gap="md">
      <SkippedNotice since={first.skippedSince} />
      <SegmentedControl
        style={{ alignSelf: 'flex-start' }}
        size="sm"
        aria-label={page.show}
        value={state}
        onChange={(value) => setShown(value === 'settled' ? value : undefined)}
        data={[
          {
            value: 'open',
            label: first.openCount === 0 ? page.showOpen : `${page.showOpen} (${formatCount(first.openCount)})`,
          },
          { value: 'settled', label: page.showSettled },
        ]}
      />
      {drift.length === 0 ? (
        <div className="panel">
          {state === 'settled' ? (
            <EmptyState title={page.settledEmpty} />
          ) : (
            <EmptyState title={page.emptyTitle} hint={page.emptyHint} />
          )}
        </div>
      ) : (
        drift.map((one) => <DriftPanel key={one.id} drift={one} />)
      )}
      <ListEnd pages={query} end={drift.length === 0 ? null : page.end(formatCount(drift.length))} />
      {first.coveredUntil === null ? null : (
        <Text size="xs" c="dimmed">
          {page.covered(formatInstant(first.coveredUntil))}
        </Text>
      )}
    </Stack>
  );
}
