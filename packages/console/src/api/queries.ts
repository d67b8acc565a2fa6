// What the pages read, each with how often it is worth asking again where the stream does not tell. Polling pauses while the page is hidden.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { EventFilterValues } from '../events/event-filters.ts';
import { askEvery } from '../live/live-state.ts';
import type { PeriodChoice } from '../period/period-choice.ts';
import { nextSources, sourcesPerPage } from '../summaries/source-pages.ts';
import { get, type QueryValues, send } from './client.ts';
import type {
  Account,
  AccountProposal,
  AccountTypes,
  Alert,
  ApiKey,
  AuditLogAnswer,
  ClosedPeriod,
  Connection,
  Dashboard,
  Dimension,
  EventDetail,
  GiftCards,
  IntuitKeys,
  LineSources,
  ListDriftAnswer,
  ListEventsAnswer,
  ListSummariesAnswer,
  Location,
  MappingRow,
  MappingSuggestion,
  OverShort,
  PastMapping,
  PeriodPreview,
  PreflightProblem,
  Reconciliation,
  ReconciliationMonth,
  Repost,
  RepostsAnswer,
  Role,
  SavedView,
  Session,
  Settings,
  Subject,
  SummaryDetail,
  SummaryRow,
  Sync,
} from './wire.ts';

const busyMs = 2_500;
const calmMs = 15_000;
const eventsPerPage = 50;
const summariesPerPage = 50;
const driftPerPage = 20;
const entriesPerPage = 20;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => get<Session>('/api/v1/session', {}, signal),
  staleTime: 60_000,
});

export const syncQuery = queryOptions({
  queryKey: ['sync'],
  queryFn: ({ signal }) => get<Sync>('/api/v1/sync', {}, signal),
  refetchInterval: (query) => askEvery(isBusy(query.state.data) ? busyMs : calmMs / 2),
});

/** Events are on their way right now. */
export function isBusy(sync: Sync | undefined): boolean {
  return sync !== undefined && sync.state === 'running' && sync.counts.ready + sync.counts.syncing > 0;
}

export const alertsQuery = queryOptions({
  queryKey: ['alerts'],
  queryFn: async ({ signal }) => (await get<{ alerts: Alert[] }>('/api/v1/alerts', {}, signal)).alerts,
  refetchInterval: () => askEvery(busyMs * 2),
});

export const connectionQuery = queryOptions({
  queryKey: ['connection'],
  queryFn: ({ signal }) => get<Connection>('/api/v1/connection', {}, signal),
  refetchInterval: () => askEvery(busyMs * 2),
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => get<Settings>('/api/v1/settings', {}, signal),
});

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: async ({ signal }) => (await get<{ accounts: Account[] }>('/api/v1/accounts', {}, signal)).accounts,
  staleTime: 60_000,
});

interface Mappings {
  readonly mappings: readonly MappingRow[];
  readonly accountTypes: AccountTypes;
}

export function mappingsQuery(includeInactive: boolean) {
  return queryOptions({
    queryKey: ['mappings', includeInactive],
    queryFn: ({ signal }) => get<Mappings>('/api/v1/mappings', { includeInactive }, signal),
    placeholderData: keepPreviousData,
  });
}

export const suggestionsQuery = queryOptions({
  queryKey: ['mappings', 'suggestions'],
  queryFn: async ({ signal }) =>
    (await get<{ suggestions: MappingSuggestion[] }>('/api/v1/mappings/suggestions', {}, signal)).suggestions,
});

interface MappingOf {
  readonly role: Role;
  readonly subject: string | null;
}

export function mappingHistoryQuery({ role, subject }: MappingOf) {
  return queryOptions({
    queryKey: ['mappings', 'history', role, subject],
    queryFn: async ({ signal }) =>
      (await get<{ history: PastMapping[] }>('/api/v1/mappings/history', { role, subject }, signal)).history,
  });
}

