// What was outstanding when the sync started, as the preflight lists it: by events of before that nobody posts.
import { expect, it } from 'vitest';
import { accountOf } from '../journal/account.fixture.ts';
import { auditBooks } from './audit-books.ts';
import { chart, openTestBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { PreflightPage } from './company-books.ts';

const start = '2026-11-01';
let shop: TestBooks;

useBooks(
  async (test) => {
    const opened = await openTestBooks(test);
    opened.ledger.accounts = [...chart, ...liabilitiesAndStock];
    await opened.connect();
    return opened;
  },
  (opened) => {
    shop = opened;
  },
);

const liabilitiesAndStock = [
  accountOf({ id: '7', name: 'Customer Deposits', type: 'Other Current Liability' }),
  accountOf({ id: '8', name: 'Gift Cards', type: 'Other Current Liability' }),
  accountOf({ id: '9', name: 'Inventory', type: 'Other Current Asset' }),
  accountOf({ id: '10', name: 'Other Inventory', type: 'Other Current Asset' }),
];

const at = (day: string) => ({ source: 'till', location: 'main', occurredAt: `${day}T12:00:00-05:00` });
const october = at('2026-10-20');
const deposit = (sourceId: string, amount: string, change: object = {}) => ({
  ...{ ...october, kind: 'customer-deposit', sourceId, paymentType: 'cash', amount },
  ...change,
});
const voidOf = (sourceId: string, day: string) => ({
  ...{ ...at(day), kind: 'customer-deposit', sourceId: `void of ${sourceId}` },
  reverses: `till/customer-deposit/${sourceId}`,
});
const received = (sourceId: string, itemClass: string, amount: string) => ({
  ...{ ...october, kind: 'purchasing-receipt', sourceId, vendor: 'Mill' },
  lines: [{ itemClass, quantity: '18', amount }],
});
const shipped = (sourceId: string, stage: 'shipped' | 'received', amount: string) => ({
  ...{ ...october, kind: 'transfer', sourceId, stage, from: 'main', to: 'outlet' },
  location: stage === 'shipped' ? 'main' : 'outlet',
  lines: [{ itemClass: 'apparel', quantity: '1', amount }],
});
const card = (sourceId: string, amount: string) => ({
  ...sale(sourceId, october),
  lines: [{ type: 'gift-card', amount }],
  payments: [{ paymentType: 'cash', amount }],
});
const paidByCard = (sourceId: string, amount: string) => ({
  ...sale(sourceId, october),
  lines: [{ type: 'shipping', amount }],
  payments: [{ paymentType: 'gift-card', amount }],
});
const pickedUp = (sourceId: string) => ({
  ...sale(sourceId, at('2026-11-05')),
  lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '75.00', cost: '40.00' }],
  payments: [{ paymentType: 'gift-card', amount: '50.00' }],
  depositsApplied: [{ paymentType: 'cash', amount: '25.00' }],
});

const look = (outstandingBefore: string | null = null) =>
  shop.books.preflightPage({ cursor: null, events: Number.POSITIVE_INFINITY, outstandingBefore });
const amounts = ({ outstanding }: PreflightPage) =>
  outstanding.map(({ kind, subject, amountMinor, currency }) => [kind, subject, amountMinor, currency]);
const listed = async (before: string | null = null) => amounts(await look(before));

it('are deposits, gift cards, stock by item class and goods in transit, whatever comes after', async () => {
  await shop.record(
    ...[deposit('d-1', '25.00'), card('g-1', '60.00'), paidByCard('g-2', '10.00')],
    ...[received('r-1', 'apparel', '720.00'), received('r-2', 'shoes', '80.00')],
    ...[shipped('s-1', 'shipped', '54.00'), shipped('s-2', 'received', '30.00'), pickedUp('t-1')],
    deposit('d-2', '5.00'),
    voidOf('d-2', '2026-11-03'),
  );
  await shop.books.startSync(start, 'owner');
  expect(await listed()).toEqual([
    ['deposits', null, 3000n, 'USD'],
    ['gift-cards', null, 5000n, 'USD'],
    ['stock', 'apparel', 69_600n, 'USD'],
    ['stock', 'shoes', 8000n, 'USD'],
    ['in-transit', null, 2400n, 'USD'],
  ]);
});

it('are what the auditor reads from the same events', async () => {
  await shop.books.saveMappings(
    [
      { role: 'gift-card-liability', subject: null, accountId: '8' },
      { role: 'payment', subject: 'gift-card', accountId: '8' },
    ],
    'owner',
  );
  await shop.record(
    ...[deposit('d-1', '25.00'), card('g-1', '60.00'), paidByCard('g-2', '10.00'), shipped('s-1', 'shipped', '54.00')],
    pickedUp('t-1'),
  );
  const { outstanding } = await auditBooks(shop.ports, shop.companyId, {
    request: { from: null, to: '2026-10-31', offline: true, deep: false },
    listener: { callsAhead: () => undefined, wait: async () => undefined },
  });
  const { deposits, giftCards, inTransit } = outstanding;
  expect((await listed(start)).filter(([kind]) => kind !== 'stock').map(([, , amountMinor]) => amountMinor)).toEqual(
    [...deposits, ...giftCards, ...inTransit].map(({ amountMinor }) => amountMinor),
  );
  expect([...deposits, ...giftCards, ...inTransit]).toHaveLength(3);
});

