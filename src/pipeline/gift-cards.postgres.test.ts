// Gift cards as a list: whatever sold, redeemed or adjusted one, by how much; and all of it together is what is owed.
import { expect, it } from 'vitest';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';

let shop: TestBooks;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

const header = { source: 'till', location: 'main', occurredAt: '2026-11-20T12:00:00-05:00' };
const card = (amount: string, discount?: string) => ({
  ...{ lines: [{ type: 'gift-card', amount, card: '…4821', ...(discount !== undefined && { discount }) }] },
  ...paidBy('cash', amount),
});
const adjusted = (sourceId: string, amount: string) => ({
  ...{ ...header, kind: 'gift-card-adjustment', sourceId, reason: 'goodwill', amount, card: '…4821' },
});
const voidOf = (sourceId: string, reverses: string, change: object = {}) => ({
  ...{ ...header, kind: 'sale', sourceId, reverses },
  ...change,
});

/** By number: sold, redeemed, adjusted. Page by page, each of two. */
async function movements(filter: object = {}): Promise<(readonly [string, bigint[]])[]> {
  const found: (readonly [string, bigint[]])[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof shop.books.listEvents>> = await shop.books.listEvents({
      ...{ moved: 'gift-cards', limit: 2, ...filter },
      ...(cursor !== null && { cursor }),
    });
    for (const { number, giftCards } of page.events) {
      const { soldMinor = -1n, redeemedMinor = -1n, adjustedMinor = -1n } = giftCards ?? {};
      found.push([number, [soldMinor, redeemedMinor, adjustedMinor]]);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

async function owed() {
  const { balanceMinor } = await shop.books.giftCards();
  const dashboard = await shop.books.dashboard({
    ...{ from: '2026-11-01', to: '2026-11-30', location: null, comparison: 'none', month: null },
  });
  expect(balanceMinor).toBe(dashboard.giftCards.balanceMinor);
  return balanceMinor;
}

async function expectTied(): Promise<void> {
  const sum = (await movements()).reduce(
    (total, [, [sold = 0n, redeemed = 0n, adjustment = 0n]]) => total + sold - redeemed + adjustment,
    0n,
  );
  expect(sum).toBe(await owed());
}

it('are sold at face value, redeemed as a payment and adjusted; nothing else is listed', async () => {
  await shop.record(
    ...[sale('plain'), sale('sold', card('25.00')), sale('cheaper', card('20.00', '5.00'))],
    ...[sale('redeemed', paidBy('gift-card')), adjusted('up', '15.00'), adjusted('down', '-4.00')],
    {
      ...header,
      kind: 'customer-deposit',
      sourceId: 'deposit',
      paymentType: 'gift-card',
      amount: '3.00',
      order: 'L-7',
    },
    { ...header, kind: 'customer-deposit', sourceId: 'by-visa', paymentType: 'visa', amount: '3.00', order: 'L-8' },
  );
  expect(new Map(await movements())).toEqual(
    new Map([
      ['sold', [2500n, 0n, 0n]],
      ['cheaper', [2500n, 0n, 0n]],
      ['redeemed', [0n, 1000n, 0n]],
      ['up', [0n, 0n, 1500n]],
      ['down', [0n, 0n, -400n]],
      ['deposit', [0n, 300n, 0n]],
    ]),
  );
  expect(await owed()).toBe(4800n);
  await expectTied();
});

it('are taken back by a void without lines, by one with lines, and by a void of a void', async () => {
  await shop.record(sale('sold', card('25.00')), sale('redeemed', paidBy('gift-card')), sale('plain'));
  await shop.record(voidOf('v-1', 'till/sale/sold'), voidOf('v-2', 'till/sale/plain'));
  await shop.record(voidOf('v-3', 'till/sale/v-1'));
  const lines = [{ type: 'item', itemClass: 'apparel', quantity: '-1', amount: '-10.00' }];
  await shop.record(voidOf('v-4', 'till/sale/redeemed', { lines, ...paidBy('gift-card', '-10.00') }));
  expect(new Map(await movements())).toEqual(
    new Map([
      ['sold', [2500n, 0n, 0n]],
      ['redeemed', [0n, 1000n, 0n]],
      ['v-1', [-2500n, 0n, 0n]],
      ['v-3', [2500n, 0n, 0n]],
      ['v-4', [0n, -1000n, 0n]],
    ]),
  );
  await expectTied();
});

it.each(['the card', 'its void'])('of another currency are taken back in it, where %s came first', async (first) => {
  const foreign = sale('sold', { ...card('90.00'), currency: 'EUR', exchangeRate: '1.1' });
  const both = [foreign, voidOf('v-1', 'till/sale/sold')];
  await shop.record(sale('here', card('25.00')));
  for (const event of first === 'the card' ? both : both.reverse()) await shop.record(event);
  expect(await owed()).toBe(2500n);
  const { events } = await shop.books.listEvents({ moved: 'gift-cards', limit: 10 });
  expect(new Map(events.map(({ number, currency, giftCards }) => [number, [currency, giftCards?.soldMinor]]))).toEqual(
    new Map([
      ['here', ['USD', 2500n]],
      ['sold', ['EUR', 9000n]],
      ['v-1', ['EUR', -9000n]],
    ]),
  );
});

it('are listed in the time of any page where a thousand voids void each other', async () => {
  await shop.record(sale('sold', card('25.00')), sale('v-0'));
  await shop.record(...Array.from({ length: 999 }, (_, index) => voidOf(`v-${index + 1}`, `till/sale/v-${index}`)));
  expect((await movements()).map(([number]) => number)).toEqual(['sold']);
});

it('are found where a sale and its void came together and the day comes to nothing', async () => {
  await shop.record(sale('sold', card('25.00')), voidOf('v-1', 'till/sale/sold'));
  expect((await movements()).map(([number]) => number).sort()).toEqual(['sold', 'v-1']);
  expect(await owed()).toBe(0n);
});

it('count the version in force alone', async () => {
  const [first] = await shop.record(sale('sold', card('25.00')), sale('sold', card('40.00')));
  await shop.books.takeVersion({ id: first?.id ?? '', contentId: null }, 'owner');
  expect(await owed()).toBe(4000n);
  await expectTied();
  await shop.record(sale('sent', card('30.00')));
  await shop.books.saveMappings([{ role: 'gift-card-liability', subject: null, accountId: '4' }], 'owner');
  await shop.drainAll();
  const [sent] = await shop.record(sale('sent', card('50.00')));
  await shop.books.takeVersion({ id: sent?.id ?? '', contentId: null }, 'owner');
  expect(await owed()).toBe(9000n);
  await expectTied();
});

it('follow the mapping: a payment type of the liability’s account redeems them, whatever it is called', async () => {
  await shop.record(sale('by-visa', paidBy('visa')), sale('by-card', paidBy('gift-card')));
  expect((await movements()).map(([number]) => number)).toEqual(['by-card']);
  await shop.books.saveMappings(
    [
      { role: 'gift-card-liability', subject: null, accountId: '4' },
      { role: 'payment', subject: 'visa', accountId: '4' },
    ],
    'owner',
  );
  expect((await movements()).map(([number]) => number)).toEqual(['by-visa']);
  await expectTied();
});

it('are narrowed like every list', async () => {
  await shop.record(
    sale('a', card('25.00')),
    sale('b', { ...card('10.00'), location: 'outlet' }),
    adjusted('c', '1.00'),
  );
  expect((await movements({ location: 'outlet' })).map(([number]) => number)).toEqual(['b']);
  expect((await movements({ kinds: ['gift-card-adjustment'] })).map(([number]) => number)).toEqual(['c']);
  expect((await movements({ q: 'a' })).map(([number]) => number)).toEqual(['a']);
  expect((await movements({ dateFrom: '2026-11-21' })).map(([number]) => number)).toEqual([]);
});
