import { describe, expect, it } from 'vitest';
import { type BackupHead, endLine, headLines, linesOf, readHead, tableLine } from './backup-format.ts';

const head: BackupHead = {
  format: 1,
  madeAt: '2026-11-20T12:00:00.000Z',
  migrations: [{ name: '0001_first.sql', digest: 'abc' }],
};

describe('a head', () => {
  it('is read as it was written', () => {
    const [first = '', second = ''] = headLines(head);
    expect(readHead(first, second)).toEqual(head);
  });

  it.each([
    ['another text', '-- PostgreSQL database dump', '--'],
    ['nothing', '', ''],
    ['no JSON', '-- Tillbook backup', '-- {'],
    ['another format', '-- Tillbook backup', `-- ${JSON.stringify({ ...head, format: 2 })}`],
    ['a backup of no version', '-- Tillbook backup', `-- ${JSON.stringify({ ...head, migrations: [] })}`],
  ])('%s is none', (_what, first, second) => {
    expect(readHead(first, second)).toBeNull();
  });
});

it('a table begins as in every dump, and the end says how much there is', () => {
  expect(tableLine({ name: 'tillbook.company', columns: ['company_id', 'name'] })).toBe(
    'COPY tillbook.company (company_id, name) FROM stdin;',
  );
  expect(endLine({ tables: 2, rows: 31 })).toBe('-- Tillbook backup ends: 2 tables, 31 rows');
});

describe('lines', () => {
  async function* inPieces(text: string, bytes: number): AsyncGenerator<Buffer> {
    const whole = Buffer.from(text);
    for (let from = 0; from < whole.length; from += bytes) yield whole.subarray(from, from + bytes);
  }
  const linesIn = async (text: string, bytes: number): Promise<string[]> => {
    const lines: string[] = [];
    for await (const line of linesOf(inPieces(text, bytes))) lines.push(line.toString());
    return lines;
  };

  it.each([1, 2, 3, 7, 1_000])('are the same however they come, %i bytes at a time', async (bytes) => {
    expect(await linesIn('one\n\nthree 🧾 é\r\u2028\n\\.\nlast', bytes)).toEqual([
      'one',
      '',
      'three 🧾 é\r\u2028',
      '\\.',
      'last',
    ]);
  });

  it('are none in nothing', async () => {
    expect(await linesIn('', 1)).toEqual([]);
  });
});
