// Foreign events while QuickBooks' multicurrency is off: they wait under one alert a currency, and go once it is on.
import { describe, expect, it } from 'vitest';
import { sale } from './books.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let shop: QuickbooksBooks;

useQuickbooksBooks({}, (opened) => {
  shop = opened;
});

async function record(sourceId: string, currency: string): Promise<string> {
  const foreign = currency === 'USD' ? {} : { currency, exchangeRate: '1.1' };
  const [result] = await shop.books.recordEvents([sale(sourceId, foreign)]);
  return result?.id ?? '';
}

const statusOf = async (id: string) => (await shop.books.event(id))?.status;
const alerts = async () => (await shop.books.alerts()).map(({ title, eventsHeld }) => [title, eventsHeld]);
const turnOn = () => shop.control('PUT', '/settings', { multiCurrency: true });

describe('while multicurrency is off', () => {
  it('foreign events wait by currency, and those of the own currency go', async () => {
    const euro = await record('m-1', 'EUR');
    await record('m-2', 'EUR');
    await record('m-3', 'CHF');
    const own = await record('m-4', 'USD');
    await shop.drainAll();
    expect(await shop.held()).toHaveLength(1);
    expect([await statusOf(euro), await statusOf(own)]).toEqual(['action-required', 'synced']);
    expect(await alerts()).toEqual(
      expect.arrayContaining([
        ['Action Required: multicurrency is off in QuickBooks, so events in EUR wait', 2],
        ['Action Required: multicurrency is off in QuickBooks, so events in CHF wait', 1],
      ]),
    );
    const [alert] = await shop.books.alerts();
    expect(alert).toMatchObject({ kind: 'refused', subject: 'multicurrency-off', detail: null });
    expect(alert?.action).toContain('import the accounts');
  });

  it('preflight lists them, and sends nothing', async () => {
    await record('m-1', 'EUR');
    expect((await shop.books.preflight()).map(({ message, events }) => [message, events])).toContainEqual([
      'Multicurrency is off in QuickBooks, so events in EUR wait',
      1,
    ]);
    expect(await shop.held()).toEqual([]);
  });

  it('an import that finds it on lets them go by themselves', async () => {
    const euro = await record('m-1', 'EUR');
    await shop.drainAll();
    await shop.books.importAccounts('owner');
    await shop.drainAll();
    expect(await statusOf(euro)).toBe('action-required');
    await turnOn();
    await shop.books.importAccounts('owner');
    await shop.drainAll();
    expect(await statusOf(euro)).toBe('synced');
    expect(await alerts()).toEqual([]);
    expect(await shop.held()).toHaveLength(1);
  });

  it('a retry asks QuickBooks first, and sends only once it is on', async () => {
    const euro = await record('m-1', 'EUR');
    await shop.drainAll();
    await shop.books.retryEvent(euro, 'owner');
    await shop.drainAll();
    expect([await statusOf(euro), await shop.held()]).toEqual(['action-required', []]);
    await turnOn();
    await shop.books.retryFailed({}, 'owner');
    await shop.drainAll();
    expect(await statusOf(euro)).toBe('synced');
  });
});

it('a company whose multicurrency is on posts them at once', async () => {
  await turnOn();
  await shop.books.importAccounts('owner');
  const euro = await record('m-1', 'EUR');
  await shop.drainAll();
  expect(await statusOf(euro)).toBe('synced');
});

it('a foreign event that does not foot says by how much of which currency', async () => {
  const payments = [{ paymentType: 'cash', amount: '1' }];
  await shop.books.recordEvents([sale('m-9', { currency: 'JPY', exchangeRate: '0.01', lines: [], payments })]);
  await shop.drainAll();
  expect(await alerts()).toEqual([['Action Required: ticket m-9 is out of balance by 1 JPY', 1]]);
});
