// Tie-out over HTTP: the list, a month read from the local QuickBooks and tied out, and what is refused with a code.
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeServer, cookiesOf, owner, publicUrl } from './server.fixture.ts';

let quickbooks: RunningEmulator;
let app: Awaited<ReturnType<typeof composeServer>>;
let cookie: string;
let account: string;

beforeAll(async () => {
  quickbooks = await startEmulator({ file: ':memory:' });
  const made = await fetch(`${quickbooks.url}/_emulator/companies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ template: 'retail', name: 'Main Street Retail' }),
  });
  const { realmId } = (await made.json()) as { realmId: string };
  app = await composeServer({ quickbooksUrl: quickbooks.url });
  await app.auth.ensureOwner(owner);
  cookie = cookiesOf(await app.server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: owner }));
  expect(await call('GET', '/reconciliation')).toMatchObject({ status: 409, body: { code: 'not-connected' } });
  const { body } = await call('POST', '/connection/connect', {});
  const answered = await fetch(`${body.consentUrl}&emulator_approve=${realmId}`, { redirect: 'manual' });
  const back = new URL(answered.headers.get('location') ?? '');
  await app.server.inject({ url: back.pathname + back.search, headers: { cookie } });
  const { accounts } = (await call('GET', '/accounts')).body as { accounts: { id: string; name: string }[] };
  account = accounts.find(({ name }) => name === 'Cash in Drawer')?.id ?? '';
  await call('PUT', '/mappings', { mappings: [{ role: 'payment', subject: 'cash', accountId: account }] });
});
afterAll(async () => {
  await app?.close();
  await quickbooks?.close();
});

async function call(method: 'GET' | 'POST' | 'PUT', path: string, payload?: Record<string, unknown>) {
  const answer = await app.server.inject({
    ...{ method, url: `/api/v1${path}`, headers: { cookie, origin: publicUrl } },
    ...(payload !== undefined && { payload }),
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

test('a month is looked at, read and tied out, and the list says so', async () => {
  const month = `/reconciliation/${account}/2026-11`;
  const nothing = { opening: '0.00', movements: '0.00', closing: '0.00' };
  expect(await call('GET', month)).toMatchObject({ status: 200, body: { state: 'unread', ours: nothing } });
  expect(await call('POST', `${month}/tie-out`, {})).toMatchObject({ status: 409, body: { code: 'register-unread' } });
  expect(await call('POST', `${month}/read`, {})).toMatchObject({
    status: 200,
    body: { state: 'no-difference', quickbooks: nothing, difference: '0.00', currency: 'USD', lines: [] },
  });
  expect(await call('POST', `${month}/tie-out`, {})).toMatchObject({
    status: 200,
    body: { state: 'tied-out', tieOut: { who: owner.email, closing: '0.00' } },
  });
  const { body } = await call('GET', '/reconciliation?from=2026-11&to=2026-11');
  expect(body).toMatchObject({
    from: '2026-11',
    accounts: [{ accountId: account, name: 'Cash in Drawer', months: [{ month: '2026-11', state: 'tied-out' }] }],
  });
});

test.each([
  ['/reconciliation/0/2026-11', 404, 'account-not-found'],
  ['/reconciliation/1/2026-13', 422, 'invalid-request'],
  ['/reconciliation?from=2026-1', 422, 'invalid-request'],
  ['/reconciliation?from=2026-11&to=2026-10', 422, 'bad-months'],
])('%s is answered by %d %s', async (path, status, code) => {
  expect(await call('GET', path)).toMatchObject({ status, body: { code } });
});
