// Cells of a list that a spreadsheet opens: text stays text.
import { describe, expect, it } from 'vitest';
import type { EventFilter, EventPage, ListedEvent } from '../pipeline/event-list-port.ts';
import { eventsCsv } from './events-csv.ts';

const event = (number: string): ListedEvent => ({
  ...{ id: number, key: `till/sale/${number}`, source: 'till', sourceId: number, kind: 'sale', number },
  ...{ businessDate: '2026-11-03', occurredAt: '2026-11-03T21:20:05.000Z', location: 'main', currency: 'USD' },
  ...{ amountMinor: -1250n, status: 'synced', particulars: {}, version: 1, versionStanding: null },
});

async function text(pages: readonly EventPage[], filter: Pick<EventFilter, 'moved'> = {}): Promise<string> {
  const asked: (string | undefined)[] = [];
  const pieces: string[] = [];
  const books = {
    listEvents: async ({ cursor }: { cursor?: string }) => {
      asked.push(cursor);
      return pages[asked.length - 1] ?? { events: [], nextCursor: null };
    },
  };
  for await (const piece of eventsCsv(books, filter)) pieces.push(piece);
  expect(asked).toEqual([undefined, ...pages.slice(0, -1).map(({ nextCursor }) => nextCursor)]);
  return pieces.join('');
}

describe('a list as CSV', () => {
  it('begins with the mark of UTF-8 and the names of its columns, and ends each line as RFC 4180 does', async () => {
    const lines = (await text([{ events: [event('1')], nextCursor: null }])).split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFNumber,Kind,Business date,/);
    expect(lines[1]).toMatch(/^1,sale,2026-11-03,2026-11-03T21:20:05.000Z,main,-12.50,USD,synced,/);
    expect(lines[1]?.split(',')).toHaveLength(lines[0]?.split(',').length ?? 0);
    expect(lines.slice(2)).toEqual(['']);
  });

  it('goes through all pages', async () => {
    const csv = await text([
      { events: [event('1'), event('2')], nextCursor: 'after-2' },
      { events: [event('3')], nextCursor: null },
    ]);
    expect(csv.match(/^\d/gm)).toEqual(['1', '2', '3']);
  });

  it('says how much moved on gift cards where that was asked for, and has no column of it elsewhere', async () => {
    const giftCards = { soldMinor: 2500n, redeemedMinor: 0n, adjustedMinor: -400n };
    const page = { events: [{ ...event('1'), giftCards }], nextCursor: null };
    const lines = (await text([page], { moved: 'gift-cards' })).split('\r\n');
    expect(lines[0]).toMatch(/,Gift cards sold,Gift cards redeemed,Gift cards adjusted$/);
    expect(lines[1]).toMatch(/,25\.00,0\.00,-4\.00$/);
    expect(await text([{ events: [event('1')], nextCursor: null }])).not.toContain('Gift cards');
  });

  it('keeps what others wrote text, and in its cell', async () => {
    const csv = await text([{ events: [event('=HYPERLINK("http://x","y")')], nextCursor: null }]);
    expect(csv).toContain(`\r\n"'=HYPERLINK(""http://x"",""y"")",sale,`);
  });
});
