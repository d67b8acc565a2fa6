// The console without a mouse: what is open is mapped, and events are walked, opened, searched and retried by keys alone.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser } from '../browser.ts';
import { type App, accountId, type Caller, connect, eventually, owner } from './app.ts';
import { type InBrowser, onPhone, startInBrowser } from './in-browser.ts';

const tabsMax = 40;

let started: InBrowser;
let app: App;
let person: Caller;
let page: Page;

const line = (itemClass: string) => ({ type: 'item', itemClass, quantity: '1', amount: '100.00' });

function sale(sourceId: string, payment: { paymentType: string; amount: string }) {
  return {
    source: 'till',
    kind: 'sale',
    sourceId,
    occurredAt: '2026-11-03T16:20:05-05:00',
    location: 'main',
    lines: [line('apparel')],
    payments: [payment],
  };
}

beforeAll(async () => {
  started = await startInBrowser();
  ({ app, person, page } = started);
  await connect(app, person);
  await person('POST', '/api/v1/accounts/import', {});
  const events = [
    sale('t-1', { paymentType: 'diners', amount: '100.00' }),
    sale('t-2', { paymentType: 'cash', amount: '100.00' }),
    sale('t-3', { paymentType: 'cash', amount: '99.99' }),
  ];
  await person('POST', '/api/v1/events', { events });
  const mappings = [
    { role: 'payment', subject: 'cash', accountId: await accountId(person, 'Cash in Drawer') },
    { role: 'sales', subject: 'apparel', accountId: await accountId(person, 'Sales - Apparel') },
  ];
  await person('PUT', '/api/v1/mappings', { mappings });
  await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
  await eventually('what can go has gone', async () => (await statusOf('t-2')) === 'synced');
});

afterAll(() => started?.stop());

async function statusOf(number: string): Promise<string | undefined> {
  const { body } = await person<{ events: { number: string; status: string }[] }>('GET', '/api/v1/events');
  return body.events.find((event) => event.number === number)?.status;
}

async function idOf(number: string): Promise<string> {
  const { body } = await person<{ events: { number: string; id: string }[] }>('GET', '/api/v1/events');
  return encodeURIComponent(body.events.find((event) => event.number === number)?.id ?? '');
}

const press = (...keys: string[]) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), done);
const done: Promise<void> = Promise.resolve();

const focused = (locator: Locator) => locator.evaluate((element) => element === element.ownerDocument.activeElement);

async function hasFocus(locator: Locator): Promise<void> {
  await eventually('it has the focus', () => focused(locator));
}

/** As a person does: Tab until it is there, and see it all the way. */
async function tabTo(locator: Locator): Promise<void> {
  await locator.waitFor({ state: 'attached' });
  for (let tabs = 0; tabs < tabsMax; tabs += 1) {
    await press('Tab');
    expect(await focusIsSeen()).toBe(true);
    if (await focused(locator)) return;
  }
  throw new Error(`not reached within ${tabsMax} tabs: ${locator}`);
}

/** The focused element, or the part of its field that stands for it, has an outline. */
const focusIsSeen = () =>
  page.evaluate<boolean>(`(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return true;
  return [element, element.parentElement, element.nextElementSibling].some(
    (part) => part !== null && getComputedStyle(part).outlineStyle !== 'none',
  );
})()`);

const account = (field: string) => page.getByRole('combobox', { name: field, exact: true });

async function chooseByTyping(field: string, typed: string, chosen: string): Promise<void> {
  await tabTo(account(field));
  await page.keyboard.type(typed);
  await page.getByRole('option', { name: chosen }).waitFor();
  await press('ArrowDown', 'Enter');
}

const row = (number: string) =>
  page.getByRole('table', { name: 'Financial events' }).getByRole('link', { name: number });

async function switchKeys(to: 'on' | 'off'): Promise<void> {
  await page.getByRole('button', { name: 'Show the keys' }).focus();
  await press('Enter');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  const field = keys.getByRole('switch', { name: 'Keys of a single character' });
  await tabTo(field);
  await press('Space');
  expect(await field.isChecked()).toBe(to === 'on');
  expect(await accessibilityFaults(page)).toEqual([]);
  await press('Escape');
  await keys.waitFor({ state: 'detached' });
}

