// News as one process writes it and another reads it.
import { expect, test } from 'vitest';
import type { NewsKind } from '../pipeline/news-port.ts';
import { readNews, writeNews } from './news-channel.ts';

test('what is written is read as the same, also by companies', () => {
  const news = new Map<string, ReadonlySet<NewsKind>>([
    ['a', new Set<NewsKind>(['alerts', 'audit-log'])],
    ['b', new Set<NewsKind>(['events'])],
  ]);
  const [message = '', ...more] = writeNews(news);
  expect(message).toBe('a=alerts,audit-log b=events');
  expect(more).toEqual([]);
  expect(readNews(message)).toEqual(news);
});

test('no message is longer than PostgreSQL takes, and none of the news is lost', () => {
  const ids = Array.from({ length: 400 }, (_, index) => `0190a0b0-0000-7000-8000-${String(index).padStart(12, '0')}`);
  const messages = writeNews(new Map(ids.map((id) => [id, new Set<NewsKind>(['events', 'sales'])])));
  expect(messages.length).toBeGreaterThan(1);
  expect(Math.max(...messages.map((message) => message.length))).toBeLessThan(8_000);
  expect(messages.flatMap((message) => [...readNews(message).keys()])).toEqual(ids);
});

test('kinds of a newer Tillbook are left out, and nothing is no news', () => {
  expect(readNews('a=alerts,from-the-future')).toEqual(new Map([['a', new Set(['alerts'])]]));
  expect(readNews('')).toEqual(new Map());
  expect(writeNews(new Map())).toEqual([]);
});
