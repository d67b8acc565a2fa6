// Tie-out over HTTP: the list, a month read from the local QuickBooks and tied out, and what is refused with a code.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { owner, type ServerBesideQuickbooks, startServerBesideQuickbooks } from './server.fixture.ts';

let shop: ServerBesideQuickbooks;
let account: string;

beforeAll(async () => {
  shop = await startServerBesideQuickbooks();
  expect(await call('GET', '/reconciliation')).toMatchObject({ status: 409, body: { code: 'not-connected' } });
  await shop.comeBack(await shop.consent());
  const { accounts } = (await call('GET', '/accounts')).body as { accounts: { id: string; name: string }[] };
  account = accounts.find(({ name }) => name === 'Cash in Drawer')?.id ?? '';
  await call('PUT', '/mappings', { mappings: [{ role: 'payment', subject: 'cash', accountId: account }] });
});
afterAll(() => shop?.close());

const call: ServerBesideQuickbooks['call'] = (...request) => shop.call(...request);

test('a month is looked at, read and tied out, and the list says so', async () => {
  const month = `/reconciliation/${account}/2026-11`;
  const nothing = { opening: '0.00', movements: '0.00', closing: '0.00' };
  expect(await call('GET', month)).toMatchObject({ status: 200, body: { state: 'unread', ours: nothing } });
  expect(await call('POST', `${month}/tie-out`, {})).toMatchObject({ status: 409, body: { code: 'register-unread' } });
  expect(await call('POST', `${month}/read`, {})).toMatchObject({
    status: 200,
    body: {
      ...{ state: 'no-difference', quickbooks: nothing, difference: '0.00', currency: 'USD', lines: [] },
      ...{ quickbooksOwn: { ...nothing, lines: 0 }, readFirst: null, unmatched: 0, refused: 0 },
    },
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
