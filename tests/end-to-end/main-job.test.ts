// The main job as its users live it, in a browser: first page, demo shop, connect, map, sync, what goes wrong, and what puts it right.
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithBrowser, expectAccessible, openBrowser } from '../browser.ts';
import { type App, caller, eventually, owner, startApp } from './app.ts';
import { preparedDataDir } from './data-dir.ts';
import { beforeAnswer } from './in-browser.ts';

const mostOfTheDemoMs = 420_000;

let app: App;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let removeData: () => Promise<void>;
const faultsInThePage: string[] = [];

beforeAll(async () => {
  const data = await preparedDataDir();
  removeData = data.remove;
  // No owner is given: the first page asks.
  app = await startApp({
    dataDir: data.dataDir,
    environment: { TILLBOOK_OWNER_EMAIL: '', TILLBOOK_OWNER_PASSWORD: '' },
  });
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.on('pageerror', (error) => faultsInThePage.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faultsInThePage.push(`${message.text()} ${message.location().url}`);
  });
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await removeData?.();
});

const link = (name: string) => page.getByRole('link', { name, exact: true });
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function see(locator: Locator, withinMs = 30_000): Promise<void> {
  await locator.first().waitFor({ state: 'visible', timeout: withinMs });
}

async function gone(locator: Locator, withinMs = 30_000): Promise<void> {
  await eventually('it goes from the page', async () => (await locator.count()) === 0, withinMs);
}

async function sell(sourceId: string): Promise<void> {
  const recorded = await page.evaluate(
    async (event) =>
      (
        await fetch('/api/v1/events', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ events: [event] }),
        })
      ).status,
    lateSale(sourceId),
  );
  expect(recorded).toBe(200);
}

async function openStatus(): Promise<void> {
  await page.goto(`${app.url}/settings/integrations/quickbooks-online`);
  await see(page.getByRole('tab', { name: 'Status' }));
}

/** Through the pop-up: sign in at the local QuickBooks, choose the company, consent. */
async function connectThroughThePopUp(): Promise<void> {
  const opened = context.waitForEvent('page');
  await button('Connect to QuickBooks Online').click();
  const popUp = await opened;
  const next = popUp.getByRole('button', { name: /sign in|continue|connect|next|authorize/i });
  while (!popUp.isClosed()) {
    try {
      await next.first().click({ timeout: 5_000 });
    } catch {
      break;
    }
  }
  await see(button('Disconnect'));
}

async function chooseAccount(field: string, account: string): Promise<void> {
  const picker = page.getByRole('combobox', { name: field });
  await picker.click();
  await picker.fill(account);
  await page
    .getByRole('option', { name: new RegExp(account) })
    .first()
    .click();
}

async function events(query: string): Promise<{ id: string; status: string }[]> {
  const answer = await page.evaluate(async (path) => (await fetch(path)).json(), `/api/v1/events?${query}`);
  return (answer as { events: { id: string; status: string }[] }).events;
}

