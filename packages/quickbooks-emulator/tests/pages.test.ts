// The books in a browser: every page answers, and hostile text stays text.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { companyAt, entry, line, listOf, startLocalCompany } from './local-company.fixture.ts';

const hostile = `<script>alert('x')</script>"&`;
let company: Awaited<ReturnType<typeof startLocalCompany>>;
let entryId: string;
let accountId: string;
let receiptId: string;
beforeAll(async () => {
  company = await startLocalCompany({ name: hostile });
  const account = await company.api('POST', '/account', { Name: hostile.replaceAll('"', ''), AccountType: 'Bank' });
  accountId = String(account.body.Account?.Id);
  const made = await company.api('POST', '/journalentry', {
    ...entry(),
    DocNumber: '<b>1</b>',
    PrivateNote: hostile,
    Line: [{ ...line(accountId, 'Debit', 1), Description: hostile }, line('2', 'Credit', 1)],
  });
  entryId = String(made.body.JournalEntry?.Id);
  await company.query(`select * from Account where Name = '${hostile.replaceAll("'", "\\'")}'`);
  const receipt = {
    PrivateNote: hostile,
    Line: [{ Amount: 5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }],
  };
  receiptId = String((await company.api('POST', '/salesreceipt', receipt)).body.SalesReceipt?.Id);
  await company.control('PUT', '/webhooks', [{ url: `http://127.0.0.1:9/?${hostile}`, verifierToken: hostile }]);
  await company.api('POST', '/class', { Name: 'Told' });
  await company.control('PUT', '/faults', [{ call: hostile, fault: 'latency' }]);
});
afterAll(() => company.emulator.close());

const paths = () =>
  [
    '/',
    ...[
      ...['accounts', 'register&account=1', `register&account=${accountId}`, 'journal', `journal&txnId=${entryId}`],
      ...['journal&kind=SalesReceipt', `salesreceipt&txnId=${receiptId}`, 'trial-balance', 'reports'],
      ...['reports&report=BalanceSheet', 'reports&report=ProfitAndLoss', 'reports&report=GeneralLedger'],
      ...['reports&report=JournalReport', 'calls', 'calls&show=failed&live=1', 'webhooks', 'bad-days', 'settings'],
    ].map((page) => {
      const [name, ...rest] = page.split('&');
      return `/app/${name}?realm=${company.realmId}${rest.map((part) => `&${part}`).join('')}`;
    }),
  ] as const;

test('each page answers 200, under a strict policy, with no mark-up but its own', async () => {
  for (const path of paths()) {
    const { status, headers, text } = await company.request('GET', path);
    expect([path, status]).toEqual([path, 200]);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<b>1</b>');
    if (path !== '/app/style.css') expect(text).toContain('&lt;script&gt;');
  }
});

test('hostile words in the address come back as text, or not at all', async () => {
  const words = encodeURIComponent(hostile);
  for (const path of [
    `/app/accounts?realm=${words}`,
    `/app/journal?realm=${company.realmId}&txnId=${words}`,
    `/app/journal?realm=${company.realmId}&page=${words}`,
    `/app/journal?realm=${company.realmId}&kind=${words}&number=${words}`,
    `/app/register?realm=${company.realmId}&account=${words}`,
    `/app/reports?realm=${company.realmId}&report=${words}`,
    `/app/trial-balance?realm=${company.realmId}&start_date=${words}&end_date=${words}`,
    `/app/calls?realm=${company.realmId}&show=${words}&live=${words}`,
    `/app/${words}?realm=${company.realmId}&txnId=${words}`,
    `/connect/oauth2?response_type=code&client_id=${words}&scope=openid&state=${words}&redirect_uri=http%3A%2F%2Flocalhost%2F`,
    `/${words}`,
  ]) {
    const { status, text } = await company.request('GET', path);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain('<script');
  }
});

