// News from one process to another: after the commit, of the company alone, few of them, and again after the line broke.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../clock.ts';
import type { NewsKind } from '../pipeline/news-port.ts';
import { openTestStorage, type TestStorage, testEvent, testKey } from './storage.fixture.ts';
import { openStorage, type PostgresStorage } from './storage.ts';

let opened: TestStorage;
let teller: PostgresStorage;
let companyId: string;
let otherId: string;

beforeAll(async () => {
  opened = await openTestStorage();
  teller = openStorage({
    ...{ connectionString: opened.connectionString, keys: () => [testKey], clock: opened.clock },
    tellsNews: true,
  });
  ({ companyId } = await teller.createCompany({ name: 'A' }));
  ({ companyId: otherId } = await teller.createCompany({ name: 'B' }));
});
afterAll(async () => {
  await teller?.close();
  await opened?.close();
});

interface Listening {
  readonly told: (readonly NewsKind[])[];
  /** Resolves with the next of what happens: news, or that it hears, or hears nothing. */
  next(): Promise<string>;
  stop(): void;
}

/** As another process: over a storage of its own. */
function listen(of: string): Listening {
  const told: (readonly NewsKind[])[] = [];
  const happened: string[] = [];
  const waiting: ((what: string) => void)[] = [];
  const happen = (what: string) => {
    const next = waiting.shift();
    if (next === undefined) happened.push(what);
    else next(what);
  };
  const stop = opened.storage.news.subscribe(of, {
    hearing: () => happen('hearing'),
    deaf: () => happen('deaf'),
    heard(kinds) {
      told.push(kinds);
      happen([...kinds].sort().join(' '));
    },
  });
  return {
    ...{ told, stop },
    next: () =>
      new Promise((resolve) => {
        const first = happened.shift();
        if (first === undefined) waiting.push(resolve);
        else resolve(first);
      }),
  };
}

const record = (of: string, sourceId: string) =>
  teller.transaction(of, (store) => store.events.insert([testEvent(sourceId)], opened.clock.now()));
const saveName = (of: string, name: string) => teller.transaction(of, (store) => store.company.save({ name }));
const raise = (of: string) =>
  teller.transaction(of, (store) =>
    store.causes.raise(
      [{ id: newId(opened.clock.now()), key: '["authentication"]', cause: { kind: 'authentication' } }],
      opened.clock.now(),
    ),
  );

test('what a transaction changed is told to other processes by kind, to its company alone', async () => {
  const [own, other] = [listen(companyId), listen(otherId)];
  expect([await own.next(), await other.next()]).toEqual(['hearing', 'hearing']);
  await record(companyId, 'one');
  expect(await own.next()).toBe('events');
  await raise(companyId);
  expect(await own.next()).toBe('alerts notifications');
  await saveName(otherId, 'Another');
  expect(await other.next()).toBe('settings');
  expect(other.told).toEqual([['settings']]);
  own.stop();
  other.stop();
});

test('what was rolled back, or only read, is no news', async () => {
  const own = listen(companyId);
  expect(await own.next()).toBe('hearing');
  await expect(
    teller.transaction(companyId, async (store) => {
      await store.events.insert([testEvent('undone')], opened.clock.now());
      throw new Error('undone');
    }),
  ).rejects.toThrow('undone');
  await teller.transaction(companyId, (store) => store.causes.open());
  await saveName(companyId, 'Renamed');
  expect(await own.next()).toBe('settings');
  own.stop();
});

test('a burst is told in a few messages, the last of it too', async () => {
  const own = listen(companyId);
  expect(await own.next()).toBe('hearing');
  for (let index = 0; index < 200; index += 1) await record(companyId, `burst-${index}`);
  await saveName(companyId, 'After the burst');
  for (let last = ''; !last.includes('settings'); ) last = await own.next();
  expect(own.told.length).toBeLessThan(20);
  own.stop();
});

test('a listener whose connection is ended is told that it hears nothing, and hears again by itself', async () => {
  const own = listen(companyId);
  expect(await own.next()).toBe('hearing');
  const admin = new pg.Client({ connectionString: opened.connectionString });
  await admin.connect();
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'tillbook_hearing' and datname = current_database()`,
  );
  await admin.end();
  expect(await own.next()).toBe('deaf');
  expect(await own.next()).toBe('hearing');
  await saveName(companyId, 'Heard again');
  expect(await own.next()).toBe('settings');
  own.stop();
});
