// What may lie at QuickBooks is never written a second time, whatever it answers and whatever a person does meanwhile.
import { describe, expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { PreparedEntry } from './ledger-port.ts';
import { refusal, unknown } from './paper-ledger.fixture.ts';

let test: TestStorage;
let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
  test = opened.test;
});

async function record(): Promise<string> {
  const [result] = await shop.books.recordEvents([sale('t-0')]);
  return result?.id ?? '';
}
const statusOf = async (id: string) => (await shop.books.event(id))?.status;

describe('a refusal after a first sending without an answer', () => {
  it('is not believed while that sending may still arrive', async () => {
    const { ledger } = shop;
    const sent: PreparedEntry[] = [];
    const postEntry = ledger.postEntry.bind(ledger);
    ledger.postEntry = (entry) => {
      sent.push(entry);
      return postEntry(entry);
    };
    ledger.badCalls.push(
      { write: false, answer: unknown },
      { write: false, answer: refusal('9999', 'Request is being processed') },
    );
    const id = await record();
    await shop.drain();
    test.clock.advance(2_000);
    await shop.drain();
    expect(ledger.calls.map((call) => call.kind).slice(-3)).toEqual(['single', 'single', 'read']);
    expect(await statusOf(id)).toBe('syncing');
    const [first] = sent;
    if (first === undefined) throw new Error('It was sent.');
    ledger.entries.push({ id: 'late', documentNumber: first.documentNumber, syncToken: '0', body: first.body });
    await shop.books.retryFailed({}, 'owner');
    await shop.drainAll();
    expect(ledger.entries).toHaveLength(1);
    expect(await statusOf(id)).toBe('synced');
  });
});

describe('an entry that QuickBooks answered it did not take', () => {
  it.each(['6190', '130'])('(%s) goes again under a new request id: the answer may be replayed', async (code) => {
    const { ledger } = shop;
    ledger.badCalls.push({ write: false, answer: refusal(code, 'not now') });
    const id = await record();
    await shop.drainAll();
    test.clock.advance(15 * 60_000);
    await shop.drainAll();
    const requestIds = ledger.calls.filter((call) => call.kind === 'single').map((call) => call.requestId);
    expect(requestIds).toHaveLength(2);
    expect(new Set(requestIds).size).toBe(2);
    expect(ledger.entries).toHaveLength(1);
    expect(await statusOf(id)).toBe('synced');
  });

  it('keeps its request id when no call was made at all', async () => {
    const { ledger } = shop;
    const unreachable = { outcome: 'not-sent', why: 'unreachable', reason: 'ECONNREFUSED' } as const;
    ledger.badCalls.push({ write: false, answer: { ...unreachable, httpStatus: null, intuitTid: null } });
    await record();
    await shop.drainAll();
    const requestIds = ledger.calls.filter((call) => call.kind === 'single').map((call) => call.requestId);
    expect(requestIds).toHaveLength(2);
    expect(new Set(requestIds).size).toBe(1);
  });
});

describe('an entry that was changed at QuickBooks before its answer came', () => {
  /** Written, the answer lost, and edited there by an accountant. */
  async function changedThere(): Promise<string> {
    const { ledger } = shop;
    const duplicate = (): ReturnType<typeof refusal> => {
      const [held] = ledger.entries.splice(0, 1);
      if (held !== undefined) ledger.entries.push({ ...held, body: '{"edited":true}' });
      return refusal('600', 'Duplicate Request ID');
    };
    ledger.badCalls.push({ write: true, answer: duplicate });
    const id = await record();
    await shop.drainAll();
    expect(await statusOf(id)).toBe('failed');
    return id;
  }

  it('is not posted a second time when it is handled outside and that is undone', async () => {
    const id = await changedThere();
    expect(await shop.books.handleOutside(id, 'it is there, edited', 'owner')).toEqual({ ok: true });
    expect(await statusOf(id)).toBe('handled-outside');
    expect(await shop.books.retryEvent(id, 'owner')).toEqual({ ok: true, released: 1 });
    await shop.drainAll();
    expect(shop.ledger.entries).toHaveLength(1);
    expect(shop.ledger.calls.at(-1)?.kind).toBe('read');
    expect(await statusOf(id)).toBe('failed');
    expect((await shop.books.alerts()).map((alert) => alert.kind)).toEqual(['number-taken']);
  });

  it('is asked for by its number, not sent again, when it is retried', async () => {
    const id = await changedThere();
    await shop.books.retryEvent(id, 'owner');
    await shop.drainAll();
    expect(shop.ledger.calls.filter((call) => call.kind === 'single')).toHaveLength(1);
    expect(await statusOf(id)).toBe('failed');
  });

  it('goes under a new request id once a person has deleted it there', async () => {
    const id = await changedThere();
    await shop.books.handleOutside(id, 'a mistake', 'owner');
    shop.ledger.entries.length = 0;
    test.clock.advance(15 * 60_000);
    await shop.books.retryEvent(id, 'owner');
    await shop.drainAll();
    expect(shop.ledger.entries).toHaveLength(1);
    expect(await statusOf(id)).toBe('synced');
  });
});