/** What a person reads: the text of a page without its mark-up. */
async function textOf(path: string): Promise<string> {
  const { text } = await company.request('GET', `/app/${path}&realm=${company.realmId}`);
  return text.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

describe('the books', () => {
  test('a register shows each line, newest first, with the balance after it', async () => {
    const made = await company.api('POST', '/account', { Name: 'Till 3', AccountType: 'Bank' });
    const till = String(made.body.Account?.Id);
    const post = (TxnDate: string, amount: number, side: 'Debit' | 'Credit') =>
      company.api('POST', '/journalentry', {
        TxnDate,
        DocNumber: `R-${amount}`,
        Line: [line(till, side, amount), line('2', side === 'Debit' ? 'Credit' : 'Debit', amount)],
      });
    await post('2026-01-05', 1000, 'Debit');
    await post('2026-01-07', 250.5, 'Credit');
    await post('2026-01-06', 30, 'Debit');
    const text = await textOf(`register?account=${till}`);
    expect(text).toMatch(/R-250\.5.*250\.50 779\.50.*R-30.*30\.00 1,030\.00.*R-1000.*1,000\.00 1,000\.00/);
    expect(text).toContain('Balance 779.50');
  });

  test('a register goes on over pages, its balance with it', async () => {
    const made = await company.api('POST', '/account', { Name: 'Till 4', AccountType: 'Bank' });
    const till = String(made.body.Account?.Id);
    const items = (from: number) =>
      Array.from({ length: 30 }, (_, at) => ({
        bId: `${from + at}`,
        operation: 'create',
        JournalEntry: {
          TxnDate: '2026-02-01',
          DocNumber: `P-${from + at}`,
          Line: [line(till, 'Debit', 1), line('2', 'Credit', 1)],
        },
      }));
    for (const from of [1, 31]) await company.api('POST', '/batch', { BatchItemRequest: items(from) });
    const second = await textOf(`register?account=${till}&page=2`);
    expect(second).toContain('Page 2 of 2, 60 lines');
    expect(second).toMatch(/P-10 .*1\.00 10\.00 2026/);
    expect(second).toMatch(/P-1 .*1\.00 1\.00 Newer/);
  });

  test('the journal finds a transaction by its number, in whatever case', async () => {
    await company.api('POST', '/journalentry', entry(3, { DocNumber: 'Find-Me' }));
    expect(await textOf('journal?number=find-me')).toContain('Find-Me');
    expect(await textOf('journal?number=not-there')).toContain('No JournalEntry has the number not-there.');
  });

  test('the balance sheet and the trial balance are those that the API answers', async () => {
    const sheet = await company.api('GET', '/reports/TrialBalance?start_date=2026-01-01&end_date=2026-12-31');
    const rows = sheet.body.Rows?.Row as unknown as { Summary?: { ColData: { value: string }[] } }[];
    const total = rows.at(-1)?.Summary?.ColData[1]?.value ?? '';
    const text = await textOf('reports?report=TrialBalance&start_date=2026-01-01&end_date=2026-12-31');
    expect(total).toMatch(/^\d+\.\d\d$/);
    expect(text.replaceAll(',', '')).toContain(total);
  });

  test('a register in another currency says what the account holds, and what an item began with has its name', async () => {
    const shop = await companyAt(company.emulator.url, { template: 'retail-multi-currency' });
    const find = async (name: string) =>
      String((await shop.query(`select * from Account where Name = '${name}'`)).body.QueryResponse?.Account?.['0']?.Id);
    const [euros, stock] = [await find('Checking EUR'), await find('Inventory in Transit')];
    const money = { CurrencyRef: { value: 'EUR' }, ExchangeRate: 1.5 };
    const lines = [line(euros, 'Debit', 10), line('1', 'Credit', 10)];
    await shop.api('POST', '/journalentry', { TxnDate: '2026-11-01', ...money, Line: lines });
    const page = async (account: string) =>
      (await fetch(`${company.emulator.url}/app/register?realm=${shop.realmId}&account=${account}`)).text();
    expect(await page(euros)).toMatch(/<dt>Balance<\/dt><dd>15\.00<\/dd>.*<dt>In EUR<\/dt><dd>10\.00<\/dd>/s);
    const accounts = (await shop.query('select * from Account maxresults 1000')).body.QueryResponse?.Account;
    const ofType = (type: string) =>
      String(listOf<{ Id: string; AccountType: string }>(accounts).find((one) => one.AccountType === type)?.Id);
    const made = await shop.api('POST', '/item', {
      ...{ Name: 'Boots', Type: 'Inventory', QtyOnHand: 2, PurchaseCost: 5, InvStartDate: '2026-01-01' },
      IncomeAccountRef: { value: ofType('Income') },
      ExpenseAccountRef: { value: ofType('Cost of Goods Sold') },
      AssetAccountRef: { value: stock },
    });
    expect(made.status).toBe(200);
    expect(await page(stock)).toContain('Inventory Starting Value');
    const report = await shop.api('GET', '/reports/JournalReport?date_macro=All');
    expect(report.text).toContain('"value":"Inventory Starting Value"');
  });

  test('a report is shown on either basis, in columns by quarter, and each has its place', async () => {
    const period = 'start_date=2026-01-01&end_date=2026-06-30';
    const how = 'accounting_method=Cash&summarize_column_by=Quarter';
    const trial = await textOf(`reports?report=TrialBalance&${period}&${how}`);
    for (const words of ['Cash', 'Jan - Mar 2026 Debit', 'Apr - Jun 2026 Credit']) expect(trial).toContain(words);
    expect(await textOf(`reports?report=ProfitAndLoss&${period}&summarize_column_by=Rubbish`)).toContain('Accrual');
  });

  test('an accountant’s button on a transaction changes it past the API', async () => {
    const made = await company.api('POST', '/journalentry', entry(4));
    const id = String(made.body.JournalEntry?.Id);
    const body = new URLSearchParams({ action: 'accountant', does: 'match', entity: 'JournalEntry', id });
    const { url } = company.emulator;
    await fetch(`${url}/app/bad-days?realm=${company.realmId}`, { method: 'POST', headers: { origin: url }, body });
    expect(await textOf(`journal?txnId=${id}`)).toContain('Bank matched');
  });
});

describe('a form', () => {
  const press = (page: string, fields: Record<string, string>) =>
    fetch(`${company.emulator.url}/app/${page}?realm=${company.realmId}`, {
      method: 'POST',
      headers: { origin: company.emulator.url },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });

  test('saves all settings or none, and says what is wrong', async () => {
    expect((await press('settings', { latencyMs: '1', closingPassword: 'false' })).status).toBe(302);
    expect((await company.control('GET', '/settings')).body).toMatchObject({ latencyMs: 1, closingPassword: false });
    const wrong = await press('settings', { latencyMs: '-1', throttleBody: 'xml' });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('Latency ms is a number from 0')]);
    expect((await company.control('GET', '/settings')).body.throttleBody).toBe('json');
    await press('settings', { action: 'defaults' });
    expect((await company.control('GET', '/settings')).body).toMatchObject({ latencyMs: 0, limits: true });
    await company.control('PUT', '/settings', { limits: false });
  });

  test('adds, refuses and removes subscriptions of webhooks', async () => {
    await company.control('PUT', '/webhooks', []);
    const fields = { action: 'add', url: 'http://127.0.0.1:9/a', verifierToken: 'secret', format: 'cloudevents' };
    await press('webhooks', fields);
    expect((await company.control('GET', '/webhooks')).body).toMatchObject([
      { url: fields.url, format: 'cloudevents' },
    ]);
    const wrong = await press('webhooks', { ...fields, url: 'nowhere' });
    expect([wrong.status, await wrong.text()]).toEqual([
      400,
      expect.stringContaining('url is an http or https address'),
    ]);
    await press('webhooks', { action: 'remove', id: '1' });
    expect((await company.control('GET', '/webhooks')).body).toEqual([]);
  });

  test('puts ready-made bad days, removes a single rule, and moves the clock', async () => {
    await company.control('PUT', '/faults', []);
    await press('bad-days', { action: 'preset', preset: '0' });
    await press('bad-days', { action: 'preset', preset: '6' });
    expect((await company.control('GET', '/faults')).body).toMatchObject([{ fault: 'throttle' }, { call: 'webhook' }]);
    await press('bad-days', { action: 'remove-rule', index: '0' });
    expect((await company.control('GET', '/faults')).body).toMatchObject([{ call: 'webhook' }]);
    const wrong = await press('bad-days', { action: 'add-rule', call: '*', fault: 'duplicate' });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('fault is for webhooks only')]);
    await press('bad-days', { action: 'clock', advanceMs: '86400000' });
    const { now } = (await company.request('GET', '/_emulator/clock')).body;
    expect(Date.parse(String(now)) - Date.now()).toBeGreaterThan(86_000_000);
    await press('bad-days', { action: 'clock', advanceMs: '' });
  });
});

