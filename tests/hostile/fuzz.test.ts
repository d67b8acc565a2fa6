// Chance against every door for events: whatever comes, the answer is an event or its problems, the same however the bytes are cut.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ParsedEvent, parseEvent } from '../../src/events/parse-event.ts';
import { randomSale } from '../../src/events/random-sale.fixture.ts';
import type { SourceItem } from '../../src/pipeline/source-port.ts';
import { readCsv } from '../../src/sources/csv/read-csv.ts';
import { readNdjson } from '../../src/sources/ndjson/read-ndjson.ts';

const context = { companyCurrency: 'USD', businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '02:00' }) };
const answerCharactersMax = 100_000;

// A new seed each time; what fails is printed with it.
const runs = { numRuns: 100 };
/** Beside everything else that a machine does. */
const testMs = 60_000;

function expectAnswer(parsed: ParsedEvent): void {
  if (parsed.ok) return;
  expect(parsed.problems.length).toBeGreaterThan(0);
  for (const { pointer, rule } of parsed.problems) {
    expect(pointer === '' || pointer.startsWith('/')).toBe(true);
    expect(rule).not.toBe('');
  }
  expect(JSON.stringify(parsed).length).toBeLessThan(answerCharactersMax);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) taken.push(item);
  return taken;
}

/** The same bytes in pieces of these sizes, over and over; after so many pieces, the rest. */
function* cut(bytes: Uint8Array, { first, sizes }: Cut): Generator<Uint8Array> {
  const from = first % Math.max(1, bytes.length);
  if (from > 0) yield bytes.subarray(0, from);
  let start = from;
  for (let at = 0; start < bytes.length; at += 1) {
    const end = at < piecesMax ? start + (sizes[at % sizes.length] ?? 1) : bytes.length;
    yield bytes.subarray(start, end);
    start = end;
  }
}

interface Cut {
  /** Where the small pieces begin: anywhere. */
  readonly first: number;
  readonly sizes: readonly number[];
}

const piecesMax = 24;
const cuts: fc.Arbitrary<Cut> = fc.record({
  first: fc.nat(2000),
  sizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
});

/** A place in a JSON value, and the same value with something else in that place. */
function replaced(value: unknown, path: readonly number[], by: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== 'object' || value === null) return by;
  const names = Object.keys(value);
  const name = names[first % Math.max(1, names.length)];
  if (name === undefined) return by;
  const copy: Record<string, unknown> = { ...value };
  copy[name] = replaced(copy[name], rest, by);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

describe('parseEvent', () => {
  test('answers any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => expectAnswer(parseEvent(value, context))),
      runs,
    );
  });

  test('answers any sale in which something is something else', () => {
    const path = fc.array(fc.nat(20), { maxLength: 3 });
    const by = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('-0.00', '1e2', '1,5', '９'),
    );
    fc.assert(
      fc.property(randomSale, path, by, (sale, at, value) =>
        expectAnswer(parseEvent(JSON.parse(JSON.stringify(replaced(sale, at, value))), context)),
      ),
      runs,
    );
  });
});

describe('NDJSON', () => {
  const lines = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value))),
      fc.constantFrom('\n', '\r\n', '\uFEFF', '{', '"', '\u0000').map((text) => Buffer.from(text)),
    ),
    { maxLength: 20 },
  );

  test('any bytes give the same lines however they are cut, each in its place and answered', async () => {
    await fc.assert(
      fc.asyncProperty(lines, cuts, async (parts, pieces) => {
        const bytes = Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')]));
        const whole = await all(readNdjson([bytes]));
        expect(await all(readNdjson(cut(bytes, pieces)))).toEqual(whole);
        let last = 0;
        for (const { place, input } of whole) {
          const number = Number(place.replace('line ', ''));
          expect(number).toBeGreaterThan(last);
          last = number;
          expectAnswer(parseEvent(input, context));
        }
      }),
      runs,
    );
  });
});

describe('CSV', { timeout: testMs }, () => {
  const header = 'source,sourceId,occurredAt,location,type,itemClass,quantity,amount,paymentType,memo\n';
  const cell = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom(
        'till',
        't-1',
        't-2',
        'main',
        'item',
        'tender',
        '1.00',
        '1',
        '',
        '2026-11-03T16:20:05Z',
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('"', '"a', '""', '"a"b', 'a"b', '"a,b"', '"a\nb"', '=1+1', '\uFEFF', '\u0000'),
    },
  );
  const row = fc.array(cell, { minLength: 1, maxLength: 12 }).map((cells) => cells.join(','));
  const table = fc
    .tuple(fc.array(row, { maxLength: 12 }), fc.constantFrom('\n', '\r\n', '\r', '\n\n'))
    .map(([rows, end]) => Buffer.from(header + rows.join(end)));

  const mixed = fc
    .array(fc.tuple(fc.constantFrom('sale', 'transfer', 'cash-movement', 'gift-card-adjustment', 'sales', ''), row), {
      maxLength: 12,
    })
    .map((rows) =>
      Buffer.from([`kind,vendor,${header.trim()}`, ...rows.map(([kind, cells]) => `${kind},,${cells}`)].join('\n')),
    );

  function expectItem(item: SourceItem): void {
    if ('problem' in item) {
      expect(item.problem.place).toMatch(/^row \d+$/);
      expect(item.problem.rule).not.toBe('');
      return;
    }
    expect(item.event.place).toMatch(/^rows? \d+/);
    const parsed = parseEvent(item.event.input, context);
    expectAnswer(parsed);
    if (parsed.ok) return;
    for (const { pointer } of parsed.problems) expect(item.event.locate(pointer).place).toMatch(/^rows? \d+/);
  }

  const plain = (items: readonly SourceItem[]): string => JSON.stringify(items);

  test.each([
    ['tables that are nearly right', table, 'sale'],
    ['tables of mixed kinds', mixed, null],
    ['bytes', fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)), null],
    [
      'bytes under a right header',
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.concat([Buffer.from(header), bytes])),
      'sale',
    ],
  ] as const)(
    'any %s give the same however they are cut, each in its place and answered',
    async (_what, given, kind) => {
      await fc.assert(
        fc.asyncProperty(given as fc.Arbitrary<Buffer>, cuts, async (bytes, pieces) => {
          const whole = await all(readCsv([bytes], kind));
          for (const item of whole) expectItem(item);
          expect(plain(await all(readCsv(cut(bytes, pieces), kind)))).toBe(plain(whole));
        }),
        runs,
      );
    },
  );

  test('whatever a cell holds, in quotes it comes through exactly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.isWellFormed()),
        async (memo) => {
          const line = `till,t-1,2026-11-03T16:20:05Z,main,tip,,,1.00,,"${memo.replaceAll('"', '""')}"\n`;
          const [item] = await all(readCsv([Buffer.from(header + line)], 'sale'));
          expect(item).toMatchObject({ event: { input: { memo }, found: [] } });
        },
      ),
      runs,
    );
  });
});
