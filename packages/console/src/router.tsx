// Which address shows which page; everything but the doors asks for a session first.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from './api/queries.ts';
import { eventFilterNames } from './events/event-filters.ts';
import { PageMissing } from './notices/page-missing.tsx';
import { PageProblem } from './notices/page-problem.tsx';
import { periodParameters } from './period/period-choice.ts';
import { queryClient } from './query-client.ts';
import { keepSearch, parseSearch, stringifySearch } from './search.ts';
import { Shell } from './shell/shell.tsx';

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: PageMissing });

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: keepSearch(['next']),
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const setup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./sign-in/setup-page.tsx'), 'SetupPage'),
});

const join = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  validateSearch: keepSearch(['token']),
  component: lazyRouteComponent(() => import('./users/join-page.tsx'), 'JoinPage'),
});

const connected = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connected',
  validateSearch: keepSearch(['error', 'message']),
  component: lazyRouteComponent(() => import('./quickbooks-online/connected-page.tsx'), 'ConnectedPage'),
});

const shell = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session.setupNeeded) throw redirect({ to: '/setup' });
    if (!session.signedIn) throw redirect({ to: '/sign-in', search: { next: location.href } });
  },
  component: Shell,
});

const dashboard = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: keepSearch(['period', 'from', 'to', 'location', 'compare', 'month']),
  component: lazyRouteComponent(() => import('./dashboard/sales-dashboard.tsx'), 'SalesDashboard'),
});

const validateEvents = keepSearch([...eventFilterNames, 'event']);
const loadEvents = () => import('./events/events-pages.tsx');

const sales = createRoute({
  getParentRoute: () => shell,
  path: '/sales',
  beforeLoad: () => {
    throw redirect({ to: '/sales/tickets' });
  },
});

const tickets = createRoute({
  getParentRoute: () => shell,
  path: '/sales/tickets',
  validateSearch: validateEvents,
  component: lazyRouteComponent(loadEvents, 'TicketsPage'),
});

const importRoute = createRoute({
  getParentRoute: () => shell,
  path: '/import',
  component: lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
});
const shopLists = (['inventory', 'purchasing', 'gift-cards', 'cash'] as const).map((path) =>
  createRoute({
    getParentRoute: () => shell,
    path,
    validateSearch: validateEvents,
    component: lazyRouteComponent(loadEvents, 'ShopListPage'),
  }),
);

const preflight = createRoute({
  getParentRoute: () => shell,
  path: '/preflight',
  component: lazyRouteComponent(() => import('./preflight/preflight-page.tsx'), 'PreflightPage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/financial' });
  },
});

const integrations = createRoute({
  getParentRoute: () => shell,
  path: '/settings/integrations',
  beforeLoad: () => {
    throw redirect({ to: '/settings/integrations/quickbooks-online' });
  },
});

const quickbooks = createRoute({
  getParentRoute: () => shell,
  path: '/settings/integrations/quickbooks-online',
  component: lazyRouteComponent(() => import('./quickbooks-online/quickbooks-online-page.tsx'), 'QuickBooksOnlinePage'),
});

const quickbooksStatus = createRoute({
  getParentRoute: () => quickbooks,
  path: '/',
  component: lazyRouteComponent(() => import('./quickbooks-online/status-tab.tsx'), 'StatusTab'),
});

const quickbooksEvents = createRoute({
  getParentRoute: () => quickbooks,
  path: '/financial-events',
  validateSearch: validateEvents,
  component: lazyRouteComponent(loadEvents, 'EventsTab'),
});

const quickbooksSummaries = createRoute({
  getParentRoute: () => quickbooks,
  path: '/daily-summaries',
  validateSearch: keepSearch(['location', 'summary', 'event']),
  component: lazyRouteComponent(() => import('./summaries/summary-list.tsx'), 'SummariesTab'),
});

const quickbooksDrift = createRoute({
  getParentRoute: () => quickbooks,
  path: '/changed',
  validateSearch: keepSearch(['show']),
  component: lazyRouteComponent(() => import('./drift/drift-list.tsx'), 'DriftList'),
});

const quickbooksReconcile = createRoute({
  getParentRoute: () => quickbooks,
  path: '/reconcile',
  component: lazyRouteComponent(() => import('./reconcile/reconcile-tab.tsx'), 'ReconcileTab'),
});

