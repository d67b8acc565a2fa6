// The Sales Dashboard as a person uses it: choices that stay in the address, the calendar's days, an alert's action, a chart as a table.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser, expectAccessible } from '../browser.ts';
import { type App, accountId, type Caller, connect, eventually, signInOnPage } from './app.ts';
import {
  cutOffButtons,
  fitsWindow,
  type InBrowser,
  onPhone,
  pageWaitMs,
  startInBrowser,
  waitUntil,
} from './in-browser.ts';

let started: InBrowser;
let app: App;
let person: Caller;
let page: Page;

beforeAll(async () => {
  started = await startInBrowser();
  ({ app, person, page } = started);
});

afterAll(() => started?.stop());

function sale(sourceId: string, date: string, change: Record<string, unknown> = {}) {
  return {
    ...{ source: 'till', kind: 'sale', sourceId, location: 'main' },
    occurredAt: `${date}T12:00:00-05:00`,
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' }],
    payments: [{ paymentType: 'cash', amount: '100.00' }],
    ...change,
  };
}

const november = '/?period=custom&from=2026-11-01&to=2026-11-20&month=2026-11';
const figure = (name: string) =>
  page
    .locator('.figure')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('.figure-value');
const grid = () => page.getByRole('grid', { name: 'Sync status, November 2026' });
const day = (name: RegExp) => grid().getByRole('link', { name });
const parameter = (name: string) => new URL(page.url()).searchParams.get(name);

async function choose(field: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).selectOption(option);
}

