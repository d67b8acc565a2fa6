// What needs somebody's decision, from its alert to the books: closed days, a ticket that does not foot, one that came again, a refusal.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser, expectAccessible } from '../browser.ts';
import { type App, accountId, type Caller, caller, connect, eventually, signInOnPage } from './app.ts';
import { type InBrowser, startInBrowser } from './in-browser.ts';

let started: InBrowser;
let app: App;
let person: Caller;
let page: Page;
let control: Caller;

function sale(sourceId: string, day: string, paid = '100.00') {
  return {
    ...{ source: 'till', kind: 'sale', sourceId, occurredAt: `${day}T16:20:05-05:00`, location: 'main' },
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' }],
    payments: [{ paymentType: 'cash', amount: paid }],
  };
}
const record = (...events: object[]) => person('POST', '/api/v1/events', { events });

interface Listed {
  readonly number: string;
  readonly status: string;
  readonly version: number;
}

const eventsNumbered = async (number: string): Promise<readonly Listed[]> =>
  (await person<{ events: Listed[] }>('GET', `/api/v1/events?q=${number}`)).body.events;
const isSynced = (number: string, version = 1) =>
  eventually(`${number} is synced`, async () =>
    (await eventsNumbered(number)).some((one) => one.version === version && one.status === 'synced'),
  );

beforeAll(async () => {
  started = await startInBrowser();
  ({ app, person, page } = started);
  const realmId = await connect(app, person);
  control = (method, path, body) =>
    caller(app.quickbooksUrl, {})(method, `/_emulator/companies/${realmId}${path}`, body);
  await control('PUT', '/settings', { limits: false, closingDate: '2026-10-31' });
  await person('POST', '/api/v1/accounts/import', {});
  await record(sale('t-closed', '2026-10-28'), sale('t-odd', '2026-11-04', '99.99'), sale('t-twice', '2026-11-05'));
  await record(sale('t-twice', '2026-11-05', '100.00'), {
    ...sale('t-twice', '2026-11-05', '80.00'),
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '80.00' }],
  });
  const accounts = [
    ['payment', 'cash', 'Cash in Drawer'],
    ['sales', 'apparel', 'Sales - Apparel'],
    ['over-short', null, 'Cash Over and Short'],
  ] as const;
  const mappings = [];
  for (const [role, subject, name] of accounts) {
    mappings.push({ role, subject, accountId: await accountId(person, name) });
  }
  expect((await person('PUT', '/api/v1/mappings', { mappings })).status).toBe(200);
  await person('PUT', '/api/v1/settings', { closedPeriods: 'ask' });
  await person('POST', '/api/v1/sync/start', { from: '2026-10-01' });
  await signInOnPage(page, app.url);
  await page.getByRole('heading', { name: 'Action Required', exact: true }).waitFor();
});

afterAll(() => started?.stop());

const alert = (title: RegExp) => page.locator('.alert-row').filter({ hasText: title });

/** What says it is there before it is needed: it could not be had any more. */
function toastsAreLoaded(): Promise<boolean> {
  const isThere = `performance.getEntriesByType('resource').some(({ name }) => name.includes('/toasts-'))`;
  return eventually('toasts are loaded', () => page.evaluate<boolean>(isThere));
}

describeWithBrowser('without the server', () => {
  test('what cannot be loaded says so, the page stays, and it is asked for again', async () => {
    await page.goto(app.url);
    await page.getByRole('heading', { name: 'Action Required', exact: true }).waitFor();
    await toastsAreLoaded();
    await page.context().setOffline(true);
    await page.keyboard.press('Control+k');
    await page.getByRole('alert').getByText('This could not be loaded.').waitFor();
    expect(await page.getByRole('heading', { name: 'Sales Dashboard' }).isVisible()).toBe(true);
    await page.context().setOffline(false);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Find anything' }).waitFor();
    await page.keyboard.press('Escape');
  });
});

describeWithBrowser('from its alert', () => {
  test('a ticket of a closed day is posted on the first open day, and says its own', async () => {
    await alert(/closed until 31 Oct/)
      .getByRole('button', { name: 'Decide' })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Decide what becomes of these' });
    await dialog.getByText('Sale t-closed').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Post it on Nov 1, 2026' }).click();
    await isSynced('t-closed');
    await page.keyboard.press('Escape');
    await page.goto(`${app.url}/settings/integrations/quickbooks-online/financial-events?q=t-closed`);
    await page.getByRole('link', { name: 't-closed' }).click();
    await page.getByText('Dated Nov 1, 2026 in QuickBooks, for Oct 28, 2026').waitFor();
  });

  test('a ticket a cent off is looked at, and goes once the shop allows for a cent', async () => {
    await page.goto(app.url);
    await alert(/t-odd is out of balance by 0.01/)
      .getByRole('button', { name: 'Look at it' })
      .click();
    await page.getByRole('link', { name: 't-odd' }).click();
    await page.getByRole('dialog', { name: 'Sale t-odd' }).getByText('out of balance by 0.01').first().waitFor();
    await page.goto(`${app.url}/settings/financial`);
    const cap = page.getByLabel('Post differences up to, in USD');
    await cap.fill('none');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[aria-invalid="true"]').waitFor();
    await cap.fill('0.05');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();
    await isSynced('t-odd');
  });

  test('of a ticket that came again with other content, the new version takes the place of the first', async () => {
    await page.goto(app.url);
    await alert(/t-twice/)
      .getByRole('button', { name: 'Look at it' })
      .click();
    await page.getByRole('link', { name: 't-twice' }).first().click();
    const drawer = page.getByRole('dialog', { name: 'Sale t-twice' });
    await drawer.getByText(/It came again .* as \$80.00/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await drawer.getByRole('button', { name: 'Take the new version' }).click();
    await isSynced('t-twice', 2);
  });

  test('what QuickBooks refuses is told with what it said folded, and goes when it is retried', async () => {
    const refusing = { call: 'journalentry', fault: 'error-before-write', status: 400, code: '2020', probability: 1 };
    await control('PUT', '/faults', [refusing]);
    await record(sale('t-refused', '2026-11-06'));
    await page.goto(app.url);
    const row = alert(/QuickBooks refused/);
    await row.getByText('Details').click();
    await row.locator('pre').waitFor();
    await control('PUT', '/faults', []);
    await toastsAreLoaded();
    await page.context().setOffline(true);
    await row.getByRole('button', { name: 'Retry' }).click();
    await page.getByRole('alert').getByText('Tillbook does not answer').waitFor();
    await page.context().setOffline(false);
    await row.getByRole('button', { name: 'Retry' }).click();
    // What is said of it is gone after a moment, on a busy machine before anybody has looked: that it goes is what counts.
    await isSynced('t-refused');
    await row.waitFor({ state: 'detached' });
    await page.getByText('Action Required', { exact: true }).waitFor({ state: 'detached' });
  });
});
