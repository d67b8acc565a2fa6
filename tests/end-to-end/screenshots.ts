// `npm run screenshots`: the demo shop's pages as a person sees them, light, dark and on a phone, into docs/screenshots.
import { mkdir } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { openBrowser } from '../browser.ts';
import {
  type App,
  acceptSuggestions,
  type Caller,
  connect,
  eventually,
  signIn,
  signInOnPage,
  startApp,
  temporaryDataDir,
} from './app.ts';

const folder = new URL('../../docs/screenshots/', import.meta.url).pathname;

const pages: readonly (readonly [name: string, path: string])[] = [
  ['dashboard', '/'],
  ['inventory', '/inventory'],
  ['import', '/import'],
  ['preflight', '/preflight'],
  ['quickbooks-online', '/settings/integrations/quickbooks-online'],
  ['keys', '/settings/integrations/quickbooks-online/keys'],
  ['period', '/settings/integrations/quickbooks-online/period'],
  ['reconcile', '/settings/integrations/quickbooks-online/reconcile'],
  ['mapping', '/settings/mapping'],
  ['financial-events', '/settings/integrations/quickbooks-online/financial-events'],
  ['financial', '/settings/financial'],
  ['payment-types', '/settings/payment-types'],
  ['reason-codes', '/settings/reason-codes'],
  ['notifications', '/settings/notifications'],
  ['users', '/settings/users'],
  ['audit-log', '/settings/audit-log'],
];

const views: readonly (readonly [name: string, options: BrowserContextOptions])[] = [
  ['light', { viewport: { width: 1360, height: 900 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1360, height: 900 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 390, height: 844 }, colorScheme: 'light' }],
];

/** As on the third day of someone's first week: most is mapped, three causes are left. */
async function prepare(app: App): Promise<void> {
  const person: Caller = await signIn(app);
  await person('POST', '/api/v1/demo', {});
  await connect(app, person);
  await person('POST', '/api/v1/accounts/import', {});
  await acceptSuggestions(person);
  await person('POST', '/api/v1/sync/start', { from: new Date().toISOString().slice(0, 10) });
  await person('POST', '/api/v1/sync/past-events', {});
  await eventually('entries are synced', async () => {
    const { body: sync } = await person<{ counts: Record<string, number> }>('GET', '/api/v1/sync');
    return (sync.counts.synced ?? 0) > 1_000;
  });
}

async function take(page: Page, name: string): Promise<void> {
  // The stream of news never ends: the network is never idle.
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  await page.getByText(/^Looking: /).waitFor({ state: 'detached' });
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: `${folder}${name}.png` });
}

async function takeAll(
  app: App,
  [view, options]: (typeof views)[number],
  browser: Awaited<ReturnType<typeof openBrowser>>,
) {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce', baseURL: app.url });
  const page = await context.newPage();
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
  await page.goto(app.quickbooksUrl);
  await take(page, `local-quickbooks-${view}`);
  await page.getByRole('link', { name: 'Main Street Retail' }).first().click();
  await take(page, `local-quickbooks-accounts-${view}`);
  await context.close();
}

await mkdir(folder, { recursive: true });
const { dataDir, remove } = await temporaryDataDir();
const app = await startApp({ dataDir });
const browser = await openBrowser();
try {
  await prepare(app);
  for (const view of views) await takeAll(app, view, browser);
} finally {
  await browser.close();
  await app.stop();
  await remove();
}
