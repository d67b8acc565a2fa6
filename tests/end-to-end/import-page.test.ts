// A file in the console: dropped, checked, told what is wrong with it, imported, left and found again, also by the next start of the program.
// Then the preflight over what it brought, and what was outstanding before.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser, expectAccessible } from '../browser.ts';
import { type App, acceptSuggestions, type Caller, connect, eventually, signInOnPage, startApp } from './app.ts';
import { fitsWindow, type InBrowser, onPhone, pageWaitMs, startInBrowser, waitUntil } from './in-browser.ts';

let started: InBrowser;
let app: App;
let person: Caller;
let page: Page;

beforeAll(async () => {
  started = await startInBrowser();
  ({ app, person, page } = started);
});

afterAll(async () => {
  // One that was started anew on the same data.
  await app?.stop();
  await started?.stop();
});

const header = 'source,sourceId,occurredAt,location,type,itemClass,quantity,amount,paymentType';
const rowsOf = (id: string, amount = '10.00'): string =>
  [`item,apparel,1,${amount},`, `tender,,,${amount},cash`]
    .map((row) => `till,${id},2026-11-03T16:20:05-05:00,main,${row}\n`)
    .join('');
const csv = (...events: readonly string[]): string => `${header}\n${events.join('')}`;
const ndjson = (name: string, count: number): string =>
  Array.from({ length: count }, (_, at) => {
    const lines = [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.00' }];
    const payments = [{ paymentType: 'cash', amount: '10.00' }];
    const of = { source: 'till', kind: 'sale', sourceId: `${name}-${at}`, location: 'main', lines, payments };
    return `${JSON.stringify({ ...of, occurredAt: '2026-11-04T16:20:05-05:00' })}\n`;
  }).join('');

const choose = (name: string, text: string | Buffer): Promise<void> =>
  page
    .getByLabel('File of events')
    .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text as string) });
const past = (): Locator => page.getByRole('table', { name: 'Earlier imports' });
const pastRow = (name: string): Locator => past().getByRole('row').filter({ hasText: name });
const isChecked = (): Promise<void> => page.getByText('Checked: nothing is recorded yet').waitFor();
const count = (name: string): Promise<string | null> =>
  page.locator('.tally > div').filter({ hasText: name }).locator('dd').textContent();

async function tabTo(wanted: Locator): Promise<void> {
  await wanted.waitFor({ state: 'attached' });
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await wanted.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('It is not reached by Tab.');
}

