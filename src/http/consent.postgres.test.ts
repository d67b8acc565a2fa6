// Consent through the server as a browser lives it: to QuickBooks and back, once, in time, by the one who asked.
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeServer, cookiesOf, owner, publicUrl } from './server.fixture.ts';

const minuteMs = 60_000;

let quickbooks: RunningEmulator;
let realmId: string;
let app: Awaited<ReturnType<typeof composeServer>>;
let cookie: string;
let nowMs = Date.now();
beforeAll(async () => {
  quickbooks = await startEmulator({ file: ':memory:' });
  const made = await fetch(`${quickbooks.url}/_emulator/companies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ template: 'retail', name: 'Main Street Retail' }),
  });
  ({ realmId } = (await made.json()) as { realmId: string });
  app = await composeServer({ quickbooksUrl: quickbooks.url, clock: { now: () => new Date(nowMs) } });
  await app.auth.ensureOwner(owner);
  cookie = cookiesOf(await app.server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: owner }));
});
afterAll(async () => {
  await app?.close();
  await quickbooks?.close();
});

/** Asks for consent and answers the page at QuickBooks; gives back where that sends the browser. */
async function consent(answer = `emulator_approve=${realmId}`): Promise<URL> {
  const asked = await app.server.inject({
    method: 'POST',
    url: '/api/v1/connection/connect',
    headers: { cookie, origin: publicUrl },
    payload: {},
  });
  const answered = await fetch(`${asked.json().consentUrl}&${answer}`, { redirect: 'manual' });
  return new URL(answered.headers.get('location') ?? '');
}

const comeBack = (to: URL): Promise<LightMyRequestResponse> =>
  app.server.inject({ url: to.pathname + to.search, headers: { cookie } });
const toldIn = (answer: LightMyRequestResponse) =>
  new URL(String(answer.headers.location), publicUrl).searchParams.get('error');
const state = async () =>
  (await app.server.inject({ url: '/api/v1/connection', headers: { cookie } })).json<{ state: string }>().state;

describe('a consent', () => {
  test('refused at QuickBooks connects nothing, and says so', async () => {
    const answer = await comeBack(await consent('emulator_deny=1'));
    expect([answer.statusCode, toldIn(answer)]).toEqual([303, expect.any(String)]);
    expect(await state()).toBe('not-connected');
  });

  test('with a state that was never given out, or another, is refused', async () => {
    const back = await consent();
    back.searchParams.set('state', 'made-up');
    expect(toldIn(await comeBack(back))).toBe('bad-state');
    back.searchParams.delete('state');
    expect(toldIn(await comeBack(back))).toBe('bad-state');
    expect(await state()).toBe('not-connected');
  });

  test('that took longer than ten minutes is refused', async () => {
    const back = await consent();
    nowMs += 10 * minuteMs + 1;
    expect(toldIn(await comeBack(back))).toBe('bad-state');
    expect(await state()).toBe('not-connected');
  });

  test('needs the session of who asked: a stranger with the whole address gets nothing', async () => {
    const back = await consent();
    expect((await app.server.inject(back.pathname + back.search)).statusCode).toBe(401);
    expect(await state()).toBe('not-connected');
  });

  test('connects and ends at the page that closes the pop-up; the same address again is refused', async () => {
    const back = await consent();
    const answer = await comeBack(back);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/connected']);
    expect(await state()).not.toBe('not-connected');
    expect(toldIn(await comeBack(back))).toBe('bad-state');
    expect(await state()).not.toBe('not-connected');
  });
});
