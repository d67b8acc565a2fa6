// Storage keeps companies apart, keeps each event and posting once, and lets only the holder of a lane write.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../clock.ts';
import type { CompanyStore } from '../pipeline/storage-port.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pools.ts';
import { openTestStorage, type TestStorage, testEvent, testKey } from './storage.fixture.ts';
import { openStorage } from './storage.ts';

let test: TestStorage;
let companyId: string;
const inCompany = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
  test.storage.transaction(companyId, work);
const id = (): string => newId(test.clock.now());

beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(async () => {
  await test.close();
});

/** Tests share the database, not the company. */
async function newCompany(): Promise<void> {
  companyId = (await test.storage.createCompany({ name: 'Test shop' })).companyId;
}

describe('companies', () => {
  beforeAll(newCompany);

  it('do not see each other, even where a query forgets its where', async () => {
    await inCompany((store) => store.events.insert([testEvent('apart')], test.clock.now()));
    const other = await test.storage.createCompany({ name: 'Other shop' });
    const seen = await test.storage.transaction(other.companyId, (store) => store.events.byKeys(['till/sale/apart']));
    expect(seen.size).toBe(0);
    const pool = openPool({
      connectionString: test.connectionString,
      role: 'tillbook_app',
      connectionCountMax: 1,
      onError: () => undefined,
    });
    const client = await pool.connect();
    try {
      expect((await client.query('select * from tillbook.financial_event')).rows).toEqual([]);
      await client.query('select set_config($1, $2, false)', ['tillbook.company_id', other.companyId]);
      expect((await client.query('select * from tillbook.financial_event')).rows).toEqual([]);
      await expect(
        client.query(`insert into tillbook.lane (company_id) values ($1)`, [companyId]),
      ).rejects.toMatchObject({ code: '42501' });
    } finally {
      client.release();
      await pool.end();
    }
  });

  it('are under row-level security in every table that the application may read', async () => {
    const client = new pg.Client({ connectionString: test.connectionString });
    await client.connect();
    const open = await client.query(
      `select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where nspname = 'tillbook' and relkind in ('r', 'p') and not relrowsecurity`,
    );
    const owned = await client.query(
      `select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       join pg_roles on pg_roles.oid = relowner where nspname = 'tillbook' and rolname in ('tillbook_app', 'tillbook_auth', 'tillbook_jobs')`,
    );
    await client.end();
    expect(open.rows).toEqual([]);
    expect(owned.rows).toEqual([]);
  });

  it('are made once by two processes that start at once', async () => {
    const [first, second] = await Promise.all([test.storage.ensureFirstCompany(), test.storage.ensureFirstCompany()]);
    expect(first).toEqual(second);
  });
});

describe('migrations', () => {
  it('are applied once, also by two at a time', async () => {
    const results = await Promise.all([migrate(test.connectionString), migrate(test.connectionString)]);
    expect(results.flatMap((result) => result.applied)).toEqual([]);
  });
});

