// CSV as people and their spreadsheets write it: assembled into events, or refused with the row and column, all at once.
import { expect, test } from 'vitest';
import { linesMax } from '../../events/event-schema.ts';
import type { FinancialEventKind } from '../../events/financial-event.ts';
import { parseEvent } from '../../events/parse-event.ts';
import type { SourceEvent, SourceItem } from '../../pipeline/source-port.ts';
import { eventCharactersMax, rowsPerEventMax } from './event-rows.ts';
import { readCsv } from './read-csv.ts';
import { rowBytesMax } from './read-rows.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const context = { companyCurrency: 'USD', businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '00:00' }) };

async function read(
  given: string | readonly Uint8Array[],
  kind: FinancialEventKind | null = 'sale',
): Promise<readonly SourceItem[]> {
  const items: SourceItem[] = [];
  for await (const item of readCsv(typeof given === 'string' ? [bytes(given)] : given, kind)) items.push(item);
  return items;
}

async function events(given: string | readonly Uint8Array[], kind: FinancialEventKind | null = 'sale') {
  return (await read(given, kind)).flatMap((item) => ('event' in item ? [item.event] : []));
}

/** "row 3, amount: rule" of the file and, placed in it, of the checks of events. */
async function problems(given: string | readonly Uint8Array[], kind: FinancialEventKind | null = 'sale') {
  const items = await read(given, kind);
  const all = items.flatMap((item) =>
    'event' in item ? [...item.event.found, ...refusals(item.event)] : [item.problem],
  );
  return all.map(({ place, field, rule }) => `${place}, ${field}: ${rule}`);
}

function refusals(event: SourceEvent) {
  const parsed = parseEvent(event.input, context);
  return parsed.ok
    ? []
    : parsed.problems.map(({ pointer, value, rule }) => ({ ...event.locate(pointer), value, rule }));
}

const header = 'source,sourceId,occurredAt,location,type,itemClass,quantity,amount,paymentType';
const head = 'till,t-1,2026-11-03T16:20:05-05:00,main';
const sale = [`${head},item,apparel,1,100.00,`, `${head},tender,,,100.00,cash`];
const file = (...rows: readonly string[]): string => [header, ...rows, ''].join('\n');

test('the rows of a sale are one event: lines, payments and deposits applied in the order in which they stand', async () => {
  const columns = `${header},cost,taxCode,restocked,card,discount,memo`;
  const rows = [
    `${head},item,apparel,-1,-50.00,,-20.00,,FALSE,,-5.00,"two, lines"`,
    `${head},tender,,,100.00,visa,,,,,,"two, lines"`,
    `${head},tax,,,8.00,,,ny-state,,,,"two, lines"`,
    `${head},deposit-applied,,,25.00,cash,,,,,,"two, lines"`,
    `${head},gift-card,,,25.00,,,,,…4821,0.00,"two, lines"`,
    `${head},change,,,-1.00,cash,,,,,,"two, lines"`,
    `${head},refund,,,-2.00,visa,,,,,,"two, lines"`,
    `${head},shipping,,,5.00,,,,,,,"two, lines"`,
  ];
  expect((await events([columns, ...rows].join('\r\n')))[0]).toMatchObject({
    place: 'rows 2–9',
    found: [],
    input: {
      kind: 'sale',
      source: 'till',
      sourceId: 't-1',
      occurredAt: '2026-11-03T16:20:05-05:00',
      location: 'main',
      memo: 'two, lines',
      lines: [
        {
          type: 'item',
          itemClass: 'apparel',
          quantity: '-1',
          amount: '-50.00',
          discount: '-5.00',
          cost: '-20.00',
          restocked: false,
        },
        { type: 'tax', taxCode: 'ny-state', amount: '8.00' },
        { type: 'gift-card', amount: '25.00', discount: '0.00', card: '…4821' },
        { type: 'shipping', amount: '5.00' },
      ],
      payments: [
        { type: 'tender', paymentType: 'visa', amount: '100.00' },
        { type: 'change', paymentType: 'cash', amount: '-1.00' },
        { type: 'refund', paymentType: 'visa', amount: '-2.00' },
      ],
      depositsApplied: [{ paymentType: 'cash', amount: '25.00' }],
    },
  });
});

test('each row of a kind without lines is an event, also where two are alike', async () => {
  const row = 'till,d-1,2026-11-03T16:20:05-05:00,main,visa,25.00';
  const read = await events(
    `source,sourceId,occurredAt,location,paymentType,amount\n${row}\n${row}`,
    'customer-deposit',
  );
  expect(read.map(({ place, input }) => [place, input])).toEqual(
    ['row 2', 'row 3'].map((place) => [
      place,
      {
        kind: 'customer-deposit',
        source: 'till',
        sourceId: 'd-1',
        occurredAt: '2026-11-03T16:20:05-05:00',
        location: 'main',
        paymentType: 'visa',
        amount: '25.00',
      },
    ]),
  );
});

