// The first day before a sync: whatever would hold one of its events is named, in the words and by the code of the preflight.
import { describe, expect, it } from 'vitest';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { CompanyStore } from './storage-port.ts';

let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

const inStore = (work: (store: CompanyStore) => Promise<unknown>) =>
  shop.ports.storage.transaction(shop.companyId, work);
const named = async () =>
  (await shop.books.firstDay(null)).causes.map(({ message, events }) => [message, events.length]);
const inPreflight = async () => (await shop.books.preflight()).map(({ message, events }) => [message, events]);
const closed = () =>
  inStore((store) => store.connection.noteClosingDates({ closedUntil: '2026-11-30', refusedUntil: null }));

describe('what would hold the events of the first day', () => {
  it('is nothing where all of them can go', async () => {
    await shop.record(sale('t-1'));
    expect(await named()).toEqual([]);
  });

  it('is a closed period, as long as the company has its entries wait for it', async () => {
    await closed();
    await shop.record(sale('t-1'), sale('t-2'));
    expect(await named()).toEqual([['The books are closed until 30 Nov', 2]]);
    await shop.books.saveSettings({ closedPeriods: 'first-open-day' }, 'owner');
    expect(await named()).toEqual([]);
  });

  it('is a currency that QuickBooks does not take yet', async () => {
    await inStore((store) => store.connection.noteMultiCurrency(false));
    await shop.record(sale('t-1', { currency: 'EUR', exchangeRate: '1.1' }), sale('t-2'));
    expect(await named()).toEqual([['Multicurrency is off in QuickBooks, so events in EUR wait', 1]]);
  });

  it('is the connection as a whole, which holds each of them', async () => {
    await inStore((store) =>
      store.causes.raise(
        [{ id: shop.ports.newId(shop.test.clock.now()), key: 'authentication', cause: { kind: 'authentication' } }],
        shop.test.clock.now(),
      ),
    );
    await shop.record(sale('t-1'), sale('t-2'));
    expect(await named()).toEqual([['Unable to sync with QuickBooks Online due to an authentication error', 2]]);
  });

  it('is the rounding account where a day in three decimals leaves something once it is summed', async () => {
    const paid = (sourceId: string, paymentType: string) =>
      sale(sourceId, {
        ...{ currency: 'KWD', exchangeRate: '3.25', ...paidBy(paymentType, '0.005') },
        lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '0.005' }],
      });
    await shop.books.saveMappings([{ role: 'payment', subject: 'visa', accountId: '2' }], 'owner');
    await shop.record(paid('t-1', 'cash'), paid('t-2', 'visa'));
    expect(await named()).toEqual([]);
    await shop.books.saveSettings({ postingMode: 'daily-summary' }, 'owner');
    expect(await named()).toEqual([['The company is missing a rounding account', 2]]);
    const lines = (await shop.books.firstDay(null)).entries.flatMap((entry) => entry.lines);
    expect(lines.map(({ role, debitMinor, creditMinor }) => [role, debitMinor, creditMinor])).toEqual([
      ['sales', 0n, 10n],
      ['rounding', 10n, 0n],
    ]);
  });

  it('is the same as the preflight says where the day is all that there is', async () => {
    await closed();
    await inStore((store) => store.connection.noteMultiCurrency(false));
    await shop.record(
      sale('t-1', paidBy('amex')),
      sale('t-2', { currency: 'EUR', exchangeRate: '1.1' }),
      sale('t-3', paidBy('cash', '9.00')),
      sale('t-4', { reverses: 'till/sale/unknown', lines: [], payments: [] }),
    );
    const first = await named();
    expect(first).toHaveLength(5);
    expect(first.sort()).toEqual((await inPreflight()).filter(([, events]) => events !== 0).sort());
  });
});
