// Changing the key: interrupted anywhere, every token can be read, and a program that runs meanwhile notices nothing.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStorage, type TestStorage, testKey } from '../postgres/storage.fixture.ts';
import { openStorage, type PostgresStorage } from '../postgres/storage.ts';
import { changeKey, sealAll } from './rotate-key.ts';

let test: TestStorage;
let keys: readonly Buffer[] = [testKey];
/** A program that started under the first key. */
let running: PostgresStorage;
const companyIds: string[] = [];

beforeAll(async () => {
  test = await openTestStorage();
  running = openStorage({ connectionString: test.connectionString, keys: () => keys, clock: test.clock });
  for (let index = 0; index < 3; index += 1) {
    const { companyId } = await running.createCompany({ name: `Shop ${index}` });
    if (index < 2) await connect(companyId, `access-${index}`);
    companyIds.push(companyId);
  }
});
afterAll(async () => {
  await running.close();
  await test.close();
});

const tokens = (accessToken: string) => ({
  accessToken,
  refreshToken: 'refresh',
  accessTokenExpiresAt: new Date('2027-01-01T00:00:00Z'),
  refreshTokenExpiresAt: new Date('2027-02-01T00:00:00Z'),
  authorizationExpiresAt: null,
});
const connect = (companyId: string, accessToken: string) =>
  running.transaction(companyId, (store) =>
    store.connection.connect({
      environment: 'local',
      realmId: 'realm',
      companyName: 'Books',
      homeCurrency: 'USD',
      connectedBy: 'owner',
      connectedAt: test.clock.now(),
      tokens: tokens(accessToken),
    }),
  );
const read = async (): Promise<readonly (string | undefined)[]> =>
  Promise.all(companyIds.map(async (id) => (await running.tokenStore(id).read())?.tokens.accessToken));

it('interrupted between two companies, all are read, and started again it ends with the new key alone', async () => {
  const [next, newest] = [randomBytes(32), randomBytes(32)];
  expect(await sealAll(running)).toBe(2);
  keys = [next, testKey];
  const [first = ''] = companyIds;
  // Here the first attempt ends: one company is under the new key, one under the old.
  await running.transaction(first, (store) => store.connection.sealAnew());
  expect(await read()).toEqual(['access-0', 'access-1', undefined]);
  // Started again it finishes that, and only then makes another key.
  await sealAll(running);
  keys = [newest, next];
  expect(await read()).toEqual(['access-0', 'access-1', undefined]);
  await sealAll(running);
  keys = [newest];
  expect(await read()).toEqual(['access-0', 'access-1', undefined]);
});

it('two at once are one: the second is refused, and no key goes that something still lies under', async () => {
  const [current = Buffer.alloc(0)] = keys;
  let made = 0;
  const putInFront = async (): Promise<void> => {
    made += 1;
    keys = [randomBytes(32), keys[0] ?? current];
  };
  // Begun while the first is at work for certain: by themselves, a quick one is through before the other has a connection.
  await changeKey(running, async () => {
    await putInFront();
    await expect(changeKey(running, putInFront)).rejects.toMatchObject({ code: 'already-running' });
  });
  expect(made).toBe(1);
  expect(await read()).toEqual(['access-0', 'access-1', undefined]);
  keys = keys.slice(0, 1);
  expect(await read()).toEqual(['access-0', 'access-1', undefined]);
});

it('a company whose tokens no key opens is named, and no key is changed', async () => {
  const before = keys;
  const { companyId } = await running.createCompany({ name: 'Lost shop' });
  const lost = randomBytes(32);
  keys = [lost];
  await connect(companyId, 'access-lost');
  keys = before;
  const putInFront = async (): Promise<void> => {
    throw new Error('no key may be put in front');
  };
  await expect(changeKey(running, putInFront)).rejects.toThrow(/Lost shop/);
  expect((await read())[0]).toBe('access-0');
  await running.transaction(companyId, (store) => store.connection.disconnect());
});

it('a refresh that is saved meanwhile is neither lost nor left under the key before', async () => {
  const [, second = ''] = companyIds;
  const [current] = keys;
  const next = randomBytes(32);
  keys = [next, ...(current === undefined ? [] : [current])];
  const store = running.tokenStore(second);
  const version = (await store.read())?.version ?? 0n;
  await Promise.all([sealAll(running), store.saveRefreshed(version, tokens('refreshed'))]);
  keys = [next];
  expect(await read()).toEqual(['access-0', 'refreshed', undefined]);
});

it('tokens are read with no other key, and moved to no other company', async () => {
  const [first = '', second = ''] = companyIds;
  const before = keys;
  keys = [randomBytes(32)];
  await expect(running.tokenStore(first).read()).rejects.toMatchObject({ code: 'undecipherable' });
  keys = [Buffer.alloc(16)];
  await expect(running.tokenStore(second).read()).rejects.toMatchObject({ code: 'bad-key' });
  keys = before;
  expect((await read())[0]).toBe('access-0');
});

it('what receivers of notifications are reached by is read under a new key, too', async () => {
  const [key = testKey] = keys;
  const [, , unconnected = ''] = companyIds;
  const receiver = { id: 'c0a80101-0000-7000-8000-000000000001', name: 'Hook', shownAs: 'hooks.example.com' };
  await running.transaction(unconnected, (store) =>
    store.notifications.insert(
      {
        ...{ ...receiver, kind: 'webhook', wantsAlerts: true, wantsDigest: false },
        ...{ address: 'https://hooks.example.com/x', secret: 'signs messages' },
      },
      test.clock.now(),
    ),
  );
  const next = randomBytes(32);
  keys = [next, key];
  await sealAll(running);
  keys = [next];
  expect(await running.transaction(unconnected, (store) => store.notifications.address(receiver.id))).toEqual({
    ...{ kind: 'webhook', address: 'https://hooks.example.com/x', secret: 'signs messages' },
  });
});