describeWithBrowser('the main job', () => {
  test('the first page makes the owner, and signs in', async () => {
    await page.goto(app.url);
    await page.getByLabel('Email').fill(owner.email);
    await page.getByLabel('Password').fill(owner.password);
    await button('Create owner account').click();
    await see(link('Sales Dashboard'));
  });

  test('the demo shop fills the dashboard', async () => {
    await button('Load the demo shop').click();
    await see(page.getByText('Net sales', { exact: true }), 120_000);
    await see(page.getByRole('heading', { name: 'Tender mix' }), 60_000);
    expect((await events('limit=500')).length).toBe(500);
  });

  test('connecting opens the consent of QuickBooks, and the chart is imported', async () => {
    await openStatus();
    await connectThroughThePopUp();
    await see(page.getByText('Main Street Retail'));
    await page.goto(`${app.url}/settings/financial`);
    await page.getByRole('tab', { name: 'Accounts' }).click();
    await see(page.getByText('Cash in Drawer'));
  });

  test('suggestions fill the obvious, and leave what only the owner knows', async () => {
    await page.goto(`${app.url}/settings/financial`);
    await button('Accept all suggestions').first().click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Map \d+ accounts$/ })
      .click();
    await gone(page.getByRole('dialog'));
    await gone(button('Accept all suggestions'));
    await link('Payment types').click();
    await see(page.getByText('Visa', { exact: true }));
    const diners = page.getByRole('rowheader', { name: /^Diners/ });
    expect(await diners.count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Include inactive' }).check();
    await see(diners);
    const payment = page.getByRole('combobox', { name: 'Payment account for Diners' });
    expect(await payment.inputValue()).toBe('');
    expect(await page.getByRole('combobox', { name: 'Deposit account for Check' }).inputValue()).toBe('');
  });

  test('past events go; what lacks an account raises one alert for each cause', async () => {
    await openStatus();
    await button('Start sync').click();
    await button('Sync past events').click();
    await page.getByRole('dialog').getByText('Diners is missing a payment account').waitFor();
    expect(await page.getByRole('dialog').getByRole('row').allInnerTexts()).not.toContainEqual(
      expect.stringMatching(/\t0\t/),
    );
    await page.getByRole('dialog').getByRole('button', { name: 'Sync past events' }).click();
    // Its name has a number once something wants attention, which may be by now.
    await page.getByRole('link', { name: 'Sales Dashboard' }).click();
    await see(page.getByText('Action Required: Diners is missing a payment account'), 60_000);
    await see(page.getByText('Action Required: Display Model is missing an adjustment account'));
    await see(page.getByText('Action Required: Check is missing a deposit payment account'));
    expect((await events('status=action-required&limit=500')).length).toBeGreaterThan(0);
    await eventually('entries are synced', async () => (await events('status=synced')).length > 0, 60_000);
  });

  test('mapping from the alert releases what it held, without another click', async () => {
    await see(page.getByText('Action Required: Diners is missing a payment account'));
    const alert = page.getByRole('listitem').filter({ hasText: 'Diners is missing a payment account' });
    await alert.getByRole('button', { name: 'Map it' }).click();
    const missing = page.getByRole('dialog', { name: 'Accounts that are missing' });
    await see(missing);
    await chooseAccount('Payment account for Diners', 'Amex Clearing');
    await chooseAccount('Deposit account for Check', 'Customer Deposits - Cash');
    await chooseAccount('Adjustment account for Display Model', 'Damaged Goods');
    await see(missing.getByText('Nothing is missing any more.'));
    await page.keyboard.press('Escape');
    await page.goto(app.url);
    await see(page.getByText('Net sales', { exact: true }));
    await gone(page.getByText(/^Action Required/), 60_000);
    await eventually('none is held', async () => (await events('status=action-required')).length === 0, 60_000);
  });

  test('everything arrives in QuickBooks, once', async () => {
    // The minutes that it takes are the limits'; the dashboard would draw each second of them.
    await openStatus();
    await eventually('all is synced', async () => (await events('status=ready&limit=1')).length === 0, mostOfTheDemoMs);
    await eventually('nothing is under way', async () => (await events('status=syncing&limit=1')).length === 0, 60_000);
    await beforeAnswer(page, '/api/v1/sync', async () => {
      await page.goto(`${app.url}/settings/integrations/quickbooks-online`);
      await see(page.getByText('Connected by'));
      expect(await page.getByText('Things are good').count()).toBe(0);
    });
    await see(page.getByText('Things are good'));
  }, 600_000);

  test('an event shows its entry, where each number comes from, and opens in QuickBooks', async () => {
    await page.goto(`${app.url}/settings/integrations/quickbooks-online?tab=financial-events`);
    await page.getByRole('tab', { name: 'Financial events' }).click();
    await page.getByRole('table', { name: 'Financial events' }).getByRole('link').first().click();
    const drawer = page.getByRole('dialog');
    await see(drawer.getByText('Balanced'));
    await drawer
      .getByRole('button', { name: /^Where this number comes from/ })
      .first()
      .click();
    const inQuickBooks = drawer.getByRole('link', { name: 'Open in QuickBooks' }).first();
    const opened = context.waitForEvent('page');
    await inQuickBooks.click();
    const entry = await opened;
    await entry
      .getByText(/Journal entry/i)
      .first()
      .waitFor();
    expect(await entry.getByText('Tillbook', { exact: false }).count()).toBeGreaterThan(0);
    await entry.close();
  });

  test('a month of a clearing account is read beside QuickBooks’ register, and tied out', async () => {
    await openStatus();
    await page.getByRole('tab', { name: 'Reconcile' }).click();
    const month = page.getByRole('row').filter({ hasText: 'Cash in Drawer' }).last();
    await see(month.getByText('Not read yet'));
    await month.getByRole('button', { name: /^Read: / }).click();
    await see(month.getByText('No difference'));
    await month.getByRole('button', { name: /^Lines: / }).click();
    await see(page.getByRole('dialog').getByText('Matched'));
    await see(page.getByRole('dialog').getByText(/^Difference 0\.00 · Left to clear /));
    await page.keyboard.press('Escape');
    await month.getByRole('button', { name: /^Tie out: / }).click();
    await see(month.getByText('Tied out'));
  });

  test('access revoked at QuickBooks: the alert, disconnect, connect, retry failed, and nothing is doubled', async () => {
    const quickbooks = caller(app.quickbooksUrl, {});
    const { body } = await quickbooks<{ companies: { realmId: string }[] }>('GET', '/_emulator/companies');
    const realmId = body.companies[0]?.realmId;
    const badDays = await context.newPage();
    await badDays.goto(`${app.quickbooksUrl}/app/bad-days?realm=${realmId}`);
    await badDays.getByRole('button', { name: 'Revoke access' }).click();
    await badDays.close();

    await sell('late-1');
    await page.goto(app.url);
    await see(page.getByText('Action Required: unable to sync with QuickBooks Online due to an authentication error'));
    await openStatus();
    await see(page.getByText('Reconnect required'));
    await button('Disconnect').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    await connectThroughThePopUp();
    await page.getByRole('tab', { name: 'Financial events' }).click();
    await button('Retry failed').click();
    await eventually('synced', async () => (await events('q=late-1'))[0]?.status === 'synced');
    expect(await events('q=late-1')).toHaveLength(1);
    await page.goto(app.url);
    await see(page.getByText('Net sales', { exact: true }));
    await gone(page.getByText(/^Action Required/));
  });

  test('a month that was tied out asks for attention once a ticket of it comes after', async () => {
    await openStatus();
    await page.getByRole('tab', { name: 'Reconcile' }).click();
    const months = page.getByRole('row').filter({ hasText: 'Cash in Drawer' });
    const month = months.first();
    await month.getByRole('button', { name: /^Read: / }).click();
    // It rests on the months before it, of which the first alone was read.
    for (let place = (await months.count()) - 2; place > 0; place -= 1) {
      const name = await months
        .nth(place)
        .getByText(/^\w+ \d{4}$/)
        .textContent();
      await see(month.getByText(`Read ${name} first`));
      await month.getByRole('button', { name: `Read ${name}: ` }).click();
    }
    await see(month.getByText('No difference'));
    await month.getByRole('button', { name: /^Tie out: / }).click();
    await see(month.getByText('Tied out'));
    await sell('late-2');
    await eventually('synced', async () => (await events('q=late-2'))[0]?.status === 'synced');
    await page.reload();
    await see(month.getByText('Attention required'));
  });

  test('the local QuickBooks shows its books: accounts, journal, one entry, trial balance', async () => {
    const books = await context.newPage();
    await books.goto(app.quickbooksUrl);
    await books.getByRole('link', { name: 'Main Street Retail' }).first().click();
    for (const name of ['Chart of accounts', 'Journal', 'Trial balance']) {
      await books.getByRole('link', { name }).first().click();
      await books
        .getByRole('heading', { name: new RegExp(name, 'i') })
        .first()
        .waitFor();
    }
    await books.close();
  });

  test('every page is free of what axe finds', async () => {
    for (const path of pages) {
      await page.goto(app.url + path);
      await see(page.getByRole('heading', { level: 1 }));
      // The stream of news never ends: the network is never idle.
      await eventually('all is shown', async () => (await page.locator('.mantine-Skeleton-root').count()) === 0);
      await expectAccessible(page);
    }
  });

  test('no page threw or logged an error', () => {
    expect(faultsInThePage).toEqual([]);
  });
});

const pages = [
  '/',
  '/sales/tickets',
  '/settings/integrations/quickbooks-online',
  '/settings/integrations/quickbooks-online/financial-events',
  '/settings/integrations/quickbooks-online/daily-summaries',
  '/settings/integrations/quickbooks-online/reconcile',
  '/settings/integrations/quickbooks-online/period',
  '/settings/financial',
  '/settings/payment-types',
  '/settings/reason-codes',
  '/settings/api-keys',
  '/settings/audit-log',
];

function lateSale(sourceId: string) {
  return {
    source: 'till',
    kind: 'sale',
    sourceId,
    occurredAt: new Date().toISOString(),
    location: 'main',
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.00' }],
    payments: [{ paymentType: 'cash', amount: '10.00' }],
  };
}
