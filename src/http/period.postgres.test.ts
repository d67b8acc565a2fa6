// Undo and repost over HTTP: the dry run, the repost of what it showed, how far it has come, and what is refused with a code.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../clock.ts';
import { drainLane } from '../pipeline/post-entries.ts';
import { owner, type ServerBesideQuickbooks, sale, startServerBesideQuickbooks } from './server.fixture.ts';

let shop: ServerBesideQuickbooks;
const november = { from: '2026-11-01', to: '2026-11-30' };

const call: ServerBesideQuickbooks['call'] = (...request) => shop.call(...request);

async function accountNamed(name: string): Promise<string> {
  const { accounts } = (await call('GET', '/accounts')).body as { accounts: { id: string; name: string }[] };
  const found = accounts.find((account) => account.name === name);
  if (found === undefined) throw new Error(`The retail chart has no "${name}".`);
  return found.id;
}

const mapCash = async (name: string) =>
  call('PUT', '/mappings', {
    mappings: [{ role: 'payment', subject: 'cash', accountId: await accountNamed(name), applicableFrom: '2026-11-01' }],
  });

async function drain(): Promise<void> {
  for (let drains = 0; drains < 20; drains += 1) {
    if ((await drainLane(shop.app.ports, shop.app.companyId)).outcome === 'idle') return;
  }
  throw new Error('The lane does not come to rest.');
}

beforeAll(async () => {
  shop = await startServerBesideQuickbooks();
  expect(await call('POST', '/period/preview', november)).toMatchObject({
    status: 409,
    body: { code: 'not-connected' },
  });
  await shop.comeBack(await shop.consent());
  await mapCash('Cash in Drawer');
  const sales = await accountNamed('Sales - Apparel');
  await call('PUT', '/mappings', { mappings: [{ role: 'sales', subject: 'apparel', accountId: sales }] });
  await call('POST', '/sync/start', { from: '2026-11-01' });
  const plain = {
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' }],
    payments: [{ paymentType: 'cash', amount: '100.00' }],
  };
  await call('POST', '/events', { events: [sale('1', plain), sale('2', plain)] });
  await drain();
});
afterAll(() => shop?.close());

test('a mapping from a day in the past is shown, confirmed and posted again', async () => {
  const saved = await mapCash('Undeposited Funds');
  expect(saved.body).toMatchObject({ repostOffer: { entries: 2, from: '2026-11-03', to: '2026-11-03' } });
  const preview = await call('POST', '/period/preview', november);
  expect(preview).toMatchObject({
    status: 200,
    body: {
      ...{ ...november, locations: null, kinds: null, entries: 2, changing: 2, changingLines: 2, staying: 0 },
      ...{ notPosted: 0, reasons: [], stays: [], nextCursor: null, running: null },
      accounts: [
        { account: { name: 'Cash in Drawer' }, before: '200.00', after: '0.00', difference: '-200.00' },
        { account: { name: 'Undeposited Funds' }, before: '0.00', after: '200.00', difference: '200.00' },
      ],
    },
  });
  const [change] = preview.body.changes as object[];
  expect(change).toMatchObject({
    ...{ businessDate: '2026-11-03', currency: 'USD', follows: false, sameLines: 1 },
    lines: [
      {
        before: { account: { name: 'Cash in Drawer' }, debit: '100.00' },
        after: { account: { name: 'Undeposited Funds' }, debit: '100.00' },
      },
    ],
  });
  const asked = await call('POST', '/period/repost', { ...november, token: preview.body.token });
  expect(asked).toMatchObject({ status: 200, body: { entries: 2 } });
  const path = `/period/repost/${asked.body.id}`;
  expect(await call('GET', path)).toMatchObject({
    status: 200,
    body: { state: 'running', who: owner.email, entries: 2, toGo: 2, written: 0, waitsFor: null, endedAt: null },
  });
  expect(await call('POST', '/period/repost', { ...november, token: preview.body.token })).toMatchObject({
    status: 409,
    body: { code: 'repost-running' },
  });
  await drain();
  expect((await call('GET', path)).body).toMatchObject({ state: 'done', toGo: 0, written: 2, left: 0, stays: [] });
  expect((await call('GET', '/period/repost')).body).toMatchObject({ reposts: [{ state: 'done', written: 2 }] });
  expect(await call('POST', `${path}/cancel`, {})).toMatchObject({ status: 409, body: { code: 'repost-ended' } });
});

test('what was not shown is not done: the answer is what would be', async () => {
  await mapCash('Cash in Drawer');
  const answer = await call('POST', '/period/repost', { ...november, token: 'of-another-day' });
  expect(answer).toMatchObject({
    status: 409,
    body: { code: 'preview-changed', detail: expect.any(String), preview: { changing: 2 } },
  });
  const { token } = answer.body.preview as { token: string };
  expect(await call('POST', '/period/repost', { ...november, token })).toMatchObject({ status: 200 });
});

test.each([
  ['/period/preview', { from: '2026-11-30', to: '2026-11-01' }, 422, 'bad-period'],
  ['/period/preview', { from: '2026-11-31', to: '2026-12-01' }, 422, 'invalid-request'],
  ['/period/preview', { ...november, kinds: ['bribe'] }, 422, 'invalid-request'],
  ['/period/preview', { ...november, kinds: [] }, 422, 'invalid-request'],
  ['/period/preview', { ...november, cursor: 'x' }, 400, 'bad-cursor'],
  ['/period/preview', { ...november, limit: 101 }, 422, 'invalid-request'],
  ['/period/repost', november, 422, 'invalid-request'],
  [`/period/repost/${newId(new Date())}/cancel`, {}, 404, 'repost-not-found'],
  ['/period/repost/x/cancel', {}, 404, 'not-found'],
])('POST %s %j is answered by %d %s', async (path, body, status, code) => {
  expect(await call('POST', path, body)).toMatchObject({ status, body: { code } });
});

test('there is nothing under an id of none', async () => {
  expect(await call('GET', `/period/repost/${newId(new Date())}`)).toMatchObject({ status: 404 });
  expect(await call('GET', '/period/repost/x?limit=1')).toMatchObject({ status: 404 });
});
