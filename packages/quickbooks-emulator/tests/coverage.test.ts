// The README's table of entities and operations says what is so: each cell is tried.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settingWords } from '../src/company/setting-words.ts';
import { defaultSettings, type Settings, settingChoices } from '../src/company/settings.ts';
import { definitions } from '../src/entities/catalogue.ts';
import { type Contract, type Row, startContract } from './contract.fixture.ts';
import { makeBasics, samples } from './samples.fixture.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const linesOf = (table: RegExp) => table.exec(readme)?.[0].trim().split('\n') ?? [];
const [head = '', , ...body] = linesOf(/^\| entity .*\n(\|.*\n)+/m);
const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const operations = cellsOf(head).slice(1);
const table = body.map(cellsOf).map(([name = '', ...cells]) => ({
  name,
  cells: Object.fromEntries(operations.map((operation, index) => [operation, cells[index]])),
}));

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
  await makeBasics(quickbooks);
});
afterAll(() => quickbooks.close());

/** Refused because there is no such operation, rather than for what was sent. */
const isUnknown = (codes: readonly string[]) => codes[0] === '500' || codes[0] === '4001';

async function post(path: string, sent: Row): Promise<{ codes: string[]; answer: Row }> {
  const response = await fetch(`${quickbooks.url}/v3/company/${quickbooks.realmId}/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${quickbooks.tokens.access}`,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify(sent),
  });
  const answer = (await response.json()) as Row & { Fault?: { Error: { code: string }[] } };
  return { codes: answer.Fault?.Error.map(({ code }) => code) ?? [], answer };
}

const get = async (path: string) => {
  const response = await fetch(`${quickbooks.url}/v3/company/${quickbooks.realmId}/${path}`, {
    headers: { authorization: `Bearer ${quickbooks.tokens.access}`, accept: 'application/json' },
  });
  const { Fault } = (await response.json()) as { Fault?: { Error: { code: string }[] } };
  return Fault?.Error.map(({ code }) => code) ?? [];
};

let names = 0;

/** The sample with a name that nobody has yet. */
function bodyOf(name: string): Row {
  const sent = samples.find(({ type }) => type === name)?.body(quickbooks.ref) ?? {};
  names += 1;
  const fresh = Object.keys(sent).filter((key) => /^(Display|Given)?Name$/.test(key));
  return { ...sent, ...Object.fromEntries(fresh.map((key) => [key, `Number ${names}`])) };
}

/** An object of the type as it is now; where none can be made, the first there is. */
async function objectOf(name: string): Promise<Row> {
  const { answer } = await post(name.toLowerCase(), bodyOf(name));
  return (answer[name] as Row | undefined) ?? { Id: '1', SyncToken: '0' };
}

const tries: Readonly<Record<string, (name: string, object: Row) => Promise<readonly string[]>>> = {
  create: async (name) => (await post(name.toLowerCase(), bodyOf(name))).codes,
  read: (name, { Id }) => get(`${name.toLowerCase()}/${String(Id)}`),
  query: (name) => get(`query?query=${encodeURIComponent(`select * from ${name} maxresults 1`)}`),
  update: async (name, { Id, SyncToken }) => {
    const change = samples.find(({ type }) => type === name)?.change ?? {};
    return (await post(name.toLowerCase(), { Id, SyncToken, sparse: true, ...change })).codes;
  },
  void: async (name, { Id, SyncToken }) =>
    (await post(`${name.toLowerCase()}?operation=void`, { Id, SyncToken })).codes,
  delete: async (name, { Id, SyncToken }) =>
    (await post(`${name.toLowerCase()}?operation=delete`, { Id, SyncToken })).codes,
  CDC: (name) => get(`cdc?entities=${name}&changedSince=${new Date(Date.now() - 60_000).toISOString()}`),
  batch: async (name) => {
    const { answer } = await post('batch', {
      BatchItemRequest: [{ bId: '1', operation: 'update', [name]: { Id: '0' } }],
    });
    const [item] = answer.BatchItemResponse as { Fault?: { Error: { code: string }[] } }[];
    // No object has the id 0, so where the operation is known the object is not.
    return item?.Fault?.Error.map(({ code }) => code) ?? [];
  },
};

test('the table names every entity that can be written, the two that there is one of, and TaxService', () => {
  expect(table.map(({ name }) => name)).toEqual([
    ...definitions.map(({ name }) => name),
    ...['TaxService', 'CompanyInfo', 'Preferences'],
  ]);
  expect(operations).toEqual(['depth', ...Object.keys(tries)]);
});

// Tax services and exchange rates have no ids in their paths: contract tests of their own try them.
test.each(table.filter(({ name }) => name !== 'TaxService' && name !== 'ExchangeRate'))(
  '$name can do what the table says',
  async ({ name, cells }) => {
    for (const [operation, attempt] of Object.entries(tries)) {
      const codes = await attempt(name, await objectOf(name));
      const isThere = operation === 'batch' ? !isUnknown(codes) : codes.length === 0;
      expect([operation, isThere ? 'yes' : 'no', codes]).toEqual([operation, cells[operation], codes]);
    }
  },
);

test('an entity of full depth is refused for more than what is missing, in the samples or in tests of its own', () => {
  const own = ['TaxCode', 'TaxRate', 'ExchangeRate', 'TaxService', 'CompanyInfo', 'Preferences'];
  for (const { name, cells } of table.filter((row) => !own.includes(row.name))) {
    const rules = samples.find(({ type }) => type === name)?.refused.length ?? 0;
    expect([name, rules >= 2 ? 'full' : 'shape']).toEqual([name, cells.depth]);
  }
});

test('the table of what is not confirmed names each such setting, its default, what else it takes, and what it means', () => {
  const [, , ...rows] = linesOf(/^\| setting .*\n(\|.*\n)+/m);
  const names = Object.keys(settingWords) as (keyof Settings)[];
  const expected = names.flatMap((name) => {
    const [, words] = /^Unconfirmed: (.*)$/.exec(settingWords[name]) ?? [];
    if (words === undefined) return [];
    const value = defaultSettings[name];
    const all = settingChoices[name] ?? (typeof value === 'boolean' ? ['true', 'false'] : ['any number']);
    const others = all.filter((choice) => choice !== String(value)).map((choice) => `\`${choice}\``);
    return [[`\`${name}\``, `\`${String(value)}\``, others.join(', ').replace('`any number`', 'any number'), words]];
  });
  expect(rows.map(cellsOf)).toEqual(expected);
});
