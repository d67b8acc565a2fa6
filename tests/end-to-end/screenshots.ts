// `npm run screenshots`: the demo shop's pages as a person sees them, light, dark and on a phone, into docs/screenshots.
import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import {
  type App,
  acceptSuggestions,
  type Caller,
  caller,
  connect,
  eventually,
  owner,
  signIn,
  signInOnPage,
  startApp,
  temporaryDataDir,
} from './app.ts';

const syncedWithinMs = 180_000;
const folder = new URL('../../docs/screenshots/', import.meta.url).pathname;

const pages: readonly (readonly [name: string, path: string])[] = [
  ['dashboard', '/'],
  ['tickets', '/sales/tickets'],
  ['inventory', '/inventory'],
  ['purchasing', '/purchasing'],
  ['gift-cards', '/gift-cards'],
  ['cash', '/cash'],
  ['import', '/import'],
  ['preflight', '/preflight'],
  ['quickbooks-online', '/settings/integrations/quickbooks-online'],
  ['keys', '/settings/integrations/quickbooks-online/keys'],
  ['changed', '/settings/integrations/quickbooks-online/changed'],
  ['period', '/settings/integrations/quickbooks-online/period'],
  ['reconcile', '/settings/integrations/quickbooks-online/reconcile'],
  ['mapping', '/settings/mapping'],
  ['financial-events', '/settings/integrations/quickbooks-online/financial-events'],
  ['financial', '/settings/financial'],
  ['accounts', '/settings/financial/accounts'],
  ['item-classes', '/settings/financial/item-classes'],
  ['tax', '/settings/financial/tax'],
  ['locations', '/settings/financial/locations'],
  ['payment-types', '/settings/payment-types'],
  ['reason-codes', '/settings/reason-codes'],
  ['notifications', '/settings/notifications'],
  ['users', '/settings/users'],
  ['api-keys', '/settings/api-keys'],
  ['audit-log', '/settings/audit-log'],
];

const views: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ['light', { viewport: { width: 1360, height: 900 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1360, height: 900 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
];

/** As on the third day of someone's first week: most is mapped, three causes are left. Answers where an invitation leads. */
async function prepare(app: App): Promise<string> {
  const person: Caller = await signIn(app);
  await person('POST', '/api/v1/demo', {});
  await connect(app, person);
  await person('POST', '/api/v1/accounts/import', {});
  await acceptSuggestions(person);
  await person('POST', '/api/v1/sync/start', { from: new Date().toISOString().slice(0, 10) });
  await person('POST', '/api/v1/sync/past-events', {});
  const areSynced = async () => {
    const { body: sync } = await person<{ counts: Record<string, number> }>('GET', '/api/v1/sync');
    return (sync.counts.synced ?? 0) > 1_000;
  };
  await eventually('entries are synced', areSynced, syncedWithinMs);
  const told = {
    name: 'Books channel',
    address: 'https://hooks.example.com/books',
    wantsAlerts: true,
    wantsDigest: true,
  };
  await person('POST', '/api/v1/notifications/receivers', { kind: 'slack', ...told });
  await person('POST', '/api/v1/api-keys', { name: 'Till at Main Street' });
  const invited = { email: 'accountant@example.com', role: 'bookkeeper' };
  const { body } = await person<{ link: string }>('POST', '/api/v1/invitations', invited);
  const { pathname, search } = new URL(body.link);
  return pathname + search;
}

async function take(page: Page, name: string): Promise<void> {
  // The stream of news never ends: the network is never idle.
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  await page.getByText(/^Looking: /).waitFor({ state: 'detached' });
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: `${folder}${name}.png` });
}

interface Taking {
  readonly app: App;
  /** Where its link leads. */
  readonly invitation: string;
  readonly view: (typeof views)[number];
  readonly browser: Browser;
}

async function takeAll({ app, invitation, view: [view, options], browser }: Taking): Promise<void> {
  const context = await contextOf(app, options, browser);
  const page = await context.newPage();
  await page.goto(invitation);
  await page.getByRole('button', { name: 'Join' }).waitFor();
  await take(page, `join-${view}`);
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await take(page, `sign-in-${view}`);
  await signInOnPage(page, '/');
  await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
  for (const [name, path] of pages) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await take(page, `${name}-${view}`);
  }
  await page.goto('/settings/integrations/quickbooks-online/financial-events?status=synced');
  await page.getByRole('table', { name: 'Financial events' }).getByRole('link').first().click();
  await page.getByRole('dialog').getByText('Balanced').waitFor();
  await take(page, `event-${view}`);
  await takeUnderWay(page, view);
  await page.goto(app.quickbooksUrl);
  await take(page, `local-quickbooks-${view}`);
  await page.getByRole('link', { name: 'Main Street Retail' }).first().click();
  await take(page, `local-quickbooks-accounts-${view}`);
  await context.close();
}

/** What comes over a page: the palette with what it finds, and the bar of a lost connection. */
async function takeUnderWay(page: Page, view: string): Promise<void> {
  await page.goto('/');
  await page.locator('.figure-value').first().waitFor();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find anything' });
  await palette.locator('input').fill('M26');
  await palette.getByRole('option', { name: /^Show every event/ }).waitFor();
  await take(page, `palette-${view}`);
  await page.route('**/api/v1/stream', (route) => route.abort());
  await page.goto('/');
  await page.getByText('Connection lost').waitFor();
  await take(page, `lost-${view}`);
  await page.unroute('**/api/v1/stream');
}

/** Before anything is there: the page that makes the first owner, and the shop that is empty then. */
async function takeBeginning(browser: Browser): Promise<void> {
  const { dataDir, remove } = await temporaryDataDir();
  const app = await startApp({ dataDir, environment: { TILLBOOK_OWNER_EMAIL: '', TILLBOOK_OWNER_PASSWORD: '' } });
  try {
    for (const [view, options] of views) {
      const context = await contextOf(app, options, browser);
      const page = await context.newPage();
      await page.goto('/');
      await page.getByRole('button', { name: 'Create owner account' }).waitFor();
      await take(page, `set-up-${view}`);
      await context.close();
    }
    const made = await caller(app.url, { origin: app.url })('POST', '/api/v1/setup/owner', owner);
    if (made.status !== 200) throw new Error(`the first owner was answered with ${made.status}`);
    for (const [view, options] of views) {
      const context = await contextOf(app, options, browser);
      const page = await context.newPage();
      await signInOnPage(page, '/');
      await page.getByRole('heading', { name: 'No sales here yet' }).waitFor();
      await take(page, `empty-shop-${view}`);
      await context.close();
    }
  } finally {
    await app.stop();
    await remove();
  }
}

const contextOf = (app: App, options: BrowserContextOptions, browser: Browser) =>
  browser.newContext({ ...options, reducedMotion: 'reduce', baseURL: app.url });

await mkdir(folder, { recursive: true });
const { dataDir, remove } = await temporaryDataDir();
const app = await startApp({ dataDir });
const browser = await openBrowser();
try {
  const invitation = await prepare(app);
  for (const view of views) await takeAll({ app, invitation, view, browser });
  await takeBeginning(browser);
} finally {
  await browser.close();
  await app.stop();
  await remove();
}
