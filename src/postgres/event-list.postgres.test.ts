// Lists of events over a real database: each filter finds what it names and no others, page after page, and a search what it should.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../clock.ts';
import type { EventFilter, FilterContext } from '../pipeline/event-list-port.ts';
import type { CompanyStore, NewEvent } from '../pipeline/storage-port.ts';
import { openTestStorage, type TestStorage, testEvent } from './storage.fixture.ts';

let test: TestStorage;
let companyId: string;

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(() => test.close());

const inCompany = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
  test.storage.transaction(companyId, work);

async function newCompany(events: readonly NewEvent[] = []): Promise<void> {
  companyId = (await test.storage.createCompany({ name: 'Test shop' })).companyId;
  await inCompany((store) => store.events.insert(events, test.clock.now()));
}

const plain: FilterContext = { laneHeld: false, amountMinor: null, amounts: null, giftCardTypes: [] };

async function found(filter: Partial<EventFilter>, context: Partial<FilterContext> = {}): Promise<string[]> {
  const numbers: string[] = [];
  let cursor: string | undefined;
  do {
    const asked = { limit: 3, ...filter, ...(cursor !== undefined && { cursor }) };
    const page = await inCompany((store) => store.events.list(asked, { ...plain, ...context }));
    numbers.push(...page.events.map(({ number }) => number));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return numbers;
}

describe('a filter', () => {
  const events = [
    testEvent('a', { source: 'web', amountMinor: 100n, businessDate: '2026-11-01' }),
    testEvent('b', { kind: 'transfer', amountMinor: 200n, businessDate: '2026-11-02' }),
    testEvent('c', { kind: 'inventory-adjustment', amountMinor: -300n, businessDate: '2026-11-03' }),
    testEvent('d', { location: 'outlet', amountMinor: 300n, businessDate: '2026-11-04', status: 'never-synced' }),
    testEvent('e', { amountMinor: 300n, currency: 'JPY', businessDate: '2026-11-05' }),
  ];
  beforeAll(() => newCompany(events));

  it('finds the events of a source, of a location, of several kinds, of dates, and picked ones', async () => {
    expect(await found({})).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(await found({ source: 'web' })).toEqual(['a']);
    expect(await found({ location: 'outlet' })).toEqual(['d']);
    expect(await found({ kinds: ['transfer', 'inventory-adjustment'] })).toEqual(['c', 'b']);
    expect(await found({ dateFrom: '2026-11-02', dateTo: '2026-11-03' })).toEqual(['c', 'b']);
    expect(await found({ status: 'never-synced' })).toEqual(['d']);
    expect(await found({ ids: [events[0]?.id ?? '', events[3]?.id ?? ''] })).toEqual(['d', 'a']);
  });

  it('finds amounts within bounds, of currencies in which the amount means the same', async () => {
    const within = (fromMinor: bigint | null, toMinor: bigint | null, decimals = 2) =>
      found({}, { amounts: { fromMinor, toMinor, decimals } });
    expect(await within(300n, 300n)).toEqual(['d']);
    expect(await within(null, 100n)).toEqual(['c', 'a']);
    expect(await within(101n, null)).toEqual(['d', 'b']);
    expect(await within(300n, 300n, 0)).toEqual(['e']);
    expect(await within(2n, 1n)).toEqual([]);
  });

  it('counts what is of a status, up to a limit', async () => {
    const count = (limit: number, filter: Partial<EventFilter> = {}) =>
      inCompany((store) => store.events.count(filter, { ...plain, statuses: ['ready'], limit }));
    expect(await count(10)).toEqual({ count: 4, more: false });
    expect(await count(4)).toEqual({ count: 4, more: false });
    expect(await count(3)).toEqual({ count: 3, more: true });
    expect(await count(10, { source: 'web' })).toEqual({ count: 1, more: false });
  });
});

describe('a search', () => {
  beforeAll(() =>
    newCompany([
      testEvent('L-104233', { amountMinor: 123_456n, businessDate: '2026-11-01' }),
      testEvent('104299', { businessDate: '2026-11-02' }),
      testEvent('50%_off', { businessDate: '2026-11-03' }),
      testEvent('Grüße-ÄÖ🎁', { businessDate: '2026-11-04' }),
      testEvent('7', { businessDate: '2026-11-05' }),
    ]),
  );

  it('finds a number by its begin or its end, whatever its case, as text', async () => {
    expect(await found({ q: '1042' })).toEqual(['104299']);
    expect(await found({ q: 'l-1' })).toEqual(['L-104233']);
    expect(await found({ q: '4233' })).toEqual(['L-104233']);
    expect(await found({ q: '104233' })).toEqual(['L-104233']);
    expect(await found({ q: '50%_' })).toEqual(['50%_off']);
    expect(await found({ q: '%_' })).toEqual([]);
    expect(await found({ q: 'äö🎁' })).toEqual(['Grüße-ÄÖ🎁']);
    expect(await found({ q: '0423' })).toEqual([]);
  });

  it('finds with a single character what is that and nothing more', async () => {
    expect(await found({ q: '7' })).toEqual(['7']);
    expect(await found({ q: '1' })).toEqual([]);
  });

  it('finds an amount, a key, and the document number of a posting', async () => {
    expect(await found({ q: '1234.56' }, { amountMinor: 123_456n })).toEqual(['L-104233']);
    expect(await found({ q: 'till/sale/104299' })).toEqual(['104299']);
    const client = new pg.Client({ connectionString: test.connectionString });
    await client.connect();
    await client.query(
      `update tillbook.posting set document_number = 'TB-0123ABC' where company_id = $1 and posting_key = 'till/sale/7'`,
      [companyId],
    );
    await client.end();
    expect(await found({ q: 'tb-0123abc' })).toEqual(['7']);
  });

  it('is narrowed by the other filters', async () => {
    expect(await found({ q: '1042', dateTo: '2026-11-01' })).toEqual([]);
    expect(await found({ q: '1042', kinds: ['sale'] })).toEqual(['104299']);
    expect(await found({ q: '1042', kinds: ['transfer'] })).toEqual([]);
  });
});

describe('among more events than are looked through', () => {
  const count = 5_500;

  beforeAll(async () => {
    await newCompany([
      testEvent('OLD-77', { businessDate: '2019-01-02', amountMinor: 55_555n }),
      testEvent('77-OLD', { businessDate: '2019-01-03' }),
      testEvent('77-77', { businessDate: '2019-01-04', location: 'outlet' }),
    ]);
    const client = new pg.Client({ connectionString: test.connectionString });
    await client.connect();
    await client.query(
      `insert into tillbook.financial_event (company_id, event_id, event_key, source, kind, source_id, number, occurred_at,
        business_date, location, currency, amount_minor, body, digest, recorded_at)
       select $1::uuid, gen_random_uuid(), 'till/sale/n-' || n, 'till', 'sale', 'n-' || n, 'N-' || n, now(), '2026-11-03', 'main', 'USD', 100,
        '{}', '', now() from generate_series(10000, 10000 + $2::integer - 1) as n`,
      [companyId, count],
    );
    await client.end();
  });

  it('what is old is found, each once, the newest first', async () => {
    expect(await found({ q: '77', dateTo: '2019-12-31' })).toEqual(['77-77', '77-OLD', 'OLD-77']);
    expect((await found({ q: '77', limit: 500 })).slice(-3)).toEqual(['77-77', '77-OLD', 'OLD-77']);
    expect(await found({ q: 'old-' })).toEqual(['OLD-77']);
    expect(await found({ q: '-old' })).toEqual(['77-OLD']);
    expect(await found({ q: '555.55' }, { amountMinor: 55_555n })).toEqual(['OLD-77']);
    expect(await found({ q: '77-', location: 'outlet' })).toEqual(['77-77']);
  });

  it('pages go on from the newest to what the indexes of numbers find', async () => {
    const numbers = await found({ q: '77', limit: 20 });
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers).toHaveLength(55 + 3);
  });

  it('what many have is found among the newest', async () => {
    expect(await inCompany((store) => store.events.list({ q: 'n-1', limit: 50 }, plain))).toMatchObject({
      events: { length: 50 },
      nextCursor: expect.any(String),
    });
  });
});

