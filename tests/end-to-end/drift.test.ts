// An accountant changes our entries in the local QuickBooks: its webhook tells, the console shows ours beside theirs, a person decides.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, describeWithBrowser } from '../browser.ts';
import { type App, accountId, type Caller, connect, eventually, owner, signInOnPage } from './app.ts';
import { type InBrowser, startInBrowser } from './in-browser.ts';

/** Sweeps that webhooks ask for lie a minute apart. */
const sweptWithinMs = 160_000;

let started: InBrowser;
let app: App;
let person: Caller;
let page: Page;

const sale = (sourceId: string) => ({
  ...{ source: 'till', kind: 'sale', sourceId, occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' },
  lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' }],
  payments: [{ paymentType: 'cash', amount: '100.00' }],
});

interface Seen {
  readonly status: string;
  readonly postings: { readonly quickbooksId: string | null }[];
}

async function postedEntry(sourceId: string): Promise<string> {
  return eventually(`${sourceId} is posted`, async () => {
    const { body } = await person<{ events: { id: string; number: string }[] }>('GET', `/api/v1/events?q=${sourceId}`);
    const event = await person<Seen>('GET', `/api/v1/events/${body.events[0]?.id}`);
    return event.body.postings[0]?.quickbooksId;
  });
}

async function statusOf(sourceId: string): Promise<string | undefined> {
  const { body } = await person<{ events: { status: string }[] }>('GET', `/api/v1/events?q=${sourceId}`);
  return body.events[0]?.status;
}

const openCount = async () => (await person<{ openCount: number }>('GET', '/api/v1/drift')).body.openCount;

async function accountant(realmId: string, act: object): Promise<void> {
  const answer = await fetch(`${app.quickbooksUrl}/_emulator/companies/${realmId}/accountant`, {
    method: 'POST',
    body: JSON.stringify(act),
  });
  expect(answer.status).toBe(200);
}

beforeAll(async () => {
  started = await startInBrowser();
  ({ app, person, page } = started);
  await connect(app, person);
  const mappings = [
    { role: 'payment', subject: 'cash', accountId: await accountId(person, 'Cash in Drawer') },
    { role: 'sales', subject: 'apparel', accountId: await accountId(person, 'Sales - Apparel') },
  ];
  await person('POST', '/api/v1/events', { events: [sale('t-1'), sale('t-2')] });
  await person('PUT', '/api/v1/mappings', { mappings });
  await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
  const [edited, deleted] = [await postedEntry('t-1'), await postedEntry('t-2')];
  const { body } = await person<{ realmId: string }>('GET', '/api/v1/connection');
  const line = (PostingType: string, value: string) => ({
    ...{ Amount: 100, DetailType: 'JournalEntryLineDetail' },
    JournalEntryLineDetail: { PostingType, AccountRef: { value } },
  });
  const Line = [
    line('Debit', await accountId(person, 'Cash in Drawer')),
    line('Credit', await accountId(person, 'Sales - Gifts')),
  ];
  await accountant(body.realmId, { does: 'edit', id: edited, change: { TxnDate: '2026-11-02', Line } });
  await accountant(body.realmId, { does: 'delete', id: deleted });
  await eventually('its webhooks have told of both', async () => (await openCount()) === 2, sweptWithinMs);
});

afterAll(() => started?.stop());

describeWithBrowser('what somebody changed in QuickBooks', () => {
  test('is shown beside ours, and decided on there', async () => {
    await signInOnPage(page, app.url);
    await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
    await page.goto(`${app.url}/settings/integrations/quickbooks-online`);
    await page.getByRole('tab', { name: 'Changed in QuickBooks (2)' }).click();
    await page.getByText('Sales - Gifts').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const deleted = page.locator('section.panel', { hasText: 'Deleted in QuickBooks' });
    await deleted.getByRole('button', { name: 'Put ours back' }).click();
    await page.getByText('Ours is on its way back to QuickBooks').waitFor();
    const changed = page.locator('section.panel', { hasText: 'Sales - Gifts' });
    await changed.getByRole('button', { name: 'Accept theirs' }).click();
    await page.getByText('Nobody has changed our entries in QuickBooks').waitFor();
    // Posted moments ago: it is looked up once no call of then can be under way any more.
    await eventually('ours is on its way', async () => (await statusOf('t-2')) === 'syncing');
    await page.getByText('Settled', { exact: true }).click();
    await page.getByText(`Theirs accepted by ${owner.email}`).waitFor();
    await page.reload();
    await page.getByText(`Theirs accepted by ${owner.email}`).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('costs metered calls, which are shown with the connection, with a budget for them', async () => {
    await page.goto(`${app.url}/settings/integrations/quickbooks-online`);
    await page.getByRole('textbox', { name: 'Budget a month' }).fill('5000');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/ of 5,000 in /).waitFor();
    await page.reload();
    await page.getByText(/ of 5,000 in /).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test('an account that was merged away is named with the one that is left, and mapped to it by one click', async () => {
    const { realmId } = (await person<{ realmId: string }>('GET', '/api/v1/connection')).body;
    const drawer = { name: 'Shop drawer', number: null, type: 'Bank', subType: null };
    const made = await person<{ account: { id: string } }>('POST', '/api/v1/accounts', drawer);
    const id = await accountId(person, 'Cash in Drawer');
    await accountant(realmId, { does: 'merge', entity: 'Account', id, into: made.body.account.id });
    expect((await person('POST', '/api/v1/accounts/import', {})).status).toBe(200);
    await page.goto(app.url);
    await page.getByText('was merged into Shop drawer in QuickBooks').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Map to Shop drawer' }).click();
    await page.getByText('was merged into Shop drawer in QuickBooks').waitFor({ state: 'detached' });
    const { body } = await person<{ mappings: { subject: string; accountId: string }[] }>('GET', '/api/v1/mappings');
    expect(body.mappings.find(({ subject }) => subject === 'cash')?.accountId).toBe(made.body.account.id);
  });
});