describeWithBrowser('a file in the console', () => {
  test('is dropped, shown as it is and as it is understood, and imported when a person says so', async () => {
    await signInOnPage(page, `${app.url}/import`);
    await page.getByText('No file was imported yet').waitFor();
    await expectAccessible(page);
    const text = csv(rowsOf('t-1'), rowsOf('t-2', '20.00'));
    const files = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(text)}], 'sales.csv', { type: 'text/csv' }));
      return transfer;
    })()`);
    await page.locator('.drop-zone').dispatchEvent('drop', { dataTransfer: files });
    await isChecked();
    await page.getByRole('table', { name: 'What it comes to' }).getByText('$30.00').waitFor();
    await page.getByRole('table', { name: 'As they are understood' }).getByText('rows 4–5').waitFor();
    await page
      .getByRole('table', { name: 'As the file has them' })
      .getByText('2026-11-03T16:20:05-05:00')
      .first()
      .waitFor();
    await page.getByText('Everything in this file can be imported.').waitFor();
    await expectAccessible(page);
    expect((await person<{ events: unknown[] }>('GET', '/api/v1/events')).body.events).toEqual([]);
    await page.getByRole('button', { name: 'Import 2 events' }).click();
    await pastRow('sales.csv').getByText('2 recorded').waitFor();
    expect((await person<{ events: unknown[] }>('GET', '/api/v1/events')).body.events).toHaveLength(2);
  });

  test('by the keyboard alone: choose, look, import', async () => {
    await tabTo(page.getByLabel('File of events'));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
    await chooser.setFiles({ name: 'keys.csv', mimeType: 'text/csv', buffer: Buffer.from(csv(rowsOf('k-1'))) });
    await isChecked();
    await tabTo(page.getByRole('button', { name: 'Import 1 event' }));
    await page.keyboard.press('Enter');
    await pastRow('keys.csv').getByText('1 recorded').waitFor();
  });

  test('a file that was imported already has nothing new, and is discarded', async () => {
    await choose('again.csv', csv(rowsOf('t-1'), rowsOf('t-2', '20.00')));
    await page.getByText('there is nothing to import').waitFor();
    expect([await count('New'), await count('There already')]).toEqual(['0', '2']);
    expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Discard' }).click();
    await pastRow('again.csv').getByText('Nothing recorded; cancelled by').waitFor();
  });

  test('what is wrong is told by row, field, value and rule, to download too; hostile text shows as text', async () => {
    await choose('<img src=x>.csv', csv(rowsOf('<b>bold</b>', 'ten'), rowsOf('t-1', '11.00'), rowsOf('t-3')));
    const problems = page.getByRole('table', { name: 'Problems' });
    const row = problems.getByRole('row').filter({ hasText: 'row 2' });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual([
      'row 2',
      'amount',
      'ten',
      expect.stringContaining('a decimal string'),
      'till/sale/<b>bold</b>',
    ]);
    await page.getByText('3 problems').waitFor();
    await page.getByText('2 events are left out for the problems below').waitFor();
    expect([await count('New'), await count('Other content'), await count('Not valid')]).toEqual(['1', '1', '1']);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^problems-.*\.csv$/);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Import 1 event' }).click();
    await pastRow('<img src=x>.csv').getByText('1 recorded, 1 with other content, 1 not valid').waitFor();
    await pastRow('<img src=x>.csv').getByRole('button', { name: 'Show problems' }).click();
    await page.getByRole('dialog').getByText('row 2', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('a file that is torn is recorded in no part, and is read otherwise when a person says so', async () => {
    await choose(
      'returns.csv',
      'source,sourceId,occurredAt,location,vendor,itemClass,quantity,amount\ntill,r-1,2026-11-05T10:00:00-05:00,main,Acme,apparel,2,36.00\n',
    );
    await page.getByText('Say what its rows are: choose it above').waitFor();
    expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(0);
    await page.getByRole('combobox', { name: 'Each row is of' }).click();
    await page.getByRole('option', { name: 'Purchasing return' }).click();
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByRole('button', { name: 'Import 1 event' }).click();
    await pastRow('returns.csv').getByText('1 recorded').waitFor();
  });

  test.each([
    ['sales.xlsx', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14]), 'save it as "CSV UTF-8"'],
    ['events.json', '[{"kind":"sale"}]', 'write each event on a line of its own'],
    ['nothing.csv', '', 'The file is empty'],
  ])('%s is not taken, and it is said what to do', async (name, content, told) => {
    await choose(name, content);
    await page.getByRole('alert').filter({ hasText: name }).getByText(told).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('main').getByRole('button', { name: 'Close' }).click();
    await page.getByText('Drop a CSV or NDJSON file here').waitFor();
  });

  test('an import is left and come back to, is seen from another browser, and can be cancelled', async () => {
    await choose('many.ndjson', ndjson('many', 8_000));
    await page.getByRole('heading', { name: 'many.ndjson' }).waitFor();
    await page.getByRole('link', { name: 'Sales Dashboard' }).click();
    await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
    const other = await started.browser.newPage();
    await signInOnPage(other, `${app.url}/import`);
    await other.getByRole('heading', { name: 'many.ndjson' }).waitFor();
    await other.getByRole('button', { name: /^(Cancel import|Discard)$/ }).click();
    await other.getByRole('table', { name: 'Earlier imports' }).getByText('many.ndjson').waitFor();
    await other.close();
    await page.bringToFront();
    await page.getByRole('link', { name: 'Import', exact: true }).click();
    await pastRow('many.ndjson').getByText('Nothing recorded; cancelled by').waitFor();
  });

  test('on a phone nothing but the columns of the file scrolls sideways', async () => {
    await onPhone(page, async () => {
      await choose('phone.csv', csv(rowsOf('p-1'), rowsOf('p-2', 'ten')));
      for (const name of ['Problems', 'As they are understood', 'Earlier imports'])
        await page.getByRole('table', { name }).waitFor();
      // As the file has them, and the example of one.
      await page
        .getByRole('region', { name: /As the file has them/ })
        .and(page.locator('.wide-table'))
        .waitFor();
      await waitUntil(page, fitsWindow);
      const scrolling = `[...document.querySelectorAll('.wide-table')]
        .filter((frame) => frame.scrollWidth > frame.clientWidth)
        .map((frame) => frame.getAttribute('aria-label'))`;
      await expect
        .poll(() => page.evaluate(scrolling), { timeout: pageWaitMs })
        .toEqual(['As the file has them, table']);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Discard' }).click();
      await pastRow('phone.csv').waitFor();
    });
  });

  test('killed while it imports, the program goes on where it was: each event once, and the page says so', async () => {
    await choose('night.ndjson', ndjson('night', 12_000));
    await page.getByRole('button', { name: 'Import 12,000 events' }).click();
    await page.getByRole('progressbar', { name: 'Being imported' }).waitFor({ state: 'attached' });
    const one = await eventually('some of it is recorded', async () => {
      const { body } = await person<{ imports: { eventsRead: number; state: string }[] }>('GET', '/api/v1/imports');
      return body.imports.find(({ state, eventsRead }) => state === 'importing' && eventsRead > 0);
    });
    expect(one.eventsRead).toBeLessThan(12_000);
    await app.kill();
    const { dataDir, url, quickbooksUrl } = app;
    app = await startApp({
      dataDir,
      port: Number(new URL(url).port),
      quickbooksPort: Number(new URL(quickbooksUrl).port),
    });
    await pastRow('night.ndjson').getByText('12,000 recorded').waitFor({ timeout: 60_000 });
    const counted = await person<{ counts: Record<string, number> }>('GET', '/api/v1/sync');
    expect(counted.body.counts['never-synced']).toBe(2 + 1 + 1 + 1 + 12_000);
  });
});

describeWithBrowser('the preflight', () => {
  const blocks = (): Locator => page.getByRole('table', { name: 'What would block' });
  const rowOf = (text: string): Locator => blocks().getByRole('row').filter({ hasText: text });

  test('lists what would block over the true history, with counts, amounts, days and the fix beside each', async () => {
    const lines = [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '5.00' }];
    const odd = { source: 'till', kind: 'sale', sourceId: 'odd', location: 'main', lines };
    const payments = [{ paymentType: 'cash', amount: '4.99' }];
    const events = [{ ...odd, occurredAt: '2026-11-06T12:00:00-05:00', payments }];
    await person('POST', '/api/v1/events', { events });
    await page.getByRole('link', { name: 'Preflight' }).click();
    await page.getByText('QuickBooks is not connected yet').waitFor();
    const cash = rowOf('Cash is missing a payment account');
    await cash.getByText('Code cash').waitFor();
    await cash.getByText('12,004').waitFor();
    await cash.getByText('$120,050.00').waitFor();
    await cash.getByText('Nov 3, 2026 to Nov 4, 2026').waitFor();
    await rowOf('out of balance by 0.01').getByText('Nov 6, 2026').waitFor();
    await page.getByText(/things would block, of 12,006 events/).waitFor();
    await expectAccessible(page);
  });

  test('shows the first day’s entries as they would be posted, and any other day’s', async () => {
    await page.getByText('Nov 3, 2026: 4 entries of 4 events. Nothing is sent.').waitFor();
    await page.getByText(/^As things are now, \d+ causes would hold entries of this day$/).waitFor();
    await page.getByRole('listitem').filter({ hasText: '4 events: Cash is missing a payment account' }).waitFor();
    await page.getByLabel('From', { exact: true }).fill('2026-11-05');
    await page.getByText('Nov 5, 2026: 1 entry of 1 event. Nothing is sent.').waitFor();
    await page.getByRole('heading', { name: 'Entry 1' }).waitFor();
    const day = page.getByRole('region', { name: 'The first day, as it would be posted' });
    await day.getByText('Not mapped').first().waitFor();
  });

  test('what is missing is mapped in place, and goes from the list', async () => {
    await connect(app, person);
    await page.reload();
    await rowOf('Cash is missing a payment account').getByRole('button', { name: 'Map it' }).click();
    const dialog = page.getByRole('dialog', { name: 'Accounts that are missing' });
    await dialog.getByRole('button', { name: /^Use/ }).first().click();
    await dialog.getByText('Nothing is missing any more.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await rowOf('Cash is missing a payment account').waitFor({ state: 'detached' });
    await page.getByText('1 payment type has no account for deposits yet').waitFor();
  });

  test('an event that does not foot is one click away', async () => {
    await rowOf('out of balance by 0.01').getByRole('link', { name: 'Look at odd' }).click();
    await page.getByRole('dialog').getByText('till/sale/odd').first().waitFor();
  });

  test('the checklist and the start of the sync offer it first; where nothing would block it says so', async () => {
    await page.goto(app.url);
    await page.getByRole('heading', { name: 'Getting the books going' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'See what would block' }).waitFor();
    for (const sourceId of ['odd', 'r-1']) {
      const { body } = await person<{ events: { id: string; sourceId: string }[] }>(
        'GET',
        `/api/v1/events?q=${sourceId}`,
      );
      const event = body.events.find((one) => one.sourceId === sourceId);
      await person('POST', `/api/v1/events/${event?.id}/handled-outside`, { reason: 'entered by hand' });
    }
    await acceptSuggestions(person);
    const { body: left } = await person<{ problems: { message: string; events: number }[] }>(
      'GET',
      '/api/v1/preflight',
    );
    expect(left.problems.filter(({ events }) => events > 0).map(({ message }) => message)).toEqual([]);
    await page.goto(`${app.url}/settings/integrations/quickbooks-online`);
    await page.getByRole('link', { name: 'See first what would block' }).click();
    await page
      .getByText(/would block/)
      .first()
      .waitFor();
    await page.getByText('Nothing would block').waitFor();
    await page.getByRole('link', { name: 'Start sync' }).waitFor();
    await expectAccessible(page);
  });

  test('says what to open QuickBooks with: what was outstanding at sync start, on its side of its account', async () => {
    const october = { source: 'till', location: 'main', occurredAt: '2026-10-20T12:00:00-04:00' };
    const card = {
      lines: [{ type: 'gift-card', amount: '50.00' }],
      payments: [{ paymentType: 'cash', amount: '50.00' }],
    };
    const lines = [{ itemClass: 'apparel', quantity: '18', amount: '720.00' }];
    const events = [
      { ...october, kind: 'customer-deposit', sourceId: 'd-1', paymentType: 'cash', amount: '25.00' },
      { ...october, kind: 'sale', sourceId: 'g-1', ...card },
      { ...october, kind: 'purchasing-receipt', sourceId: 'r-2', vendor: 'Mill', lines },
    ];
    await person('POST', '/api/v1/events', { events });
    await acceptSuggestions(person);
    await page.goto(`${app.url}/preflight`);
    const outstanding = page.getByRole('table', { name: 'Outstanding at sync start' });
    await page.getByLabel('Sync start', { exact: true }).fill('2026-10-20');
    await page.getByText(/^Nothing: by the events of before Oct 20, 2026/).waitFor();
    await page.getByLabel('Sync start', { exact: true }).fill('2026-11-01');
    const told = page.getByText(/^Enter these as opening balances in QuickBooks, as of Oct 31, 2026/);
    await told.waitFor();
    const cells = await outstanding.getByRole('row').filter({ hasText: '$' }).locator('td').allTextContents();
    expect(cells).toEqual([
      ...[expect.stringMatching(/Customer deposits$/), '', '$25.00'],
      ...[expect.stringMatching(/Gift cards$/), '', '$50.00'],
      ...[expect.stringMatching(/Stock · Apparel$/), '$720.00', ''],
    ]);
    expect(await outstanding.getByText('Not mapped').count()).toBe(0);
    await expectAccessible(page);
    await onPhone(page, async () => {
      await waitUntil(page, fitsWindow);
    });
    await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
    await page.reload();
    await told.waitFor();
    expect(await page.getByLabel('Sync start', { exact: true }).count()).toBe(0);
  });
});
