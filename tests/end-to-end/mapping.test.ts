// Mapping, connection and settings as their users live them: suggestions, accounts made in QuickBooks, mistakes, and what is said of each.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithBrowser, expectAccessible } from '../browser.ts';
import { type App, accountId, type Caller, caller, connect, eventually, signInOnPage } from './app.ts';
import { beforeAnswer, type InBrowser, startInBrowser, waitUntil } from './in-browser.ts';

let started: InBrowser;
let app: App;
let person: Caller;
let realmId: string;
let page: Page;

const sale = (sourceId: string, day: string, paymentType: string) => ({
  ...{ source: 'till', kind: 'sale', sourceId, occurredAt: `${day}T16:20:05-05:00`, location: 'main' },
  lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' }],
  payments: [{ paymentType, amount: '100.00' }],
});

const mappingPath = '/settings/mapping';
const statusPath = '/settings/integrations/quickbooks-online';

beforeAll(async () => {
  started = await startInBrowser();
  ({ app, person, page } = started);
  realmId = await connect(app, person);
  await control('PUT', '/settings', { limits: false });
  const events = ['cash', 'visa', 'klarna', 'diners'].map((type, day) =>
    sale(`t-${type}`, `2026-11-0${day + 2}`, type),
  );
  await person('POST', '/api/v1/events', { events });
  await person('PUT', '/api/v1/payment-types/diners', { active: false });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInOnPage(page, app.url + mappingPath);
  await page.getByRole('heading', { name: 'Mapping' }).waitFor();
});

afterAll(() => started?.stop());

const control = <T = unknown>(method: string, path: string, body: unknown = {}) =>
  caller(app.quickbooksUrl, {})<T>(method, `/_emulator/companies/${realmId}${path}`, body);

/** As somebody does in QuickBooks itself. */
async function inQuickbooks<T>(method: string, path: string, body?: unknown): Promise<T> {
  const { body: tokens } = await control<{ access_token: string }>('POST', '/tokens', { client_id: 'other' });
  const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' };
  return (await caller(app.quickbooksUrl, headers)<T>(method, `/v3/company/${realmId}${path}`, body)).body;
}

interface Accounts {
  readonly QueryResponse: { readonly Account?: readonly { Id: string; SyncToken: string }[] };
}

async function accountsNamed(name: string) {
  const query = encodeURIComponent(`select * from Account where Name = '${name}' and Active in (true, false)`);
  return (await inQuickbooks<Accounts>('GET', `/query?query=${query}`)).QueryResponse.Account ?? [];
}

async function makeInactive(name: string): Promise<void> {
  const [account] = await accountsNamed(name);
  await inQuickbooks('POST', '/account', { ...account, sparse: true, Active: false });
}

const open = (path: string) => page.goto(app.url + path);
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const picker = (field: string) => page.getByRole('combobox', { name: field, exact: true });
const search = () => new URL(page.url()).searchParams;
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });
const question = () => dialog('Your changes are not saved');
const link = (name: string) => page.getByRole('link', { name, exact: true });
const path = () => new URL(page.url()).pathname;

async function isGone(locator: Locator): Promise<void> {
  await locator.first().waitFor({ state: 'detached' });
}

async function mappedTo(subject: string): Promise<string | null | undefined> {
  type Rows = { mappings: { role: string; subject: string | null; accountId: string | null }[] };
  const { body } = await person<Rows>('GET', '/api/v1/mappings?includeInactive=true');
  return body.mappings.find((row) => row.role === 'payment' && row.subject === subject)?.accountId;
}

async function statusOf(number: string): Promise<string | undefined> {
  const { body } = await person<{ events: { number: string; status: string }[] }>('GET', '/api/v1/events');
  return body.events.find((event) => event.number === number)?.status;
}

