// A look-up: what it takes for ours, and what comes of one that QuickBooks does not answer.
import { startEmulator } from '@tillbook/quickbooks-emulator';
import { expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { settledAfterMs, throttlePauseMs } from '../posting/next-step.ts';
import { openRunningBooks, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { refusal } from './paper-ledger.fixture.ts';
import { drainLane } from './post-entries.ts';
import { openQuickbooksBooks } from './quickbooks.fixture.ts';

let test: TestStorage;
let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
  test = opened.test;
  // A document number that is taken has the entry looked up at once.
  shop.ledger.badCalls.push({ write: true, answer: refusal('6140', 'Duplicate Document Number') });
});

it('that is throttled waits for as long as QuickBooks asks', async () => {
  const { books, ledger } = shop;
  ledger.findEntry = async () => ({ ok: false, why: 'throttled', reason: 'HTTP 429' });
  await books.recordEvents([sale('t-0')]);
  await shop.drain();
  const { pausedUntil } = await books.connection();
  expect(pausedUntil?.getTime()).toBe(test.clock.now().getTime() + throttlePauseMs);
});

it('does not take for ours an entry of which a class was changed before it was looked up', async () => {
  const emulator = await startEmulator();
  try {
    const there = await openQuickbooksBooks(test, emulator);
    await there.control('PUT', '/faults', [{ call: 'journalentry', fault: 'drop-after-write', times: 1 }]);
    const [recorded] = await there.books.recordEvents([sale('classed')]);
    await drainLane(there.ports, there.companyId);
    const { Class } = await there.quickbooks<{ Class: { Id: string } }>('POST', '/class', { Name: 'Seasonal' });
    const query = encodeURIComponent('select * from JournalEntry');
    const found = await there.quickbooks<{ QueryResponse: { JournalEntry: Held[] } }>('GET', `/query?query=${query}`);
    const [held] = found.QueryResponse.JournalEntry;
    if (held === undefined) throw new Error('It was written.');
    const change = { Line: held.Line.map((line) => classed(line, Class.Id)) };
    await there.control('POST', '/accountant', { does: 'edit', id: held.Id, change });
    test.clock.advance(settledAfterMs);
    await there.drainAll();
    expect((await there.books.event(recorded?.id ?? ''))?.status).toBe('failed');
    expect(await there.books.alerts()).toMatchObject([{ kind: 'number-taken', eventsHeld: 1 }]);
    expect(await there.held()).toHaveLength(1);
  } finally {
    await emulator.close();
  }
});

interface Held {
  readonly Id: string;
  readonly Line: readonly Line[];
}
interface Line {
  readonly JournalEntryLineDetail: object;
}
const classed = (line: Line, value: string): Line => ({
  ...line,
  JournalEntryLineDetail: { ...line.JournalEntryLineDetail, ClassRef: { value } },
});
