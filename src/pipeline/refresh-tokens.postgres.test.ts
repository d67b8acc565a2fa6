// An idle connection stays alive, over HTTP to the local QuickBooks, and a process that dies right after a refresh loses nothing.
import type { Fetch } from '@tillbook/quickbooks-client';
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestStorage, testKey } from '../postgres/storage.fixture.ts';
import { openStorage } from '../postgres/storage.ts';
import { CrashError, openTestStorage, sale } from './books.fixture.ts';
import { drainLane } from './post-entries.ts';
import { openQuickbooksBooks, type QuickbooksBooks, quickbooksPorts } from './quickbooks.fixture.ts';
import { refreshTokens } from './refresh-tokens.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

let test: TestStorage;
let emulator: RunningEmulator;
let shop: QuickbooksBooks;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
});
beforeEach(async () => {
  test = await openTestStorage();
  shop = await openQuickbooksBooks(test, emulator);
  return () => test.close();
});

const stored = () => test.storage.tokenStore(shop.companyId).read();
const refresh = () => refreshTokens(shop.ports, test.storage);

describe('tokens', () => {
  it('of a connection in use are left to their use', async () => {
    const before = await stored();
    test.clock.advance(2 * hourMs);
    await refresh();
    expect(await stored()).toEqual(before);
  });

  it('of an idle connection are refreshed, so that its refresh token never runs out', async () => {
    const before = await stored();
    for (let halfDays = 1; halfDays <= 3; halfDays += 1) {
      test.clock.advance(12 * hourMs + 1);
      await refresh();
      await refresh();
      const after = await stored();
      expect(after?.version).toBe((before?.version ?? 0n) + BigInt(halfDays));
      const leftMs = (after?.tokens.refreshTokenExpiresAt.getTime() ?? 0) - test.clock.now().getTime();
      expect(leftMs).toBeGreaterThan(99 * dayMs);
    }
  });

  it('of many workers are refreshed once', async () => {
    const before = await stored();
    const others = Array.from({ length: 3 }, () =>
      quickbooksPorts(emulator, { companyId: shop.companyId, storage: test.storage, test }),
    );
    test.clock.advance(dayMs);
    await Promise.all(others.map((ports) => refreshTokens(ports, test.storage)));
    expect((await stored())?.version).toBe((before?.version ?? 0n) + 1n);
  });

  it('that were revoked raise the alert, and are not asked for again', async () => {
    await shop.control('POST', '/tokens/revoke');
    test.clock.advance(dayMs);
    await refresh();
    expect((await shop.books.alerts()).map((alert) => alert.kind)).toEqual(['authentication']);
    expect((await shop.books.connection()).state).toBe('reconnect-required');
    expect(await stored()).toBeNull();
    await refresh();
  });

  it('stay while QuickBooks answers nothing, and are refreshed when it does again', async () => {
    const before = await stored();
    await shop.control('PUT', '/faults', [
      { call: 'token', fault: 'error-before-write', status: 503, probability: 1, times: 1 },
    ]);
    test.clock.advance(dayMs);
    await refresh();
    // What was sent may still be under way: nobody sends another beside it.
    expect(await stored()).toEqual({ ...before, refreshingUntil: expect.any(Date) });
    test.clock.advance(4 * 60_000);
    await refresh();
    expect((await stored())?.version).toBe((before?.version ?? 0n) + 1n);
  });
});

describe('a refresh that QuickBooks takes longer over than we wait', () => {
  const underWay: Promise<unknown>[] = [];
  /** What is given up here goes on there. */
  const carry: Fetch = (url, { signal, ...request }) => {
    const answer = fetch(url, request);
    underWay.push(answer);
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      answer.then(resolve, reject);
    });
  };

  it('is overtaken by none of ours, in this process or another, and costs no connection', async () => {
    const before = await stored();
    await shop.control('PUT', '/settings', { refreshMs: 3_000, overlappingRefreshRevokes: true });
    const app = { timeoutMs: 100, fetch: carry };
    const hasty = quickbooksPorts(emulator, { companyId: shop.companyId, storage: test.storage, test, app });
    await shop.books.recordEvents([sale('t-0')]);
    test.clock.advance(dayMs);
    await refreshTokens(hasty, test.storage);
    await drainLane(hasty, shop.companyId);
    await refresh();
    expect(underWay).toHaveLength(1);
    expect(await stored()).toEqual({ ...before, refreshingUntil: expect.any(Date) });

    await Promise.all(underWay);
    await shop.control('PUT', '/settings', { refreshMs: 0 });
    await shop.drainAll();
    expect((await stored())?.version).toBe((before?.version ?? 0n) + 1n);
    expect(await shop.held()).toHaveLength(1);
  });
});

describe('a process that dies once new tokens are saved', () => {
  it('leaves them to the next one, which posts with them', async () => {
    const dying = openStorage({
      connectionString: test.connectionString,
      keys: () => [testKey],
      clock: test.clock,
      reached: async (point) => {
        throw new CrashError(point);
      },
    });
    const ports = quickbooksPorts(emulator, { companyId: shop.companyId, storage: dying, test });
    await shop.books.recordEvents([sale('t-0')]);
    test.clock.advance(dayMs);
    await expect(drainLane(ports, shop.companyId)).rejects.toThrow('refresh-saved');
    await dying.close();
    const saved = await stored();
    await shop.drainAll();
    expect(await stored()).toEqual(saved);
    expect(await shop.held()).toHaveLength(1);
    expect((await shop.books.listEvents({ limit: 10 })).events.map((event) => event.status)).toEqual(['synced']);
  });
});
