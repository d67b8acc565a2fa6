// A line of a summary came from many parts: those of the event that is looked at come first, and not more than can be read.
import { expect, test } from 'vitest';
import { eventOf } from '../events/random-sale.fixture.ts';
import type { LineSource, ResolvedLine } from '../journal/journal-entry.ts';
import { entryView, lineSourcesMax } from './entry-view.ts';

const event = eventOf({
  ...{ source: 'till', kind: 'sale', sourceId: 's-2', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' },
  lines: [],
  payments: [],
});

const lineFrom = (from: readonly LineSource[]): ResolvedLine => ({
  ...{ rule: 'sale.tender', role: 'payment', subject: 'cash', side: 'debit', amountMinor: 1n, location: 'main' },
  ...{ from, accountId: '1', mapping: { role: 'payment', subject: 'cash', accountId: '1', applicableFrom: null } },
});

function view(from: readonly LineSource[], eventKey?: string) {
  const line = lineFrom(from);
  const entry = {
    ...{ events: ['s-1', event.key], businessDate: '2026-11-03', location: 'main', currency: 'USD' },
    ...{ exchangeRate: null, memo: '', lines: [line] },
  };
  const context = { accounts: new Map(), events: new Map([[event.key, event]]), ...(eventKey && { eventKey }) };
  return entryView(entry, context).lines[0];
}

const other = { key: 'till/sale/s-1', pointer: '/payments/3' };
const own = { key: event.key, pointer: '/payments/0' };

test('what came from the event that is looked at comes first, and is told in words', () => {
  expect(view([other, own], event.key)).toMatchObject({
    from: [own, other],
    fromCount: 2,
    explanation: 'payment 1, cash, and 1 more',
  });
  expect(view([other, own])).toMatchObject({ from: [other, own], explanation: '' });
  expect(view([other], event.key)).toMatchObject({ from: [other], fromCount: 1 });
});

test('so many parts are told, and how many there are', () => {
  const many = Array.from({ length: lineSourcesMax + 5 }, (_, index) => ({ ...other, pointer: `/payments/${index}` }));
  const line = view([...many, own], event.key);
  expect(line?.from).toHaveLength(lineSourcesMax);
  expect(line?.from[0]).toEqual(own);
  expect(line?.fromCount).toBe(lineSourcesMax + 6);
});

test('a mapping that was not saved is told without when and by whom', () => {
  expect(view([own])?.mapping).toEqual({
    ...{ via: 'own', role: 'payment', subject: 'cash', applicableFrom: null },
    ...{ savedAt: null, savedBy: null },
  });
});

test('a line that was built before rules and mappings were kept tells of neither, and has its account', () => {
  const entry = {
    ...{ events: [event.key], businessDate: '2026-11-03', location: 'main', currency: 'USD', exchangeRate: null },
    ...{ memo: '', lines: [{ ...lineFrom([own]), rule: null, mapping: null }] },
  };
  const [line] = entryView(entry, { accounts: new Map(), events: new Map([[event.key, event]]) }).lines;
  expect(line).toMatchObject({ account: { id: '1' }, rule: null, mapping: null, explanation: 'payment 1, cash' });
});
