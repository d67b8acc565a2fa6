// Three decimals on the way to QuickBooks: rounded line by line, the rest on the rounding account; the journal stays exact.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';
import { exportJournal } from './export-journal.ts';

let test: TestStorage;
let shop: TestBooks;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(() => test?.close());
beforeEach(async () => {
  shop = await openTestBooks(test);
  await shop.connect();
  await shop.mapAll();
  await shop.books.startSync('2026-11-01', 'owner');
});

const dinar = (sourceId: string, amounts: readonly string[], paid: string) =>
  sale(sourceId, {
    currency: 'KWD',
    exchangeRate: '3.25',
    lines: amounts.map((amount) => ({ type: 'item', itemClass: 'apparel', quantity: '1', amount })),
    payments: [{ paymentType: 'cash', amount: paid }],
  });

async function record(event: object): Promise<string> {
  const [result] = await shop.books.recordEvents([event]);
  return result?.id ?? '';
}

const mapRounding = () => shop.books.saveMappings([{ role: 'rounding', subject: null, accountId: '3' }], 'owner');
const linesOf = async (id: string) =>
  (await shop.books.event(id))?.entries.flatMap(({ lines }) =>
    lines.map(({ role, debitMinor, creditMinor }) => [role, debitMinor, creditMinor]),
  );
const statusOf = async (id: string) => (await shop.books.event(id))?.status;
const sent = () => shop.ledger.entries.map(({ body }) => JSON.parse(body).lines);

it('a ticket that rounds waits for a rounding account, and preflight says so; one that does not goes', async () => {
  const even = await record(dinar('k-1', ['12.350'], '12.350'));
  const odd = await record(dinar('k-2', ['1.005', '1.005'], '2.010'));
  expect((await shop.books.preflight()).map(({ kind, role }) => [kind, role])).toEqual([
    ['missing-account', 'rounding'],
    ['missing-deposit-account', 'deposit'],
  ]);
  await shop.drainAll();
  expect([await statusOf(even), await statusOf(odd)]).toEqual(['synced', 'action-required']);
  await mapRounding();
  await shop.drainAll();
  expect(await statusOf(odd)).toBe('synced');
  expect(await linesOf(odd)).toEqual([
    ['payment', 2010n, 0n],
    ['sales', 0n, 1000n],
    ['sales', 0n, 1000n],
    ['rounding', 0n, 10n],
  ]);
  expect(sent().at(-1)).toEqual([
    ['1', 'debit', '2010'],
    ['3', 'credit', '1000'],
    ['3', 'credit', '1000'],
    ['3', 'credit', '10'],
  ]);
});

it('its void takes back what was sent, the rounding too', async () => {
  await mapRounding();
  await record(dinar('k-1', ['1.005', '1.005'], '2.010'));
  await shop.drainAll();
  const reversing = { kind: 'sale', currency: 'KWD', exchangeRate: '3.25', reverses: 'till/sale/k-1' };
  const { source, occurredAt, location } = sale('k-2');
  await record({ ...reversing, source, sourceId: 'k-2', occurredAt, location });
  await shop.drainAll();
  expect(sent().at(-1)).toEqual([
    ['1', 'credit', '2010'],
    ['3', 'debit', '1000'],
    ['3', 'debit', '1000'],
    ['3', 'debit', '10'],
  ]);
});

it('what rounds to nothing has nothing to post', async () => {
  const id = await record(dinar('k-1', ['0.004'], '0.004'));
  await shop.drainAll();
  expect(await statusOf(id)).toBe('synced');
  expect((await shop.books.event(id))?.postings.map(({ state }) => state)).toEqual(['nothing-to-post']);
  expect(sent()).toEqual([]);
});

it('a preview and an export stay exact, and need no rounding account', async () => {
  const event = dinar('k-1', ['1.005', '1.005'], '2.010');
  const preview = await shop.books.previewJournal([event], 'per-event');
  expect(preview).toMatchObject({ causes: [], entries: [{ totalMinor: 2010n }] });
  await record(event);
  const exported = [];
  for await (const chunk of exportJournal(shop.ports, shop.companyId, { from: null, to: null })) exported.push(chunk);
  expect(exported).toMatchObject([
    { blocked: 0, entries: [{ lines: [{}, { amountMinor: 1005n }, { amountMinor: 1005n }] }] },
  ]);
});

describe('a day of them posted as one', () => {
  const paid = (sourceId: string, amount: string, paymentType = 'cash') => ({
    ...dinar(sourceId, [amount], amount),
    payments: [{ paymentType, amount }],
  });
  const voidOf = (sourceId: string) => ({
    ...dinar(`v-${sourceId}`, [], '0.000'),
    ...{ reverses: `till/sale/${sourceId}`, lines: [], payments: [] },
  });
  const toSummaries = () => shop.books.saveSettings({ postingMode: 'daily-summary', timeZone: 'UTC' }, 'owner');

  it('takes back what an entry by itself was rounded to', async () => {
    await mapRounding();
    await record(dinar('k-1', ['1.005', '1.005'], '2.010'));
    await shop.drainAll();
    await toSummaries();
    await shop.books.recordEvents([voidOf('k-1'), paid('k-2', '0.004')]);
    await shop.drainAll();
    expect(sent().slice(1)).toEqual([
      [
        ['1', 'credit', '2010'],
        ['3', 'debit', '2000'],
        ['3', 'debit', '10'],
      ],
    ]);
  });
});
