// The list of events as a bookkeeper uses it: filters, views, many at once, keys, the lists of the shop, and the palette.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser, expectAccessible } from '../browser.ts';
import { type Caller, eventually, signInOnPage } from './app.ts';
import { type InBrowser, startInBrowser } from './in-browser.ts';

const eventsPath = '/settings/integrations/quickbooks-online/financial-events';
const hostile = '<img src=x onerror=document.title="broken">';

let started: InBrowser;
let person: Caller;
let page: Page;

function sale(sourceId: string, change: Record<string, unknown> = {}) {
  return {
    ...{ source: 'till', kind: 'sale', sourceId, occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' },
    lines: [{ type: 'item', itemClass: 'apparel', description: 'Wool scarf', quantity: '1', amount: '100.00' }],
    payments: [{ paymentType: 'cash', amount: '100.00' }],
    ...change,
  };
}

const amounting = (amount: string) => ({
  lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount }],
  payments: [{ paymentType: 'cash', amount }],
});

beforeAll(async () => {
  started = await startInBrowser();
  ({ person, page } = started);
  const header = { source: 'office', occurredAt: '2026-11-04T12:00:00-05:00', location: 'main' };
  const lines = [{ itemClass: 'apparel', quantity: '10', amount: '180.00' }];
  const events = [
    sale('t-1'),
    sale('t-2', { location: 'outlet', ...amounting('250.00') }),
    sale('t-3', amounting('7.80')),
    sale('edited'),
    { ...header, kind: 'purchasing-receipt', sourceId: 'p-1', vendor: hostile, lines },
    { ...header, kind: 'inventory-adjustment', sourceId: 'i-1', reason: 'damaged', lines },
    {
      ...{ ...header, kind: 'cash-movement', sourceId: 'c-1', direction: 'out', reason: 'postage' },
      ...{ paymentType: 'cash', amount: '7.80' },
    },
  ];
  await person('POST', '/api/v1/events', { events });
  await person('POST', '/api/v1/events', { events: [sale('edited', amounting('120.00'))] });
  const { body } = await person<{ events: { id: string }[] }>('GET', '/api/v1/events?q=edited');
  await person('POST', `/api/v1/events/${body.events[0]?.id}/take-version`, {});
  await signInOnPage(page, eventsPath);
  await rows().first().waitFor();
});

afterAll(() => started?.stop());

const rows = () => page.locator('tr[data-event]');
const numbers = () => page.locator('tr[data-event] a').allTextContents();
const button = (name: string) => page.getByRole('button', { name, exact: true });

async function listed(...expected: string[]): Promise<void> {
  await eventually(`${expected} are listed`, async () => (await numbers()).sort().join() === expected.sort().join());
}

