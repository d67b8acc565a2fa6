// The mapping over HTTP: what is saved is told with its warnings and what it leaves posted, and every line explains itself by it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerBesideQuickbooks, sale, startServerBesideQuickbooks } from './server.fixture.ts';

interface Account {
  readonly id: string;
  readonly name: string;
}

let shop: ServerBesideQuickbooks;
let accounts: readonly Account[];

beforeAll(async () => {
  shop = await startServerBesideQuickbooks();
  await shop.comeBack(await shop.consent());
  ({ accounts } = (await call('GET', '/accounts')).body as { accounts: readonly Account[] });
});
afterAll(() => shop?.close());

const call: ServerBesideQuickbooks['call'] = (...request) => shop.call(...request);
const named = (name: string): string => accounts.find((account) => account.name === name)?.id ?? '';
const save = (...mappings: Record<string, unknown>[]) => call('PUT', '/mappings', { mappings });

test('saving answers what was released, the offer and the warnings; the list keeps the warning', async () => {
  const cash = { role: 'payment', subject: 'cash', accountId: named('Cash in Drawer') };
  const odd = { role: 'payment', subject: 'check', accountId: named('Undeposited Funds') };
  expect(await save(cash, odd)).toEqual({
    status: 200,
    body: {
      released: 0,
      repostOffer: null,
      warnings: [{ index: 1, warning: expect.stringContaining('Undeposited Funds') }],
    },
  });
  const { body } = await call('GET', '/mappings');
  expect(body.mappings).toContainEqual(
    expect.objectContaining({ ...odd, applicableFrom: null, warning: expect.stringContaining('deposit takes them') }),
  );
});

test('the list is put back as it was read, with one account changed, and nothing else is', async () => {
  const wanted = { role: 'sales', subject: 'returned', accountId: named('Sales - Apparel') };
  await save(wanted, { ...wanted, applicableFrom: '2026-12-01' });
  const { body: read } = await call('GET', '/mappings');
  const changed = (read.mappings as Record<string, unknown>[]).map((row) =>
    row.subject === 'returned' && row.applicableFrom === null ? { ...row, accountId: named('Sales - Gifts') } : row,
  );
  expect(await call('PUT', '/mappings', { ...read, mappings: changed })).toMatchObject({ status: 200 });
  expect((await call('GET', '/mappings')).body.mappings).toEqual(changed);
});

test('what the list does not have is refused by name, so that a misspelt field is not lost', async () => {
  const row = { role: 'payment', subject: 'cash', accountId: named('Cash in Drawer'), aplicableFrom: '2026-11-01' };
  expect(await save(row)).toMatchObject({
    status: 422,
    body: { problems: [{ pointer: '/mappings/0/aplicableFrom', value: '2026-11-01', rule: 'an unknown field' }] },
  });
});

test('A/R is refused with the reason, and nothing of the request is kept', async () => {
  const receivable = accounts.find(({ name }) => /Receivable/.test(name));
  const answer = await save(
    { role: 'payment', subject: 'never', accountId: named('Cash in Drawer') },
    { role: 'payment', subject: 'on-account', accountId: receivable?.id },
  );
  expect(answer).toMatchObject({
    status: 422,
    body: {
      code: 'illegal-mappings',
      problems: [{ index: 1, pointer: '/accountId', rule: expect.stringContaining('customer') }],
    },
  });
  const { body } = await call('GET', '/mappings');
  expect(body.mappings).not.toContainEqual(expect.objectContaining({ subject: 'never' }));
});

test('a line of a preview, and of an event, tells its rule and its mapping', async () => {
  await save(
    { role: 'payment', subject: 'cash', accountId: named('Cash in Drawer') },
    { role: 'sales', subject: null, accountId: named('Sales - Apparel'), applicableFrom: '2026-11-01' },
  );
  const lines = [
    expect.objectContaining({
      ...{
        role: 'payment',
        from: [expect.objectContaining({ key: 'till/sale/m-1', pointer: '/payments/0' })],
        fromCount: 1,
      },
      rule: { name: 'sale.tender', sentence: expect.stringContaining('debited') },
      mapping: {
        ...{ via: 'own', role: 'payment', subject: 'cash', applicableFrom: null },
        ...{ savedAt: expect.stringMatching(/Z$/), savedBy: expect.stringContaining('@') },
      },
    }),
    expect.objectContaining({
      rule: expect.objectContaining({ name: 'sale.revenue' }),
      mapping: expect.objectContaining({ via: 'company-default', subject: null, applicableFrom: '2026-11-01' }),
    }),
    expect.objectContaining({ role: 'sales-tax', account: null, mapping: null }),
  ];
  const preview = await call('POST', '/journal/preview', { events: [sale('m-1')] });
  expect(preview.body).toMatchObject({ entries: [{ lines: expect.arrayContaining(lines) }] });
  const { body } = await call('POST', '/events', { events: [sale('m-1')] });
  const [recorded] = body.results as { id: string }[];
  const event = await call('GET', `/events/${recorded?.id}`);
  expect(event.body).toMatchObject({ entries: [{ lines: expect.arrayContaining(lines) }] });
});

