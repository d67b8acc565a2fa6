// What is kept of each day is what a recount of all events says: after voids in any order, versions, duplicates and conflicts.
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { negatedVoidOf, randomEvent, voidOf } from '../events/random-event.fixture.ts';
import type { Json } from '../events/random-sale.fixture.ts';
import { openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { recordBatch } from './record-events.ts';

let shop: TestBooks;
let owner: pg.Client;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
});
beforeEach(async () => {
  owner = new pg.Client({ connectionString: shop.test.connectionString });
  await owner.connect();
});
afterEach(() => owner.end());

const migration = new URL('../postgres/migrations/0025_dashboard_sums.sql', import.meta.url);
const repair = new URL('../postgres/migrations/0034_voids_of_voids_counted.sql', import.meta.url);

const restoring = new URL('../postgres/migrations/0036_days_that_came_to_nothing.sql', import.meta.url);
const inTheirCurrency = new URL('../postgres/migrations/0041_voids_of_foreign_tickets.sql', import.meta.url);

const rowsOf = async (query: string): Promise<readonly string[]> =>
  (await owner.query({ text: query, values: [shop.companyId], rowMode: 'array' })).rows.map(String).sort();
const keptSums = () =>
  rowsOf(`select span, first_day::text, location, currency, kind, subject, amount_minor from tillbook.kept_sum
    where company_id = $1 and amount_minor <> 0`);
const keptDays = () =>
  rowsOf(`select business_date::text, location, status, sum(events) from (
    select business_date, location, status, events from tillbook.event_day where company_id = $1
    union all
    select business_date, location, status, change from tillbook.event_count
      where company_id = $1 and business_date is not null) counted
    group by business_date, location, status having sum(events) <> 0`);

async function migrateAgain(): Promise<void> {
  await owner.query(`drop table tillbook.kept_sum, tillbook.event_day;
    alter table tillbook.event_count drop column business_date, drop column location;
    create table tillbook.tender_day (company_id uuid);
    alter table tillbook.financial_event add column status text;
    update tillbook.financial_event set status = standing.status
      from tillbook.event_with_status standing where standing.event_id = financial_event.event_id;`);
  await owner.query(await readFile(migration, 'utf8'));
}

/** What the migration makes of the same events: other code, and all of them at once. */
async function recounted(): Promise<{ sums: readonly string[]; days: readonly string[] }> {
  await owner.query('begin');
  try {
    await migrateAgain();
    return { sums: await keptSums(), days: await keptDays() };
  } finally {
    await owner.query('rollback');
  }
}

const salesDays = () =>
  rowsOf(`select * from tillbook.sales_day where company_id = $1
    and (tickets, net_sales_minor, refunds_minor, tax_minor, discounts_minor) <> (0, 0, 0, 0, 0)`);
const amounts = () =>
  rowsOf(`select source_id, currency, trim_scale(exchange_rate), amount_minor from tillbook.financial_event
    where company_id = $1`);

/** What the later migration makes of sums as they were before it: those of the earlier one, and days that took a second ticket away. */
async function repaired(): Promise<{ wrong: readonly string[]; sums: readonly string[]; days: readonly string[] }> {
  await owner.query('begin');
  try {
    await migrateAgain();
    await owner.query(`update tillbook.sales_day set tickets = tickets - 1, net_sales_minor = 0, refunds_minor = 7,
      tax_minor = 7, discounts_minor = 7 where business_date = '2026-11-20'`);
    const wrong = await keptSums();
    await owner.query(await readFile(repair, 'utf8'));
    return { wrong, sums: await keptSums(), days: await salesDays() };
  } finally {
    await owner.query('rollback');
  }
}

/** What the last of them makes of voids that were taken for tickets in the company's currency, each of them, and of those that came first. */
async function repairedForeign() {
  await owner.query('begin');
  try {
    await owner.query(`update tillbook.financial_event set currency = 'USD', exchange_rate = null,
      amount_minor = case when source_id like 'early-%' then 0 else amount_minor end
      where reverses is not null and body -> 'lines' is null and body -> 'amount' is null`);
    await migrateAgain();
    await owner.query(`delete from tillbook.sales_day where business_date = '2026-12-01' and currency <> 'USD'`);
    await owner.query(`update tillbook.sales_day set tickets = tickets - 1, net_sales_minor = 7, refunds_minor = 7,
      tax_minor = 7, discounts_minor = 7 where business_date = '2026-12-01'`);
    const wrong = await keptSums();
    await owner.query('drop function tillbook.give_amounts');
    await owner.query(await readFile(inTheirCurrency, 'utf8'));
    return { wrong, sums: await keptSums(), days: await salesDays(), amounts: await amounts() };
  } finally {
    await owner.query('rollback');
  }
}

