// Pages that stay live: what changes is seen without a reload, who is signed out elsewhere is out, and a server that is gone is said so, until it is back.
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMailServer, type TestMailServer } from '../../src/notifications/mail-server.fixture.ts';
import { accessibilityFaults, describeWithBrowser, expectAccessible, openBrowser } from '../browser.ts';
import {
  type App,
  accountId,
  type Caller,
  caller,
  connect,
  eventually,
  owner,
  signIn,
  signInOnPage,
  startApp,
} from './app.ts';
import { preparedDataDir } from './data-dir.ts';
import { beforeAnswer, pageWaitMs } from './in-browser.ts';

let app: App;
let person: Caller;
let browser: Browser;
let page: Page;
let guest: Page;
let removeData: () => Promise<void>;
let mailServer: TestMailServer;
let hook: Server;
const hooked: string[] = [];
let mailEnvironment: Record<string, string>;
let hookPort: number;
/** What the webhook's receiver answers. */
let hookStatus = 200;

const sale = (sourceId: string, paymentType = 'cash') => ({
  ...{ source: 'till', kind: 'sale', sourceId, occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' },
  lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' }],
  payments: [{ paymentType, amount: '100.00' }],
});
const record = (...events: object[]) => person('POST', '/api/v1/events', { events });
const map = async (role: string, subject: string, account: string) =>
  person('PUT', '/api/v1/mappings', { mappings: [{ role, subject, accountId: await accountId(person, account) }] });

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  mailServer = await startMailServer();
  hook = createServer((request, response) => {
    request.on('data', (piece: Buffer) => hooked.push(piece.toString()));
    request.on('end', () => response.writeHead(hookStatus).end(hookStatus === 200 ? '' : 'no such hook'));
  });
  hookPort = await listening(hook);
  mailEnvironment = {
    TILLBOOK_SMTP_URL: mailServer.url,
    TILLBOOK_MAIL_FROM: 'books@example.com',
    TILLBOOK_PRIVATE_WEBHOOKS: 'true',
  };
  const data = await preparedDataDir();
  removeData = data.remove;
  app = await startApp({ dataDir: data.dataDir, environment: mailEnvironment });
  person = await signIn(app);
  await connect(app, person);
  await record(sale('t-1'));
  await map('payment', 'cash', 'Cash in Drawer');
  await map('sales', 'apparel', 'Sales - Apparel');
  await person('POST', '/api/v1/sync/start', { from: '2026-11-01' });
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(pageWaitMs);
  // Told by the stream: nothing here is found out by asking now and then.
  await signInOnPage(page, app.url);
  await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  await app?.stop();
  mailServer.close();
  hook.close();
  await removeData?.();
});

/** Both themes, on the page as it is. */
async function signsIn(password: string): Promise<number> {
  const body = { email: owner.email, password };
  return (await caller(app.url, { origin: app.url })('POST', '/api/auth/sign-in/email', body)).status;
}

/** Sooner than a page that is live asks by itself, which is after 30 seconds. */
const soon = { timeout: 12_000 };

/** And leaves it unsaved. */
async function typeCompany(on: Page): Promise<void> {
  await on.getByRole('link', { name: 'Financial', exact: true }).click();
  const company = on.getByRole('textbox', { name: 'Company' });
  await company.click();
  await company.fill('Another name');
}

async function roles(): Promise<string[]> {
  const { body } = await person<{ users: { role: string }[] }>('GET', '/api/v1/users');
  return body.users.map(({ role }) => role).sort();
}