it('have their side and the account that is mapped for them when the sync starts', async () => {
  await shop.record(deposit('d-1', '25.00'), card('g-1', '50.00'), received('r-1', 'apparel', '720.00'));
  await shop.books.startSync(start, 'owner');
  expect((await look()).outstanding.map(({ account }) => account)).toEqual([null, null, null]);
  await shop.books.saveMappings(
    [
      { role: 'deposit', subject: null, accountId: '7' },
      { role: 'gift-card-liability', subject: null, accountId: '8' },
      { role: 'inventory', subject: null, accountId: '9' },
      { role: 'inventory', subject: null, accountId: '10', applicableFrom: '2026-12-01' },
    ],
    'owner',
  );
  expect((await look()).outstanding.map(({ side, name, account }) => [side, name, account?.id, account?.name])).toEqual(
    [
      ['credit', null, '7', 'Customer Deposits'],
      ['credit', null, '8', 'Gift Cards'],
      ['debit', 'Apparel', '9', 'Inventory'],
    ],
  );
});

it('are none of what was applied, given back, voided, handled outside, sent as a past event, or does not foot', async () => {
  await shop.record(
    ...[deposit('d-1', '25.00'), deposit('d-2', '-25.00'), deposit('d-3', '9.00'), deposit('d-4', '11.00')],
    voidOf('d-3', '2026-10-21'),
    { ...card('g-1', '50.00'), payments: [{ paymentType: 'cash', amount: '49.00' }] },
    { ...received('r-1', 'apparel', '720.00'), ...at('2026-10-30') },
  );
  const { events } = await shop.books.listEvents({ q: 'd-4', limit: 10 });
  await shop.books.handleOutside(events[0]?.id ?? '', 'entered by hand', 'owner');
  await shop.books.startSync(start, 'owner');
  expect(await listed()).toEqual([['stock', 'apparel', 72_000n, 'USD']]);
  await shop.books.syncPastEvents('2026-10-25', 'owner');
  expect(await listed()).toEqual([]);
});

it('show less than nothing where more went out than the events show coming in', async () => {
  await shop.record({ ...pickedUp('t-1'), ...october });
  await shop.books.startSync(start, 'owner');
  expect(await listed()).toEqual([
    ['deposits', null, -2500n, 'USD'],
    ['gift-cards', null, -5000n, 'USD'],
    ['stock', 'apparel', -4000n, 'USD'],
  ]);
});

it('are kept apart by currency', async () => {
  const euro = { currency: 'EUR', exchangeRate: '1.1' };
  await shop.record(deposit('d-1', '25.00'), deposit('d-2', '7.00', euro));
  await shop.books.startSync(start, 'owner');
  expect(await listed()).toEqual([
    ['deposits', null, 700n, 'EUR'],
    ['deposits', null, 2500n, 'USD'],
  ]);
});

it('are of today before the sync has a start, or of a day that is asked about', async () => {
  await shop.record(deposit('d-1', '25.00'), deposit('d-2', '5.00', at('2026-11-05')));
  const today = shop.test.clock.now().toISOString().slice(0, 10);
  expect(await look()).toMatchObject({ outstandingBefore: today });
  expect(await look('2026-11-06')).toMatchObject({ outstandingBefore: '2026-11-06' });
  expect(await listed('2026-11-06')).toEqual([['deposits', null, 3000n, 'USD']]);
  expect(await listed('2026-11-05')).toEqual([['deposits', null, 2500n, 'USD']]);
  await shop.books.startSync(start, 'owner');
  expect(await look()).toMatchObject({ outstandingBefore: start });
});

it('are one amount for an account, whatever deposits were paid with', async () => {
  await shop.record(
    ...[deposit('d-1', '25.00'), deposit('d-2', '-20.00', { paymentType: 'visa' })],
    deposit('d-3', '8.00', { paymentType: 'check' }),
  );
  await shop.books.startSync(start, 'owner');
  expect(await listed()).toEqual([['deposits', null, 1300n, 'USD']]);
  await shop.books.saveMappings(
    [
      { role: 'deposit', subject: null, accountId: '7' },
      { role: 'deposit', subject: 'check', accountId: '8' },
    ],
    'owner',
  );
  expect((await look()).outstanding.map(({ account, amountMinor }) => [account?.id, amountMinor])).toEqual([
    ['7', 500n],
    ['8', 800n],
  ]);
  await shop.record(deposit('d-4', '-5.00'));
  expect((await look()).outstanding.map(({ account }) => account?.id)).toEqual(['8']);
});

it('are what the version in force says', async () => {
  await shop.record(deposit('d-1', '25.00'));
  await shop.record(deposit('d-1', '30.00'));
  await shop.books.startSync(start, 'owner');
  expect(await listed()).toEqual([['deposits', null, 2500n, 'USD']]);
  const { events } = await shop.books.listEvents({ q: 'd-1', limit: 10 });
  await shop.books.takeVersion({ id: events[0]?.id ?? '', contentId: null }, 'owner');
  expect(await listed()).toEqual([['deposits', null, 3000n, 'USD']]);
});

it('add up over pages to the same', async () => {
  await shop.record(deposit('d-1', '25.00'), deposit('d-2', '-20.00'), received('r-1', 'apparel', '720.00'));
  await shop.books.startSync(start, 'owner');
  const sums = new Map<string, bigint>();
  let cursor: string | null = null;
  do {
    const page: PreflightPage = await shop.books.preflightPage({ cursor, events: 1, outstandingBefore: null });
    for (const { key, amountMinor } of page.outstanding) sums.set(key, (sums.get(key) ?? 0n) + amountMinor);
    cursor = page.nextCursor;
  } while (cursor !== null);
  const whole = (await look()).outstanding.map(({ key, amountMinor }) => [key, amountMinor] as const);
  expect(sums).toEqual(new Map(whole));
});
