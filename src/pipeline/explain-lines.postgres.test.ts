// Every line of an entry says by which rule it was made and by which mapping it has its account, as of when it was built.
import pg from 'pg';
import { expect, test } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { ExplainedLine } from './company-books.ts';

let storage: TestStorage;
let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
  storage = opened.test;
});

async function record(event: unknown): Promise<string> {
  const [result] = await shop.record(event);
  await shop.drainAll();
  return result?.id ?? '';
}

/** The payment's line of the event's only entry. */
async function paymentLine(id: string): Promise<ExplainedLine | undefined> {
  const event = await shop.books.event(id);
  return event?.entries[0]?.lines.find((line) => line.role === 'payment');
}

test('what was posted is explained by the mapping that it was built with, whatever is mapped now', async () => {
  const mappedAt = storage.clock.now();
  const before = await record(sale('before'));
  storage.clock.advance(60_000);
  const change = [{ role: 'payment', subject: 'cash', accountId: '2' }] as const;
  await shop.books.saveMappings(change, 'accountant');
  const after = await record(sale('after'));
  await shop.books.saveMappings([{ ...change[0], accountId: null }], 'accountant');
  expect(await paymentLine(before)).toMatchObject({
    account: { id: '1' },
    rule: { name: 'sale.tender', sentence: expect.stringContaining('debited') },
    mapping: {
      ...{ via: 'own', role: 'payment', subject: 'cash', applicableFrom: null },
      ...{ savedAt: mappedAt, savedBy: 'owner' },
    },
  });
  expect(await paymentLine(after)).toMatchObject({
    account: { id: '2' },
    mapping: { savedBy: 'accountant', savedAt: new Date(mappedAt.getTime() + 60_001) },
  });
  expect((await shop.books.event(after))?.postings[0]?.entry?.lines[0]?.mapping).toMatchObject({ via: 'own' });
});

test('a line says whether its own mapping, its parent’s or the company default gave the account, and from when', async () => {
  await shop.books.saveSubject({ kind: 'item-class', purpose: '', code: 'clothing' }, 'owner');
  const parent = { kind: 'item-class', purpose: '', code: 'apparel', parentCode: 'clothing' } as const;
  const salesLine = async (id: string) =>
    (await shop.books.event(id))?.entries[0]?.lines.find((line) => line.role === 'sales')?.mapping;
  const byDefault = await record(sale('by-default'));
  await shop.books.saveSubject(parent, 'owner');
  const change = { role: 'sales', subject: 'clothing', accountId: '3', applicableFrom: '2026-11-01' } as const;
  await shop.books.saveMappings([change], 'owner');
  const byParent = await record(sale('by-parent'));
  await shop.books.saveMappings([{ ...change, subject: 'apparel' }], 'owner');
  const byOwn = await record(sale('by-own'));
  const earlier = await record(sale('earlier', { occurredAt: '2026-10-31T12:00:00-04:00' }));
  expect(await salesLine(byDefault)).toMatchObject({ via: 'company-default', subject: null, applicableFrom: null });
  expect(await salesLine(byParent)).toMatchObject({ via: 'parent', subject: 'clothing', applicableFrom: '2026-11-01' });
  expect(await salesLine(byOwn)).toMatchObject({ via: 'own', subject: 'apparel', applicableFrom: '2026-11-01' });
  expect(await salesLine(earlier)).toMatchObject({ via: 'company-default' });
});

test('a void is explained by the mapping of what it voids, though another is in force', async () => {
  await record(sale('t-0'));
  await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: '2' }], 'accountant');
  const { lines: _, payments: __, ...header } = sale('void', { reverses: 'till/sale/t-0' });
  const voided = await record(header);
  expect(await paymentLine(voided)).toMatchObject({
    account: { id: '1' },
    creditMinor: 1000n,
    rule: { name: 'void.mirror' },
    mapping: { via: 'original', subject: 'cash', savedBy: 'owner' },
  });
});

test('what is not mapped has a rule and no mapping; once mapped it has that one', async () => {
  const id = await record(sale('visa', paidBy('visa')));
  expect(await paymentLine(id)).toMatchObject({ account: null, rule: { name: 'sale.tender' }, mapping: null });
  await shop.books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
  await shop.drainAll();
  expect(await paymentLine(id)).toMatchObject({ account: { id: '2' }, mapping: { via: 'own', subject: 'visa' } });
});

test('choosing the same account again leaves it as it was saved', async () => {
  await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: '1' }], 'somebody else');
  expect(await paymentLine(await record(sale('t-0')))).toMatchObject({ mapping: { savedBy: 'owner' } });
});

test('a line that was built before rule and mapping were kept tells of neither, and keeps its account', async () => {
  const id = await record(sale('old'));
  const client = new pg.Client({ connectionString: storage.connectionString });
  await client.connect();
  await client.query('update tillbook.journal_line set rule = null, mapping_id = null');
  await client.end();
  expect(await paymentLine(id)).toMatchObject({ account: { id: '1' }, rule: null, mapping: null });
});