describe('events', () => {
  beforeAll(newCompany);

  it('are inserted once each by requests that overlap in any order', async () => {
    const events = Array.from({ length: 50 }, (_, index) => testEvent(`overlap-${index}`));
    const again = events.map((event) => ({ ...event, id: id() })).reverse();
    const [first, second] = await Promise.all(
      [events, again].map((batch) => inCompany((store) => store.events.insert(batch, test.clock.now()))),
    );
    expect((first?.size ?? 0) + (second?.size ?? 0)).toBe(50);
    const postings = await inCompany((store) => store.postings.byKeys(events.map((event) => event.key)));
    expect(postings).toHaveLength(50);
  });

  it('cannot be changed or removed by the application', async () => {
    const pool = openPool({
      connectionString: test.connectionString,
      role: 'tillbook_app',
      connectionCountMax: 1,
      onError: () => undefined,
    });
    await expect(pool.query(`update tillbook.financial_event set amount_minor = 0`)).rejects.toMatchObject({
      code: '42501',
    });
    await expect(pool.query('delete from tillbook.financial_event')).rejects.toMatchObject({ code: '42501' });
    for (const record of ['posting_record', 'audit_log']) {
      await expect(pool.query(`delete from tillbook.${record}`)).rejects.toMatchObject({ code: '42501' });
      await expect(pool.query(`update tillbook.${record} set at = now()`)).rejects.toMatchObject({ code: '42501' });
      await expect(pool.query(`truncate tillbook.${record}`)).rejects.toMatchObject({ code: '42501' });
    }
    await pool.end();
  });

  it('are counted by status with every change, whoever changes them at once', async () => {
    await newCompany();
    const events = Array.from({ length: 400 }, (_, index) =>
      testEvent(`counted-${index}`, index % 4 === 0 ? { status: 'never-synced', postingKey: null } : {}),
    );
    const chunks = Array.from({ length: 200 }, (_, index) => events.slice(index * 2, index * 2 + 2));
    await Promise.all(chunks.map((chunk) => inCompany((store) => store.events.insert(chunk, test.clock.now()))));
    const outside = events.slice(0, 3);
    await Promise.all([
      ...outside.map((event) => inCompany((store) => store.events.setHandledOutside(event.id, 'paid by hand'))),
      inCompany((store) => store.events.foldCounts()),
      inCompany((store) => store.events.foldCounts()),
    ]);
    const counted = { 'never-synced': 99, ready: 298, 'handled-outside': 3 };
    expect(await inCompany((store) => store.events.countByStatus())).toMatchObject(counted);
    await inCompany((store) => store.events.foldCounts());
    expect(await inCompany((store) => store.events.countByStatus())).toMatchObject(counted);
  });

  it('are listed newest first in pages that neither repeat nor skip', async () => {
    const events = Array.from({ length: 25 }, (_, index) =>
      testEvent(`page-${index}`, {
        location: 'paged',
        businessDate: `2026-10-${String((index % 5) + 1).padStart(2, '0')}`,
      }),
    );
    await inCompany((store) => store.events.insert(events, test.clock.now()));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const filter = { location: 'paged', limit: 7, ...(cursor !== null && { cursor }) };
      const page: Awaited<ReturnType<CompanyStore['events']['list']>> = await inCompany((store) =>
        store.events.list(filter, { laneHeld: false, amountMinor: null, amounts: null, giftCardTypes: [] }),
      );
      seen.push(...page.events.map((event) => event.key));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  it('show as action required while the lane as a whole is held', async () => {
    const held = await inCompany((store) =>
      store.events.list(
        { status: 'action-required', location: 'paged', limit: 50 },
        { laneHeld: true, amountMinor: null, amounts: null, giftCardTypes: [] },
      ),
    );
    expect(held.events).toHaveLength(25);
    expect(held.events.every((event) => event.status === 'action-required')).toBe(true);
    const ready = await inCompany((store) =>
      store.events.list(
        { status: 'ready', limit: 50 },
        { laneHeld: true, amountMinor: null, amounts: null, giftCardTypes: [] },
      ),
    );
    expect(ready.events).toEqual([]);
  });
});

describe('a lane', () => {
  beforeAll(newCompany);

  it('is held by one worker; the other is told until when', async () => {
    const now = test.clock.now();
    const until = new Date(now.getTime() + 30_000);
    const first = await inCompany((store) => store.lane.acquire({ holder: 'a', now, until }));
    const second = await inCompany((store) => store.lane.acquire({ holder: 'b', now, until }));
    expect(first.ok).toBe(true);
    expect(second).toEqual({ ok: false, busyUntil: until });
  });

  it('is taken from a holder that is certainly gone before its time, and never given back to it', async () => {
    const now = test.clock.now();
    const until = new Date(now.getTime() + 30_000);
    const { companyId: other } = await test.storage.createCompany({ name: 'Another shop' });
    const acquire = (holder: string) =>
      test.storage.transaction(other, (store) => store.lane.acquire({ holder, now, until }));
    const killed = await acquire('killed');
    if (!killed.ok) throw new Error('The lane of a new company is free.');
    expect((await acquire('next')).ok).toBe(false);
    await test.storage.endLeases();
    expect(await test.storage.transaction(other, (store) => store.lane.renew(killed.lease, now, until))).toBe(false);
    expect((await acquire('next')).ok).toBe(true);
    expect(await test.storage.transaction(other, (store) => store.lane.renew(killed.lease, now, until))).toBe(false);
    expect((await acquire('third')).ok).toBe(false);
  });

  it('lets nobody write under a lease that ran out or went to another', async () => {
    const later = new Date(test.clock.now().getTime() + 31_000);
    const until = new Date(later.getTime() + 30_000);
    const taken = await inCompany((store) => store.lane.acquire({ holder: 'c', now: later, until }));
    if (!taken.ok) throw new Error('The lease had run out.');
    const stale = { token: taken.lease.token - 1n, holder: 'a' };
    expect(await inCompany((store) => store.lane.renew(stale, later, until))).toBe(false);
    expect(await inCompany((store) => store.lane.renew(taken.lease, later, until))).toBe(true);
    expect(await inCompany((store) => store.lane.renew(taken.lease, new Date(until.getTime() + 1), until))).toBe(false);
  });
});

describe('the state of a posting', () => {
  beforeAll(newCompany);

  it('is never saved where it may not come from, of one among many neither', async () => {
    const events = Array.from({ length: 3 }, (_, index) => testEvent(`move-${index}`));
    await inCompany((store) => store.events.insert(events, test.clock.now()));
    const [first, ...others] = events.map((event) => event.id);
    await inCompany((store) => store.postings.setState([first ?? ''], 'waiting'));
    const all = [first ?? '', ...others];
    await expect(inCompany((store) => store.postings.setState(all, 'ready'))).rejects.toThrow('only 2');
    const change = {
      attempt: 1,
      quickbooksId: '1',
      syncToken: '0',
      realmId: 'realm',
      acceptedAt: test.clock.now(),
      nextStepAt: null,
      goesAlone: false,
      unanswered: 0,
    };
    const accepted = all.map((postingId) => ({ ...change, postingId, state: 'accepted' as const }));
    await expect(inCompany((store) => store.postings.saveChanges(accepted))).rejects.toThrow('only 0');
    const states = (await inCompany((store) => store.postings.byIds(all))).map(({ state }) => state);
    expect(states.sort()).toEqual(['pending', 'pending', 'waiting']);
  });
});

describe('causes', () => {
  beforeAll(newCompany);

  it('let go what hangs on nothing else, and keep the rest', async () => {
    await inCompany((store) => store.events.insert([testEvent('one'), testEvent('both')], test.clock.now()));
    const [both, one] = await inCompany((store) => store.postings.byKeys(['till/sale/both', 'till/sale/one']));
    if (both === undefined || one === undefined) throw new Error('Both were inserted.');
    const result = await inCompany(async (store) => {
      const now = test.clock.now();
      const visa = { kind: 'missing-account', role: 'payment', subject: 'visa' } as const;
      const cash = { kind: 'missing-account', role: 'payment', subject: 'cash' } as const;
      const ids = await store.causes.raise(
        [
          { id: id(), key: 'visa', cause: visa },
          { id: id(), key: 'cash', cause: cash },
        ],
        now,
      );
      const [visaId, cashId] = [ids.get('visa') ?? '', ids.get('cash') ?? ''];
      await store.postings.setState([both.id, one.id], 'waiting');
      await store.causes.hold([
        { causeId: visaId, postingId: one.id },
        { causeId: visaId, postingId: both.id },
        { causeId: cashId, postingId: both.id },
      ]);
      const held = (await store.causes.held()).get(visaId);
      const { free } = await store.causes.letGo({ causeId: visaId, dateFrom: null, after: null, limit: 10 });
      await store.causes.resolveEmpty(['missing-account'], now);
      return {
        held,
        free: free.map((posting) => posting.id),
        open: (await store.causes.open()).map((cause) => cause.key),
      };
    });
    expect(result).toEqual({ held: { events: 2, amountMinor: 2000n }, free: [one.id], open: ['cash'] });
  });

  it('let go slice by slice by the ids of postings, those from a date on, and end where nothing is left', async () => {
    const days = [20, 21, 22, 23].map((day) => ({ businessDate: `2026-11-${day}`, key: `till/sale/on-${day}` }));
    const events = days.map(({ businessDate, key }) => testEvent(key, { key, postingKey: key, businessDate }));
    await inCompany((store) => store.events.insert(events, test.clock.now()));
    const slices = await inCompany(async (store) => {
      const postings = await store.postings.byKeys(days.map(({ key }) => key));
      const cause = { kind: 'missing-account', role: 'payment', subject: 'amex' } as const;
      const raised = await store.causes.raise([{ id: id(), key: 'amex', cause }], test.clock.now());
      const causeId = raised.get('amex') ?? '';
      const ids = postings.map((posting) => posting.id);
      await store.postings.setState(ids, 'waiting');
      await store.causes.hold(ids.map((postingId) => ({ causeId, postingId })));
      const letGo = async (after: string | null) => {
        const { free, more } = await store.causes.letGo({ causeId, dateFrom: '2026-11-22', after, limit: 3 });
        return { dates: free.map(({ businessDate }) => businessDate).sort(), more };
      };
      const first = await letGo(null);
      const second = await letGo(first.more);
      const last = [...ids].sort()[2];
      return { dates: [...first.dates, ...second.dates].sort(), more: [first.more === last, second.more] };
    });
    expect(slices).toEqual({ dates: ['2026-11-22', '2026-11-23'], more: [true, null] });
  });

  it('keep the time they were first seen when they are raised again', async () => {
    const cause = { kind: 'closed-period', closedUntil: null } as const;
    const raise = () =>
      inCompany((store) => store.causes.raise([{ id: id(), key: 'closed', cause }], test.clock.now()));
    const first = await raise();
    test.clock.advance(60_000);
    expect(await raise()).toEqual(first);
  });
});

describe('tokens', () => {
  const tokens = (name: string) => ({
    accessToken: `access-${name}`,
    refreshToken: `refresh-${name}`,
    accessTokenExpiresAt: new Date('2026-11-20T13:00:00Z'),
    refreshTokenExpiresAt: new Date('2027-02-20T13:00:00Z'),
    authorizationExpiresAt: null,
  });
  beforeAll(async () => {
    await newCompany();
    await inCompany((store) =>
      store.connection.connect({
        environment: 'local',
        realmId: '1',
        companyName: 'Books',
        homeCurrency: 'USD',
        connectedBy: 'owner',
        connectedAt: test.clock.now(),
        tokens: tokens('first'),
      }),
    );
  });

  it('are refreshed by one at a time and saved together', async () => {
    const store = test.storage.tokenStore(companyId);
    const read = await store.read();
    const version = read?.version ?? -1n;
    const untilMs = test.clock.now().getTime() + 10_000;
    const begun = await Promise.all([store.beginRefresh(version, untilMs), store.beginRefresh(version, untilMs)]);
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect((await store.read())?.refreshingUntil).toEqual(new Date(untilMs));
    expect(await store.saveRefreshed(version, tokens('second'))).toBe(true);
    expect(await store.saveRefreshed(version, tokens('third'))).toBe(false);
    expect(await store.read()).toMatchObject({ tokens: tokens('second'), refreshingUntil: null });
  });

  it('are read of their company alone, which the connection has forgotten after', async () => {
    const storage = openStorage({
      connectionString: test.connectionString,
      keys: () => [testKey],
      connectionCountMax: 1,
    });
    try {
      const other = await storage.createCompany({ name: 'Other' });
      expect(await storage.tokenStore(other.companyId).read()).toBeNull();
      expect((await storage.tokenStore(companyId).read())?.realmId).toBe('1');
    } finally {
      await storage.close();
    }
  });

  it('are the business of whoever has the right to refresh: one whose time was over gives back no other’s', async () => {
    const store = test.storage.tokenStore(companyId);
    const version = (await store.read())?.version ?? -1n;
    const mine = test.clock.now().getTime() + 1000;
    expect(await store.beginRefresh(version, mine)).toBe(true);
    test.clock.advance(2000);
    const theirs = test.clock.now().getTime() + 10_000;
    expect(await store.beginRefresh(version, theirs)).toBe(true);
    await store.endRefresh(version, mine);
    expect(await store.beginRefresh(version, theirs + 1)).toBe(false);
    await store.endRefresh(version, theirs);
    expect(await store.beginRefresh(version, theirs + 1)).toBe(true);
    await store.endRefresh(version, theirs + 1);
  });

  it('lie encrypted, bound to their company', async () => {
    const client = new pg.Client({ connectionString: test.connectionString });
    await client.connect();
    const { rows } = await client.query('select * from tillbook.connection where company_id = $1', [companyId]);
    await client.end();
    expect(JSON.stringify(rows)).not.toContain('refresh-second');
    expect(rows[0].refresh_token_encrypted.includes(Buffer.from('refresh-second'))).toBe(false);
  });

  it('that were refused ask for a reconnect, unless they have been replaced since', async () => {
    const store = test.storage.tokenStore(companyId);
    const version = (await store.read())?.version ?? -1n;
    await store.markRefused(version - 1n, 'revoked');
    expect(await inCompany(async (company) => (await company.connection.read())?.state)).toBe('connected');
    await store.markRefused(version, 'revoked');
    expect(await inCompany(async (company) => (await company.connection.read())?.state)).toBe('reconnect-required');
    expect(await inCompany(async (company) => (await company.causes.open()).map((open) => open.cause.kind))).toEqual([
      'authentication',
    ]);
    expect(await store.read()).toBeNull();
  });
});
