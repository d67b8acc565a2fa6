// The home page: what needs action, how the shop did, what it owes, and how far each day is. All of it is one request.
import './dashboard.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { alertsQuery, connectionQuery, dashboardQuery, sessionQuery, syncQuery } from '../api/queries.ts';
import type { Dashboard } from '../api/wire.ts';
import { formatDay, isMonth, type Period, periodDays, periods, todayIn } from '../format/dates.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { useChangeSearch } from '../use-page-parameter.ts';
import { words } from '../words.ts';
import { ActionRequired } from './action-required.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { DailyPanel } from './daily-panel.tsx';
import { DashboardSkeleton } from './dashboard-skeleton.tsx';
import { DriftNotice } from './drift-notice.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { OwedPanel } from './owed-panel.tsx';
import { type Comparison, comparisons, PeriodPicker } from './period-picker.tsx';
import { SetUpChecklist } from './set-up-checklist.tsx';
import { ShareTable } from './share-table.tsx';
import { StartHere } from './start-here.tsx';
import { SyncCalendar } from './sync-calendar.tsx';
import { TakesNothingNotice } from './takes-nothing-notice.tsx';

const route = getRouteApi('/shell/');
const page = words.dashboard;

export function SalesDashboard() {
  const search = route.useSearch();
  const { data: session } = useQuery(sessionQuery);
  const today = todayIn(session?.company?.timeZone ?? 'UTC');
  const period = periods.find((one) => one === search.period) ?? ('last-30' satisfies Period);
  const comparison = comparisons.find((one) => one === search.compare) ?? ('previous-period' satisfies Comparison);
  const days = periodDays(period, today, { from: search.from, to: search.to });
  const month = search.month !== undefined && isMonth(search.month) ? search.month : undefined;
  const { location } = search;
  const { data, error, isPlaceholderData, refetch } = useQuery(
    dashboardQuery({ ...days, location, comparison, month }),
  );
  const nothingYet = data !== undefined && data.firstDate === null && data.sync.state === 'not-started';
  return (
    <>
      <PageHead title={page.title}>
        {nothingYet ? null : (
          <PeriodPicker {...{ period, days, location, comparison }} locations={data?.locations ?? []} />
        )}
      </PageHead>
      {data !== undefined ? (
        <Loaded dashboard={data} stale={isPlaceholderData} today={today} isEmpty={nothingYet} />
      ) : error ? (
        <LoadProblem error={error} retry={refetch} />
      ) : (
        <DashboardSkeleton />
      )}
    </>
  );
}

interface LoadedProps {
  readonly dashboard: Dashboard;
  /** Of the choice before, while the new one is read. */
  readonly stale: boolean;
  readonly today: string;
  readonly isEmpty: boolean;
}

function Loaded({ dashboard, stale, today, isEmpty }: LoadedProps) {
  // Read with the dashboard, and by themselves more often.
  const { data: alerts = dashboard.alerts } = useQuery(alertsQuery);
  const { data: connection = dashboard.connection } = useQuery(connectionQuery);
  const { data: sync = dashboard.sync } = useQuery(syncQuery);
  return (
    <div className="dashboard-rows">
      <TakesNothingNotice connection={connection} />
      <ActionRequired alerts={alerts} />
      <DriftNotice />
      {isEmpty ? <StartHere /> : <SetUpChecklist connection={connection} />}
      {isEmpty ? null : (
        <div className="dashboard-rows" data-stale={stale || undefined} aria-busy={stale}>
          <ConnectionLine connection={connection} sync={sync} />
          <FiguresPanel dashboard={dashboard} />
          <div className="split">
            {dashboard.figures.tickets.value === 0 && dashboard.firstDate !== null ? (
              <QuietPeriod dashboard={dashboard} />
            ) : (
              <DailyPanel dashboard={dashboard} />
            )}
            <SyncCalendar calendar={dashboard.calendar} location={dashboard.location} today={today} />
          </div>
          <Parts dashboard={dashboard} />
        </div>
      )}
    </div>
  );
}

function Parts({ dashboard }: { readonly dashboard: Dashboard }) {
  const { tenders, itemClasses, currency } = dashboard;
  return (
    <div className="thirds">
      <ShareTable
        title={page.tenders}
        what={page.tender}
        parts={tenders.map(({ paymentType, ...tender }) => ({ key: paymentType, ...tender }))}
        currency={currency}
        empty={page.noTenders}
      />
      <ShareTable
        title={page.itemClasses}
        what={page.itemClass}
        parts={itemClasses.map(({ itemClass, ...one }) => ({ key: itemClass, ...one }))}
        currency={currency}
        empty={page.noItemClasses}
      />
      <OwedPanel dashboard={dashboard} />
    </div>
  );
}

/** There is trade, and none of it in these days: the way to it. */
function QuietPeriod({ dashboard: { firstDate, lastDate } }: { readonly dashboard: Dashboard }) {
  const change = useChangeSearch();
  const first = firstDate ?? undefined;
  const last = lastDate ?? undefined;
  return (
    <section className="panel">
      <EmptyState title={page.quiet} hint={page.quietHint(formatDay(first ?? ''), formatDay(last ?? ''))}>
        <Button
          variant="default"
          onClick={() => change({ period: 'custom', from: first, to: last, location: undefined, month: undefined })}
        >
          {page.showThem}
        </Button>
      </EmptyState>
    </section>
  );
}
