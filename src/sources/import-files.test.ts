// What a file is is told from its beginning, or said in words that tell what to do.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FinancialEventKind } from '../events/financial-event.ts';
import { importFiles } from './import-files.ts';

const guess = (head: string | Uint8Array, kind: FinancialEventKind | null = null) =>
  importFiles.guess(typeof head === 'string' ? Buffer.from(head) : head, { format: null, kind });

test.each([
  ['source,sourceId,occurredAt,location,type,amount\n', 'sale'],
  ['\uFEFFsource;sourceId;occurredAt;location;type;amount;itemClass\n', 'sale'],
  ['source,sourceId,occured,location,type,amount,itemClass,taxCode\n', 'sale'],
  ['source,sourceId,occurredAt,location,paymentType,amount\n', 'customer-deposit'],
  ['source,sourceId,occurredAt,location,direction,reason,paymentType,amount\n', 'cash-movement'],
  ['source,sourceId,occurredAt,location,stage,from,to,itemClass,quantity,amount\n', 'transfer'],
])('CSV of one kind is known by its columns: %s', async (header, kind) => {
  expect(await guess(header)).toEqual({ ok: true, format: 'csv', kind });
});

test.each([
  ['the rows say it', 'kind,source,sourceId,occurredAt,location,type,amount\n'],
  [
    'receipts and returns have the same columns',
    'source,sourceId,occurredAt,location,vendor,itemClass,quantity,amount\n',
  ],
  ['of another system', 'Ticket #,Completed At,Qty\n1,2017-08-18T20:49:27+00:00,1\n'],
])('no kind is guessed where %s; a person’s choice goes before', async (_why, header) => {
  expect(await guess(header)).toEqual({ ok: true, format: 'csv', kind: null });
  expect(await guess(header, 'purchasing-return')).toMatchObject({ kind: 'purchasing-return' });
});

test('NDJSON is known by its first brace, whatever stands before it', async () => {
  const ndjson = { ok: true, format: 'ndjson', kind: null };
  expect(await guess('{"source":"till"}\n')).toEqual(ndjson);
  expect(await guess('\uFEFF\n  {"source":"till"}\n')).toEqual(ndjson);
});

test.each([
  ['[{"kind":"sale"}]', /a JSON list, not NDJSON: write each event on a line/],
  ['{"events":[{"kind":"sale"}]}', /a JSON list/],
  ['{\n  "kind": "sale"\n}', /over several lines/],
  ['%PDF-1.7', /a PDF/],
  ['<!doctype html>', /a web page/],
  [new Uint8Array([0x1f, 0x8b, 0x08]), /unpack it first/],
  [new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /a workbook, not CSV: save it as "CSV UTF-8"/],
  [new Uint8Array([0x50, 0x4b, 0x03, 0x04]), /a workbook or an archive, not CSV/],
  [new Uint8Array([0xff, 0xfe, 0x73, 0x00]), /UTF-16/],
  [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d]), /a picture/],
  [new Uint8Array([0x01, 0x00, 0x02]), /not text/],
  [' \n\n', /nothing in it but blanks/],
])('what is no file of events is told by what it is, and what to do: %j', async (head, rule) => {
  expect(await guess(head)).toEqual({ ok: false, rule: expect.stringMatching(rule) });
});

test('the first rows are shown as the file has them, cut where they are long', async () => {
  const csv = Buffer.from(`a,b\n1,"x, y"\n2,${'z'.repeat(300)}\n3,4\n`);
  expect(await importFiles.rows(csv, { format: 'csv', limit: 2 })).toEqual({
    columns: ['a', 'b'],
    rows: [
      { place: 'row 2', cells: ['1', 'x, y'] },
      { place: 'row 3', cells: ['2', `${'z'.repeat(200)}…`] },
    ],
  });
  const lines = Buffer.from('{"a":1}\n\n{"a":2}\n{"a":3}');
  expect((await importFiles.rows(lines, { format: 'ndjson', limit: 3 })).rows).toEqual([
    { place: 'line 1', cells: ['{"a":1}'] },
    { place: 'line 3', cells: ['{"a":2}'] },
  ]);
});

test('every file of the suites of nasty JSON and CSV is guessed or refused, and shown, without a throw', async () => {
  const nasty = join(import.meta.dirname, '../../../shared/data/nasty');
  const folders = ['JSONTestSuite/test_parsing', 'csv-spectrum/csvs'].map((folder) => join(nasty, folder));
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const heads = ['{', '"', '\0', '[1e9999]', '\uFEFF', ...files.map((file) => readFileSync(file))];
  for (const head of heads) {
    const guessed = await guess(head);
    if (!guessed.ok) expect(guessed.rule).toMatch(/\w+: |\w+\.$/);
    const bytes = Buffer.from(head);
    for (const format of ['csv', 'ndjson'] as const) {
      expect((await importFiles.rows(bytes, { format, limit: 5 })).rows.length).toBeLessThanOrEqual(5);
    }
  }
});