describe('the bad-days page', () => {
  const press = (fields: Record<string, string>, origin = company.emulator.url) =>
    fetch(`${company.emulator.url}/app/bad-days?realm=${company.realmId}`, {
      method: 'POST',
      headers: { origin },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });

  test('is not pressed by a page of another site', async () => {
    expect((await press({ action: 'revoke' }, 'http://elsewhere.example')).status).toBe(403);
    expect((await company.query('select * from Class')).status).toBe(200);
  });

  test('closes the books, adds and clears rules, deactivates an account, expires and revokes', async () => {
    expect((await press({ action: 'closing-date', date: '2026-01-31' })).status).toBe(302);
    expect((await company.control('GET', '/settings')).body.closingDate).toBe('2026-01-31');
    await press({ action: 'add-rule', call: 'batch', fault: 'throttle', probability: '1', times: '2' });
    expect((await company.control('GET', '/faults')).text).toContain('"call":"batch"');
    await press({ action: 'clear-rules' });
    expect((await company.control('GET', '/faults')).text).toBe('[]');
    await press({ action: 'deactivate', account: '4' });
    expect((await company.api('GET', '/account/4')).body.Account?.Active).toBe(false);
    await press({ action: 'expire' });
    expect((await company.query('select * from Class')).status).toBe(401);
    await press({ action: 'revoke' });
    const refresh = { grant_type: 'refresh_token', refresh_token: company.tokens.refresh, client_id: 'test' };
    expect((await company.request('POST', '/oauth2/v1/tokens/bearer', refresh)).body.error).toBe('invalid_grant');
  });
});
