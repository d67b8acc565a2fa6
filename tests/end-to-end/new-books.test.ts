// A new set of books as an owner starts it, in a browser: the other company is refused, then chosen on purpose, and takes over.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser, expectAccessible } from '../browser.ts';
import { readEntries } from '../kills/quickbooks.ts';
import { type App, type Caller, caller, connect, eventually, signInOnPage } from './app.ts';
import { fitsWindow, type InBrowser, onPhone, startInBrowser, waitUntil } from './in-browser.ts';

let started: InBrowser;
let app: App;
let person: Caller;
let page: Page;
let realms: { readonly before: string; readonly next: string };

const sale = (sourceId: string, paymentType: string) => ({
  ...{ source: 'till', kind: 'sale', sourceId, occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' },
  lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' }],
  payments: [{ paymentType, amount: '100.00' }],
});

async function map(paymentTypes: readonly string[]): Promise<void> {
  const { body } = await person<{ accounts: { id: string; name: string }[] }>('GET', '/api/v1/accounts');
  const idOf = (name: string) => body.accounts.find((account) => account.name === name)?.id ?? '';
  const payments = paymentTypes.map((subject) => ({ role: 'payment', subject, accountId: idOf('Cash in Drawer') }));
  const sales = { role: 'sales', subject: 'apparel', accountId: idOf('Sales - Apparel') };
  expect((await person('PUT', '/api/v1/mappings', { mappings: [...payments, sales] })).status).toBe(200);
}

async function events(): Promise<{ id: string; number: string; status: string }[]> {
  return (await person<{ events: { id: string; number: string; status: string }[] }>('GET', '/api/v1/events')).body
    .events;
}
const statusOf = async (number: string) => (await events()).find((event) => event.number === number)?.status;
const entriesOf = (realmId: string) => readEntries(app.quickbooksUrl, realmId);

beforeAll(async () => {
  started = await startInBrowser();
  ({ app, person, page } = started);
  const before = await connect(app, person);
  const another = { template: 'retail', name: 'Main Street Holdings' };
  const made = await caller(app.quickbooksUrl, {})<{ realmId: string }>('POST', '/_emulator/companies', another);
  realms = { before, next: made.body.realmId };
  await person('POST', '/api/v1/events', { events: [sale('t-1', 'cash'), sale('t-2', 'klarna')] });
  await map(['cash']);
  for (const name of ['Main Street', 'Harbor Outlet']) {
    const { body } = await person<{ departments: { id: string; name: string }[] }>('GET', '/api/v1/departments');
    const quickbooksDepartmentId = body.departments.find((one) => one.name === name)?.id;
    expect((await person('PUT', '/api/v1/locations/main', { quickbooksDepartmentId })).status).toBe(200);
  }
  await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
  await eventually('the first is posted', async () => (await statusOf('t-1')) === 'synced');
  await eventually('the second waits', async () => (await statusOf('t-2')) === 'action-required');
});

afterAll(() => started?.stop());

const button = (name: string) => page.getByRole('button', { name, exact: true });

/** Through the pop-up that a click opens. */
async function chooseCompany(name: string, click: () => Promise<void>): Promise<Page> {
  const opened = page.context().waitForEvent('page');
  await click();
  const popUp = await opened;
  await popUp.getByText(name).click();
  await popUp.getByRole('button', { name: 'Connect', exact: true }).click();
  return popUp;
}

describeWithBrowser('a new set of books', () => {
  test('is offered where another company is refused, and says what stays and what goes', async () => {
    await signInOnPage(page, app.url);
    await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
    await page.goto(`${app.url}/settings/integrations/quickbooks-online`);
    await button('Disconnect').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    const popUp = await chooseCompany('Main Street Holdings', () => button('Connect to QuickBooks Online').click());
    await page.getByText('Connect that one again, or start a new set of books.').waitFor();
    if (!popUp.isClosed()) await popUp.close();
    await button('Keep the books in another company…').click();
    const dialog = page.getByRole('dialog', { name: 'Start a new set of books?' });
    await dialog.getByText('1 event posted there.').waitFor();
    await dialog.getByText('1 event not posted yet').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('takes what waits once it is mapped anew, and leaves what was posted', async () => {
    const dialog = page.getByRole('dialog', { name: 'Start a new set of books?' });
    await chooseCompany('Main Street Holdings', () =>
      dialog.getByRole('button', { name: 'Choose the new company' }).click(),
    );
    await page.getByRole('heading', { name: /^Set-up incomplete/ }).waitFor();
    await page.locator('dl.facts').getByText('Main Street Holdings').waitFor();
    await map(['cash', 'klarna']);
    await eventually('what waited is posted', async () => (await statusOf('t-2')) === 'synced');
    expect(await entriesOf(realms.before)).toHaveLength(1);
    expect(await entriesOf(realms.next)).toHaveLength(1);
    const first = (await events()).find(({ number }) => number === 't-1');
    await page.goto(`${app.url}/sales/tickets`);
    await page
      .getByRole('link', { name: first?.number ?? '' })
      .first()
      .click();
    await page.getByText('In the books kept before').waitFor();
    await page.goto(`${app.url}/settings/audit-log`);
    const started = page.getByRole('row').filter({ hasText: 'New set of books' });
    await started.getByText('1 entry left as posted').waitFor();
    await page
      .getByRole('row')
      .filter({ hasText: 'QuickBooks disconnected' })
      .getByRole('cell', { name: 'Nothing', exact: true })
      .waitFor();
  });

  test('the audit log says accounts and locations of QuickBooks by name, as they were and as they are', async () => {
    const details = (what: string) => page.getByRole('row').filter({ hasText: what });
    const locations = details('Location changed');
    await locations.getByText('QuickBooks location: Main Street → Harbor Outlet').waitFor();
    await locations.getByText('QuickBooks location: none → Main Street').waitFor();
    const mapped = details('Accounts mapped').first();
    await mapped.getByText('3 accounts').click();
    await mapped.getByText('Payment account, klarna: not mapped → Cash in Drawer').waitFor();
    expect(
      await page
        .locator('td')
        .filter({ hasText: /\bid \d/ })
        .count(),
    ).toBe(0);
    await onPhone(page, async () => {
      await waitUntil(page, fitsWindow);
      await mapped.getByText('Payment account, klarna: not mapped → Cash in Drawer').waitFor();
      await expectAccessible(page);
    });
  });

  test('the audit log is narrowed to what one looks for, and its address keeps that', async () => {
    await page.getByRole('combobox', { name: 'What' }).click();
    await page.getByRole('option', { name: 'Sync started' }).click();
    await page.waitForURL(/\/settings\/audit-log\?what=sync-started$/);
    await page.getByText('1 in all').waitFor();
    await page.reload();
    await page.getByText('1 in all').waitFor();
    expect(await page.getByRole('combobox', { name: 'What' }).inputValue()).toBe('Sync started');
    expect(await accessibilityFaults(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export CSV' }).click();
    const rows = (await readFile(await (await download).path(), 'utf8')).trim().split('\r\n');
    expect(rows.slice(1).map((row) => row.split(',')[2])).toEqual(['sync-started']);
    await page.getByRole('textbox', { name: 'To' }).fill('2020-01-01');
    await page.getByText('Nothing like that was changed.').waitFor();
    await page.waitForURL(/what=sync-started&to=2020-01-01$/);
  });
});