test('a column names the kind of each event, where kinds are mixed', async () => {
  const text = [
    'kind,source,sourceId,occurredAt,location,vendor,itemClass,quantity,amount,type,paymentType',
    'purchasing-receipt,till,1,2026-11-03T16:20:05-05:00,main,Acme,apparel,10,180.00,,',
    'purchasing-receipt,till,1,2026-11-03T16:20:05-05:00,main,Acme,shoes,1,20.00,,',
    'sale,till,1,2026-11-03T16:20:05-05:00,main,,,,5.00,tip,',
    'sale,till,1,2026-11-03T16:20:05-05:00,main,,,,5.00,tender,cash',
  ].join('\n');
  expect((await events(text, null)).map(({ place, input }) => [place, (input as { kind: string }).kind])).toEqual([
    ['rows 2–3', 'purchasing-receipt'],
    ['rows 4–5', 'sale'],
  ]);
  expect(await problems(text, null)).toEqual([]);
  expect(
    await problems(text.replace('main,Acme,apparel', 'main,,apparel').replace(',,5.00,tip', ',3,5.00,tip'), null),
  ).toEqual([
    'row 3, vendor: the same on every row of an event, as on row 2',
    'row 2, vendor: required',
    'row 4, quantity: left empty on a row of type tip',
  ]);
  expect(await problems(text.replace('sale,', 'sales,').replace('\nsale,', '\n,'), null)).toEqual([
    expect.stringMatching(/^row 4, kind: one of sale, /),
    'row 5, kind: required',
  ]);
});

test('what the checks of events refuse is told by its row and column', async () => {
  const text = file(
    `${head},item,apparel,1,"100,00",`,
    `${head},tender,,,1e2,cash`,
    'till,t-2,2026-02-29T16:20:05-05:00,main,item,,1.0,100.00,',
    'till,t-2,2026-02-29T16:20:05-05:00,main,change,,,1.00,',
  );
  const plainRule = 'a decimal string such as "12.50": digits, one point and a minus sign alone, no leading zeros';
  expect(await problems(text)).toEqual([
    `row 2, amount: ${plainRule}`,
    `row 3, amount: ${plainRule}`,
    expect.stringMatching(/^row 4, occurredAt: a moment that exists/),
    'row 4, itemClass: required',
    'row 5, paymentType: required',
    'row 5, amount: negative for a change',
  ]);
});

test('a void may have one row that gives no lines', async () => {
  const text =
    'source,sourceId,occurredAt,location,reverses,type,amount\ntill,v-1,2026-11-03T16:20:05-05:00,main,till/sale/t-1,,';
  expect(await problems(text)).toEqual([]);
  expect(await problems(`${text}\ntill,v-1,2026-11-03T16:20:05-05:00,main,till/sale/t-1,,`)).toEqual([
    'row 2, type: a line on each row of an event',
    'row 3, type: a line on each row of an event',
  ]);
});

test('a row says of which type it is, and has no cells that its type has no use for', async () => {
  expect(
    await problems(file(`${head},,apparel,1,1.00,`, `${head},itm,apparel,1,1.00,`, `${head},tax,apparel,1,1.00,`)),
  ).toEqual([
    'row 2, type: required',
    'row 3, type: one of item, tax, shipping, tip, rounding, gift-card, tender, change, refund, deposit-applied',
    'row 4, itemClass: left empty on a row of type tax',
    'row 4, quantity: left empty on a row of type tax',
    expect.stringMatching(/^row 2, type: /),
    expect.stringMatching(/^row 3, type: /),
    'row 4, taxCode: required',
  ]);
});

test('the columns of an event are the same on all its rows', async () => {
  const other = sale[1]?.replace('main', 'outlet').replace('16:20:05', '16:20:06') ?? '';
  expect(await problems(file(sale[0] ?? '', other))).toEqual([
    'row 3, occurredAt: the same on every row of an event, as on row 2',
    'row 3, location: the same on every row of an event, as on row 2',
  ]);
});

test('rows of an event that stand apart are refused, and the rows between are read', async () => {
  const between = sale.map((row) => row.replace('t-1', 't-2'));
  const items = await read(file(...sale, ...between, `${head},tip,,,1.00,`));
  expect(items).toMatchObject([
    { event: { place: 'rows 2–3', found: [] } },
    { event: { place: 'rows 4–5', found: [] } },
    {
      event: {
        place: 'row 6',
        found: [
          { field: 'sourceId', value: 't-1', rule: expect.stringContaining('the others of this one end on row 3') },
        ],
      },
    },
  ]);
});

