// The call log: the last calls with the start of their texts, and counters that go on when calls are let go.
import { expect, test } from 'vitest';
import { createCallLog, type LoggedCall, startOf } from './call-log.ts';

const call: LoggedCall = {
  ...{
    at: '2026-11-26T12:00:00.000Z',
    method: 'POST',
    path: '/',
    call: 'batch',
    clientId: 'app',
    status: 200,
    tid: '1-a',
  },
  ...{ durationMs: 1, metered: false, meteredCalls: 0, refused: false, fault: null, request: '', reply: '' },
};

test('a text is kept as it is up to 4,000 characters, a longer one by its first 4,000', () => {
  for (const character of ['a', 'é', '\0', '\uD83D', '漢']) {
    expect(startOf(character.repeat(4000))).toBe(character.repeat(4000));
    expect(startOf(`${character.repeat(4000)}b`)).toBe(character.repeat(4000));
  }
});

test('the last five hundred calls are kept, and all of them are counted', () => {
  const log = createCallLog();
  for (let index = 0; index < 1200; index += 1)
    log.add('1', { ...call, tid: `${index}`, meteredCalls: Number(index % 3 === 0) });
  const { counters, clients, calls } = log.of('1');
  expect(calls.map(({ tid }) => Number(tid))).toEqual(Array.from({ length: 500 }, (_, index) => index + 700));
  expect(counters).toEqual({ calls: 1200, metered: 400, refused: 0, faulted: 0 });
  expect(clients).toEqual([{ clientId: 'app', ...counters, free: 800 }]);
  expect(log.of('2')).toEqual({ counters: { calls: 0, metered: 0, refused: 0, faulted: 0 }, clients: [], calls: [] });
});
