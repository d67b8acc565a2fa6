// Auditor and rules agree over every event there could be; and whatever is changed in an entry, the auditor finds just that.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AuditedEntry, type AuditedLine, compareScope, type Difference } from '../../src/audit/compare.ts';
import type { Json } from '../../src/events/random-sale.fixture.ts';
import { eventOf } from '../../src/events/random-sale.fixture.ts';
import { mirrorEntries } from '../../src/pipeline/reversals.ts';
import {
  audited,
  entriesOf,
  randomBody,
  randomDinarBody,
  roundedSummaryOf,
  settings,
  summaryOf,
} from './random-events.ts';

const key = (body: Json) => [body.source, body.kind, body.sourceId].join('/');
const numbered = (body: Json, index: number): Json => ({ ...body, sourceId: `t-${index}` });

function differences(bodies: readonly Json[], entries: readonly AuditedEntry[]): readonly Difference[] {
  const scope = { postingKey: 'posting', events: bodies.map(audited), entries, complete: true };
  return compareScope(scope, settings).differences;
}

/** Short enough to read in a failure. */
const named = (found: readonly Difference[]) =>
  found.map((difference) => [difference.kind, ...difference.events.map((event) => event.key)].join(' '));

const withEntry = randomBody.filter((body) => entriesOf(body).length > 0);
/** An event and one of the lines of its entries, counted through all of them. */
const withLine = withEntry.chain((body) =>
  fc.nat(entriesOf(body).flatMap((entry) => entry.lines).length - 1).map((at) => [body, at] as const),
);

/** The entries with one line replaced, counted through all of them. */
function changeLine(
  entries: readonly AuditedEntry[],
  at: number,
  change: (line: AuditedLine) => readonly AuditedLine[],
): readonly AuditedEntry[] {
  let passed = 0;
  return entries.map((entry) => ({
    ...entry,
    lines: entry.lines.flatMap((line) => (passed++ === at ? change(line) : [line])),
  }));
}

test.each(['net', 'gross'] as const)(
  'the entries of every event are what the auditor expects, discounts %s',
  (discounts) => {
    fc.assert(
      fc.property(randomBody, (body) => {
        const scope = { postingKey: 'p', events: [audited(body)], entries: entriesOf(body, discounts), complete: true };
        expect(compareScope(scope, { ...settings, discounts })).toEqual({ differences: [], earlierSettings: false });
      }),
      { numRuns: 500 },
    );
  },
);

test('a void is expected as the mirror of its original', () => {
  fc.assert(
    fc.property(randomBody, (body) => {
      const { source, kind, location, currency, exchangeRate } = body;
      const voiding = {
        ...{ source, kind, location, sourceId: 'v-1', occurredAt: '2026-12-01T12:00:00-05:00', reverses: key(body) },
        ...(currency !== undefined && { currency, exchangeRate }),
      };
      const entries = mirrorEntries(entriesOf(body), eventOf(voiding));
      const event = { ...audited(voiding), voids: { original: audited(body), originalOutside: false, second: false } };
      const scope = { postingKey: 'p', events: [event], entries, complete: true };
      expect(compareScope(scope, settings).differences).toEqual([]);
    }),
  );
});

const changes: Readonly<Record<string, (line: AuditedLine) => readonly AuditedLine[]>> = {
  'a cent more': (line) => [{ ...line, amountMinor: line.amountMinor + 1n }],
  'the other side': (line) => [{ ...line, side: line.side === 'debit' ? 'credit' : 'debit' }],
  'a line left out': () => [],
  'a line twice': (line) => [line, line],
  'another subject': (line) => [{ ...line, subject: 'unheard-of' }],
  'another role': (line) => [{ ...line, role: 'suspense' }],
  'another location': (line) => [{ ...line, location: 'elsewhere' }],
};

test.each(Object.entries(changes))('%s in an entry is found, and the event is named', (_name, change) => {
  fc.assert(
    fc.property(withLine, ([body, at]) => {
      const found = differences([body], changeLine(entriesOf(body), at, change));
      expect(named(found)).toEqual([`amount ${key(body)}`]);
    }),
  );
});

test('an amount that is off is told with what was expected and what was found', () => {
  fc.assert(
    fc.property(withLine, ([body, at]) => {
      const line = entriesOf(body).flatMap((entry) => entry.lines)[at];
      const [found] = differences(
        [body],
        changeLine(entriesOf(body), at, (one) => [{ ...one, amountMinor: one.amountMinor + 7n }]),
      );
      expect(found?.totals).toHaveLength(1);
      const [total] = found?.totals ?? [];
      expect(total).toMatchObject({ role: line?.role, subject: line?.subject, location: line?.location });
      const side = line?.side === 'debit' ? 'debitMinor' : 'creditMinor';
      expect((total?.found[side] ?? 0n) - (total?.expected[side] ?? 0n)).toBe(7n);
    }),
  );
});

