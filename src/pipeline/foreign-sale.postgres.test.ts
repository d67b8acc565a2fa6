// A foreign sale with cost is two entries, one in each currency: synced when QuickBooks holds both, and neither twice.
import { describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { sale } from './books.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let test: TestStorage;
let shop: QuickbooksBooks;

useQuickbooksBooks({ multiCurrency: true }, async (opened) => {
  shop = opened;
  test = opened.test;
  await shop.books.importAccounts('owner');
  test.clock.advance(2_000);
  await shop.books.saveMappings(
    [
      { role: 'cogs', subject: null, accountId: await shop.accountNamed('Cost of Goods - Apparel') },
      { role: 'inventory', subject: null, accountId: await shop.accountNamed('Inventory - Apparel') },
    ],
    'owner',
  );
});

const foreign = (sourceId: string) =>
  sale(sourceId, {
    currency: 'EUR',
    exchangeRate: '1.0825',
    lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.00', cost: '4.00' }],
  });

async function record(sourceId: string): Promise<string> {
  const [result] = await shop.books.recordEvents([foreign(sourceId)]);
  return result?.id ?? '';
}

async function standing(id: string) {
  const event = await shop.books.event(id);
  return {
    status: event?.status,
    parts: event?.postings.map(({ part, state }) => [part, state]),
    entries: event?.entries.map(({ currency, totalMinor }) => [currency, totalMinor]),
    causes: event?.causes.map(({ message }) => message),
  };
}

const both = [
  ['EUR', 1000n],
  ['USD', 400n],
];

async function setActive(id: string, name: string, active: boolean): Promise<void> {
  const { Account } = await shop.quickbooks<{ Account: Record<string, unknown> }>('GET', `/account/${id}`);
  await shop.quickbooks('POST', '/account', { ...Account, Name: name, Active: active });
}

interface WireEntry {
  readonly CurrencyRef: { readonly value: string };
  readonly ExchangeRate?: number;
}

describe('a foreign sale with cost', () => {
  it('is synced when both entries are in QuickBooks, each in its currency', async () => {
    const id = await record('t-0');
    await shop.drainAll();
    expect(await standing(id)).toEqual({
      status: 'synced',
      parts: [
        [1, 'accepted'],
        [2, 'accepted'],
      ],
      entries: both,
      causes: [],
    });
    const postings = (await shop.books.event(id))?.postings ?? [];
    const held = await Promise.all(
      postings.map(({ quickbooksId }) =>
        shop.quickbooks<{ JournalEntry: WireEntry }>('GET', `/journalentry/${quickbooksId}`),
      ),
    );
    expect(held.map(({ JournalEntry }) => [JournalEntry.CurrencyRef.value, JournalEntry.ExchangeRate])).toEqual([
      ['EUR', 1.0825],
      ['USD', undefined],
    ]);
  });

  it('shows the entry that waits beside the one that is there, which is not sent again', async () => {
    const inventory = await shop.accountNamed('Inventory - Apparel');
    await setActive(inventory, 'Inventory - Apparel', false);
    const id = await record('t-1');
    await shop.drainAll();
    expect(await standing(id)).toEqual({
      status: 'action-required',
      parts: [
        [1, 'accepted'],
        [2, 'waiting'],
      ],
      entries: both,
      causes: ['Inventory - Apparel was made inactive in QuickBooks'],
    });
    expect((await shop.books.alerts()).map(({ eventsHeld }) => eventsHeld)).toEqual([1]);
    await setActive(inventory, 'Inventory - Apparel', true);
    await shop.books.importAccounts('owner');
    await shop.drainAll();
    expect(await standing(id)).toMatchObject({ status: 'synced', causes: [] });
    expect(await shop.held()).toHaveLength(2);
  });

  it('that QuickBooks refuses in one part has failed, and is retried in that part alone', async () => {
    await shop.refuseEntries('5020');
    const id = await record('t-2');
    await shop.drainAll();
    expect(await standing(id)).toMatchObject({
      status: 'failed',
      parts: [
        [1, 'refused'],
        [2, 'refused'],
      ],
      entries: both,
    });
    await shop.takeEntries();
    expect(await shop.books.retryEvent(id, 'owner')).toEqual({ ok: true, released: 1 });
    await shop.drainAll();
    expect(await standing(id)).toMatchObject({ status: 'synced', causes: [] });
    expect(await shop.held()).toHaveLength(2);
  });
});