describeWithBrowser('the Sales Dashboard', () => {
  test('of an empty shop says where to begin, and shows no figures', async () => {
    await signInOnPage(page, app.url);
    await page.getByRole('heading', { name: 'No sales here yet' }).waitFor();
    await page.getByRole('button', { name: 'Load the demo shop' }).waitFor();
    expect(await page.locator('.figure').count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('is one request, and shows the figures beside those before', async () => {
    await record();
    // News of what is on its way may have it read again.
    const asked = new Set<string>();
    page.on('request', (request) => asked.add(new URL(request.url()).pathname));
    await page.goto(app.url + november);
    await eventually('the figures show', async () => (await figure('Net sales').textContent()) === '$400.00');
    expect([...asked]).toContain('/api/v1/dashboard');
    for (const part of ['sales/summary', 'locations']) expect([...asked]).not.toContain(`/api/v1/${part}`);
    const sales = page.locator('.figure').filter({ hasText: 'Net sales' });
    expect((await sales.textContent())?.replaceAll(/\s+/g, ' ')).toContain('up 300% before: $100.00');
    await page.getByText('Not in these figures: 1 ticket, €70.00.').waitFor();
    expect(await page.getByRole('table', { name: 'Top item classes' }).getByRole('row').count()).toBe(2);
  });

  test('keeps location and comparison in the address, over a reload too', async () => {
    await choose('Location', 'outlet');
    await eventually('the outlet alone', async () => (await figure('Net sales').textContent()) === '$100.00');
    await choose('Compare with', 'Same days last year');
    await page.getByText('compared with Nov 1, 2025 – Nov 20, 2025').waitFor();
    expect([parameter('location'), parameter('compare'), parameter('from')]).toEqual([
      'outlet',
      'last-year',
      '2026-11-01',
    ]);
    await page.reload();
    await page.getByText('compared with Nov 1, 2025 – Nov 20, 2025').waitFor();
    expect(await figure('Net sales').textContent()).toBe('$100.00');
    await choose('Compare with', 'Nothing');
    await eventually('nothing beside it', async () => (await page.getByText('before:').count()) === 0);
    await choose('Location', 'All locations');
    await choose('Period', 'Last 7 days');
    await eventually('the days of the period are gone', async () => parameter('from') === null);
  });

  test('takes days that are typed once they are typed, in their order, and no year 2', async () => {
    await page.goto(app.url + november);
    const read: string[] = [];
    page.on('request', (request) => request.url().includes('/api/v1/dashboard') && read.push(request.url()));
    const [from, to] = [page.getByLabel('From', { exact: true }), page.getByLabel('To', { exact: true })];
    const typeInto = async (field: Locator, typed: string) => {
      await field.click({ position: { x: 12, y: 12 } });
      await page.keyboard.type(typed);
    };
    await typeInto(to, '12052026');
    expect([await from.inputValue(), await to.inputValue()]).toEqual(['2026-11-01', '2026-12-05']);
    await page.keyboard.press('Enter');
    await eventually('it is read', async () => parameter('to') === '2026-12-05');
    await typeInto(from, '12062026');
    await to.focus();
    await page.getByText('From is after To').waitFor();
    // The figures of before are dim until those of the days that were typed are there.
    await page.getByText('Nov 1, 2026 – Dec 5, 2026').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await typeInto(to, '12072026');
    await page.getByRole('combobox', { name: 'Location' }).focus();
    await eventually(
      'both are read',
      async () => parameter('from') === '2026-12-06' && parameter('to') === '2026-12-07',
    );
    await page.getByText('From is after To').waitFor({ state: 'detached' });
    expect(read.every((url) => /from=2026-1[12]-\d\d&to=2026-1[12]-\d\d/.test(url))).toBe(true);
  });

  test('shows the days as a table, with those before', async () => {
    await page.goto(app.url + november);
    await page.getByRole('button', { name: 'Show as a table' }).click();
    const row = page.getByRole('table', { name: 'Net sales by day' }).getByRole('row', { name: /Nov 3, 2026/ });
    expect(await row.getByRole('cell').allTextContents()).toEqual(['Nov 3, 2026', '2', '$200.00', '$0.00']);
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.getByRole('img', { name: 'Net sales by day: $400.00' }).waitFor();
  });

  test('an alert is ended by its one action, and its day turns green', async () => {
    await day(/November 4, 2026: Needs action, 2 events/).waitFor();
    await page.getByRole('button', { name: 'Map it' }).click();
    const dialog = page.getByRole('dialog', { name: 'Accounts that are missing' });
    await dialog.getByRole('combobox', { name: 'Payment account for Diners' }).fill('amex cl');
    await dialog.getByRole('option', { name: 'Amex Clearing' }).click();
    await dialog.getByRole('button', { name: 'Close' }).first().click();
    await day(/November 4, 2026: Synced, 2 events/).waitFor({ timeout: 40_000 });
    await page.getByText('Diners is missing a payment account').waitFor({ state: 'detached' });
  });

  test('a day of the calendar opens its events, and no others', async () => {
    await day(/Tuesday, November 3, 2026: Synced, 2 events/).click();
    await page.getByRole('table', { name: 'Financial events' }).waitFor();
    expect([parameter('dateFrom'), parameter('dateTo')]).toEqual(['2026-11-03', '2026-11-03']);
    await eventually('two events', async () => (await page.locator('tr[data-event]').count()) === 2);
  });

  test('the calendar is walked by keys, over the end of the month, and Enter opens the day', async () => {
    await page.goto(app.url + november);
    await day(/November 3, 2026/).focus();
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const isOn = (date: string) =>
      eventually(
        `the focus is on ${date}`,
        async () => (await page.evaluate('document.activeElement.dataset.day')) === date,
      );
    await press('ArrowRight', 'ArrowDown');
    await isOn('2026-11-11');
    await press('Home', 'ArrowUp');
    await isOn('2026-11-01');
    await press('ArrowLeft');
    await isOn('2026-10-31');
    expect(parameter('month')).toBe('2026-10');
    await press('PageDown');
    await isOn('2026-11-30');
    expect(await grid().locator('[tabindex="0"]').count()).toBe(1);
    await day(/November 4, 2026/).focus();
    await press('Enter');
    await eventually('its events', async () => parameter('dateFrom') === '2026-11-04');
  });

  test('has no fault that axe finds, light or dark, and fits a phone without sideways scroll', async () => {
    await page.goto(app.url + november);
    await grid().waitFor();
    await page.getByRole('img', { name: /Net sales by day/ }).waitFor();
    await expectAccessible(page);
    await onPhone(page, async () => {
      await waitUntil(page, fitsWindow);
      expect(await accessibilityFaults(page)).toEqual([]);
    });
  });

  test('on a phone no table of any page scrolls sideways, no button is cut off, and each cell of a row says what it is', async () => {
    await person('POST', '/api/v1/notifications/receivers', { kind: 'webhook', name: 'Program', ...told });
    await person('POST', '/api/v1/api-keys', { name: 'Till at Main Street' });
    const day = { timeZone: 'America/Argentina/Buenos_Aires', dayEnd: '03:00', from: '2026-11-20' };
    expect((await person('PUT', '/api/v1/locations/main', day)).status).toBe(200);
    await onPhone(page, async () => {
      for (const path of withTables) {
        await page.goto(app.url + path);
        await page.locator('.wide-table[data-stacked]').first().waitFor();
        await waitUntil(page, tablesFit);
        await expect.poll(() => page.evaluate(cutOffButtons), { timeout: pageWaitMs, message: path }).toEqual([]);
      }
      await page.goto(`${app.url}/settings/integrations/quickbooks-online/reconcile`);
      const row = page
        .getByRole('table', { name: 'Clearing accounts by month' })
        .getByRole('row', { name: /Cash in Drawer/ })
        .first();
      const heading = "getComputedStyle(document.querySelectorAll('.wide-table td')[1], '::before').content";
      await row.waitFor();
      await expect.poll(() => page.evaluate(heading), { timeout: pageWaitMs }).toBe('"Opening"');
      await row.getByRole('button', { name: /^Read/ }).click({ trial: true });
      expect(await accessibilityFaults(page)).toEqual([]);
    });
    // The browser tells the page of its new width a frame later.
    await waitUntil(
      page,
      "document.querySelector('.wide-table') && !document.querySelector('.wide-table[data-stacked]')",
    );
  });

  test('of days without sales leads to those that have some', async () => {
    await page.goto(`${app.url}/?period=custom&from=2024-01-01&to=2024-01-31`);
    await page.getByText('No sales in this period.').waitFor();
    await page.getByRole('button', { name: 'Show those days' }).click();
    await eventually('they show', async () => (await figure('Net sales').textContent()) !== '$0.00');
    expect(parameter('from')).toBe('2025-11-05');
  });
});

const quickbooksOnline = '/settings/integrations/quickbooks-online';
const withTables = [
  ...['', '/accounts', '/item-classes', '/locations', '/financial-events'].map((tab) => `/settings/financial${tab}`),
  ...['/reconcile', '/keys'].map((tab) => quickbooksOnline + tab),
  ...['mapping', 'payment-types', 'notifications', 'users', 'api-keys', 'audit-log'].map((one) => `/settings/${one}`),
  '/sales/tickets',
];
const told = { address: 'https://program.example.com/hook', wantsAlerts: true, wantsDigest: false };
const tablesFit = `${fitsWindow} &&
  [...document.querySelectorAll('.wide-table')].every((table) => table.scrollWidth <= table.clientWidth)`;

/** Two days that go, one that waits for an account, one in another currency, and the year before. */
async function record(): Promise<void> {
  const euros = { currency: 'EUR', exchangeRate: '1.0850' };
  const part = { itemClass: 'apparel', quantity: '1', amount: '70.00', type: 'item' };
  const events = [
    sale('t-0', '2025-11-05'),
    sale('t-1', '2026-10-30'),
    sale('t-2', '2026-11-03'),
    sale('t-3', '2026-11-03', { location: 'outlet' }),
    sale('t-4', '2026-11-04'),
    sale('t-5', '2026-11-04', { payments: [{ paymentType: 'diners', amount: '100.00' }] }),
    sale('t-6', '2026-10-29', { ...euros, lines: [part], payments: [{ paymentType: 'cash', amount: '70.00' }] }),
    sale('t-7', '2026-11-12', { ...euros, lines: [part], payments: [{ paymentType: 'cash', amount: '70.00' }] }),
  ];
  await person('POST', '/api/v1/events', { events });
  await connect(app, person);
  await person('POST', '/api/v1/accounts/import', {});
  const mappings = [
    { role: 'payment', subject: 'cash', accountId: await accountId(person, 'Cash in Drawer') },
    { role: 'sales', subject: 'apparel', accountId: await accountId(person, 'Sales - Apparel') },
  ];
  await person('PUT', '/api/v1/mappings', { mappings });
  await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
}