test('locations and classes of QuickBooks are listed, chosen by id, and unknown ones refused', async () => {
  const { body } = await call('GET', '/departments');
  expect(body).toEqual({
    tracking: true,
    departments: ['Harbor Outlet', 'Main Street'].map((name) => ({
      ...{ id: expect.any(String), name, fullyQualifiedName: name, active: true },
    })),
  });
  expect((await call('GET', '/classes')).body).toMatchObject({ tracking: true });
  const [first] = body.departments as { id: string }[];
  expect((await call('PUT', '/locations/main', { quickbooksDepartmentId: first?.id })).status).toBe(200);
  expect((await call('GET', '/locations')).body).toMatchObject({ locations: [{ quickbooksDepartmentId: first?.id }] });
  expect(await call('PUT', '/locations/main', { quickbooksDepartmentId: '999' })).toMatchObject({
    status: 422,
    body: { code: 'unknown-department', detail: expect.stringContaining('import the accounts again') },
  });
  expect(await call('PUT', '/item-classes/apparel', { quickbooksClassId: '999' })).toMatchObject({
    status: 422,
    body: { code: 'unknown-class' },
  });
  expect(await call('PUT', '/payment-types/cash', { quickbooksClassId: '999' })).toMatchObject({ status: 409 });
});

test('every account that a row has had is told, with whom and from when; the one in force has no end', async () => {
  const past = { role: 'payment', subject: 'past' };
  await save({ ...past, accountId: named('Cash in Drawer') });
  await save({ ...past, accountId: named('Undeposited Funds') });
  await save({ ...past, accountId: named('Cash in Drawer'), applicableFrom: '2026-12-01' });
  const { status, body } = await call('GET', '/mappings/history?role=payment&subject=past');
  expect(status).toBe(200);
  const saved = { savedAt: expect.stringMatching(/Z$/), savedBy: 'owner@example.com', endedAt: null };
  expect(body.history).toEqual([
    { ...saved, accountId: named('Cash in Drawer'), applicableFrom: '2026-12-01' },
    { ...saved, accountId: named('Undeposited Funds'), applicableFrom: null },
    { ...saved, accountId: named('Cash in Drawer'), applicableFrom: null, endedAt: expect.stringMatching(/Z$/) },
  ]);
  expect((await call('GET', '/mappings/history?role=tips')).body).toEqual({ history: [] });
});

test('a row that somebody mapped meanwhile is not mapped over by who has not seen it', async () => {
  const card = { role: 'payment', subject: 'seen' };
  expect((await save({ ...card, accountId: named('Cash in Drawer'), seen: null })).status).toBe(200);
  const late = await save({ ...card, accountId: named('Undeposited Funds'), seen: null });
  expect(late).toMatchObject({
    status: 422,
    body: { problems: [{ pointer: '/seen', rule: expect.stringContaining('mapped to Cash in Drawer meanwhile') }] },
  });
  const seen = await save({ ...card, accountId: named('Undeposited Funds'), seen: named('Cash in Drawer') });
  expect(seen.status).toBe(200);
  await save({ ...card, accountId: null });
  expect(await save({ ...card, accountId: null, seen: named('Undeposited Funds') })).toMatchObject({
    body: { problems: [{ rule: expect.stringContaining('taken away meanwhile') }] },
  });
});

test('an account is proposed, made in QuickBooks, and mapped; its name is not taken twice', async () => {
  const { body: proposal } = await call('GET', '/accounts/proposal?role=payment&subject=klarna');
  expect(proposal).toMatchObject({ name: 'Klarna Clearing', type: 'Other Current Asset' });
  const wanted = { name: proposal.name, number: '1040', type: proposal.type, subType: proposal.subType };
  const made = await call('POST', '/accounts', wanted);
  expect(made).toMatchObject({ status: 200, body: { account: { ...wanted, active: true } } });
  const { id } = made.body.account as { id: string };
  expect((await save({ role: 'payment', subject: 'klarna', accountId: id })).status).toBe(200);
  expect(await call('POST', '/accounts', wanted)).toMatchObject({ status: 409, body: { code: 'name-taken' } });
  expect(await call('POST', '/accounts', { ...wanted, name: 'a:b' })).toMatchObject({
    status: 422,
    body: { code: 'bad-name' },
  });
});
