// The books in a browser: every page answers, and hostile text stays text.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entry, line, startLocalCompany } from './local-company.fixture.ts';

const hostile = `<script>alert('x')</script>"&`;
let company: Awaited<ReturnType<typeof startLocalCompany>>;
let entryId: string;
beforeAll(async () => {
  company = await startLocalCompany({ name: hostile });
  const account = await company.api('POST', '/account', { Name: hostile.replaceAll('"', ''), AccountType: 'Bank' });
  const accountId = String(account.body.Account?.Id);
  const made = await company.api('POST', '/journalentry', {
    ...entry(),
    DocNumber: '<b>1</b>',
    PrivateNote: hostile,
    Line: [{ ...line(accountId, 'Debit', 1), Description: hostile }, line('2', 'Credit', 1)],
  });
  entryId = String(made.body.JournalEntry?.Id);
  await company.query(`select * from Account where Name = '${hostile.replaceAll("'", "\\'")}'`);
  await company.control('PUT', '/faults', [{ call: hostile, fault: 'latency' }]);
});
afterAll(() => company.emulator.close());

const paths = () =>
  [
    '/',
    ...['accounts', 'journal', `journal&txnId=${entryId}`, 'trial-balance', 'calls', 'bad-days'].map((page) => {
      const [name, rest] = page.split('&');
      return `/app/${name}?realm=${company.realmId}${rest ? `&${rest}` : ''}`;
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
    `/app/trial-balance?realm=${company.realmId}&from=${words}&to=${words}`,
    `/connect/oauth2?response_type=code&client_id=${words}&scope=openid&state=${words}&redirect_uri=http%3A%2F%2Flocalhost%2F`,
    `/${words}`,
  ]) {
    const { status, text } = await company.request('GET', path);
    expect(status).toBeLessThan(500);
    expect(text).not.toContain('<script');
  }
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