/** Until a transaction of this database waits for another. */
async function untilOneWaits(): Promise<void> {
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await owner.query(waiting)).rowCount === 0);
}

async function expectRecount(): Promise<void> {
  const again = await recounted();
  expect(await keptSums()).toEqual(again.sums);
  expect(await keptDays()).toEqual(again.days);
}

const at = (day: number) =>
  `2026-${String(9 + Math.floor(day / 28)).padStart(2, '0')}-${String(1 + (day % 28)).padStart(2, '0')}`;
const seeds = fc.record({
  event: randomEvent,
  day: fc.nat(70),
  location: fc.constantFrom('main', 'outlet'),
  fate: fc.constantFrom('stays', 'stays', 'voided', 'negated', 'voided first', 'again', 'edited', 'version'),
});

function placed({ event, day, location }: { event: Json; day: number; location: string }, sourceId: string): Json {
  const here = event.kind === 'transfer' ? {} : { location };
  return { ...event, ...here, sourceId, occurredAt: `${at(day)}T12:00:00-05:00` };
}

/** As docs/tills.md has it: the till says what it voids, and no currency. */
function bareVoidOf(event: Json, sourceId: string): Json {
  const { currency: _currency, exchangeRate: _rate, ...bare } = voidOf(event);
  return { ...bare, sourceId };
}

/** The batches in which one event, and what becomes of it, is sent. */
function batchesOf(seed: { event: Json; day: number; location: string; fate: string }, index: number): Json[][] {
  const event = placed(seed, `r-${index}`);
  const mirror = bareVoidOf(event, `v-${index}`);
  switch (seed.fate) {
    case 'voided':
      return [[event], [mirror]];
    case 'negated':
      return [[event, { ...negatedVoidOf(event), sourceId: `v-${index}` }]];
    case 'voided first':
      return [[mirror], [event]];
    case 'again':
      return [[event, event], [event]];
    case 'edited':
    case 'version':
      return [[event], [{ ...event, occurredAt: `${at(seed.day + 3)}T12:00:00-05:00`, memo: 'edited' }]];
    default:
      return [[event]];
  }
}

