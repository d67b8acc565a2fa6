// Daily summaries as an owner lives with them: switched to, a day opened down to its tickets, and one posted without what holds it.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser } from '../browser.ts';
import { type App, type Caller, connect, eventually, signInOnPage } from './app.ts';
import { type InBrowser, startInBrowser } from './in-browser.ts';

const ticketsOfTheDay = 25;
const quickbooksPath = '/settings/integrations/quickbooks-online';

let started: InBrowser;
let app: App;
let person: Caller;
let page: Page;

function sale(day: number, number: number, paymentType = 'cash') {
  return {
    source: 'till',
    kind: 'sale',
    sourceId: `d${day}-${number}`,
    occurredAt: `2026-11-0${day}T16:20:05-05:00`,
    location: 'main',
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.01' }],
    payments: [{ paymentType, amount: '10.01' }],
  };
}

beforeAll(async () => {
  started = await startInBrowser();
  ({ app, person, page } = started);
  await connect(app, person);
  await person('POST', '/api/v1/accounts/import', {});
  const wholeDay = Array.from({ length: ticketsOfTheDay }, (_, number) => sale(3, number + 1));
  const events = [...wholeDay, sale(4, 1), sale(4, 2), sale(4, 3, 'diners')];
  await person('POST', '/api/v1/events', { events });
  const { body } = await person<{ accounts: { id: string; name: string }[] }>('GET', '/api/v1/accounts');
  const accountId = (name: string) => body.accounts.find((account) => account.name === name)?.id ?? '';
  const mappings = [
    { role: 'payment', subject: 'cash', accountId: accountId('Cash in Drawer') },
    { role: 'sales', subject: 'apparel', accountId: accountId('Sales - Apparel') },
  ];
  await person('PUT', '/api/v1/mappings', { mappings });
  await signInOnPage(page, app.url);
  await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
});

afterAll(() => started?.stop());

const button = (name: string) => page.getByRole('button', { name, exact: true });
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
const list = () => page.getByRole('table', { name: 'Daily summaries' });
const day = (name: string) => list().getByRole('row').filter({ hasText: name });
const gone = (locator: Locator) => locator.waitFor({ state: 'detached' });

describeWithBrowser('daily summaries', () => {
  test('what the settings refuse is said at its field', async () => {
    await page.goto(`${app.url}/settings/financial`);
    await page.getByLabel('Post differences up to, in USD').fill('a few cents');
    await button('Save').click();
    await page.getByText('An amount like 5.00').waitFor();
    await button('Cancel').click();
    await gone(page.getByText('An amount like 5.00'));
  });

  test('they have no tab until the company posts by day', async () => {
    await page.goto(app.url + quickbooksPath);
    await page.getByRole('tab', { name: 'Financial events' }).waitFor();
    expect(await page.getByRole('tab', { name: 'Daily summaries' }).count()).toBe(0);
    await page.goto(`${app.url}/settings/financial`);
    await page.getByRole('radio', { name: 'One entry for each day and location' }).check();
    await page.getByLabel('Days of grace').fill('2');
    expect(await accessibilityFaults(page)).toEqual([]);
    await button('Save').click();
    await page.getByText('Saved', { exact: true }).waitFor();
    const { body: settings } = await person('GET', '/api/v1/settings');
    expect(settings).toMatchObject({ postingMode: 'daily-summary', from: null, summaryGraceDays: 2 });
  });

  test('a day appears, posted as one entry', async () => {
    await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
    await page.goto(app.url + quickbooksPath);
    await page.getByRole('tab', { name: 'Daily summaries' }).click();
    await day('Nov 3, 2026').getByText('Synced').waitFor();
    await day('Nov 3, 2026').getByText('$250.25').waitFor();
    await day('Nov 4, 2026').getByText('Action required').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('a line of its entry opens down to every ticket, and each ticket says which day it is part of', async () => {
    await day('Nov 3, 2026').getByRole('link', { name: 'Nov 3, 2026', exact: true }).click();
    const opened = dialog('Daily summary of Nov 3, 2026, Main');
    await opened.getByText('Balanced').waitFor();
    await opened.getByRole('button', { name: 'Where this number comes from: Cash in Drawer' }).click();
    const tickets = opened.getByRole('table', { name: 'Tickets of this line' });
    await opened.getByText('20 of 25 parts').waitFor();
    expect(await tickets.getByRole('link').count()).toBe(20);
    await opened.getByRole('button', { name: 'Show 5 more' }).click();
    await opened.getByText('All 25 parts add up to this line').waitFor();
    expect(await tickets.getByRole('link').count()).toBe(ticketsOfTheDay);
    await tickets.getByRole('link', { name: 'd3-7' }).click();
    const ticket = dialog('Sale d3-7');
    await ticket.getByRole('link', { name: 'Part of the daily summary of Nov 3, 2026, Main' }).waitFor();
    await ticket.getByRole('heading', { name: 'Its share of the summary' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await gone(ticket);
    await opened.getByText('Balanced').waitFor();
    await page.keyboard.press('Escape');
    await gone(opened);
  });

  test('a day that waits is posted without the event that holds it, which is left to a supplement', async () => {
    await day('Nov 4, 2026').getByRole('link').first().click();
    const opened = dialog('Daily summary of Nov 4, 2026, Main');
    await opened.getByText('diners is missing a payment account').waitFor();
    await opened.getByRole('link', { name: 'Sale d4-3' }).waitFor();
    await opened.getByRole('button', { name: 'Post without this event' }).click();
    const question = dialog(/^Post Nov 4, 2026, Main without/);
    await question.getByText('1 event stays here').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await question.getByRole('button', { name: 'Post without this event' }).click();
    await gone(question);
    await opened.getByText('Balanced').waitFor();
    await opened.getByRole('link', { name: 'Open in QuickBooks' }).waitFor();
    await page.keyboard.press('Escape');
    await gone(opened);
    await day('supplement 1').getByText('Action required').waitFor();
    await eventually('nothing is posted twice', async () => {
      const { body } = await person<{ summaries: { sequence: number; status: string; events: number }[] }>(
        'GET',
        '/api/v1/summaries?dateFrom=2026-11-04',
      );
      const found = body.summaries.map(({ sequence, status, events }) => `${sequence} ${status} ${events}`).sort();
      return found.join() === '1 synced 2,2 action-required 1';
    });
  });
});
