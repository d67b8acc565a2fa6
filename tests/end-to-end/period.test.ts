// A wrong mapping is put right from a day in the past: the console shows what would change, and posts the period again.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser } from '../browser.ts';
import { type App, accountId, type Caller, connect, eventually, signInOnPage } from './app.ts';
import { type InBrowser, startInBrowser } from './in-browser.ts';

let started: InBrowser;
let app: App;
let person: Caller;
let page: Page;

const sale = (sourceId: string, day: string) => ({
  ...{ source: 'till', kind: 'sale', sourceId, occurredAt: `${day}T16:20:05-05:00`, location: 'main' },
  lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' }],
  payments: [{ paymentType: 'cash', amount: '100.00' }],
});

beforeAll(async () => {
  started = await startInBrowser();
  ({ app, person, page } = started);
  await connect(app, person);
  const mappings = [
    { role: 'payment', subject: 'cash', accountId: await accountId(person, 'Cash in Drawer') },
    { role: 'sales', subject: 'apparel', accountId: await accountId(person, 'Sales - Apparel') },
  ];
  await person('POST', '/api/v1/events', { events: [sale('t-1', '2026-11-03'), sale('t-2', '2026-11-04')] });
  await person('PUT', '/api/v1/mappings', { mappings });
  await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
  await eventually('both are posted', async () => {
    const { body } = await person<{ counts: Record<string, number> }>('GET', '/api/v1/sync');
    return body.counts.synced === 2;
  });
});

afterAll(() => started?.stop());

describeWithBrowser('a mapping that was wrong', () => {
  test('offers to see what would change, and the period is posted again once', async () => {
    await signInOnPage(page, `${app.url}/settings/payment-types`);
    const account = page.getByRole('combobox', { name: /Payment account.*cash/i });
    await account.click();
    await account.fill('Undeposited');
    await page.getByRole('option', { name: /Undeposited Funds/ }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'See what would change' }).click();
    await page.getByText('2 entries of 2 would change: 2 lines.').waitFor();
    await page.getByRole('table', { name: 'By account' }).getByText('Undeposited Funds').waitFor();
    expect(new URL(page.url()).search).toBe('?from=2026-11-03&to=2026-11-04');
    expect(await accessibilityFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Post 2 entries again' }).click();
    const dialog = page.getByRole('dialog', { name: 'Post this period again?' });
    await dialog.getByText('2 entries in QuickBooks are written over').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Post 2 entries again' }).click();
    await page.getByText('2 of 2 written').waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
    await page.getByText('Nothing posted in this period would change').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.reload();
    await page.getByText('Nothing posted in this period would change').waitFor();
  });

  test('the audit log has its accounts by name: of what was mapped, and of what was posted again', async () => {
    await page.goto(`${app.url}/settings/audit-log`);
    const mapped = page.getByRole('row').filter({ hasText: 'Cash in Drawer → Undeposited Funds' });
    await mapped.getByRole('link', { name: 'Posted earlier to another account: 2' }).waitFor();
    const asked = page.getByRole('row').filter({ hasText: 'Period to be posted again' });
    await asked.getByText(/Cash in Drawer \$[1-9][\d.,]* → \$0\.00; Undeposited Funds \$0\.00 → \$[1-9]/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('days, a location and a kind are chosen in the address, and what stays is told with its reason', async () => {
    await person('PUT', '/api/v1/mappings', { mappings: [{ role: 'payment', subject: 'cash', accountId: null }] });
    await page.goto(`${app.url}/settings/integrations/quickbooks-online/period`);
    await page.getByLabel(/^From/).fill('2026-11-03');
    await page.getByLabel(/^To/).fill('2026-11-03');
    await page.getByRole('combobox', { name: 'Kinds' }).click();
    await page.getByRole('option', { name: 'Sale', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByText('1 entry would change, and has to stay.').waitFor();
    await page.getByText('Payment type cash is missing a payment account').waitFor();
    expect(new URL(page.url()).search).toBe('?from=2026-11-03&to=2026-11-03&kinds=sale');
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('one that waits says for what, stands in the place of the preview, and is stopped', async () => {
    const mapping = { role: 'payment', subject: 'cash', applicableFrom: '2026-11-01' };
    const drawer = await accountId(person, 'Cash in Drawer');
    await person('PUT', '/api/v1/mappings', { mappings: [{ ...mapping, accountId: drawer }] });
    await person('POST', '/api/v1/sync/pause', {});
    await page.goto(`${app.url}/settings/integrations/quickbooks-online/period?from=2026-11-03&to=2026-11-04`);
    await page.getByRole('button', { name: 'Post 2 entries again' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Post 2 entries again' }).click();
    await page.getByRole('progressbar', { name: 'Being posted again' }).waitFor({ state: 'attached' });
    await page.getByText('0 of 2 written · 2 to go').waitFor();
    await page.getByText('The sync is paused.').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.getByRole('table', { name: 'By account' }).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('0 of 2 written · 2 entries stayed').waitFor();
    await page.getByText('2 entries of 2 would change: 2 lines.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
