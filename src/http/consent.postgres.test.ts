// Consent through the server as a browser lives it: to QuickBooks and back, once, in time, by the one who asked.
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicUrl, type ServerBesideQuickbooks, startServerBesideQuickbooks } from './server.fixture.ts';

const minuteMs = 60_000;

let shop: ServerBesideQuickbooks;
let nowMs = Date.now();
beforeAll(async () => {
  shop = await startServerBesideQuickbooks({ clock: { now: () => new Date(nowMs) } });
});
afterAll(() => shop?.close());

const consent: ServerBesideQuickbooks['consent'] = (answer) => shop.consent(answer);
const comeBack: ServerBesideQuickbooks['comeBack'] = (to) => shop.comeBack(to);
const toldIn = (answer: LightMyRequestResponse) =>
  new URL(String(answer.headers.location), publicUrl).searchParams.get('error');
const state = async () => (await shop.call('GET', '/connection')).body.state;

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
    expect((await shop.app.server.inject(back.pathname + back.search)).statusCode).toBe(401);
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