describeWithBrowser('mapping', () => {
  test('tabs, filter and search are in the address, and a tab says how much is open in it', async () => {
    await page.getByText(/^0 of \d+ mapped$/).waitFor();
    await page.getByRole('tab', { name: 'Payments 3' }).click();
    await page.getByRole('textbox', { name: 'Search' }).fill('kla');
    await page.getByText('Unmapped', { exact: true }).click();
    await eventually('only the one is left', async () => (await page.getByRole('rowheader').count()) === 1);
    expect(Object.fromEntries(search())).toEqual({ role: 'payment', find: 'kla', show: 'unmapped' });
    await page.getByText('Mapped', { exact: true }).click();
    await page.getByText('Nothing matches this filter.').waitFor();
    await page.reload();
    await page.getByText('Nothing matches this filter.').waitFor();
    await expectAccessible(page);
  });

  test('the picker lists legal types alone, and says of another account why it is not there', async () => {
    await open(`${mappingPath}?role=payment`);
    await picker('Payment account for Visa').fill('receivable');
    const refused = page.getByRole('option', { name: /A\/R wants a customer on every line/ });
    await refused.waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await picker('Payment account for Visa').fill('undeposited');
    expect(await page.getByRole('option', { name: 'Undeposited Funds' }).count()).toBe(1);
    await page.keyboard.press('Escape');
  });

  test('a suggestion has its reason, and is taken with one click', async () => {
    await page.getByText('Visa Clearing, only Other Current Asset named visa').waitFor();
    await button('Use Visa Clearing for Payment account for Visa').click();
    await eventually(
      'it is mapped',
      async () => (await mappedTo('visa')) === (await accountId(person, 'Visa Clearing')),
    );
    expect(await picker('Payment account for Visa').inputValue()).toBe('Visa Clearing');
  });

  test('all suggestions: which they are is seen before, one is left out, and they are taken back', async () => {
    await button('Accept all suggestions').click();
    const asked = dialog('Accept these suggestions?');
    await asked.getByRole('checkbox', { name: 'Payment account for Cash' }).uncheck();
    await expectAccessible(page);
    await asked.getByRole('button', { name: /^Map \d+ accounts$/ }).click();
    await isGone(asked);
    await page.getByText(/suggested accounts mapped/).waitFor();
    expect(await mappedTo('cash')).toBeNull();
    const { body } = await person<{ mappings: { accountId: string | null }[] }>('GET', '/api/v1/mappings');
    expect(body.mappings.filter((row) => row.accountId !== null).length).toBeGreaterThan(4);
    await button('Undo').click();
    await isGone(button('Undo'));
    const { body: after } = await person<{ mappings: { accountId: string | null }[] }>('GET', '/api/v1/mappings');
    expect(after.mappings.filter((row) => row.accountId !== null)).toHaveLength(1);
  });

  test('an account that is missing is made in QuickBooks from the row, once, though the answer is lost', async () => {
    await control('PUT', '/faults', [{ call: 'account', fault: 'drop-after-write', times: 1 }]);
    await picker('Payment account for Klarna').click();
    await page.getByRole('option', { name: 'Create an account in QuickBooks…' }).click();
    const form = dialog('Create an account in QuickBooks');
    expect(await form.getByLabel('Name').inputValue()).toBe('Klarna Clearing');
    await form.getByLabel('Number').fill('1040');
    await expectAccessible(page);
    await form.getByRole('button', { name: 'Create and map' }).click();
    await isGone(form);
    await eventually('it is mapped', async () => (await mappedTo('klarna')) !== null);
    const [made, ...others] = await accountsNamed('Klarna Clearing');
    expect([made?.Id, others]).toEqual([await mappedTo('klarna'), []]);
    expect(await picker('Payment account for Klarna').inputValue()).toBe('1040 · Klarna Clearing');
    // The focus is back where the dialog was asked for, and its list stays closed.
    await waitUntil(page, "document.activeElement?.getAttribute('aria-label') === 'Payment account for Klarna'");
    expect(await page.getByRole('option').count()).toBe(0);
  });

  test('a name that is taken, and what QuickBooks refuses, is said where it was typed; the one there can be used', async () => {
    await picker('Payment account for Cash').click();
    await page.getByRole('option', { name: 'Create an account in QuickBooks…' }).click();
    const form = dialog('Create an account in QuickBooks');
    await form.getByLabel('Number').fill('123456789');
    await form.getByRole('button', { name: 'Create and map' }).click();
    await form.getByText(/QuickBooks refused a text that is too long/).waitFor();
    await form.getByLabel('Number').fill('');
    await form.getByLabel('Name').fill('cash in drawer');
    await form.getByRole('button', { name: 'Create and map' }).click();
    await form.getByText(/QuickBooks has Cash in Drawer already/).waitFor();
    await form.getByRole('button', { name: 'Use Cash in Drawer' }).click();
    await eventually(
      'it is mapped',
      async () => (await mappedTo('cash')) === (await accountId(person, 'Cash in Drawer')),
    );
  });

  test('a change that does not reach the server keeps the choice, and is tried again', async () => {
    await open(`${mappingPath}?role=sales`);
    await page.route('**/api/v1/mappings', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await picker('Sales for Apparel').fill('Sales - Apparel');
    await page.getByRole('option', { name: 'Sales - Apparel' }).click();
    await page.getByText(/Not saved: Tillbook does not answer/).waitFor();
    expect(await picker('Sales for Apparel').inputValue()).toBe('Sales - Apparel');
    await page.unroute('**/api/v1/mappings');
    await button('Try again: Sales for Apparel').click();
    await isGone(page.getByText(/Not saved/));
    await page.getByRole('rowheader', { name: /Apparel/ }).waitFor();
  });

  test('what another window chose meanwhile is not mapped over unseen', async () => {
    await open(`${mappingPath}?role=payment`);
    await picker('Payment account for Visa').waitFor();
    await picker('Payment account for Visa').fill('Undeposited');
    await page.getByRole('option', { name: 'Undeposited Funds' }).click();
    await button('Save').waitFor();
    const elsewhere = await accountId(person, 'Amex Clearing');
    await person('PUT', '/api/v1/mappings', { mappings: [{ role: 'payment', subject: 'visa', accountId: elsewhere }] });
    await button('Save').click();
    await page.getByText(/it was mapped to Amex Clearing meanwhile/).waitFor();
    expect(await mappedTo('visa')).toBe(elsewhere);
  });

  test('an unwise account has a note, and the history says which it was before, by whom and from when', async () => {
    await open(`${mappingPath}?role=payment`);
    await picker('Payment account for Visa').fill('Undeposited');
    await page.getByRole('option', { name: 'Undeposited Funds' }).click();
    await button('Save').click();
    await page.getByText('Note on this account').click();
    await page.getByText(/A clearing account is easier to reconcile/).waitFor();
    await button('History of Payment account for Visa').click();
    const past = dialog('History of Payment account for Visa').getByRole('row');
    await past.filter({ hasText: 'Undeposited Funds' }).filter({ hasText: 'In force' }).waitFor();
    await past.filter({ hasText: 'Visa Clearing' }).filter({ hasText: 'owner@example.com' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  });

  test('an account that waits for its date stays chosen over the tabs, and whoever leaves the page is asked', async () => {
    const before = await accountId(person, 'Undeposited Funds');
    await person('PUT', '/api/v1/mappings', { mappings: [{ role: 'payment', subject: 'visa', accountId: before }] });
    await open(`${mappingPath}?role=payment`);
    const visa = picker('Payment account for Visa');
    await visa.fill('Amex Cl');
    await page.getByRole('option', { name: 'Amex Clearing' }).click();
    const from = page.getByLabel('Applies from for Payment account for Visa');
    await from.fill('2026-11-02');
    await page.getByRole('tab', { name: /^Sales/ }).click();
    await isGone(visa);
    await page.getByRole('tab', { name: /^Payments/ }).click();
    await from.waitFor();
    expect([await visa.inputValue(), await from.inputValue()]).toEqual(['Amex Clearing', '2026-11-02']);
    await link('Financial').click();
    await question().getByRole('button', { name: 'Stay' }).click();
    await isGone(question());
    await button('Cancel').click();
    expect(await visa.inputValue()).toBe('Undeposited Funds');
    await link('Financial').click();
    await page.getByText('Use financial system?').waitFor();
  });

  test('an inactive payment type met on first sync raises an alert, and is mapped from it', async () => {
    await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
    await open('/');
    await page.getByText('Action Required: Diners is missing a payment account').waitFor();
    await button('Map it').click();
    const rows = dialog('Accounts that are missing');
    await rows.getByText('Inactive', { exact: true }).waitFor();
    await rows.getByRole('combobox', { name: 'Payment account for Diners' }).fill('Amex Cl');
    await rows.getByRole('option', { name: 'Amex Clearing' }).click();
    await rows.getByText('Nothing is missing any more.').waitFor();
    await eventually('it is sent', async () => (await statusOf('t-diners')) === 'synced');
  });

  test('applies from: what was posted earlier stays, and the Period tab opens with its days', async () => {
    await eventually('all are posted', async () => (await statusOf('t-klarna')) === 'synced');
    await open('/settings/payment-types');
    await picker('Payment account for Klarna').fill('Visa Cl');
    await page.getByRole('option', { name: 'Visa Clearing' }).click();
    await page.getByLabel('Applies from for Payment account for Klarna').fill('2026-11-01');
    await button('Save').click();
    await page.getByText(/Already posted entries stay as they are: 1 entry/).waitFor();
    await page.getByRole('link', { name: 'See what would change' }).click();
    await page.getByText('1 entry of 1 would change: 1 line.').waitFor();
    expect(search().get('from')).toBe('2026-11-04');
  });

  test('an account made inactive in QuickBooks: another one is chosen from its alert', async () => {
    await makeInactive('Amex Clearing');
    await person('POST', '/api/v1/accounts/import', {});
    await person('POST', '/api/v1/events', { events: [sale('t-late', '2026-11-06', 'diners')] });
    await open('/');
    await page.getByText('Action Required: Amex Clearing was made inactive in QuickBooks').waitFor();
    const rows = dialog('Accounts that were made inactive');
    await beforeAnswer(page, '/api/v1/accounts', async () => {
      const mappings = page.waitForResponse((response) => response.url().includes('/api/v1/mappings?'));
      await button('Choose another').click();
      await mappings;
      await rows.waitFor();
    });
    await rows.getByText('Inactive in QuickBooks', { exact: true }).waitFor();
    expect(await rows.getByRole('combobox').count()).toBe(1);
    await rows.getByRole('combobox', { name: 'Payment account for Diners' }).fill('Visa Cl');
    await rows.getByRole('option', { name: 'Visa Clearing' }).click();
    await rows.getByText('Nothing is missing any more.').waitFor();
    await eventually('it is sent', async () => (await statusOf('t-late')) === 'synced');
  });

  test('an inactive account of earlier days is chosen anew for them, and the one that holds now stays', async () => {
    const now = await accountId(person, 'Cash in Drawer');
    const later = { role: 'payment', subject: 'diners', accountId: now, applicableFrom: '2026-11-10' };
    expect((await person('PUT', '/api/v1/mappings', { mappings: [later] })).status).toBe(200);
    await makeInactive('Visa Clearing');
    await person('POST', '/api/v1/accounts/import', {});
    await person('POST', '/api/v1/events', { events: [sale('t-before', '2026-11-07', 'diners')] });
    await open('/');
    await page.getByText('Action Required: Visa Clearing was made inactive in QuickBooks').waitFor();
    await button('Choose another').click();
    const rows = dialog('Accounts that were made inactive');
    const left = rows.getByText('Nothing is missing any more.');
    for (const name of ['Klarna', 'Diners']) {
      await rows.getByRole('combobox', { name: `Payment account for ${name}` }).waitFor();
      expect([await rows.getByRole('combobox').count(), await left.count()]).toEqual([2, 0]);
      await rows.getByRole('combobox', { name: `Payment account for ${name}` }).fill('Cash in Dr');
      await rows.getByRole('option', { name: 'Cash in Drawer' }).click();
    }
    await left.waitFor();
    await eventually('it is sent', async () => (await statusOf('t-before')) === 'synced');
    expect(await mappedTo('diners')).toBe(now);
  });

  test('a payment type is renamed and made inactive; Include inactive is in the address', async () => {
    await person('PUT', '/api/v1/payment-types/voucher', { name: 'Voucher' });
    await open('/settings/payment-types');
    await button('Change Voucher').click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await dialog('Rename “Voucher”').getByLabel('Name').fill('Shop voucher');
    await dialog('Rename “Voucher”').getByRole('button', { name: 'Save' }).click();
    await button('Change Shop voucher').click();
    await page.getByRole('menuitem', { name: 'Make inactive' }).click();
    await isGone(button('Change Shop voucher'));
    await page.getByRole('checkbox', { name: 'Include inactive' }).check();
    await page.getByRole('rowheader', { name: /Shop voucher Inactive/ }).waitFor();
    expect(search().get('inactive')).toBe('1');
    await page.reload();
    await page.getByRole('rowheader', { name: /Shop voucher Inactive/ }).waitFor();
    await expectAccessible(page);
  });

  test('five hundred item classes are found at once, and shown as far as somebody scrolls', async () => {
    // From before the sync's first day: nothing waits for them.
    const events = Array.from({ length: 500 }, (_, index) => ({
      ...sale(`c-${index}`, '2026-10-05', 'cash'),
      lines: [{ type: 'item', itemClass: `class-${String(index).padStart(3, '0')}`, quantity: '1', amount: '100.00' }],
    }));
    expect((await person('POST', '/api/v1/events', { events })).status).toBe(200);
    await open('/settings/financial/item-classes');
    await page.getByText('Class 000', { exact: true }).first().waitFor({ timeout: 30_000 });
    expect(await page.getByRole('combobox').count()).toBeLessThan(200);
    await page.getByRole('textbox', { name: 'Search' }).fill('class-499');
    await page.getByLabel('Sales for Class 499', { exact: true }).first().waitFor({ timeout: 30_000 });
    await eventually(
      'only it is left',
      async () => (await page.getByRole('combobox', { name: /^Sales for/ }).count()) === 1,
    );
  });
});

describeWithBrowser('settings', () => {
  test('say nothing of the connection before it is known', async () => {
    await beforeAnswer(page, '/api/v1/connection', async () => {
      await open('/settings/financial');
      await page.getByText('Use financial system?').waitFor();
      expect(await page.getByText('Not connected').count()).toBe(0);
    });
    await page.getByText('Yes, QuickBooks Online').waitFor();
  });

  test('saved elsewhere meanwhile: what was typed stays, and the person says which counts', async () => {
    await open('/settings/financial');
    const cap = page.getByRole('textbox', { name: /^Post differences up to/ });
    await cap.fill('0.10');
    await person('PUT', '/api/v1/settings', { overShortCap: '0.05' });
    await button('Save').click();
    await page.getByText('This was changed elsewhere meanwhile').waitFor();
    expect(await cap.inputValue()).toBe('0.10');
    await expectAccessible(page);
    await button('Keep what I typed').click();
    await button('Save').click();
    await eventually('it is saved', async () => {
      const { body } = await person<{ overShortCap: string }>('GET', '/api/v1/settings');
      return body.overShortCap === '0.10';
    });
    await page.getByText('Not mapped yet: an event that needs it waits').first().waitFor();
  });

  test('what is typed and not saved is asked for before another page takes its place', async () => {
    await open('/settings/payment-types');
    await link('Financial').click();
    const company = page.getByRole('textbox', { name: 'Company' });
    const before = await company.inputValue();
    await company.fill('Corner Books');
    await page.getByRole('tab', { name: 'Accounts' }).click();
    await question().waitFor();
    await waitUntil(page, "document.activeElement?.textContent === 'Stay'");
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await isGone(question());
    await waitUntil(page, "document.activeElement?.textContent === 'Accounts'");
    await page.goBack();
    await question().getByRole('button', { name: 'Stay' }).click();
    await eventually('the address is that of the page again', async () => path() === '/settings/financial');
    expect(await company.inputValue()).toBe('Corner Books');
    // It leads back to this very page, which is asked for as before.
    await link('Settings').click();
    await question().getByRole('button', { name: 'Leave without saving' }).click();
    await isGone(question());
    // It leads on to another address, which asks nothing more.
    await link('Sales').click();
    await question().getByRole('button', { name: 'Leave without saving' }).click();
    await page.getByRole('heading', { name: 'Tickets', level: 1 }).waitFor();
    expect(await question().count()).toBe(0);
    await page.goBack();
    await company.waitFor();
    expect(await company.inputValue()).toBe(before);
    await company.fill('Corner Books');
    await button('Save').click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Accounts' }).click();
    await page.getByText('Cash in Drawer').waitFor();
    expect(await question().count()).toBe(0);
  });

  test('a session that has ended leads to the sign-in, and back to the page', async () => {
    await open('/settings/payment-types?find=visa');
    await picker('Payment account for Visa').fill('Cash in Dr');
    await page.context().clearCookies();
    await page.getByRole('option', { name: 'Cash in Drawer' }).click();
    await button('Save').click();
    await page.getByLabel('Email').waitFor();
    await signInOnPage(page, page.url());
    await picker('Payment account for Visa').waitFor();
    expect(search().get('find')).toBe('visa');
  });
});

describeWithBrowser('the connection', () => {
  test('the steps for keys name the addresses to enter, and copy them', async () => {
    await open(statusPath);
    await page.getByRole('link', { name: 'Get keys from Intuit' }).click();
    await page.getByText('No keys are set: Tillbook uses the local QuickBooks.').waitFor();
    await button('Copy Redirect URI').click();
    await button('Copied: Redirect URI').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${app.url}/api/v1/connection/callback`);
    await page.getByText('app-assessment questionnaire').first().waitFor();
    await page.getByText(/Intuit takes http:\/\/localhost for development keys only/).waitFor();
    await expectAccessible(page);
  });

  test('disconnecting says what stays and what stops', async () => {
    await open(statusPath);
    await page.getByText('Connected by').waitFor();
    await button('Disconnect').click();
    const asked = dialog('Disconnect QuickBooks?');
    await asked.getByText('Everything already posted stays in QuickBooks.').waitFor();
    await asked.getByText('No entry is sent until you connect again; events wait.').waitFor();
    await expectAccessible(page);
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await isGone(asked);
  });

  test('a revoked access: Reconnect required, the last error in words, and as it was said beneath', async () => {
    await control('POST', '/tokens/revoke');
    await button('Import accounts').click();
    await page.getByRole('heading', { name: 'Reconnect required' }).waitFor();
    await page
      .getByText(/QuickBooks (no longer takes our access|refused)/)
      .first()
      .waitFor();
    await page.getByText('As it was said').click();
    await page
      .getByText(/^invalid_grant: Incorrect or invalid refresh token$/)
      .first()
      .waitFor();
    await expectAccessible(page);
    await button('Disconnect').click();
    await dialog('Disconnect QuickBooks?').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('heading', { name: 'Not connected' }).waitFor();
    await expectAccessible(page);
  });
});
