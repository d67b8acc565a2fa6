// docs/import.md is true: its examples are taken, each by its kind, and its tables of columns are those that are read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isEventKind } from '../../src/events/event-schema.ts';
import { financialEventKinds } from '../../src/events/financial-event.ts';
import { parseEvent } from '../../src/events/parse-event.ts';
import { columnsOf, layoutOf } from '../../src/sources/csv/columns.ts';
import { readCsv } from '../../src/sources/csv/read-csv.ts';

const document = readFileSync(join(import.meta.dirname, '../../docs/import.md'), 'utf8');
const context = { companyCurrency: 'USD', businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '00:00' }) };

interface Section {
  readonly title: string;
  readonly text: string;
  readonly example: string | null;
}

const sections: readonly Section[] = document.split(/^## /m).map((text) => ({
  title: text.split('\n')[0]?.replaceAll('`', '') ?? '',
  text,
  example: /^```csv\n(.*?)^```$/ms.exec(text)?.[1] ?? null,
}));

async function keysOf(example: string, title: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const item of readCsv([Buffer.from(example)], isEventKind(title) ? title : null)) {
    if ('problem' in item) throw new Error(JSON.stringify(item.problem));
    expect(item.event.found).toEqual([]);
    const parsed = parseEvent(item.event.input, context);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    keys.push(parsed.event.key);
  }
  return keys;
}

describe.each(financialEventKinds)('%s', (kind) => {
  const section = sections.find(({ title }) => title === kind);

  test('has an example whose events are taken', async () => {
    const keys = await keysOf(section?.example ?? '', kind);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every((key) => key.startsWith(`till/${kind}/`))).toBe(true);
  });

  test('names all its columns', () => {
    const isLikeReceipt = kind === 'purchasing-return';
    const shared = sections.find(({ title }) => title === 'Columns of every kind')?.text ?? '';
    const own = isLikeReceipt ? sections.find(({ title }) => title === 'purchasing-receipt')?.text : section?.text;
    const missing = columnsOf(kind).filter((column) => !`${shared}${own}`.includes(`\`${column}\``));
    expect(missing).toEqual([]);
  });
});

test('the table of row types of a sale is the one that rows are read by', () => {
  const text = sections.find(({ title }) => title === 'sale')?.text ?? '';
  const rows = [...text.matchAll(/^\| (`.*?) \| (.*?) \|$/gm)].slice(1);
  const printed = rows.flatMap(([, types = '', columns = '']) =>
    types.split(', ').map((type) => [type.replaceAll('`', ''), columns.replaceAll('`', '').split(', ').sort()]),
  );
  const real = [...layoutOf('sale').rows].map(([type, { columns }]) => [
    type,
    columns.filter((column) => column !== 'type').sort(),
  ]);
  expect(printed).toEqual(real);
});

test('kinds may be mixed in one file', async () => {
  const section = sections.find(({ title }) => title === 'Several kinds in one file');
  expect(await keysOf(section?.example ?? '', '')).toEqual(['till/sale/104240', 'till/cash-movement/cm-13']);
});
