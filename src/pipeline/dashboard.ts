// Everything that the Sales Dashboard shows, read in one transaction from what is kept of each day; no event is read for it.
import type { DaySum, SumKind } from '../events/day-figures.ts';
import { listAlerts } from './alerts.ts';
import { type EventStatus, eventStatuses } from './company-books.ts';
import { addDays, comparedDays, type Days, dayCount, daysOfMonth } from './compared-period.ts';
import { connectionView } from './connect-quickbooks.ts';
import type {
  Balance,
  CalendarDay,
  DashboardBooks,
  DashboardQuery,
  DashboardView,
  DayState,
} from './dashboard-port.ts';
import { giftCardTypes } from './gift-card-types.ts';
import { giftCardBalance } from './gift-cards.ts';
import { isLaneHeld } from './lane-causes.ts';
import type { PipelinePorts } from './ports.ts';
import type { EventsOfDay, SalesQuery } from './sales-port.ts';
import { syncView } from './start-sync.ts';
import type { CompanyStore } from './storage-port.ts';

export function dashboard(ports: PipelinePorts, companyId: string): DashboardBooks {
  return {
    dashboard: (query) => ports.storage.transaction(companyId, (store) => viewDashboard(ports, store, query)),
    salesSummary: (query) =>
      ports.storage.transaction(companyId, async (store) => {
        const { currency } = await store.company.read();
        return store.sales.summary({ ...query, currency });
      }),
  };
}

async function viewDashboard(ports: PipelinePorts, store: CompanyStore, query: DashboardQuery): Promise<DashboardView> {
  const { currency } = await store.company.read();
  const { from, to, location } = query;
  const asked: SalesQuery = { from, to, location, currency };
  const before = comparedDays(query, query.comparison);
  const sums = await store.sales.sums(asked);
  const month = query.month ?? to.slice(0, 7);
  return {
    sales: await store.sales.summary(asked),
    compared: before === null ? null : await store.sales.summary({ ...asked, ...before }),
    itemClasses: sums
      .filter(({ kind }) => kind === 'item-class')
      .map(({ subject, name, amountMinor }) => ({ itemClass: subject, name, amountMinor })),
    ...(await balances(store, { query: asked, sums })),
    otherCurrencies: await store.sales.otherCurrencies(asked),
    month,
    calendar: await calendar(store, { days: daysOfMonth(month), location }),
    alerts: await listAlerts(store, ports.clock.now()),
    connection: await connectionView(ports, store),
    sync: await syncView(store),
    driftCount: await store.drifts.openCount(),
    locations: (await store.subjects.locations()).map(({ code, name }) => ({ code, name })),
  };
}

async function balances(
  store: CompanyStore,
  of: { query: SalesQuery; sums: readonly DaySum[] },
): Promise<{ giftCards: Balance; deposits: Balance }> {
  const since = await store.sales.sumsUntil(of.query);
  return {
    giftCards: giftCardBalance({ sums: of.sums, since, types: await giftCardTypes(store) }),
    deposits: {
      addedMinor: addOf(of.sums, 'deposit-taken'),
      usedMinor: addOf(of.sums, 'deposit-applied'),
      balanceMinor: addOf(since, 'deposit-taken') - addOf(since, 'deposit-applied'),
    },
  };
}

const add = (sums: readonly DaySum[]): bigint => sums.reduce((total, { amountMinor }) => total + amountMinor, 0n);

const addOf = (sums: readonly DaySum[], wanted: SumKind): bigint => add(sums.filter(({ kind }) => kind === wanted));

async function calendar(
  store: CompanyStore,
  of: { days: Days; location: string | null },
): Promise<readonly CalendarDay[]> {
  const laneHeld = await isLaneHeld(store);
  const known = await store.sales.eventsByDay({ ...of.days, location: of.location });
  const countsOf = new Map(known.map(({ date, counts }) => [date, counts]));
  return Array.from({ length: dayCount(of.days) }, (_, index) => {
    const date = addDays(of.days.from, index);
    const counts = asSeen(countsOf.get(date) ?? {}, laneHeld);
    const events = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { date, state: dayState(counts), events, counts };
  });
}

/** What waits for the connection is shown as a person has to see it. */
function asSeen(counts: EventsOfDay['counts'], laneHeld: boolean): CalendarDay['counts'] {
  const all = Object.fromEntries(eventStatuses.map((status) => [status, counts[status] ?? 0])) as Record<
    EventStatus,
    number
  >;
  return laneHeld ? { ...all, ready: 0, 'action-required': all['action-required'] + all.ready } : all;
}

function dayState(counts: CalendarDay['counts']): DayState {
  if (counts['action-required'] + counts.failed > 0) return 'action-required';
  if (counts.ready + counts.syncing > 0) return 'waiting';
  if (counts['never-synced'] > 0) return 'never-synced';
  return counts.synced + counts['handled-outside'] > 0 ? 'synced' : 'none';
}