/** Asked anew each time: the name it proposes is one that the chart does not have. */
export function accountProposalQuery({ role, subject }: MappingOf) {
  return queryOptions({
    queryKey: ['account-proposal', role, subject],
    queryFn: ({ signal }) => get<AccountProposal>('/api/v1/accounts/proposal', { role, subject }, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const intuitKeysQuery = queryOptions({
  queryKey: ['intuit-keys'],
  queryFn: ({ signal }) => get<IntuitKeys>('/api/v1/connection/keys', {}, signal),
  staleTime: 60_000,
});

export function locationsQuery(includeInactive: boolean) {
  return queryOptions({
    queryKey: ['locations', includeInactive],
    queryFn: async ({ signal }) =>
      (await get<{ locations: Location[] }>('/api/v1/locations', { includeInactive }, signal)).locations,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

export interface Dimensions {
  /** Whether QuickBooks takes them on lines; null: it has not said. */
  readonly tracking: boolean | null;
  readonly dimensions: readonly Dimension[];
}

export const departmentsQuery = queryOptions({
  queryKey: ['departments'],
  queryFn: async ({ signal }): Promise<Dimensions> => {
    type Answer = { tracking: boolean | null; departments: Dimension[] };
    const { tracking, departments } = await get<Answer>('/api/v1/departments', {}, signal);
    return { tracking, dimensions: departments };
  },
  staleTime: 60_000,
});

export const classesQuery = queryOptions({
  queryKey: ['classes'],
  queryFn: async ({ signal }): Promise<Dimensions> => {
    type Answer = { tracking: boolean | null; classes: Dimension[] };
    const { tracking, classes } = await get<Answer>('/api/v1/classes', {}, signal);
    return { tracking, dimensions: classes };
  },
  staleTime: 60_000,
});

export function itemClassesQuery(includeInactive: boolean) {
  return queryOptions({
    queryKey: ['item-classes', includeInactive],
    queryFn: async ({ signal }) =>
      (await get<{ itemClasses: Subject[] }>('/api/v1/item-classes', { includeInactive }, signal)).itemClasses,
    placeholderData: keepPreviousData,
  });
}

export interface DashboardValues {
  readonly from: string;
  readonly to: string;
  readonly location: string | undefined;
  readonly comparison: string;
  /** Of the calendar; that of the last day where it is not said. */
  readonly month: string | undefined;
}

/** Everything that the page shows in one request; the parts of it that other pages read, too, are then known. */
export function dashboardQuery(values: DashboardValues) {
  return queryOptions({
    queryKey: ['dashboard', values],
    queryFn: async ({ client, signal }) => {
      const dashboard = await get<Dashboard>('/api/v1/dashboard', { ...values }, signal);
      client.setQueryData(alertsQuery.queryKey, dashboard.alerts);
      client.setQueryData(connectionQuery.queryKey, dashboard.connection);
      client.setQueryData(syncQuery.queryKey, dashboard.sync);
      client.setQueryData(openDriftQuery.queryKey, dashboard.driftCount);
      return dashboard;
    },
    placeholderData: keepPreviousData,
    refetchInterval: (query) => askEvery(isBusy(query.state.data?.sync) ? busyMs * 2 : calmMs),
  });
}

export function eventsQuery(filter: EventFilterValues, busy: boolean) {
  return infiniteQueryOptions({
    queryKey: ['events', filter],
    queryFn: ({ signal, pageParam }) => {
      const values: QueryValues = { ...filter, limit: eventsPerPage, cursor: pageParam };
      return get<ListEventsAnswer>('/api/v1/events', values, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: () => askEvery(busy ? busyMs * 2 : calmMs),
  });
}

export const giftCardsQuery = queryOptions({
  queryKey: ['gift-cards'],
  queryFn: ({ signal }) => get<GiftCards>('/api/v1/gift-cards', {}, signal),
});

export const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: async ({ signal }) => (await get<{ views: SavedView[] }>('/api/v1/saved-views', {}, signal)).views,
  staleTime: 60_000,
});

/** The first that a text finds, for the palette. */
export function foundEventsQuery(text: string) {
  return queryOptions({
    queryKey: ['events', 'found', text],
    queryFn: async ({ signal }) =>
      (await get<ListEventsAnswer>('/api/v1/events', { q: text, limit: 6 }, signal)).events,
    enabled: text !== '',
    staleTime: 10_000,
  });
}

export function eventQuery(id: string) {
  return queryOptions({
    queryKey: ['event', id],
    queryFn: ({ signal }) => get<EventDetail>(`/api/v1/events/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: (query) => {
      const status = query.state.data?.status;
      return askEvery(status === 'ready' || status === 'syncing' ? busyMs : calmMs);
    },
  });
}

/** While there are none, the company has had no daily summary. */
export const anySummaryQuery = queryOptions({
  queryKey: ['summaries', 'any'],
  queryFn: async ({ signal }) =>
    (await get<ListSummariesAnswer>('/api/v1/summaries', { limit: 1 }, signal)).summaries.length > 0,
  staleTime: calmMs,
});

/** On its way right now, rather than waiting for its day to be over. */
const isMoving = ({ status, dueAt }: SummaryRow) => dueAt === null && (status === 'ready' || status === 'syncing');

export function summariesQuery(filter: { readonly location: string | undefined }) {
  return infiniteQueryOptions({
    queryKey: ['summaries', filter],
    queryFn: ({ signal, pageParam }) => {
      const values: QueryValues = { ...filter, limit: summariesPerPage, cursor: pageParam };
      return get<ListSummariesAnswer>('/api/v1/summaries', values, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      askEvery(query.state.data?.pages.some(({ summaries }) => summaries.some(isMoving)) ? busyMs : calmMs),
  });
}

export function driftQuery(state: 'open' | 'settled') {
  return infiniteQueryOptions({
    queryKey: ['drift', state],
    queryFn: ({ signal, pageParam }) =>
      get<ListDriftAnswer>('/api/v1/drift', { state, limit: driftPerPage, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: () => askEvery(busyMs * 2),
  });
}

/** How many wait for a person. */
export const openDriftQuery = queryOptions({
  queryKey: ['drift', 'count'],
  queryFn: async ({ signal }) => (await get<ListDriftAnswer>('/api/v1/drift', { limit: 1 }, signal)).openCount,
  refetchInterval: () => askEvery(calmMs),
});

export function summaryQuery(id: string) {
  return queryOptions({
    queryKey: ['summary', id],
    queryFn: ({ signal }) => get<SummaryDetail>(`/api/v1/summaries/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: (query) => {
      const summary = query.state.data;
      return askEvery(summary !== undefined && isMoving(summary) ? busyMs : calmMs);
    },
  });
}

/** The tickets of one line, counted from 1; what is built for good is read once. */
export function lineSourcesQuery({ postingId, number }: { readonly postingId: string; readonly number: number }) {
  const path = `/api/v1/postings/${encodeURIComponent(postingId)}/lines/${number}/sources`;
  return infiniteQueryOptions({
    queryKey: ['line-sources', postingId, number],
    queryFn: ({ signal, pageParam }) => get<LineSources>(path, pageParam, signal),
    initialPageParam: { offset: 0, limit: sourcesPerPage.first },
    getNextPageParam: (last, pages) =>
      nextSources(
        pages.reduce((shown, { sources }) => shown + sources.length, 0),
        last.total,
      ),
  });
}

/** Until when the books are closed, and the oldest of what waits for them. */
export const closedPeriodQuery = queryOptions({
  queryKey: ['closed-period'],
  queryFn: ({ signal }) => get<ClosedPeriod>('/api/v1/closed-period', {}, signal),
});

/** Of the last twelve months. */
export const reconciliationQuery = queryOptions({
  queryKey: ['reconciliation'],
  queryFn: ({ signal }) => get<Reconciliation>('/api/v1/reconciliation', {}, signal),
});

export const reconciliationMonthQuery = (accountId: string, month: string) =>
  queryOptions({
    queryKey: ['reconciliation', accountId, month],
    queryFn: ({ signal }) =>
      get<ReconciliationMonth>(`/api/v1/reconciliation/${encodeURIComponent(accountId)}/${month}`, {}, signal),
  });

/** A dry run over the whole period: made when it is asked for, when something was done, and when the last repost has ended. */
export function periodPreviewQuery(choice: PeriodChoice, last: Pick<Repost, 'id' | 'state'> | undefined) {
  return infiniteQueryOptions({
    queryKey: ['period', choice, last?.id, last?.state],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) =>
      send<PeriodPreview>('POST', '/api/v1/period/preview', { ...choice, limit: entriesPerPage, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export const repostsQuery = queryOptions({
  queryKey: ['reposts'],
  queryFn: async ({ signal }) => (await get<RepostsAnswer>('/api/v1/period/repost', {}, signal)).reposts,
  refetchInterval: (query) => askEvery(query.state.data?.some(({ state }) => state === 'running') ? busyMs : calmMs),
});

/** What stayed as it was. */
export function repostQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['reposts', id],
    queryFn: ({ signal, pageParam }) =>
      get<Repost>(
        `/api/v1/period/repost/${encodeURIComponent(id)}`,
        { limit: entriesPerPage, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

export const overShortQuery = queryOptions({
  queryKey: ['over-short'],
  queryFn: async ({ signal }) => (await get<OverShort>('/api/v1/over-short', {}, signal)).months,
});

export const preflightQuery = queryOptions({
  queryKey: ['preflight'],
  queryFn: async ({ signal }) =>
    (await get<{ problems: PreflightProblem[] }>('/api/v1/preflight', {}, signal)).problems,
});

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async ({ signal }) => (await get<{ keys: ApiKey[] }>('/api/v1/api-keys', {}, signal)).keys,
});

export function auditLogQuery(filter: QueryValues) {
  return infiniteQueryOptions({
    queryKey: ['audit-log', filter],
    queryFn: ({ signal, pageParam }) =>
      get<AuditLogAnswer>('/api/v1/audit-log', { ...filter, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
}