describe('saved views', () => {
  beforeAll(() => newCompany());
  const save = (userId: string, name: string, filter: Record<string, string>) =>
    inCompany((store) =>
      store.views.save({ id: newId(test.clock.now()), userId, name, filter, now: test.clock.now() }),
    );
  const list = (userId: string) => inCompany((store) => store.views.list(userId));

  it('are of one person, by name, and another of the name takes its place', async () => {
    const client = new pg.Client({ connectionString: test.connectionString });
    await client.connect();
    await client.query(
      `insert into tillbook."user" (id, name, email) values ('ann', 'Ann', 'ann@example.com'), ('bob', 'Bob', 'bob@example.com')`,
    );
    await client.end();
    const first = await save('ann', 'Failed', { status: 'failed' });
    await save('ann', 'big tickets', { amountFrom: '1000' });
    await save('bob', 'Failed', { status: 'action-required' });
    expect(await save('ann', 'Failed', { status: 'failed', location: 'main' })).toBe(first);
    expect(await list('ann')).toMatchObject([
      { name: 'big tickets', filter: { amountFrom: '1000' } },
      { id: first, name: 'Failed', filter: { status: 'failed', location: 'main' } },
    ]);
    expect(await inCompany((store) => store.views.remove('bob', first))).toBe(false);
    expect(await inCompany((store) => store.views.remove('ann', first))).toBe(true);
    expect((await list('ann')).map(({ name }) => name)).toEqual(['big tickets']);
    expect(await list('bob')).toHaveLength(1);
  });
});