describeWithBrowser('the list of events', () => {
  test('no fault of accessibility is found in either theme', async () => {
    await expectAccessible(page);
  });

  test('filters go to the address, and the address gives them back', async () => {
    await button('More filters').click();
    await page.getByLabel('Amount from').fill('$200');
    await listed('t-2');
    expect(new URL(page.url()).searchParams.get('amountFrom')).toBe('200');
    await page.reload();
    await listed('t-2');
    expect(await page.getByLabel('Amount from').inputValue()).toBe('200');
    await button('Clear filters').click();
    await page.getByLabel('Source').fill('office');
    await listed('c-1', 'i-1', 'p-1');
  });

  test('what is no amount is said beside its field and narrows nothing', async () => {
    await button('Clear filters').click();
    await page.getByLabel('Amount to').fill('twelve');
    await page.getByText('An amount like 12.50').waitFor();
    expect(new URL(page.url()).searchParams.get('amountTo')).toBeNull();
    await page.getByLabel('Amount to').fill('');
  });

  test('filters are kept as a view of a name, chosen again, and removed', async () => {
    await page.goto(`${eventsPath}?location=outlet`);
    await listed('t-2');
    await button('Save view').click();
    const dialog = page.getByRole('dialog', { name: 'Save these filters as a view' });
    await dialog.getByLabel('Name of the view').fill('Outlet');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await button('Remove view Outlet').waitFor();
    await page.getByRole('combobox', { name: 'Views' }).click();
    await page.getByRole('option', { name: 'All events' }).click();
    await eventually('all are listed', async () => (await rows().count()) === 8);
    await page.getByRole('combobox', { name: 'Views' }).click();
    await page.getByRole('option', { name: 'Outlet' }).click();
    await listed('t-2');
    await button('Remove view Outlet').click();
    await button('Save view').waitFor();
  });

  test('a version in force and the one it replaced say so, in the list and in detail', async () => {
    await page.goto(`${eventsPath}?q=edited`);
    await page.getByText('Replaced by a later version').waitFor();
    expect(await page.getByText('Version 2', { exact: true }).count()).toBe(1);
    await rows().filter({ hasText: 'Replaced by a later version' }).getByRole('link').click();
    const drawer = page.getByRole('dialog', { name: 'Sale edited' });
    await drawer.getByText('Version 2 has taken its place.').waitFor();
    await drawer.getByRole('button', { name: 'Open the version in force' }).click();
    await drawer.getByText('This is version 2, the one in force.').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  test('a line of an entry is followed down to the receipt', async () => {
    await page.goto(`${eventsPath}?q=t-1`);
    await rows().getByRole('link').first().click();
    const drawer = page.getByRole('dialog', { name: 'Sale t-1' });
    await drawer
      .getByRole('button', { name: /^Where this number comes from/ })
      .last()
      .click();
    await drawer.getByText('Wool scarf · apparel · 1 × · 100.00').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  test('a status says what it means, and the row under it stays closed', async () => {
    await rows()
      .first()
      .getByRole('button', { name: /means$/ })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Never synced' });
    await dialog.getByText('What happens next').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('event')).toBeNull();
  });

  test('? shows the keys, and x picks the row that has the focus', async () => {
    await page.goto(eventsPath);
    await rows().first().waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.getByText('Select the row').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('2 selected', { exact: true }).waitFor();
  });

  test('what is picked is exported by the keyboard alone, and nothing else', async () => {
    const picked = (await numbers()).slice(0, 2);
    await button('Export 2 selected').focus();
    const download = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    const file = await download;
    expect(file.suggestedFilename()).toBe('financial-events.csv');
    const rows = (await readFile(await file.path(), 'utf8')).trim().split('\r\n').slice(1);
    expect(rows.map((row) => row.split(',')[0])).toEqual(picked);
    await button('Clear selection').click();
    await page.getByRole('link', { name: 'Export CSV' }).waitFor();
  });

  test('what is picked is taken out with a reason, and how many is said before and after', async () => {
    await page.getByLabel('Select t-3').check();
    await button('Handled outside…').click();
    const dialog = page.getByRole('dialog', { name: 'Handled outside Tillbook?' });
    await dialog.getByText('1 event is taken out.').waitFor();
    const confirm = dialog.getByRole('button', { name: 'Mark 1 as handled outside' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('Entered by hand');
    await confirm.click();
    await dialog.getByText('1 event is marked as handled outside.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await dialog.waitFor({ state: 'detached' });
    await page.goto(`${eventsPath}?status=handled-outside`);
    await listed('edited', 't-3');
  });

  test('a retry of the filter says that nothing could be released where nothing failed', async () => {
    await button('Retry failed').click();
    await page.getByText('Nothing could be released yet').waitFor();
  });

  test('the filtered list is exported as CSV', async () => {
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export CSV' }).click();
    expect((await download).suggestedFilename()).toBe('financial-events.csv');
    const { body } = await person<string>('GET', '/api/v1/events.csv?status=handled-outside');
    expect(body.trim().split('\r\n')).toHaveLength(3);
  });

  test('what was taken out is brought back from the event itself', async () => {
    await page.goto(`${eventsPath}?status=handled-outside`);
    await page.getByRole('link', { name: 't-3', exact: true }).click();
    const drawer = page.getByRole('dialog', { name: /t-3/ });
    await drawer.getByText('Entered by hand').waitFor();
    await drawer.getByRole('button', { name: 'Bring back' }).click();
    await page.getByText('Brought back: it goes to QuickBooks once nothing holds it').waitFor();
    await drawer.getByRole('button', { name: 'Handled outside' }).waitFor();
    await page.keyboard.press('Escape');
    await listed('edited');
  });

  test('a filter that finds nothing says so and is cleared', async () => {
    await page.goto(`${eventsPath}?q=nothing-has-this`);
    await page.getByText('No event matches these filters.').waitFor();
    await button('Clear filters').last().click();
    await eventually('all are listed', async () => (await rows().count()) === 8);
  });
});

describeWithBrowser('the lists of the shop', () => {
  test('show their kinds with columns of their own, hostile names as text, each row with its event', async () => {
    const nav = page.getByRole('navigation', { name: 'Main' });
    await nav.getByRole('link', { name: 'Purchasing' }).click();
    await listed('p-1');
    await page.getByRole('cell', { name: hostile }).waitFor();
    expect(await page.title()).toContain('Purchasing');
    await nav.getByRole('link', { name: 'Inventory' }).click();
    await listed('i-1');
    await page.getByRole('cell', { name: 'damaged' }).waitFor();
    await nav.getByRole('link', { name: 'Cash in/out' }).click();
    await listed('c-1');
    await page.getByRole('cell', { name: 'postage' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await rows().getByRole('link').click();
    await page.getByRole('dialog', { name: 'Cash in or out c-1' }).getByText('Timeline').waitFor();
    await page.keyboard.press('Escape');
    await nav.getByRole('link', { name: 'Gift cards' }).click();
    await page.getByText('No gift card was sold, redeemed or adjusted yet').waitFor();
    await expectAccessible(page);
  });
});

describeWithBrowser('gift cards', () => {
  test('are listed as sold, redeemed and adjusted, under what is owed now, which the dashboard says, too', async () => {
    const header = { source: 'till', occurredAt: '2026-11-05T12:00:00-05:00', location: 'main' };
    const events = [
      sale('g-1', {
        lines: [{ type: 'gift-card', amount: '60.00', card: '…4821' }],
        payments: amounting('60.00').payments,
      }),
      sale('g-2', { ...amounting('20.00'), payments: [{ paymentType: 'gift-card', amount: '20.00' }] }),
      { ...header, kind: 'gift-card-adjustment', sourceId: 'g-3', reason: 'goodwill', amount: '5.00', card: '…4821' },
    ];
    await person('POST', '/api/v1/events', { events });
    await page.goto('/gift-cards');
    await listed('g-1', 'g-2', 'g-3');
    const cells = (number: string) => rows().filter({ hasText: number }).getByRole('cell').allTextContents();
    expect((await cells('g-1')).slice(4, 9)).toEqual(['…4821', '–', '$60.00', '–', '–']);
    expect((await cells('g-2')).slice(6, 9)).toEqual(['–', '$20.00', '–']);
    expect((await cells('g-3')).slice(4, 9)).toEqual(['…4821', 'goodwill', '–', '–', '$5.00']);
    const owed = page.getByRole('region', { name: 'Owed on gift cards' });
    await owed.getByText('$45.00').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await rows().filter({ hasText: 'g-2' }).getByRole('link').click();
    await page.getByRole('dialog', { name: 'Sale g-2' }).getByText('Timeline').waitFor();
    await page.keyboard.press('Escape');
    const { body } = await person<{ giftCards: { balance: string } }>(
      'GET',
      '/api/v1/dashboard?from=2026-11-01&to=2026-11-30',
    );
    expect(body.giftCards.balance).toBe('45.00');
    const csv = await person<string>('GET', '/api/v1/events.csv?moved=gift-cards&kind=sale');
    expect(csv.body.trim().split('\r\n')).toHaveLength(3);
  });

  test('are narrowed by kind, and say where nothing is found', async () => {
    await page.goto('/gift-cards?kind=gift-card-adjustment');
    await listed('g-3');
    await page.keyboard.press('/');
    await page.keyboard.type('nothing-has-this');
    await page.getByText('No event matches these filters.').waitFor();
    await button('Clear filters').last().click();
    await listed('g-1', 'g-2', 'g-3');
  });
});

describeWithBrowser('the palette', () => {
  const palette = () => page.getByRole('dialog', { name: 'Find anything' });
  const openPalette = async () => {
    await page.keyboard.press('Control+k');
    await palette().getByRole('textbox').or(palette().getByRole('combobox')).waitFor();
  };

  test('finds an event by its number or amount, by keys alone', async () => {
    await openPalette();
    await page.keyboard.type('250.00');
    await palette().getByRole('option', { name: /^t-2/ }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Sale t-2' }).getByText('Timeline').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Sale t-2' }).waitFor({ state: 'detached' });
  });

  test('goes to a page by its name, and says what it does not find', async () => {
    await openPalette();
    await page.keyboard.type('zzzz');
    await palette().getByText('Nothing found.').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await palette().waitFor({ state: 'detached' });
    await openPalette();
    // All pages of settings that lie under Financial; the arrows walk them.
    await page.keyboard.type('financial');
    const chosen = palette().locator('[data-combobox-selected]');
    await chosen.getByText('Financial events').waitFor();
    await page.keyboard.press('ArrowDown');
    await chosen.getByText('Financial › Configuration').waitFor();
    await page.keyboard.press('ArrowDown');
    await chosen.getByText('Financial › Accounts').waitFor();
    await page.keyboard.press('ArrowUp');
    await chosen.getByText('Financial › Configuration').waitFor();
    await page.keyboard.press('Escape');
    await palette().waitFor({ state: 'detached' });
    await openPalette();
    await palette().locator('input').fill('reason');
    await palette().getByRole('option', { name: 'Reason codes' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Reason codes' }).waitFor();
  });

  test('has all that is typed, however soon after Ctrl-K', async () => {
    await page.reload();
    await page.getByRole('button', { name: /Ctrl/ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('reason');
    await palette().locator('[data-combobox-selected]', { hasText: 'Reason codes' }).waitFor();
    expect(await palette().locator('input').inputValue()).toBe('reason');
    await page.keyboard.press('Escape');
    await palette().waitFor({ state: 'detached' });
  });

  test('does what is often done', async () => {
    await openPalette();
    await page.keyboard.type('retry');
    await palette().locator('[data-combobox-selected]', { hasText: 'Retry failed' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Nothing could be released yet').waitFor();
  });
});
