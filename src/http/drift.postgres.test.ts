// Drift over HTTP: the list, one by its id, and decisions that are refused for a reason.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../clock.ts';
import { sale, startTestServer, type TestServer } from './server.fixture.ts';

let shop: TestServer;

beforeAll(async () => {
  shop = await startTestServer();
  await shop.till({ method: 'POST', url: '/api/v1/events', payload: { events: [sale('t-1')] } });
});
afterAll(() => shop.close());

const decide = (id: string, payload: object) =>
  shop.person({ method: 'POST', url: `/api/v1/drift/${id}/decide`, payload });

describe('GET /api/v1/drift', () => {
  it('is empty while nobody changed anything, and says that nothing is looked at without a connection', async () => {
    const answer = await shop.till({ method: 'GET', url: '/api/v1/drift' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      ...{ drift: [], nextCursor: null, openCount: 0, coveredUntil: null, skippedSince: null },
    });
    expect((await shop.till({ method: 'GET', url: '/api/v1/drift?state=settled&limit=10' })).json().drift).toEqual([]);
  });

  it('refuses what is no state, cursor or limit', async () => {
    for (const query of ['state=gone', 'cursor=x', 'limit=0', 'limit=201']) {
      expect((await shop.till({ method: 'GET', url: `/api/v1/drift?${query}` })).statusCode).toBe(422);
    }
  });

  it('has nothing under an id of none', async () => {
    for (const id of [newId(new Date()), 'x']) {
      expect((await shop.till({ method: 'GET', url: `/api/v1/drift/${id}` })).statusCode).toBe(404);
      expect((await decide(id, { choice: 'accept-theirs', syncToken: null })).statusCode).toBe(404);
    }
  });

  it('takes one of two choices, and nothing beside', async () => {
    const id = newId(new Date());
    for (const payload of [
      {},
      { choice: 'delete', syncToken: null },
      { choice: 'accept-theirs', syncToken: null, x: 1 },
    ]) {
      expect((await decide(id, payload)).statusCode).toBe(422);
    }
  });
});

describe('the budget of metered calls', () => {
  it('is a setting, none at first, and what is spent of it is told with the connection', async () => {
    const read = async () => (await shop.till({ method: 'GET', url: '/api/v1/settings' })).json().meteredBudget;
    expect(await read()).toBeNull();
    const saved = await shop.person({ method: 'PUT', url: '/api/v1/settings', payload: { meteredBudget: 5000 } });
    expect(saved.json().meteredBudget).toBe(5000);
    for (const meteredBudget of [-1, 1.5, '5', 2_000_000_001]) {
      const refused = await shop.person({ method: 'PUT', url: '/api/v1/settings', payload: { meteredBudget } });
      expect(refused.statusCode).toBe(422);
    }
    expect(await read()).toBe(5000);
    const { metered } = (await shop.till({ method: 'GET', url: '/api/v1/connection' })).json();
    expect(metered).toEqual({ month: new Date().toISOString().slice(0, 7), calls: 0, skippedSince: null });
  });
});