test('an event of more rows than an event may have is refused without being held', async () => {
  const rows = Array.from({ length: 50_000 }, () => `${head},tip,,,1.00,`);
  const [only, ...others] = await events(file(...rows, ...sale.map((row) => row.replace('t-1', 't-2'))));
  expect(only?.found).toEqual([
    {
      place: `row ${rowsPerEventMax + 2}`,
      field: 'sourceId',
      value: 't-1',
      rule: expect.stringContaining(`at most ${rowsPerEventMax} rows`),
    },
  ]);
  expect(only?.input).toMatchObject({ lines: { length: rowsPerEventMax } });
  expect(others).toHaveLength(1);
  expect(linesMax).toBeLessThan(rowsPerEventMax);
});

test('an event of more text than any right event is refused without being held', async () => {
  const memo = 'x'.repeat(rowBytesMax / 4);
  const rows = Array.from({ length: 20 }, () => `${head},tip,,,1.00,,${memo}`);
  const items = await read([bytes(`${header},memo\n`), ...rows.map((row) => bytes(`${row}\n`))]);
  expect(items).toHaveLength(1);
  const [only] = items.flatMap((item) => ('event' in item ? [item.event] : []));
  expect(only?.found).toMatchObject([
    { place: 'row 17', rule: expect.stringContaining(`${eventCharactersMax} characters`) },
  ]);
  expect(only?.input).toMatchObject({ lines: { length: 15 } });
});

test('of an event in which everything is wrong, a hundred problems are told', async () => {
  const rows = Array.from({ length: 1000 }, () => `${head},tax,apparel,1,1.00,cash`);
  expect((await events(file(...rows)))[0]?.found).toHaveLength(100);
});

test('blank rows are passed over but counted, as a spreadsheet counts them', async () => {
  expect((await events(`${header}\n\n,,,,,,,,\n${sale.join('\n\n')}\n\n\n`)).map(({ place }) => place)).toEqual([
    'rows 4–6',
  ]);
});

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
])('line ends: %s', async (_name, end) => {
  expect(await problems([header, ...sale].join(end))).toEqual([]);
  expect(await events([header, ...sale, ''].join(end))).toHaveLength(1);
});

test('a byte order mark does no harm', async () => {
  expect(await problems(`\uFEFF${file(...sale)}`)).toEqual([]);
  expect(await problems(`\uFEFF${file(...sale).replace('source,', '"source",')}`)).toEqual([]);
});

test.each([';', '\t'])('files whose cells are separated by %j are read, too', async (delimiter) => {
  expect(await problems(file(...sale).replaceAll(',', delimiter))).toEqual([]);
});

test('decimal commas of such files are refused, and not taken for thousands', async () => {
  const text = file(...sale)
    .replaceAll(',', ';')
    .replace('100.00', '100,00');
  expect(await problems(text)).toEqual([expect.stringMatching(/^row 2, amount: a decimal string/)]);
});

test('quotes hold separators, line ends and quotes; the number of a row is that of a spreadsheet', async () => {
  const columns = `${header},memo`;
  const text = [columns, ...sale.map((row) => `${row},"6"" nails,\r\n""large"""`), 'till,t-2,x,main,tip,,,1.00,,'].join(
    '\n',
  );
  expect((await events(text))[0]?.input).toMatchObject({ memo: '6" nails,\r\n"large"' });
  expect(await problems(text)).toEqual([expect.stringMatching(/^row 4, occurredAt/)]);
});

test('a quote inside a cell that does not begin with one is a quote', async () => {
  const text = [`${header},memo`, ...sale.map((row) => `${row},6" nails`)].join('\n');
  expect((await events(text))[0]?.input).toMatchObject({ memo: '6" nails' });
});

test('a quote that is never closed is told at its row, and what stands before it is read', async () => {
  expect(await problems(file(...sale, `till,t-2,"x,main,tip,,,1.00,`, ...sale))).toEqual([
    'row 4, null: a quote that is opened here is never closed; nothing from here on is read',
  ]);
  expect(await events(file(...sale, `till,t-2,"x,main,tip,,,1.00,`, ...sale))).toHaveLength(1);
});

test('a row that does not end is refused without being held', async () => {
  const chunk = new Uint8Array(64 * 1024).fill(0x2c);
  const endless = Array.from({ length: 40 + rowBytesMax / chunk.length }, () => chunk);
  const told = `row 4, null: a row of at most ${rowBytesMax} bytes (is a quote not closed?); nothing from here on is read`;
  expect(await problems([bytes(file(...sale)), ...endless])).toEqual([told]);
  expect(await problems([bytes(`${file(...sale)}till,"`), ...endless, bytes(`"\n${sale[0]}`)])).toEqual([told]);
});

