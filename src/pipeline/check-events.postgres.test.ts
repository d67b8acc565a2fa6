// Checking: the answer that recording would give, and nothing recorded, learned or held against anyone.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RecentKeys } from '../events/recent-keys.ts';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';
import { checkWithoutBooks } from './check-events.ts';

let test: TestStorage;
let shop: TestBooks;

beforeAll(async () => {
  test = await openTestStorage();
  shop = await openTestBooks(test);
  await shop.books.recordEvents([sale('there'), sale('other')]);
});
afterAll(async () => {
  await test.close();
});

const given = [
  sale('there'),
  sale('other', { memo: 'not what is there' }),
  { ...sale('wrong'), surprise: true },
  sale('new'),
  sale('new'),
  sale('new', { memo: 'not what was given first' }),
];

it('answers as recording does, and again the same, since nothing is recorded', async () => {
  const statuses = ['duplicate', 'conflict', 'invalid', 'new', 'duplicate', 'conflict'];
  for (let time = 0; time < 2; time += 1) {
    const results = await shop.books.checkEvents(given, new RecentKeys());
    expect(results.map(({ index, status }) => [index, status])).toEqual([...statuses.entries()]);
    expect(results[2]?.problems).toMatchObject([{ pointer: '/surprise' }]);
  }
  expect(await shop.books.alerts()).toEqual([]);
  expect((await shop.books.listEvents({ limit: 10 })).events).toHaveLength(2);

  const recorded = await shop.books.recordEvents(given);
  expect(recorded.map(({ status }) => status)).toEqual(statuses.map((one) => (one === 'new' ? 'recorded' : one)));
});

it('takes a version that a person took for no conflict, as recording does', async () => {
  const edited = sale('versioned', { memo: 'edited at the till' });
  const [first] = await shop.books.recordEvents([sale('versioned')]);
  await shop.books.recordEvents([edited]);
  const check = async () => (await shop.books.checkEvents([edited], new RecentKeys()))[0]?.status;
  expect(await check()).toBe('conflict');
  expect(await shop.books.takeVersion({ id: first?.id ?? '', contentId: null }, 'owner')).toMatchObject({ ok: true });
  expect(await check()).toBe('duplicate');
  expect((await shop.books.recordEvents([edited]))[0]?.status).toBe('duplicate');
});

it('remembers what it checked before, from one batch to the next', async () => {
  const earlier = new RecentKeys();
  const check = async (input: unknown) => (await shop.books.checkEvents([input], earlier))[0]?.status;
  expect(await check(sale('late'))).toBe('new');
  expect(await check(sale('late'))).toBe('duplicate');
  expect(await check(sale('late', { memo: 'other' }))).toBe('conflict');
});

it('does so without books, too', () => {
  const context = { companyCurrency: 'USD', businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '00:00' }) };
  const results = checkWithoutBooks(given, { context, earlier: new RecentKeys() });
  expect(results.map(({ status }) => status)).toEqual(['new', 'new', 'invalid', 'new', 'duplicate', 'conflict']);
});

it('counts a void without lines in the currency of what it voids, with books and without', async () => {
  const foreign = sale('foreign', { currency: 'EUR', exchangeRate: '1.1' });
  const { source, kind, location, occurredAt } = foreign;
  const both = [foreign, { source, kind, location, occurredAt, sourceId: 'undone', reverses: 'till/sale/foreign' }];
  const context = { companyCurrency: 'USD', businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '00:00' }) };
  for (const results of [
    await shop.books.checkEvents(both, new RecentKeys()),
    checkWithoutBooks(both, { context, earlier: new RecentKeys() }),
  ]) {
    expect(results.map(({ event }) => [event?.currency, event?.amountMinor])).toEqual([
      ['EUR', 1000n],
      ['EUR', -1000n],
    ]);
  }
});
