// Mapping: accounts are known by their id, subjects by their code; what is refused or odd is said with the reason.
import { expect, test } from 'vitest';
import { chart, openTestBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { MappingChange } from './company-books.ts';

let shop: TestBooks;

useBooks(openTestBooks, async (opened) => {
  shop = opened;
  await shop.connect();
});

const rows = (includeInactive = false) => shop.books.mappings({ includeInactive });
const rowsOf = async (subject: string, includeInactive = false) =>
  (await rows(includeInactive)).filter((row) => row.subject === subject);
const refusals = async (change: MappingChange) => {
  const saved = await shop.books.saveMappings([change], 'owner');
  return saved.ok ? [] : saved.refusals.map(({ pointer, rule }) => `${pointer} ${rule}`);
};
const class_ = (code: string, change: { parentCode?: string | null; active?: boolean } = {}) =>
  shop.books.saveSubject({ kind: 'item-class', purpose: '', code, ...change }, 'owner');

test('renaming and renumbering accounts in QuickBooks changes nothing in the mapping, nor does swapping their names', async () => {
  await shop.mapAll();
  const before = await rows();
  const swapped = { '1': 'Sales', '3': 'Cash in Drawer' } as const;
  shop.ledger.accounts = chart.map((account) => ({
    ...account,
    name: account.id in swapped ? swapped[account.id as keyof typeof swapped] : `Renamed ${account.id}`,
    fullyQualifiedName: `Parent:${account.name}`,
    number: `9${account.id}`,
  }));
  await shop.books.importAccounts('owner');
  expect(await rows()).toEqual(before);
  await shop.books.startSync('2026-01-01', 'owner');
  await shop.books.recordEvents([sale('t-0')]);
  await shop.drainAll();
  const [event] = (await shop.books.listEvents({ limit: 1 })).events;
  const entry = (await shop.books.event(event?.id ?? ''))?.entries[0];
  expect(entry?.lines.map((line) => [line.role, line.account?.id, line.account?.name])).toEqual([
    ['payment', '1', 'Sales'],
    ['sales', '3', 'Cash in Drawer'],
  ]);
});

test('A/R and A/P are refused with the reason, and so is what the chart does not have', async () => {
  expect(await refusals({ role: 'payment', subject: 'on-account', accountId: '5' })).toEqual([
    '/accountId Accounts Receivable needs a customer name on every line, which an entry of ours has not: use a clearing account instead',
  ]);
  expect(await refusals({ role: 'payment', subject: 'cash', accountId: '99' })).toEqual([
    '/accountId an account of the imported chart',
  ]);
  expect(await refusals({ role: 'sales', subject: null, accountId: '1' })).toHaveLength(1);
});

test('a row that is saved as it is stays, whatever has become of its account; another choice of that account is refused', async () => {
  await shop.mapAll();
  const before = await rows();
  shop.ledger.accounts = chart.map((account) => ({ ...account, active: account.id !== '1' }));
  await shop.books.importAccounts('owner');
  const kept = before.map(({ role, subject, accountId, applicableFrom }) => ({
    ...{ role, subject, accountId, applicableFrom },
  }));
  expect(await shop.books.saveMappings(kept, 'owner')).toMatchObject({ ok: true, released: 0 });
  expect(await rows()).toEqual(before);
  expect(await refusals({ role: 'payment', subject: 'another', accountId: '1' })).toEqual([
    expect.stringContaining('is inactive in QuickBooks'),
  ]);
});

test('an account that is allowed but unwise is saved with a warning, and keeps it in the list', async () => {
  const asset = { fullyQualifiedName: '', number: null, type: 'Other Current Asset', currency: 'USD', active: true };
  shop.ledger.accounts = [
    ...chart,
    { ...asset, id: '7', name: 'Undeposited Funds', subType: 'UndepositedFunds' },
    { ...asset, id: '8', name: 'Inventory Asset', subType: 'Inventory' },
  ];
  await shop.books.importAccounts('owner');
  const saved = await shop.books.saveMappings(
    [
      { role: 'payment', subject: 'cash', accountId: '1' },
      { role: 'payment', subject: 'visa', accountId: '7' },
      { role: 'inventory', subject: null, accountId: '8' },
    ],
    'owner',
  );
  expect(saved).toMatchObject({
    ok: true,
    warnings: [
      { index: 1, warning: expect.stringContaining('until a deposit takes them') },
      { index: 2, warning: expect.stringContaining('tracked items') },
    ],
  });
  const warned = (await rows()).filter((row) => row.warning !== null).map(({ role, subject }) => [role, subject]);
  expect(warned).toEqual([
    ['payment', 'visa'],
    ['inventory', null],
  ]);
});

test('an inactive subject is hidden unless asked for, and shown all the same where an event in scope uses it', async () => {
  await shop.books.recordEvents([sale('t-0', paidBy('check'))]);
  const check = { kind: 'payment-type', purpose: '', code: 'check', active: false } as const;
  await shop.books.saveSubject(check, 'owner');
  expect(await rowsOf('check')).toEqual([]);
  expect(await rowsOf('check', true)).toMatchObject([{ role: 'payment', subjectActive: false }, { role: 'deposit' }]);
  const listed = async () =>
    (await shop.books.subjects('payment-type', { includeInactive: false })).map((one) => one.code);
  expect(await listed()).toEqual([]);
  await shop.books.startSync('2026-11-21', 'owner');
  expect(await rowsOf('check')).toEqual([]);
  await shop.books.startSync('2026-11-20', 'owner');
  expect(await rowsOf('check')).toMatchObject([{ role: 'payment', required: true }, { role: 'deposit' }]);
  expect(await listed()).toEqual(['check']);
});

test('a subject is its own parent neither directly nor over others, and has only a parent that is known', async () => {
  for (const code of ['clothing', 'apparel', 'scarves']) await class_(code);
  expect(await class_('apparel', { parentCode: 'clothing' })).toEqual({ ok: true });
  expect(await class_('scarves', { parentCode: 'apparel' })).toEqual({ ok: true });
  for (const [code, parentCode] of [
    ['clothing', 'clothing'],
    ['clothing', 'apparel'],
    ['clothing', 'scarves'],
    ['scarves', 'nowhere'],
  ] as const) {
    expect(await class_(code, { parentCode })).toMatchObject({ ok: false, code: 'bad-parent' });
  }
});

test("a parent's account serves, a parent's parent's does not", async () => {
  const lines = [{ type: 'item', itemClass: 'scarves', quantity: '1', amount: '10.00' }];
  await shop.books.recordEvents([sale('t-0', { lines })]);
  await class_('clothing');
  await class_('apparel', { parentCode: 'clothing' });
  await class_('scarves', { parentCode: 'apparel' });
  const salesLine = async () => {
    const [event] = (await shop.books.listEvents({ limit: 1 })).events;
    return (await shop.books.event(event?.id ?? ''))?.entries[0]?.lines.find((line) => line.role === 'sales');
  };
  await shop.books.saveMappings([{ role: 'sales', subject: 'clothing', accountId: '3' }], 'owner');
  expect((await salesLine())?.account).toBeNull();
  await shop.books.saveMappings([{ role: 'sales', subject: 'apparel', accountId: '3' }], 'owner');
  expect(await salesLine()).toMatchObject({ account: { id: '3' }, mapping: { via: 'parent', subject: 'apparel' } });
});

test('the same code as a reason for several purposes has a parent for each', async () => {
  const reason = (purpose: string, code: string, parentCode?: string) =>
    shop.books.saveSubject({ kind: 'reason-code', purpose, code, ...(parentCode && { parentCode }) }, 'owner');
  await reason('cash-movement', 'other');
  await reason('cash-movement', 'lost', 'other');
  await reason('inventory-adjustment', 'lost');
  await shop.books.saveMappings([{ role: 'adjustment', subject: 'other', accountId: '6' }], 'owner');
  const lost = { source: 'till', kind: 'inventory-adjustment', sourceId: 'l', occurredAt: '2026-11-20T12:00:00-05:00' };
  const lines = [{ itemClass: 'apparel', quantity: '-1', amount: '-5.00' }];
  const preview = await shop.books.previewJournal([{ ...lost, location: 'main', reason: 'lost', lines }], 'per-event');
  expect('entries' in preview && preview.entries[0]?.lines.find((line) => line.role === 'adjustment')).toMatchObject({
    account: null,
  });
});

test('one subject that a request changes several times is as the last change leaves it, and the history has each', async () => {
  const cash = { role: 'payment', subject: 'cash' } as const;
  const changes: readonly MappingChange[] = [
    { ...cash, accountId: '1' },
    { ...cash, accountId: '4', applicableFrom: '2026-12-01' },
    { ...cash, accountId: null },
    { ...cash, accountId: '4' },
    { role: 'sales', subject: null, accountId: '3' },
    { ...cash, accountId: '1' },
  ];
  expect(await shop.books.saveMappings(changes, 'owner')).toMatchObject({ ok: true });
  const told = (await shop.books.mappingHistory(cash)).map((one) => [
    one.accountId,
    one.applicableFrom,
    one.endedAt === null ? 'in force' : 'over',
  ]);
  expect(told).toHaveLength(4);
  expect(told).toEqual(
    expect.arrayContaining([
      ['1', null, 'in force'],
      ['4', null, 'over'],
      ['4', '2026-12-01', 'over'],
      ['1', null, 'over'],
    ]),
  );
});
