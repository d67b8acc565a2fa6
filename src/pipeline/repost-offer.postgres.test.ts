// A change of the mapping says what is posted already to another account, over which dates; it changes none of it.
import pg from 'pg';
import { expect, test } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { MappingChange, RepostOffer } from './company-books.ts';

let storage: TestStorage;
let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
  storage = opened.test;
});

async function post(...events: readonly unknown[]): Promise<void> {
  await shop.record(...events);
  await shop.drainAll();
}

async function save(...changes: readonly MappingChange[]): Promise<RepostOffer | null> {
  const saved = await shop.books.saveMappings(changes, 'owner');
  if (!saved.ok) throw new Error(JSON.stringify(saved.refusals));
  return saved.repostOffer;
}

const on = (date: string, change: Record<string, unknown> = {}) =>
  sale(`s-${date}-${JSON.stringify(change).length}`, { occurredAt: `${date}T12:00:00-05:00`, ...change });
const cashTo = (accountId: string | null, applicableFrom?: string): MappingChange => ({
  ...{ role: 'payment', subject: 'cash', accountId },
  ...(applicableFrom !== undefined && { applicableFrom }),
});

test('from the beginning: everything that is posted, and not what is not', async () => {
  await post(on('2026-11-01'), on('2026-11-05'), on('2026-11-09', paidBy('visa')));
  const two = {
    payments: [
      { paymentType: 'cash', amount: '4.00' },
      { paymentType: 'cash', amount: '6.00' },
    ],
  };
  await post(on('2026-11-09', two));
  await shop.books.recordEvents([on('2026-11-10')]);
  expect(await save(cashTo('2'))).toEqual({ entries: 3, lines: 4, from: '2026-11-01', to: '2026-11-09', more: false });
});

test('from a date: only what is dated on it or later', async () => {
  await post(on('2026-11-01'), on('2026-11-05'), on('2026-11-09'));
  expect(await save(cashTo('2', '2026-11-05'))).toMatchObject({ entries: 2, from: '2026-11-05', to: '2026-11-09' });
  expect(await save(cashTo('2', '2026-11-10'))).toBeNull();
});

test('back again: nothing is left to offer, nor by choosing the same', async () => {
  await post(on('2026-11-01'));
  expect(await save(cashTo('2'))).toMatchObject({ entries: 1 });
  expect(await save(cashTo('2'))).toBeNull();
  expect(await save(cashTo('1'))).toBeNull();
});

test('what is posted stays as it is', async () => {
  await post(on('2026-11-01'));
  const before = shop.ledger.entries.map(({ body }) => body);
  await save(cashTo('2'));
  await shop.drainAll();
  expect(shop.ledger.entries.map(({ body }) => body)).toEqual(before);
});

test('a first mapping has nothing to offer, nor one taken away without another above it', async () => {
  await post(on('2026-11-01', paidBy('visa')), on('2026-11-02'));
  expect(await save({ role: 'payment', subject: 'visa', accountId: '2' })).toBeNull();
  await shop.drainAll();
  expect(await save(cashTo(null))).toBeNull();
});

test('the company default offers what has no account of its own, a parent what is below it', async () => {
  const classed = (itemClass: string) => ({ lines: [{ type: 'item', itemClass, quantity: '1', amount: '10.00' }] });
  await post(
    on('2026-11-01', classed('apparel')),
    on('2026-11-02', classed('scarves')),
    on('2026-11-03', classed('home')),
  );
  expect(await save({ role: 'sales', subject: 'home', accountId: '4' })).toMatchObject({ entries: 1 });
  expect(await save({ role: 'sales', subject: null, accountId: '4' })).toMatchObject({ entries: 2, to: '2026-11-02' });
  const scarves = { kind: 'item-class', purpose: '', code: 'scarves' } as const;
  await shop.books.saveSubject({ ...scarves, parentCode: 'apparel' }, 'owner');
  await save({ role: 'sales', subject: 'apparel', accountId: '3' });
  expect(await save({ role: 'sales', subject: 'apparel', accountId: '4' })).toMatchObject({ entries: 2 });
});

test('a void is not counted: it goes with what it voids', async () => {
  await post(on('2026-11-01'));
  const { lines: _, payments: __, ...header } = on('2026-11-02');
  await post({ ...header, reverses: String(`till/sale/${on('2026-11-01').sourceId}`) });
  expect(await save(cashTo('2'))).toMatchObject({ entries: 1, lines: 1 });
});

test('the lines are found by index, of a busy account too', async () => {
  await post(on('2026-11-01'));
  const client = new pg.Client({ connectionString: storage.connectionString });
  await client.connect();
  await client.query('set enable_seqscan = off');
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain select 1 from tillbook.journal_line line
    where company_id = '${shop.companyId}' and role = 'payment' and subject = 'cash' and account_id = '1'
      and business_date >= '2026-11-01' order by business_date limit 10`);
  await client.end();
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index.*journal_line_by_account/);
});