test('a row of fewer or more cells than the header is refused, and the next is read', async () => {
  expect(await problems(file('till,t-0,x', ...sale, `${sale[0]?.replace('t-1', 't-2')},more`))).toEqual([
    'row 2, null: as many cells as the header has columns, 9, not 3',
    'row 5, null: as many cells as the header has columns, 9, not 10',
  ]);
});

test('empty columns at the end, which spreadsheets leave behind, do no harm', async () => {
  expect(await problems([`${header},,`, ...sale.map((row) => `${row},,`)].join('\n'))).toEqual([]);
});

test('bytes that are not UTF-8 are told by their cell, as what they may have been', async () => {
  const text = Buffer.from(
    file(...sale)
      .replaceAll('apparel', 'caf\u00e9')
      .replaceAll('cash', 'ch\u00e8que'),
    'latin1',
  );
  const items = await read([text]);
  expect(items.flatMap((item) => ('event' in item ? item.event.found : []))).toEqual([
    { place: 'row 2', field: 'itemClass', value: 'caf\u00e9', rule: 'UTF-8: save the file as "CSV UTF-8"' },
    { place: 'row 3', field: 'paymentType', value: 'ch\u00e8que', rule: 'UTF-8: save the file as "CSV UTF-8"' },
  ]);
});

test('a header is told all that is wrong with it at once, and no row before it is right', async () => {
  expect(await problems(`source,sourceid,amount,vendor,source,extra\n${sale[0]}`)).toEqual([
    'row 1, sourceid: an unknown column; it is spelt sourceId',
    'row 1, vendor: a column of purchasing-receipt, purchasing-return, not of sale',
    'row 1, source: this column is there twice',
    expect.stringMatching(/^row 1, extra: an unknown column; there are source, /),
    'row 1, sourceId: this column is missing',
    'row 1, occurredAt: this column is missing',
    'row 1, location: this column is missing',
    'row 1, type: this column is missing',
  ]);
  expect(await problems(file(...sale), null)).toEqual([
    'row 1, kind: this column is missing (or say --kind for the whole file)',
  ]);
  expect(await problems(`kind,${header}\n`)).toEqual(['row 1, kind: either this column or --kind, not both']);
  expect(await problems('__proto__,constructor\n', null)).toHaveLength(7);
  expect(await problems(`${'a,'.repeat(1000)}b\n`)).toEqual(['row 1, : at most 100 columns, not 1001']);
});

test.each([
  ['nothing', ''],
  ['a blank first row', `\n${file(...sale)}`],
])('a file needs a header: %s', async (_what, text) => {
  const told = await problems(text);
  expect(told.length).toBeGreaterThan(0);
  expect(told.every((problem) => problem.startsWith('row 1, '))).toBe(true);
});

test.each([
  ['a workbook', new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x14]), /workbook/],
  ['UTF-16', new Uint8Array([0xff, 0xfe, ...Buffer.from(header, 'utf16le')]), /UTF-16/],
  ['UTF-16, the other way round', new Uint8Array([0xfe, 0xff, 0x00, 0x73]), /UTF-16/],
  ['UTF-16 without a mark', new Uint8Array(Buffer.from(header, 'utf16le')), /not text/],
])('what is no CSV is told by what it is, and how to save it: %s', async (_what, given, told) => {
  const [only, ...others] = await problems([given]);
  expect(only).toMatch(told);
  expect(only).toContain('CSV UTF-8');
  expect(others).toEqual([]);
});

test('the same bytes cut anywhere are read alike', async () => {
  const text = bytes(`\uFEFF${file(...sale, 'till,"caf\u00e9 ""x""",y,main,tip,,,1.00,').replaceAll('\n', '\r\n')}`);
  const plain = (items: readonly SourceItem[]) => JSON.stringify(items);
  const whole = plain(await read([text]));
  for (let cut = 0; cut <= text.length; cut += 1) {
    expect(plain(await read([text.subarray(0, cut), text.subarray(cut)]))).toBe(whole);
  }
  expect(plain(await read(Array.from(text, (byte) => new Uint8Array([byte]))))).toBe(whole);
});

test('events come as they are read, before the whole is there', async () => {
  let given = 0;
  function* chunks(): Generator<Uint8Array> {
    yield bytes(`${header}\n`);
    for (; given < 1000; given += 1) yield bytes(`${sale.join('\n').replaceAll('t-1', `t-${given}`)}\n`.repeat(1));
  }
  for await (const item of readCsv(chunks(), 'sale')) {
    if ('event' in item) break;
  }
  expect(given).toBeLessThan(1000);
});

test('a failure to read is the reader’s failure, not the end of the file', async () => {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield bytes(file(...sale));
    throw new Error('the disk is gone');
  }
  await expect(async () => {
    for await (const item of readCsv(chunks(), 'sale')) expect('event' in item).toBe(true);
  }).rejects.toThrow('the disk is gone');
});
