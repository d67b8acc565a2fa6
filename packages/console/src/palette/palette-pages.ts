// The places that the palette goes to, by the words people know them by.
import type { GuardedRoute } from '../api/wire.ts';
import { words } from '../words.ts';

export interface PalettePage {
  readonly path: string;
  readonly label: string;
  /** Nothing: whoever belongs to the company may read it. */
  readonly needs?: GuardedRoute;
}

const quickbooks = '/settings/integrations/quickbooks-online';
const under = (place: string, tab: string) => `${place} › ${tab}`;
const { nav, financial } = words;

const pages: readonly PalettePage[] = [
  { path: '/', label: nav.dashboard },
  { path: '/sales/tickets', label: nav.tickets },
  { path: '/inventory', label: nav.inventory },
  { path: '/purchasing', label: nav.purchasing },
  { path: '/gift-cards', label: nav.giftCards },
  { path: '/cash', label: nav.cash },
  { path: '/import', label: nav.import },
  { path: `${quickbooks}/financial-events`, label: words.events.list },
  { path: quickbooks, label: nav.quickbooks },
  { path: `${quickbooks}/keys`, label: words.intuitKeys.title },
  { path: '/preflight', label: nav.preflight },
  { path: '/settings/financial', label: under(nav.financial, financial.tabs.configuration) },
  { path: '/settings/financial/accounts', label: under(nav.financial, financial.tabs.accounts) },
  { path: '/settings/financial/item-classes', label: under(nav.financial, financial.tabs.itemClasses) },
  { path: '/settings/financial/tax', label: under(nav.financial, financial.tabs.tax) },
  { path: '/settings/financial/locations', label: under(nav.financial, financial.tabs.locations) },
  { path: `${quickbooks}/changed`, label: under(nav.quickbooks, words.palette.changed) },
  { path: `${quickbooks}/reconcile`, label: under(nav.quickbooks, words.palette.reconcile) },
  { path: `${quickbooks}/period`, label: under(nav.quickbooks, words.palette.period) },
  { path: '/settings/payment-types', label: nav.paymentTypes },
  { path: '/settings/reason-codes', label: nav.reasonCodes },
  { path: '/settings/mapping', label: words.mapping.page.title },
  { path: '/settings/notifications', label: nav.notifications },
  { path: '/settings/users', label: nav.users, needs: 'GET /users' },
  { path: '/settings/api-keys', label: nav.apiKeys, needs: 'GET /api-keys' },
  { path: '/settings/audit-log', label: nav.auditLog },
];

/** Those that this person may read. */
export function pagesFor(mayUse: (route: GuardedRoute) => boolean): readonly PalettePage[] {
  return pages.filter(({ needs }) => needs === undefined || mayUse(needs));
}

/** What has each word of the text in its label; of an empty text, all. */
export function matching<T extends { readonly label: string }>(choices: readonly T[], text: string): T[] {
  const asked = text.toLowerCase().split(/\s+/).filter(Boolean);
  return choices.filter(({ label }) => asked.every((word) => label.toLowerCase().includes(word)));
}
