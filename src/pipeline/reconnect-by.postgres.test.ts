// The end of an access is announced two weeks ahead, for either of its two ends, and no longer once it was given anew.
import { describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestBooks, type TestBooks, useBooks } from './books.fixture.ts';
import { toldAheadMs } from './reconnect-by.ts';

const dayMs = 24 * 60 * 60_000;

let test: TestStorage;
let shop: TestBooks;

useBooks(openTestBooks, (opened) => {
  shop = opened;
  test = opened.test;
});

/** Connected by tokens with these ends, in days from now. */
const connectFor = (ends: { refreshDays: number; authorizationDays: number | null }) => {
  const nowMs = test.clock.now().getTime();
  const inDays = (days: number) => new Date(nowMs + days * dayMs);
  return test.storage.transaction(shop.companyId, (store) =>
    store.connection.connect({
      environment: 'local',
      realmId: 'realm',
      companyName: 'Books',
      homeCurrency: 'USD',
      connectedBy: 'owner',
      connectedAt: test.clock.now(),
      tokens: {
        accessToken: 'access',
        refreshToken: 'refresh',
        accessTokenExpiresAt: inDays(1 / 24),
        refreshTokenExpiresAt: inDays(ends.refreshDays),
        authorizationExpiresAt: ends.authorizationDays === null ? null : inDays(ends.authorizationDays),
      },
    }),
  );
};
const alerts = async () => (await shop.books.alerts()).map(({ kind, title, eventsHeld }) => [kind, title, eventsHeld]);
const told = async () => (await shop.books.connection()).reconnectBy;

describe('the end of an access', () => {
  it.each([
    ['unused for 100 days', { refreshDays: 15, authorizationDays: null }],
    ['given five years ago', { refreshDays: 100, authorizationDays: 15 }],
  ])('that was %s is told from 14 days before', async (_, ends) => {
    await connectFor(ends);
    const endsAt = test.clock.now().getTime() + 15 * dayMs;
    expect(await told()).toBeNull();
    expect(await alerts()).toEqual([]);
    test.clock.advance(15 * dayMs - toldAheadMs);
    expect((await told())?.getTime()).toBe(endsAt);
    const day = new Date(endsAt).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
    expect(await alerts()).toEqual([
      ['authentication', `Action Required: the access to QuickBooks Online ends on ${day}`, 0],
    ]);
  });

  it('is told no longer once the access was given anew, nor where nothing is connected', async () => {
    await connectFor({ refreshDays: 100, authorizationDays: 3 });
    expect(await told()).not.toBeNull();
    await shop.connect();
    expect(await told()).toBeNull();
    await connectFor({ refreshDays: 100, authorizationDays: 3 });
    await shop.books.disconnect('owner');
    expect(await told()).toBeNull();
    expect(await alerts()).toEqual([]);
  });

  it('is one alert, not two, where the access was refused before', async () => {
    await connectFor({ refreshDays: 100, authorizationDays: 3 });
    const store = test.storage.tokenStore(shop.companyId);
    await store.markRefused((await store.read())?.version ?? 0n, 'Token invalid');
    expect((await shop.books.alerts()).map(({ title }) => title)).toEqual([
      'Action Required: unable to sync with QuickBooks Online due to an authentication error',
    ]);
  });

  it('stays as it was told where an answer to a refresh does not speak of it', async () => {
    await connectFor({ refreshDays: 100, authorizationDays: 3 });
    const store = test.storage.tokenStore(shop.companyId);
    const read = await store.read();
    const endsAt = read?.tokens.authorizationExpiresAt;
    if (read === null) throw new Error('It is connected.');
    await store.saveRefreshed(read.version, { ...read.tokens, authorizationExpiresAt: null });
    expect((await store.read())?.tokens.authorizationExpiresAt).toEqual(endsAt);
  });
});
