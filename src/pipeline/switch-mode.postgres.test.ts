// Whatever is recorded, held, taken out, voided and switched between the modes, each event is posted once, and none left out.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestBooks, openTestStorage, sale, type TestBooks } from './books.fixture.ts';

let test: TestStorage;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(async () => {
  await test.close();
});

const dates = ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13'] as const;
const eventsMax = 14;

/** Sale number k is of 4^k cents: the digits of a total in base 4 say how often each of them is in it. */
const amountOf = (number: number): string => {
  const digits = (4n ** BigInt(number)).toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
function timesIn(total: bigint): readonly number[] {
  return Array.from({ length: eventsMax }, (_, number) => Number((total / 4n ** BigInt(number)) % 4n));
}

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('record' as const),
      date: fc.constantFrom(...dates),
      location: fc.constantFrom('main', 'outlet'),
      paymentType: fc.constantFrom('cash', 'cash', 'amex'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('drain' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('switch' as const),
      mode: fc.constantFrom('per-event' as const, 'daily-summary' as const),
      from: fc.option(fc.constantFrom(...dates)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('void' as const),
      number: fc.nat(eventsMax - 1),
      date: fc.constantFrom(...dates),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('take-out' as const), number: fc.nat(eventsMax - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bring-back' as const), number: fc.nat(eventsMax - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('without-blocked' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Run {
  readonly shop: TestBooks;
  count: number;
  /** Numbers of the sales that were voided. */
  readonly voided: Set<number>;
}

const idOf = async ({ shop }: Run, sourceId: string): Promise<string | null> =>
  (await shop.books.listEvents({ limit: 500 })).events.find((event) => event.sourceId === sourceId)?.id ?? null;

async function act(run: Run, one: Step): Promise<void> {
  const { books } = run.shop;
  test.clock.advance(1);
  switch (one.do) {
    case 'record': {
      if (run.count === eventsMax) return;
      const amount = amountOf(run.count);
      const lines = [{ type: 'item', itemClass: 'apparel', quantity: '1', amount }];
      const payments = [{ paymentType: one.paymentType, amount }];
      const { location, date: businessDate } = one;
      await books.recordEvents([sale(String(run.count), { lines, payments, location, businessDate })]);
      run.count += 1;
      return;
    }
    case 'drain':
      await run.shop.drain();
      return;
    case 'switch':
      await books.saveSettings({ postingMode: one.mode, postingModeFrom: one.from }, 'owner');
      return;
    case 'void': {
      if (one.number >= run.count || run.voided.has(one.number)) return;
      run.voided.add(one.number);
      const { date: businessDate, number } = one;
      await books.recordEvents([
        {
          source: 'till',
          kind: 'sale',
          sourceId: `void-${number}`,
          location: 'main',
          businessDate,
          occurredAt: '2026-11-14T12:00:00-05:00',
          reverses: `till/sale/${number}`,
        },
      ]);
      return;
    }
    case 'take-out':
    case 'bring-back': {
      const id = await idOf(run, String(one.number));
      if (id === null) return;
      if (one.do === 'take-out') await books.handleOutside(id, 'by hand', 'owner');
      else await books.retryEvent(id, 'owner');
      return;
    }
    case 'without-blocked': {
      const { summaries } = await books.summaries({ limit: 50 });
      for (const { id, status } of summaries) {
        if (status === 'action-required') await books.postWithoutBlocked(id, 'owner');
      }
    }
  }
}

async function settle(run: Run): Promise<void> {
  await run.shop.books.saveMappings([{ role: 'payment', subject: 'amex', accountId: '2' }], 'owner');
  await run.shop.drainAll();
}

/** Of the sales account: what was credited to it, and what was debited, over everything that QuickBooks holds. */
function salesPosted({ shop }: Run): { credited: bigint; debited: bigint } {
  let credited = 0n;
  let debited = 0n;
  for (const { body } of shop.ledger.entries) {
    for (const [account, side, amount] of (JSON.parse(body) as { lines: [string, string, string][] }).lines) {
      if (account !== '3') continue;
      if (side === 'credit') credited += BigInt(amount);
      else debited += BigInt(amount);
    }
  }
  return { credited, debited };
}

it('each event is posted once, and none left out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), async (steps) => {
      const run: Run = { shop: await openTestBooks(test), count: 0, voided: new Set() };
      await run.shop.connect();
      await run.shop.mapAll();
      await run.shop.books.startSync('2026-01-01', 'owner');
      for (const one of steps) await act(run, one);
      await settle(run);
      const { events } = await run.shop.books.listEvents({ limit: 500 });
      const statusOf = (sourceId: string) => events.find((event) => event.sourceId === sourceId)?.status;
      expect(events.filter(({ status }) => status !== 'synced' && status !== 'handled-outside')).toEqual([]);
      const { credited, debited } = salesPosted(run);
      const numbers = Array.from({ length: eventsMax }, (_, number) => number);
      expect(timesIn(credited)).toEqual(numbers.map((number) => (statusOf(String(number)) === 'synced' ? 1 : 0)));
      expect(timesIn(debited)).toEqual(numbers.map((number) => (statusOf(`void-${number}`) === 'synced' ? 1 : 0)));
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 240_000);