const quickbooksPeriod = createRoute({
  getParentRoute: () => quickbooks,
  path: '/period',
  validateSearch: keepSearch(periodParameters),
  component: lazyRouteComponent(() => import('./period/period-tab.tsx'), 'PeriodTab'),
});

const financial = createRoute({
  getParentRoute: () => shell,
  path: '/settings/financial',
  component: lazyRouteComponent(() => import('./financial/financial-page.tsx'), 'FinancialPage'),
});

const configuration = createRoute({
  getParentRoute: () => financial,
  path: '/',
  component: lazyRouteComponent(() => import('./financial/configuration-tab.tsx'), 'ConfigurationTab'),
});

const accounts = createRoute({
  getParentRoute: () => financial,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./financial/accounts-tab.tsx'), 'AccountsTab'),
});

const itemClasses = createRoute({
  getParentRoute: () => financial,
  path: '/item-classes',
  component: lazyRouteComponent(() => import('./mapping/subject-pages.tsx'), 'ItemClassesTab'),
});

const tax = createRoute({
  getParentRoute: () => financial,
  path: '/tax',
  component: lazyRouteComponent(() => import('./mapping/subject-pages.tsx'), 'TaxTab'),
});

const locations = createRoute({
  getParentRoute: () => financial,
  path: '/locations',
  component: lazyRouteComponent(() => import('./financial/locations-tab.tsx'), 'LocationsTab'),
});

const financialEvents = createRoute({
  getParentRoute: () => financial,
  path: '/financial-events',
  validateSearch: validateEvents,
  component: lazyRouteComponent(loadEvents, 'EventsTab'),
});

const mapping = createRoute({
  getParentRoute: () => shell,
  path: '/settings/mapping',
  component: lazyRouteComponent(() => import('./mapping/mapping-page.tsx'), 'MappingPage'),
});

const intuitKeys = createRoute({
  getParentRoute: () => shell,
  path: '/settings/integrations/quickbooks-online/keys',
  component: lazyRouteComponent(() => import('./quickbooks-online/intuit-keys-page.tsx'), 'IntuitKeysPage'),
});

const paymentTypes = createRoute({
  getParentRoute: () => shell,
  path: '/settings/payment-types',
  component: lazyRouteComponent(() => import('./mapping/subject-pages.tsx'), 'PaymentTypesPage'),
});

const reasonCodes = createRoute({
  getParentRoute: () => shell,
  path: '/settings/reason-codes',
  component: lazyRouteComponent(() => import('./mapping/subject-pages.tsx'), 'ReasonCodesPage'),
});

const apiKeys = createRoute({
  getParentRoute: () => shell,
  path: '/settings/api-keys',
  component: lazyRouteComponent(() => import('./api-keys/api-keys-page.tsx'), 'ApiKeysPage'),
});

const notifications = createRoute({
  getParentRoute: () => shell,
  path: '/settings/notifications',
  component: lazyRouteComponent(() => import('./notifications/notifications-page.tsx'), 'NotificationsPage'),
});

const users = createRoute({
  getParentRoute: () => shell,
  path: '/settings/users',
  component: lazyRouteComponent(() => import('./users/users-page.tsx'), 'UsersPage'),
});

const auditLog = createRoute({
  getParentRoute: () => shell,
  path: '/settings/audit-log',
  validateSearch: keepSearch(['who', 'what', 'from', 'to']),
  component: lazyRouteComponent(() => import('./audit-log/audit-log-page.tsx'), 'AuditLogPage'),
});

const routeTree = rootRoute.addChildren([
  signIn,
  setup,
  connected,
  join,
  shell.addChildren([
    dashboard,
    sales,
    tickets,
    importRoute,
    ...shopLists,
    preflight,
    settings,
    integrations,
    quickbooks.addChildren([
      quickbooksStatus,
      quickbooksEvents,
      quickbooksSummaries,
      quickbooksDrift,
      quickbooksReconcile,
      quickbooksPeriod,
    ]),
    financial.addChildren([configuration, accounts, itemClasses, tax, locations, financialEvents]),
    mapping,
    intuitKeys,
    paymentTypes,
    reasonCodes,
    apiKeys,
    notifications,
    users,
    auditLog,
  ]),
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultNotFoundComponent: PageMissing,
  defaultErrorComponent: PageProblem,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
