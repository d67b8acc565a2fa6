// Pages that stay live: what changes is seen without a reload, and a server that is gone is said so, until it is back.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser, openBrowser } from '../browser.ts';
import { type App, accountId, type Caller, connect, signIn, signInOnPage, startApp, temporaryDataDir } from './app.ts';

let app: App;
let person: Caller;
let browser: Browser;
let page: Page;
let removeData: () => Promise<void>;

const sale = (sourceId: string, paymentType = 'cash') => ({
  ...{ source: 'till', kind: 'sale', sourceId, occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' },
  lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' }],
  payments: [{ paymentType, amount: '100.00' }],
});
const record = (...events: object[]) => person('POST', '/api/v1/events', { events });
const map = async (role: string, subject: string, account: string) =>
  person('PUT', '/api/v1/mappings', { mappings: [{ role, subject, accountId: await accountId(person, account) }] });

beforeAll(async () => {
  const data = await temporaryDataDir();
  removeData = data.remove;
  app = await startApp({ dataDir: data.dataDir });
  person = await signIn(app);
  await connect(app, person);
  await record(sale('t-1'));
  await map('payment', 'cash', 'Cash in Drawer');
  await map('sales', 'apparel', 'Sales - Apparel');
  await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(15_000);
  // Told by the stream: nothing here is found out by asking now and then.
  await signInOnPage(page, app.url);
  await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await removeData?.();
});

/** Both themes, on the page as it is. */
async function expectAccessible(): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await accessibilityFaults(page)).toEqual([]);
  }
}

/** So soon that no page would have asked by itself. */
const soon = { timeout: 4_000 };

describeWithBrowser('a page that is open', () => {
  test('shows an alert that comes up, and has it go when somebody else maps what was missing', async () => {
    await page.evaluate('window.sameLoad = true');
    await record(sale('t-2', 'klarna'));
    const alert = page.getByText('Action Required: klarna is missing a payment account');
    await alert.waitFor(soon);
    await expectAccessible();
    await map('payment', 'klarna', 'Undeposited Funds');
    await alert.waitFor({ ...soon, state: 'detached' });
    expect(await page.evaluate('window.sameLoad')).toBe(true);
  });

  test('follows an event from received to synced', async () => {
    await page.getByRole('link', { name: 'Tickets' }).click();
    await record(sale('t-live-3'));
    const row = page.getByRole('row').filter({ hasText: 't-live-3' });
    await row.waitFor({ timeout: 6_000 });
    await row.getByText('Synced').waitFor({ timeout: 12_000 });
  });

  test('says that the connection is lost while the server is away, and heals by itself', async () => {
    await page.evaluate('window.sameLoad = true');
    const { dataDir, environment } = app;
    await app.stop();
    const bar = page.getByRole('status').filter({ hasText: 'Connection lost, trying again' });
    await bar.waitFor(soon);
    await page.getByRole('row').filter({ hasText: 't-live-3' }).waitFor();
    await expectAccessible();
    app = await startApp({
      dataDir,
      port: Number(environment.PORT),
      quickbooksPort: Number(environment.QUICKBOOKS_EMULATOR_PORT),
    });
    await bar.waitFor({ state: 'detached', timeout: 20_000 });
    await record(sale('t-after-4'));
    await page.getByRole('row').filter({ hasText: 't-after-4' }).waitFor({ timeout: 6_000 });
    expect(await page.evaluate('window.sameLoad')).toBe(true);
  });

  test('of somebody who signed out elsewhere asks to sign in again', async () => {
    const other = await browser.newContext({ baseURL: app.url });
    const elsewhere = await other.newPage();
    await signInOnPage(elsewhere, '/');
    await elsewhere.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
    await person('POST', '/api/auth/sign-out-everywhere', {});
    await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor(soon);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor(soon);
    await other.close();
  });
});
