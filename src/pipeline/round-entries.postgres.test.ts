// Three decimals on the way to QuickBooks: an entry rounded line by line, a day once it is summed, the rest on the rounding account; the journal stays exact.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { auditBooks } from './audit-books.ts';
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
const voidOf = (sourceId: string) => ({
  ...dinar(`v-${sourceId}`, [], '0.000'),
  ...{ reverses: `till/sale/${sourceId}`, lines: [], payments: [] },
});
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
  await record(voidOf('k-1'));
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
  const toSummaries = () => shop.books.saveSettings({ postingMode: 'daily-summary', timeZone: 'UTC' }, 'owner');
  const inDay = async () => {
    const [day] = (await shop.books.summaries({ limit: 1 })).summaries;
    return day === undefined ? null : shop.books.summary(day.id);
  };

  it('is rounded once it is summed: many tickets of half a hundredth come to what they are together', async () => {
    await toSummaries();
    await shop.books.recordEvents(Array.from({ length: 20 }, (_, index) => paid(`k-${index}`, '0.005')));
    await shop.drainAll();
    expect(sent()).toEqual([
      [
        ['1', 'debit', '100'],
        ['3', 'credit', '100'],
      ],
    ]);
    const lines = (await inDay())?.postings[0]?.entry?.lines ?? [];
    expect(lines.map(({ fromCount }) => fromCount)).toEqual([10, 10]);
  });

  it('asks for the rounding account as a day, and each ticket has a share of it that balances, which its void takes back', async () => {
    await toSummaries();
    await shop.books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
    const cash = await record(paid('k-1', '0.005'));
    const visa = await record(paid('k-2', '0.005', 'visa'));
    const unsummed = [
      ['payment', 5n, 0n],
      ['sales', 0n, 5n],
    ];
    expect(await linesOf(visa)).toEqual(unsummed);
    await shop.drainAll();
    expect(sent()).toEqual([]);
    expect(await inDay()).toMatchObject({
      ...{ status: 'action-required', blocked: [] },
      causes: [{ cause: { kind: 'missing-account', role: 'rounding' } }],
    });
    await mapRounding();
    await shop.drainAll();
    expect(sent()).toEqual([
      [
        ['3', 'credit', '10'],
        ['3', 'debit', '10'],
      ],
    ]);
    expect([await statusOf(cash), await statusOf(visa)]).toEqual(['synced', 'synced']);
    expect(await linesOf(cash)).toEqual([
      ['sales', 0n, 10n],
      ['rounding', 10n, 0n],
    ]);
    expect((await shop.books.event(cash))?.entries[0]?.lines[1]?.explanation).toBe('what rounding its amounts leaves');
    expect(await linesOf(visa)).toEqual([]);
    await shop.books.saveSettings({ postingMode: 'per-event' }, 'owner');
    await shop.books.recordEvents([voidOf('k-1'), voidOf('k-2')]);
    await shop.drainAll();
    expect(sent().slice(1)).toEqual([
      [
        ['3', 'debit', '10'],
        ['3', 'credit', '10'],
      ],
    ]);
  });

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

  it('is right by the audit', async () => {
    await mapRounding();
    await toSummaries();
    await shop.books.recordEvents([
      ...Array.from({ length: 20 }, (_, index) => paid(`k-${index}`, '0.005')),
      dinar('k-20', ['1.004', '1.004', '1.004'], '3.012'),
      dinar('k-21', ['12.345'], '12.345'),
    ]);
    await shop.drainAll();
    await shop.books.recordEvents([voidOf('k-3'), voidOf('k-4'), voidOf('k-20')]);
    await shop.drainAll();
    const request = { from: null, to: null, offline: true, deep: false };
    const listener = { callsAhead: () => undefined, wait: async () => undefined };
    const report = await auditBooks(shop.ports, shop.companyId, { request, listener });
    expect(report).toMatchObject({ differenceCount: 0, events: { eventsCompared: 25 } });
  });
});