describeWithBrowser('a page that is open', () => {
  test('shows an alert that comes up, and has it go when somebody else maps what was missing', async () => {
    await page.evaluate('window.sameLoad = true');
    await record(sale('t-2', 'klarna'));
    const alert = page.getByText('Action Required: klarna is missing a payment account');
    await alert.waitFor(soon);
    await expectAccessible(page);
    await map('payment', 'klarna', 'Undeposited Funds');
    await alert.waitFor({ ...soon, state: 'detached' });
    expect(await page.evaluate('window.sameLoad')).toBe(true);
  });

  test('follows an event from received to synced', async () => {
    await page.getByRole('link', { name: 'Tickets' }).click();
    await record(sale('t-live-3'));
    const row = page.getByRole('row').filter({ hasText: 't-live-3' });
    await row.waitFor(soon);
    await row.getByText('Synced').waitFor(soon);
  });

  test('says that the connection is lost while the server is away, and heals by itself', async () => {
    await page.evaluate('window.sameLoad = true');
    const { dataDir, environment } = app;
    await app.stop();
    const bar = page.getByRole('status').filter({ hasText: 'Connection lost, trying again' });
    await bar.waitFor(soon);
    await page.getByRole('row').filter({ hasText: 't-live-3' }).waitFor();
    await expectAccessible(page);
    app = await startApp({
      dataDir,
      port: Number(environment.PORT),
      quickbooksPort: Number(environment.QUICKBOOKS_EMULATOR_PORT),
      environment: mailEnvironment,
    });
    await bar.waitFor({ state: 'detached', timeout: 20_000 });
    await record(sale('t-after-4'));
    await page.getByRole('row').filter({ hasText: 't-after-4' }).waitFor(soon);
    expect(await page.evaluate('window.sameLoad')).toBe(true);
  });

  test('sets up who is told, and an alert arrives by e-mail and at a webhook', async () => {
    await page.getByRole('link', { name: 'Notifications', exact: true }).click();
    await page.getByText('Nobody is told yet.').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Add a receiver' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Owner');
    await dialog.getByLabel('E-mail address').fill('owner@example.com');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: 'Owner', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Add a receiver' }).click();
    await dialog.getByRole('radio', { name: 'Webhook' }).check();
    await dialog.getByLabel('Name').fill('Program');
    await dialog.getByLabel('URL').fill(`http://127.0.0.1:${hookPort}/`);
    await dialog.getByLabel('Signing secret').fill('sixteen characters');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Signed/).waitFor();
    await record(sale('t-5', 'amex'));
    await page
      .getByText(/Got through/)
      .nth(1)
      .waitFor({ timeout: 20_000 });
    expect(mailServer.mails.join('')).toContain('Action Required: Amex is missing a payment account');
    expect(JSON.parse(hooked.join(''))).toMatchObject({ what: 'alerts', alerts: [{ subject: 'amex' }] });
    await expectAccessible(page);
  });

  test('says why a test message did not get through, and that one did', async () => {
    hookStatus = 404;
    await page.getByRole('button', { name: 'Send a test message to Program' }).click();
    await page.getByRole('alert').getByText('It answered 404: no such hook').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Send a test message to Owner' }).click();
    await page.getByText('The test message to Owner got through').waitFor();
    expect(mailServer.mails.at(-1)).toContain('Subject: Test message from Tillbook');
  });

  test('refuses what is no address in place, and removes a receiver', async () => {
    await page.getByRole('button', { name: 'Change Program' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('URL').fill('ftp://example.com/');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').getByText('A webhook is a URL that begins with').waitFor();
    const question = page.getByRole('dialog', { name: 'Your changes are not saved' });
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: 'Stay' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await dialog.getByLabel('URL').inputValue()).toBe('ftp://example.com/');
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: 'Leave without saving' }).click();
    await dialog.first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove Program' }).click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('cell', { name: 'Program', exact: true }).waitFor({ state: 'detached' });
  });

  test('keeps the hour of the digest that is being typed, where somebody else sets another', async () => {
    const hour = page.getByLabel('Daily digest: sent at');
    await hour.fill('06:45');
    await person('PUT', '/api/v1/notifications/digest', { digestAt: '07:15' });
    await page.getByText('This was changed elsewhere meanwhile').waitFor(soon);
    expect(await hour.inputValue()).toBe('06:45');
    await page.getByRole('button', { name: 'Show what is saved now' }).click();
    expect(await hour.inputValue()).toBe('07:15');
  });

  test('keeps what is typed of a location that is changed elsewhere, in sight also where it is inactive by then', async () => {
    const main = '/api/v1/locations/main';
    await page.getByRole('link', { name: 'Financial', exact: true }).click();
    await page.getByRole('tab', { name: 'Locations' }).click();
    const name = page.getByRole('textbox', { name: 'Name for main' });
    await name.fill('High Street');
    await person('PUT', main, { dayEnd: '03:00' });
    await page.getByText('This was changed elsewhere meanwhile').waitFor(soon);
    expect(await name.inputValue()).toBe('High Street');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Keep what I typed' }).click();
    await page.getByRole('button', { name: 'Save Main' }).click();
    await page.getByRole('button', { name: 'Save High Street' }).waitFor();
    type Answer = { locations: { code: string; name: string; dayEnd: string | null }[] };
    const { body } = await person<Answer>('GET', '/api/v1/locations');
    expect(body.locations).toMatchObject([{ code: 'main', name: 'High Street', dayEnd: '03:00' }]);
    await name.fill('Main Street');
    await person('PUT', main, { active: false });
    await page.getByText('Inactive', { exact: true }).waitFor(soon);
    expect(await name.inputValue()).toBe('Main Street');
    await page.getByRole('button', { name: 'Cancel: High Street' }).click();
    await name.waitFor({ state: 'detached' });
    await person('PUT', main, { active: true });
    await name.waitFor(soon);
  });

  test('saves nothing over a location that was changed elsewhere before the page heard of it', async () => {
    const location = async () => {
      const { body } = await person<{ locations: object[] }>('GET', '/api/v1/locations');
      return body.locations[0];
    };
    await page.getByRole('textbox', { name: 'Name for main' }).fill('Main Street');
    await beforeAnswer(page, '/api/v1/locations', async () => {
      await person('PUT', '/api/v1/locations/main', { name: 'Quay' });
      await page.getByRole('button', { name: 'Save High Street' }).click();
      await page.getByText('This location was changed meanwhile. Look at it, then save again.').waitFor();
      expect(await location()).toMatchObject({ name: 'Quay' });
    });
    await page.getByText('This was changed elsewhere meanwhile').waitFor(soon);
    await page.getByRole('button', { name: 'Keep what I typed' }).click();
    await page.getByRole('button', { name: 'Save Quay' }).click();
    await page.getByRole('button', { name: 'Save Main Street' }).waitFor();
    expect(await location()).toMatchObject({ name: 'Main Street', dayEnd: '03:00' });
  });

  test('invites somebody by e-mail, who comes in as a viewer, sees all and changes nothing', async () => {
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.getByText('The last owner stays').waitFor();
    expect(await page.getByRole('button', { name: 'Remove owner@example.com' }).isDisabled()).toBe(true);
    await expectAccessible(page);
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('eve@example.com');
    await page.getByRole('combobox', { name: 'Role', exact: true }).click();
    await page.getByRole('option', { name: 'Viewer' }).click();
    await page.getByRole('button', { name: 'Send invitation' }).click();
    await page.getByText('The mail server has taken the invitation for eve@example.com').waitFor();
    const link = await page.getByLabel('Invitation link').inputValue();
    await page.getByText(/^eve@example.com · Viewer/).waitFor();
    expect(mailServer.mails.at(-1)).toContain('To: eve@example.com');
    await expectAccessible(page);

    const other = await browser.newContext({ reducedMotion: 'reduce' });
    guest = await other.newPage();
    guest.setDefaultTimeout(pageWaitMs);
    await guest.goto(link);
    await guest.getByText('You come in as eve@example.com (viewer).').waitFor();
    expect(await accessibilityFaults(guest)).toEqual([]);
    await guest.getByLabel('Choose a password').fill('correct horse battery');
    await guest.getByRole('button', { name: 'Join' }).click();
    await guest.getByText('You are a viewer: you see everything here and change nothing.').waitFor();
    for (const name of ['Users', 'API keys']) {
      expect(await guest.getByRole('link', { name, exact: true }).count()).toBe(0);
    }
    const answer = await guest.evaluate(
      `fetch('/api/v1/sync/pause', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
        .then((response) => response.json()).then(({ code }) => code)`,
    );
    expect(answer).toBe('not-allowed');
    // The owner's page heard of it.
    await page.getByRole('button', { name: 'Remove eve@example.com' }).waitFor(soon);
  });

  test('asks before somebody becomes an owner, and before an owner gives their own rights up', async () => {
    const choose = async (email: string, role: string) => {
      await page.getByRole('combobox', { name: `Role of ${email}` }).click();
      await page.getByRole('option', { name: role, exact: true }).click();
    };
    await choose('eve@example.com', 'Owner');
    const question = page.getByRole('dialog');
    await question.getByText('An owner may do everything').waitFor();
    expect(await roles()).toEqual(['owner', 'viewer']);
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Change role' }).click();
    await page.getByText('eve@example.com is owner from now on').waitFor();
    await choose('owner@example.com', 'Viewer');
    await question.getByText('You are no longer an owner at once').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect(await roles()).toEqual(['owner', 'owner']);
    // Of anybody else it is no question.
    await choose('eve@example.com', 'Viewer');
    await eventually('she looks on again', async () => (await roles()).join() === 'owner,viewer');
  });

  test('says in words what was changed, and no field that only a program knows', async () => {
    await page.getByRole('link', { name: 'Audit log', exact: true }).click();
    await page
      .getByText(/is told of alerts: yes/)
      .first()
      .waitFor();
    await page
      .getByRole('row')
      .filter({ hasText: 'QuickBooks connected' })
      .getByText(/^company: /)
      .waitFor();
    expect(await page.getByText(/realm|wants/i).count()).toBe(0);
  });

  test('shows a viewer what they may not do, and why; and all that a bookkeeper may, once they are one', async () => {
    const why = 'You are a viewer here, and this takes a bookkeeper. An owner can change that under Users.';
    await guest.goto(`${app.url}/settings/integrations/quickbooks-online/financial-events`);
    const retry = guest.getByRole('button', { name: 'Retry failed', disabled: true });
    await retry.focus();
    expect(await retry.getAttribute('title')).toBe(why);
    expect(await guest.locator(`#${await retry.getAttribute('aria-describedby')}`).textContent()).toBe(why);
    await guest.keyboard.press('Enter');
    await guest.getByRole('alert').getByText(why).waitFor();
    await guest.getByRole('link', { name: 'Payment types' }).click();
    await guest.getByText('Cash in Drawer').waitFor();
    expect(await guest.getByRole('combobox', { name: 'Payment account for Cash' }).count()).toBe(0);
    expect(await accessibilityFaults(guest)).toEqual([]);
    await guest.getByRole('link', { name: 'Financial', exact: true }).click();
    expect(await guest.getByLabel('Company', { exact: true }).isDisabled()).toBe(true);
    await guest.getByText('An owner changes these settings.').waitFor();
    await expectAccessible(guest);
    await guest.getByRole('link', { name: 'Payment types' }).click();
    const { body } = await person<{ users: { id: string; email: string }[] }>('GET', '/api/v1/users');
    const { id } = body.users.find(({ email }) => email === 'eve@example.com') ?? { id: '' };
    await person('PUT', `/api/v1/users/${id}`, { role: 'bookkeeper' });
    await guest.getByRole('combobox', { name: 'Payment account for Cash' }).waitFor(soon);
    await guest.getByRole('link', { name: 'QuickBooks Online' }).click();
    await guest.getByRole('button', { name: 'Import accounts', disabled: false }).waitFor();
    await guest.getByRole('button', { name: 'Disconnect', disabled: true }).waitFor();
  });

  test('puts somebody out whose page then asks to sign in, and a used link says that it is used', async () => {
    await page.getByRole('link', { name: 'Users', exact: true }).click();
    await page.getByRole('button', { name: 'Remove eve@example.com' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await guest.getByRole('heading', { name: 'Sign in' }).waitFor(soon);
    await guest.goto(`${app.url}/join?token=used`);
    await guest.getByText('This invitation was used or withdrawn').waitFor();
    await guest.context().close();
  });

  test('of somebody who signed out elsewhere asks to sign in again', async () => {
    const other = await browser.newContext({ baseURL: app.url });
    const elsewhere = await other.newPage();
    await signInOnPage(elsewhere, '/');
    await elsewhere.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
    await typeCompany(page);
    await person('POST', '/api/auth/sign-out-everywhere', {});
    await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor(soon);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor(soon);
    await other.close();
  });

  test('has the browser ask before its tab is closed over what is typed, and asks nothing of who signs out', async () => {
    const context = await browser.newContext({ baseURL: app.url });
    const other = await context.newPage();
    const asked: string[] = [];
    other.on('dialog', async (native) => {
      asked.push(native.type());
      await native.accept();
    });
    await signInOnPage(other, '/');
    await typeCompany(other);
    await other.reload();
    expect(asked).toEqual(['beforeunload']);
    await typeCompany(other);
    await other.getByRole('button', { name: 'Your account' }).click();
    await other.getByRole('button', { name: 'Sign out', exact: true }).click();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(asked).toHaveLength(1);
    await context.close();
  });

  test('changes the own password: every other device asks to sign in, and this one stays', async () => {
    const [newest, other] = ['staple battery horse', await browser.newContext({ baseURL: app.url })];
    const elsewhere = await other.newPage();
    for (const device of [page, elsewhere]) {
      await signInOnPage(device, app.url);
      await device.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
    }
    await page.getByRole('button', { name: 'Your account' }).click();
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change your password' });
    await dialog.getByLabel('Your password now').fill('wrong');
    await dialog.getByLabel('New password').fill(newest);
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await dialog.getByRole('alert').getByText('This is not your password.').waitFor();
    await expectAccessible(page);
    await dialog.getByLabel('Your password now').fill(owner.password);
    await dialog.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed; every other device is signed out').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor(soon);
    await page.reload();
    await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
    expect([await signsIn(owner.password), await signsIn(newest)]).toEqual([401, 200]);
    await other.close();
  });

  test('asks to sign in again once a password is set on the machine, beside the running program', async () => {
    await page.getByRole('heading', { name: 'Sales Dashboard' }).waitFor();
    const set = spawnSync(process.execPath, ['bin/tillbook.js', 'set-password', '--email', owner.email], {
      ...{ env: app.environment, encoding: 'utf8', input: 'set beside it\n' },
    });
    expect(set).toMatchObject({ status: 0, stderr: '' });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor(soon);
    expect([await signsIn('staple battery horse'), await signsIn('set beside it')]).toEqual([401, 200]);
  });
});