test('all of an entry twice is an event doubled; none of it an event missing; another date a wrong date', () => {
  fc.assert(
    fc.property(withEntry, (body) => {
      const entries = entriesOf(body);
      expect(named(differences([body], [...entries, ...entries]))).toEqual([`doubled ${key(body)}`]);
      expect(named(differences([body], []))).toEqual([`missing ${key(body)}`]);
      const moved = entries.map((entry) => ({ ...entry, businessDate: '2026-11-05' }));
      expect(named(differences([body], moved))).toEqual([`date ${key(body)}`]);
    }),
  );
});

test('a wrong exchange rate is found', () => {
  fc.assert(
    fc.property(
      withEntry.filter((body) => entriesOf(body).some((entry) => entry.exchangeRate !== null)),
      (body) => {
        const wrong = entriesOf(body).map((entry) => ({ ...entry, exchangeRate: entry.exchangeRate && '1.0851' }));
        expect(named(differences([body], wrong))).toEqual([`amount ${key(body)}`]);
        const padded = entriesOf(body).map((entry) => ({
          ...entry,
          exchangeRate: entry.exchangeRate && `${entry.exchangeRate}00`,
        }));
        expect(differences([body], padded)).toEqual([]);
      },
    ),
  );
});

/** A day is several events, and is gone through several times. */
const someDays = { numRuns: 40 };
const day = fc
  .array(withEntry, { minLength: 2, maxLength: 6 })
  .map((bodies) => bodies.map(numbered))
  .chain((bodies) => fc.nat(bodies.length - 1).map((at) => [bodies, at] as const));

test('a summary of a day is what its events come to', () => {
  fc.assert(
    fc.property(day, ([bodies]) => {
      expect(differences(bodies, summaryOf(bodies.flatMap((body) => entriesOf(body))))).toEqual([]);
    }),
    someDays,
  );
});

test('a day in three decimals is what its events come to, rounded once; and no more than that', () => {
  const dayInDinar = fc.array(randomDinarBody, { minLength: 2, maxLength: 6 }).map((bodies) => bodies.map(numbered));
  fc.assert(
    fc.property(dayInDinar, (bodies) => {
      const entries = roundedSummaryOf(bodies.flatMap((body) => entriesOf(body)));
      expect(differences(bodies, entries)).toEqual([]);
      if (entries.length === 0) return;
      const more = changeLine(entries, 0, (line) => [{ ...line, amountMinor: line.amountMinor + 1_000n }]);
      expect(differences(bodies, more)).not.toEqual([]);
    }),
    someDays,
  );
});

test('an event that a summary leaves out, has twice, or has from elsewhere is named', () => {
  fc.assert(
    fc.property(day, ([bodies, at]) => {
      const one = bodies[at] ?? {};
      const rest = bodies.filter((_, index) => index !== at);
      const entries = (of: readonly Json[]) => summaryOf(of.flatMap((body) => entriesOf(body)));
      expect(named(differences(bodies, entries(rest)))).toEqual([`missing ${key(one)}`]);
      expect(named(differences(bodies, entries([...bodies, one])))).toEqual([`doubled ${key(one)}`]);
      expect(differences(rest, entries(bodies))).toMatchObject([
        { kind: 'not-its-own', events: [], words: `an entry has parts of ${key(one)}` },
      ]);
    }),
    someDays,
  );
});

test('an amount of one event in a summary is found, and the event is named', () => {
  fc.assert(
    fc.property(day, ([bodies, at]) => {
      const one = bodies[at] ?? {};
      const more = (line: AuditedLine) => [{ ...line, amountMinor: line.amountMinor + 1n }];
      const entries = bodies.flatMap((body): readonly AuditedEntry[] =>
        body === one ? changeLine(entriesOf(body), 0, more) : entriesOf(body),
      );
      expect(named(differences(bodies, summaryOf(entries)))).toEqual([`amount ${key(one)}`]);
    }),
    someDays,
  );
});

test('where a summary does not say what each event has in a line, the posting is named, and what is left out still is', () => {
  const silent = (entries: readonly AuditedEntry[]) =>
    entries.map((entry) => ({
      ...entry,
      lines: entry.lines.map((line) => ({ ...line, from: line.from.map(({ key }) => ({ key })) })),
    }));
  fc.assert(
    fc.property(day, ([bodies, at]) => {
      const entries = silent(summaryOf(bodies.flatMap((body) => entriesOf(body))));
      expect(differences(bodies, entries)).toEqual([]);
      const more = changeLine(entries, 0, (line) => [{ ...line, amountMinor: line.amountMinor + 1n }]);
      expect(differences(bodies, more)).toMatchObject([{ kind: 'amount', postingKey: 'posting' }]);
      const rest = bodies.filter((_, index) => index !== at);
      const without = silent(summaryOf(rest.flatMap((body) => entriesOf(body))));
      expect(named(differences(bodies, without))).toEqual([`missing ${key(bodies[at] ?? {})}`]);
    }),
    someDays,
  );
});
