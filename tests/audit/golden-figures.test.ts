// The auditor, which shares no code with the rules, comes to the figures of every golden file.
import { expect, test } from 'vitest';
import { compareScope } from '../../src/audit/compare.ts';
import { type AuditedEvent, expectedTotals } from '../../src/audit/expected-totals.ts';
import { parseEvent } from '../../src/events/parse-event.ts';
import { type GoldenFigures, readGoldenFigures } from './golden-figures.ts';

const all = readGoldenFigures();

test.each(all.map((golden) => [golden.path, golden] as const))('%s', (_path, golden) => {
  const known = new Map<string, AuditedEvent>();
  for (const { body, figures } of golden.events) {
    if (figures === 'refused') continue;
    const event = audited(body, golden, known);
    known.set(event.key, event);
    const expected = expectedTotals(event, golden.settings);
    expect(expected.posts).toBe(figures !== 'held');
    if (figures === 'held') continue;
    for (const entries of [figures.entries, ...(figures.inQuickbooks.length === 0 ? [] : [figures.inQuickbooks])]) {
      const scope = { postingKey: event.key, events: [event], entries, complete: true };
      expect(compareScope(scope, golden.settings)).toEqual({ differences: [], earlierSettings: false });
    }
  }
});

test('the figures were read: every file has some, and they balance', () => {
  const entries = all.flatMap(({ events }) =>
    events.flatMap(({ figures }) => (typeof figures === 'string' ? [] : [...figures.entries, ...figures.inQuickbooks])),
  );
  expect(entries.length).toBeGreaterThanOrEqual(70);
  for (const { lines } of entries) {
    const signed = lines.map(({ side, amountMinor }) => (side === 'debit' ? amountMinor : -amountMinor));
    expect(signed.length).toBeGreaterThan(1);
    expect(signed.reduce((sum, minor) => sum + minor, 0n)).toBe(0n);
  }
});

function audited(
  body: GoldenFigures['events'][number]['body'],
  { settings }: GoldenFigures,
  known: ReadonlyMap<string, AuditedEvent>,
): AuditedEvent {
  const parsed = parseEvent(body, {
    companyCurrency: settings.companyCurrency,
    businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '00:00' }),
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { key, number, businessDate, reverses } = parsed.event;
  const original = reverses === null ? null : (known.get(reverses) ?? null);
  const voids = reverses === null ? null : { original, originalOutside: false, second: false };
  return { key, number, businessDate, body, voids };
}