describeWithBrowser('by keyboard alone', () => {
  test('signing in', async () => {
    await page.goto(app.url);
    await page.getByLabel('Email').waitFor();
    await tabTo(page.getByLabel('Email'));
    await page.keyboard.type(owner.email);
    await tabTo(page.getByLabel('Password'));
    await page.keyboard.type(owner.password);
    await press('Enter');
    await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
  });

  test('an alert is opened, its account chosen by typing, and what waited is sent', async () => {
    await tabTo(page.getByRole('button', { name: 'Map it' }));
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Accounts that are missing' });
    await dialog.waitFor();
    const picker = dialog.getByRole('combobox', { name: 'Payment account for Diners' });
    await tabTo(picker);
    await page.keyboard.type('amex cl');
    await dialog.getByRole('option', { name: 'Amex Clearing' }).waitFor();
    expect(await dialog.getByRole('option').allTextContents()).toEqual([
      'Amex Clearing',
      'Create an account in QuickBooks…',
    ]);
    expect(await accessibilityFaults(page)).toEqual([]);
    await press('ArrowDown', 'Enter');
    await eventually('the event is sent', async () => (await statusOf('t-1')) === 'synced');
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('Escape closes a dialog, and the focus is back on the button that opened it', async () => {
    await page.goto(`${app.url}/settings/integrations/quickbooks-online`);
    await tabTo(page.getByRole('button', { name: 'Disconnect' }));
    await press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await hasFocus(page.getByRole('button', { name: 'Disconnect' }));
  });

  test('the focus is back also from a dialog that is made when it is opened', async () => {
    const giveBack = async (opener: Locator, open: () => Promise<void>, title: string | RegExp) => {
      await opener.focus();
      await open();
      const dialog = page.getByRole('dialog', { name: title });
      await dialog.waitFor();
      await press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await hasFocus(opener);
    };
    const enter = () => press('Enter');
    await page.goto(`${app.url}/settings/integrations/quickbooks-online`);
    await giveBack(page.getByRole('button', { name: 'Import accounts' }), () => press('Control+k'), 'Find anything');
    await page.goto(`${app.url}/settings/payment-types`);
    const rename = async () => {
      await enter();
      const item = page.getByRole('menuitem', { name: 'Rename…' });
      await item.waitFor();
      // The menu takes the focus a moment after it is there, and a key before that is the button's.
      await eventually('the menu has the focus', () =>
        page.evaluate('document.activeElement.closest("[role=menu]") !== null'),
      );
      await press('ArrowDown');
      await hasFocus(item);
      await press('Enter');
    };
    await giveBack(page.getByRole('button', { name: 'Change Cash', exact: true }), rename, 'Rename “Cash”');
    await page.goto(`${app.url}/settings/integrations/quickbooks-online/financial-events?event=${await idOf('t-2')}`);
    const drawer = page.getByRole('dialog', { name: 'Sale t-2' });
    await giveBack(drawer.getByRole('button', { name: 'What “Synced” means' }), enter, 'Synced');
  });

  test('j and k walk the events, Enter opens one, Escape goes back to it', async () => {
    await page.goto(`${app.url}/settings/integrations/quickbooks-online/financial-events`);
    await row('t-1').waitFor();
    await switchKeys('off');
    await press('j');
    expect(await page.evaluate('document.activeElement.closest("tr")')).toBeNull();
    await page.reload();
    await row('t-1').waitFor();
    await press('j');
    expect(await page.evaluate('document.activeElement.closest("tr")')).toBeNull();
    await switchKeys('on');
    await press('j');
    const first = await page.locator('tr[data-event] a').first().textContent();
    await hasFocus(row(first ?? ''));
    await press('j', 'j', 'j', 'k');
    expect(await page.evaluate('document.activeElement.textContent')).toBe(
      await page.locator('tr[data-event] a').nth(1).textContent(),
    );
    expect(await focusIsSeen()).toBe(true);
    const opened = await page.locator('tr[data-event] a').nth(1).textContent();
    await press('Enter');
    const drawer = page.getByRole('dialog', { name: `Sale ${opened}` });
    await drawer.getByText('Timeline').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await hasFocus(row(opened ?? ''));
  });

  test('Escape closes the question over an event, and the event with the next', async () => {
    await row('t-3').focus();
    await press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Sale t-3' });
    await drawer.getByText('Timeline').waitFor();
    await tabTo(drawer.getByRole('button', { name: 'Handled outside' }));
    await press('Enter');
    const question = page.getByRole('dialog', { name: 'Handled outside Tillbook?' });
    await question.waitFor();
    await press('Escape');
    await question.waitFor({ state: 'detached' });
    await hasFocus(drawer.getByRole('button', { name: 'Handled outside' }));
    await press('Escape');
    await drawer.waitFor({ state: 'detached' });
  });

  test('r retries the event that has the focus, and / goes to the search', async () => {
    await press('/');
    const search = page.getByLabel('Number or amount');
    await hasFocus(search);
    await page.keyboard.type('t-3');
    await eventually('only the one is left', async () => (await page.locator('tr[data-event]').count()) === 1);
    await press('r');
    expect(await search.inputValue()).toBe('t-3r');
    await press('Backspace', 'Escape');
    await eventually('it is listed again', async () => (await row('t-3').count()) === 1);
    await press('j');
    await hasFocus(row('t-3'));
    const retried = page.waitForResponse((response) => response.url().endsWith('/retry'));
    await press('r');
    expect((await retried).status()).toBe(200);
  });

  test('a whole mapping on its page: what is open, account by account, then another one from a date, and its history', async () => {
    const event = { ...sale('t-4', { paymentType: 'klarna', amount: '100.00' }), lines: [line('footwear')] };
    await person('POST', '/api/v1/events', { events: [event] });
    await press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Find anything' });
    await palette.locator('input').waitFor();
    await page.keyboard.type('mapping');
    await palette.locator('[data-combobox-selected]', { hasText: 'Mapping' }).waitFor();
    await press('Enter');
    await page.getByRole('heading', { name: 'Mapping', level: 1 }).waitFor();
    await tabTo(page.getByRole('radio', { name: 'All' }));
    await press('ArrowRight', 'ArrowRight');
    await eventually('what is mapped is not listed', async () => (await account('Sales for Apparel').count()) === 0);
    for (const [field, typed, chosen] of [
      ['Payment account for Klarna', 'amex cl', 'Amex Clearing'],
      ['Sales for Footwear', 'sales - foot', 'Sales - Footwear'],
    ] as const) {
      await chooseByTyping(field, typed, chosen);
      await account(field).waitFor({ state: 'detached' });
    }
    await eventually('what waited is sent', async () => (await statusOf('t-4')) === 'synced');

    await page.goto(`${app.url}/settings/mapping?find=klarna`);
    await account('Payment account for Klarna').waitFor();
    await tabTo(page.getByRole('link', { name: 'Skip to the page' }));
    await press('Enter');
    await chooseByTyping('Payment account for Klarna', 'visa cl', 'Visa Clearing');
    const from = page.getByLabel('Applies from for Payment account for Klarna');
    await tabTo(from);
    await page.keyboard.type('11052026');
    await press('Enter');
    await page.getByText('Since Nov 5, 2026').waitFor();
    await tabTo(page.getByRole('button', { name: 'History of Payment account for Klarna' }));
    await press('Enter');
    const history = page.getByRole('dialog', { name: /Payment account for Klarna/ });
    await history.getByRole('rowheader', { name: 'Amex Clearing' }).waitFor();
    await press('Escape');
    await history.waitFor({ state: 'detached' });
    await hasFocus(page.getByRole('button', { name: 'History of Payment account for Klarna' }));
  });

  test('on a small screen the navigation is opened, leads to a page, and is out of the way again', async () => {
    await onPhone(page, async () => {
      await page.goto(app.url);
      await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
      const navigation = page.getByRole('navigation', { name: 'Main' });
      expect(await navigation.isVisible()).toBe(false);
      await tabTo(page.getByRole('button', { name: 'Open navigation' }));
      await press('Enter');
      await tabTo(navigation.getByRole('link', { name: 'Payment types' }));
      expect(await accessibilityFaults(page)).toEqual([]);
      await press('Enter');
      await page.getByRole('heading', { name: 'Payment types' }).waitFor();
      expect(await navigation.isVisible()).toBe(false);
      const menu = page.getByRole('button', { name: 'Open navigation' });
      await menu.focus();
      await press('Enter');
      await navigation.waitFor();
      expect(await page.locator('#page').getAttribute('inert')).not.toBeNull();
      await press('Escape');
      await navigation.waitFor({ state: 'hidden' });
      await hasFocus(menu);
      await press('Enter');
      await navigation.waitFor();
      await page.goBack();
      await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
      expect(await navigation.isVisible()).toBe(false);
      expect(await page.locator('#page').getAttribute('inert')).toBeNull();
    });
  });

  test('the account menu is left by Escape, and signs out', async () => {
    const menu = page.getByRole('button', { name: 'Your account' });
    const signOut = page.getByRole('button', { name: 'Sign out', exact: true });
    await tabTo(menu);
    await press('Enter');
    await signOut.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await press('Escape');
    await signOut.waitFor({ state: 'hidden' });
    await hasFocus(menu);
    await press('Enter');
    await tabTo(signOut);
    await press('Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
