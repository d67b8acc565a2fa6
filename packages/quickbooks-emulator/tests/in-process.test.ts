// The emulator without a socket: the same answers, by the caller's clock, and connections that break as `fetch` says it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmulator, type InProcessEmulator } from '../src/index.ts';
import { entry } from './local-company.fixture.ts';

const at = 'http://quickbooks.test';
let nowMs = Date.parse('2026-11-20T12:00:00Z');
let emulator: InProcessEmulator;
let realmId: string;
let token: string;

async function control<T>(method: string, path: string, body: unknown = {}): Promise<T> {
  const response = await emulator.fetch(`${at}/_emulator/companies${path}`, { method, body: JSON.stringify(body) });
  return (await response.json()) as T;
}

const post = (requestId: string) =>
  emulator.fetch(`${at}/v3/company/${realmId}/journalentry?requestid=${requestId}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, Accept: 'application/json' },
    body: JSON.stringify(entry()),
  });

const idOf = async (response: Response) =>
  ((await response.json()) as { JournalEntry: { Id: string } }).JournalEntry.Id;

beforeAll(async () => {
  emulator = createEmulator({ now: () => nowMs });
  ({ realmId } = await control<{ realmId: string }>('POST', '', { template: 'retail' }));
  token = (await control<{ access_token: string }>('POST', `/${realmId}/tokens`, { client_id: 'me' })).access_token;
});
afterAll(() => emulator.close());

describe('without a socket', () => {
  test('a call is answered as over the network, and a repeated request id as before', async () => {
    const first = await post('a');
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'application/json;charset=utf-8']);
    const id = await idOf(first);
    expect(await idOf(await post('a'))).toBe(id);
    expect(await idOf(await post('b'))).not.toBe(id);
  });

  test('tokens run out by the clock of the caller', async () => {
    nowMs += 3_600_000;
    expect((await post('late')).status).toBe(401);
    token = (await control<{ access_token: string }>('POST', `/${realmId}/tokens`, { client_id: 'me' })).access_token;
    expect((await post('late')).status).toBe(200);
  });

  test('a dropped connection rejects as fetch does, an answer cut off while it is read', async () => {
    await control('PUT', `/${realmId}/faults`, [
      { call: 'journalentry', fault: 'drop-after-write', times: 1 },
      { call: 'journalentry', fault: 'truncate', times: 1 },
    ]);
    await expect(post('dropped')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    const cut = await post('cut');
    expect(cut.status).toBe(200);
    await expect(cut.text()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });
});

describe('request ids that are forgotten', () => {
  test('are requests of their own again: those of long ago, or all', async () => {
    const old = await idOf(await post('old'));
    nowMs += 60_000;
    const fresh = await idOf(await post('fresh'));
    await control('POST', `/${realmId}/request-ids/forget`, { olderThanMs: 30_000 });
    expect(await idOf(await post('fresh'))).toBe(fresh);
    expect(await idOf(await post('old'))).not.toBe(old);
    await control('POST', `/${realmId}/request-ids/forget`);
    expect(await idOf(await post('fresh'))).not.toBe(fresh);
  });

  test('a time that is none is refused', async () => {
    const response = await emulator.fetch(`${at}/_emulator/companies/${realmId}/request-ids/forget`, {
      method: 'POST',
      body: '{"olderThanMs":"long"}',
    });
    expect(response.status).toBe(400);
  });
});
