// The home page: what needs action, how the shop did, and what to do next while it is being set up.
import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { alertsQuery, connectionQuery, salesSummaryQuery, sessionQuery } from '../api/queries.ts';
import { type Period, periodDays, periods, todayIn } from '../format/dates.ts';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { words } from '../words.ts';
import { ActionRequired } from './action-required.tsx';
import { DriftNotice } from './drift-notice.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { SalesFigures } from './sales-figures.tsx';
import { SetUpChecklist } from './set-up-checklist.tsx';
import { StartHere } from './start-here.tsx';
import { UnreachableNotice } from './unreachable-notice.tsx';

const route = getRouteApi('/shell/');

export function SalesDashboard() {
  const search = route.useSearch();
  const { data: session } = useQuery(sessionQuery);
  const today = todayIn(session?.company?.timeZone ?? 'UTC');
  const period = periodOf(search.period);
  const days = periodDays(period, today, { from: search.from, to: search.to });
  const summary = useQuery(salesSummaryQuery({ ...days, location: search.location }));
  const alerts = useQuery(alertsQuery);
  const connection = useQuery(connectionQuery);
  const nothingYet = summary.data !== undefined && summary.data.firstDate === null;
  return (
    <>
      <PageHead title={words.dashboard.title}>
        {nothingYet ? null : <PeriodPicker period={period} days={days} location={search.location} />}
      </PageHead>
      <Stack gap="md">
        <UnreachableNotice connection={connection.data} />
        {alerts.data === undefined ? (
          alerts.error ? (
            <LoadProblem error={alerts.error} retry={alerts.refetch} />
          ) : null
        ) : (
          <ActionRequired alerts={alerts.data} />
        )}
        <DriftNotice />
        {nothingYet ? <StartHere /> : <SetUpChecklist connection={connection.data} />}
        {nothingYet ? null : summary.data ? (
          <SalesFigures summary={summary.data} stale={summary.isPlaceholderData} />
        ) : summary.error ? (
          <LoadProblem error={summary.error} retry={summary.refetch} />
        ) : (
          <Skeleton height={420} radius="md" />
        )}
      </Stack>
    </>
  );
}

function periodOf(text: string | undefined): Period {
  return periods.find((period) => period === text) ?? 'last-30';
}