describe('sums and counts of a day', () => {
  it('equal the recount from the events, whatever was voided, edited, sent twice or taken anew', async () => {
    const given = fc.sample(seeds, { numRuns: 160, seed: 20_261_126 });
    const batches = given.map(batchesOf);
    // Of what was sent, a version is preceded by a reversal; of what was not, it takes the place.
    await shop.record(sale('sent'));
    await shop.drainAll();
    await shop.record(sale('sent', { memo: 'edited' }));
    await shop.record(...batches.flatMap(([first = []]) => first));
    const results = await shop.record(...batches.flatMap(([, second = []]) => second));
    expect(results.filter(({ status }) => status === 'conflict').length).toBeGreaterThan(20);
    await expectRecount();
    const versions = new Set([
      'sent',
      ...given.flatMap(({ fate }, index) => (fate === 'version' ? [`r-${index}`] : [])),
    ]);
    const { events } = await shop.books.listEvents({ limit: 500 });
    for (const { id, sourceId, kind } of events) {
      if (versions.has(sourceId) && kind !== 'transfer') {
        shop.test.clock.advance(1);
        await shop.books.takeVersion({ id, contentId: null }, 'owner');
      }
    }
    await shop.drain();
    await expectRecount();
    await shop.books.sync();
    await expectRecount();
    expect((await keptSums()).length).toBeGreaterThan(100);
  });

  it('stay right while many record the same days at once and others fold', async () => {
    const batches = Array.from({ length: 40 }, (_, batch) =>
      Array.from({ length: 5 }, (_, index) =>
        sale(`c-${batch}-${index}`, { occurredAt: `${at((batch * 7 + index * 3) % 20)}T12:00:00-05:00` }),
      ),
    );
    await Promise.all(batches.flatMap((batch) => [shop.books.recordEvents(batch), shop.books.sync()]));
    await expectRecount();
  });

  it.each(['what it voids', 'the void'])(
    'stay right where %s is not quite recorded when the other comes',
    async (first) => {
      // What is known of the shop by now makes nobody wait.
      await shop.record(sale('before'));
      const ticket = sale('t');
      const both = [ticket, { ...voidOf(ticket), sourceId: 'v' }];
      const [earlier, later] = first === 'the void' ? both.reverse() : both;
      const { storage } = shop.ports;
      let other: Promise<unknown> = Promise.resolve();
      await storage.transaction(shop.companyId, async (store) => {
        await recordBatch(shop.ports, store, [earlier]);
        other = shop.books.recordEvents([later]);
        await Promise.race([other, untilOneWaits()]);
      });
      await other;
      await expectRecount();
    },
  );

  it.each(['t v w', 'w v t', 'w t v', 'v w t'])(
    'hold a ticket again whose void was voided, whichever came first: %s',
    async (order) => {
      const ticket = sale('t');
      const void1 = { ...voidOf(ticket), sourceId: 'v' };
      const void2 = { ...voidOf(void1), sourceId: 'w' };
      const given: Record<string, Json> = { t: ticket, v: void1, w: void2 };
      for (const name of order.split(' ')) await shop.record(given[name]);
      const [sums] = await rowsOf(`select sum(amount_minor) from tillbook.kept_sum
        where company_id = $1 and span = 'day' and kind = 'tender'`);
      const [sales] = await rowsOf(`select sum(tickets), sum(net_sales_minor) from tillbook.sales_day
        where company_id = $1`);
      expect({ sums, sales }).toEqual({ sums: '1000', sales: '1,1000' });
    },
  );

  it('of before are put right by the migration where voids were voided, and stay as they are elsewhere', async () => {
    const given = fc.sample(seeds, { numRuns: 60, seed: 7 });
    await shop.record(...given.map((seed, index) => placed(seed, `o-${index}`)));
    const events = [
      ...['sale', 'customer-deposit', 'gift-card-adjustment', 'cash-movement'].map((kind, index) => {
        const found = fc.sample(
          randomEvent.filter((event) => event.kind === kind),
          { numRuns: 1, seed: index },
        )[0];
        return { ...found, sourceId: `r-${kind}`, location: 'main', occurredAt: '2026-11-20T12:00:00-05:00' };
      }),
      sale('plain', {
        lines: [
          { type: 'item', itemClass: 'apparel', quantity: '1', amount: '30.00', discount: '5.00' },
          { type: 'item', itemClass: 'apparel', quantity: '-1', amount: '-12.00' },
          { type: 'tax', taxCode: 'ny', amount: '2.00' },
        ],
        payments: [{ paymentType: 'cash', amount: '20.00' }],
      }),
    ];
    for (const event of events) {
      const void1 = { ...voidOf(event), sourceId: `v-${event.sourceId}`, occurredAt: '2026-11-20T13:00:00-05:00' };
      const void2 = { ...voidOf(void1), sourceId: `w-${event.sourceId}`, occurredAt: '2026-11-20T14:00:00-05:00' };
      await shop.record(event, void1, void2);
    }
    const [sums, days] = [await keptSums(), await salesDays()];
    const again = await repaired();
    expect(again.wrong).not.toEqual(sums);
    expect(again.sums).toEqual(sums);
    expect(again.days).toEqual(days);
  });

  it('of before get the days that came to nothing, and no other sum', async () => {
    const given = fc.sample(seeds, { numRuns: 120, seed: 36 });
    for (const [index, seed] of given.entries()) {
      const event = placed(seed, `n-${index}`);
      const { occurredAt } = event;
      const void1 = { ...voidOf(event), sourceId: `v-${index}`, occurredAt };
      const later = { occurredAt: `${at(index % 70)}T12:00:00-05:00` };
      const void2 = { ...voidOf(void1), ...later, sourceId: `w-${index}` };
      await shop.record(event, void1, void2, { ...voidOf(void2), ...later, sourceId: `x-${index}` });
    }
    const days = () =>
      rowsOf(`select first_day::text, location, currency, kind, subject from tillbook.kept_sum where company_id = $1
        and span = 'day' and kind in ('gift-card-issued', 'tender', 'other-payment')`);
    const [before, sums] = [await days(), await keptSums()];
    await owner.query('delete from tillbook.kept_sum where amount_minor = 0');
    expect((await days()).length).toBeLessThan(before.length / 2);
    await owner.query(await readFile(restoring, 'utf8'));
    expect({ days: await days(), sums: await keptSums() }).toEqual({ days: before, sums });
  });

  it.each([
    ['EUR', '1.1', '90.00', 9000n],
    ['JPY', '0.0065', '15000', 15000n],
    ['KWD', '3.25', '12.345', 12345n],
  ])('of a ticket in %s are taken back in it, whichever came first', async (currency, exchangeRate, amount, minor) => {
    for (const [index, order] of ['t v', 'v t', 't v w', 'w v t', 'w t v', 'tv', 'wvt'].entries()) {
      const ticket = sale(`t-${index}`, {
        ...{ currency, exchangeRate, location: `shop-${index}`, payments: [{ paymentType: 'gift-card', amount }] },
        lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount }],
      });
      const undone = bareVoidOf(ticket, `v-${index}`);
      const given: Record<string, Json> = { t: ticket, v: undone, w: bareVoidOf(undone, `w-${index}`) };
      for (const batch of order.split(' ')) await shop.record(...[...batch].map((name) => given[name]));
      const left = order.includes('w') ? minor : 0n;
      expect(
        await rowsOf(`select currency, sum(tickets), sum(net_sales_minor) from tillbook.sales_day
          where company_id = $1 and location = 'shop-${index}' group by currency`),
        order,
      ).toEqual([`${currency},${left === 0n ? 0 : 1},${left}`]);
      expect(
        await rowsOf(`select currency, sum(amount_minor) from tillbook.kept_sum where company_id = $1
          and location = 'shop-${index}' and kind = 'tender' and span = 'month' group by currency`),
        order,
      ).toEqual([`${currency},${left}`]);
      const row = (name: string, sign = '') => `${name}-${index},${currency},${exchangeRate},${sign}${minor}`;
      expect(
        (await amounts()).filter((one) => one.split(',')[0]?.endsWith(`-${index}`)),
        order,
      ).toEqual([row('t'), row('v', '-'), ...(order.includes('w') ? [row('w')] : [])]);
    }
  });

  it('of before are put right by the migration where a void was taken for one in another currency', async () => {
    const given = fc.sample(seeds, { numRuns: 40, seed: 45 });
    for (const [index, seed] of given.entries()) {
      const event = placed(seed, `f-${index}`);
      const void1 = bareVoidOf(event, `${seed.fate === 'voided first' ? 'early' : 'v'}-${index}`);
      if (seed.fate === 'voided first') await shop.record(void1);
      await shop.record(event, void1, { ...bareVoidOf(void1, `w-${index}`), location: 'main' });
    }
    await shop.record({ ...bareVoidOf(sale('never'), 'early-never') });
    const right = { sums: await keptSums(), days: await salesDays(), amounts: await amounts() };
    const { wrong, ...again } = await repairedForeign();
    expect(wrong).not.toEqual(right.sums);
    expect(again).toEqual(right);
  });

  it('of a day of one ticket are what the ticket says', async () => {
    const lines = [
      { type: 'item', itemClass: 'apparel', quantity: '1', amount: '30.00' },
      { type: 'gift-card', amount: '25.00', discount: '5.00' },
    ];
    await shop.record(sale('a', { lines, payments: [{ paymentType: 'cash', amount: '55.00' }] }));
    expect((await keptSums()).filter((row) => row.startsWith('day'))).toEqual([
      'day,2026-11-20,main,USD,gift-card-issued,,3000',
      'day,2026-11-20,main,USD,item-class,apparel,3000',
      'day,2026-11-20,main,USD,tender,cash,5500',
    ]);
    expect(await keptDays()).toEqual(['2026-11-20,main,ready,1']);
  });
});
