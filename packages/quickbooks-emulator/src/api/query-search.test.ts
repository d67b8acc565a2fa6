// Values in a list: however many they are, the store is asked by one text, and answers for them all.
import { expect, test } from 'vitest';
import { contextOf, openEmulator } from '../emulator.ts';
import { openLedger } from '../ledger/ledger.ts';
import type { Store } from '../store/database.ts';
import { createCompany } from '../templates/templates.ts';
import { answerQuery } from './query.ts';

/** The store, with the texts that it is asked by. */
function noted(store: Store): { store: Store; texts: Set<string> } {
  const texts = new Set<string>();
  const noting: Store = {
    ...store,
    all: <Row>(sql: string, ...values: unknown[]) => {
      texts.add(sql);
      return store.all<Row>(sql, ...values);
    },
    integer: (sql, ...values) => {
      texts.add(sql);
      return store.integer(sql, ...values);
    },
    integers: <Row>(sql: string, ...values: unknown[]) => {
      texts.add(sql);
      return store.integers<Row>(sql, ...values);
    },
  };
  return { store: noting, texts };
}

function retail() {
  const emulator = openEmulator({ file: ':memory:' });
  const company = createCompany(emulator, { template: 'retail' });
  const { store, texts } = noted(emulator.store);
  const context = { ...contextOf(emulator, company), store };
  const ids = (query: string) =>
    ((answerQuery(query, context).Account ?? []) as { Id: string }[]).map(({ Id }) => Number(Id));
  return { emulator, company, store, texts, ids };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const listed = (values: readonly unknown[]) => values.map((value) => `'${String(value)}'`).join(', ');

test.each([
  ['Id', upTo(5)],
  ['TxnDate', ['2026-01-01', '2026-01-02', '2026-01-03']],
  ['DocNumber', ['A-1', 'A-2', 'A-3']],
])('a list for %s is asked for by the same texts, however long it is', (property, values) => {
  const { emulator, texts, ids } = retail();
  const entity = property === 'Id' ? 'Account' : 'JournalEntry';
  const ask = (count: number) =>
    ids(`select * from ${entity} where ${property} in (${listed(values.slice(0, count))})`);
  ask(1);
  const first = [...texts];
  expect(first).not.toEqual([]);
  for (const count of upTo(values.length)) ask(count);
  expect([...texts]).toEqual(first);
  emulator.close();
});

test('more ids than a statement of SQLite takes values are looked for as well', () => {
  const { emulator, ids } = retail();
  expect(ids(`select * from Account where Id in (${listed(upTo(40_000))}) orderby Id desc maxresults 1000`)).toEqual(
    ids('select * from Account orderby Id desc maxresults 1000'),
  );
  const found = ids(`select * from Account where Id in ('7', '3', '3', 'none', '1e30', '40000')`);
  expect(found).toEqual([3, 7]);
  emulator.close();
});

test('sums of some classes are asked for by the same texts, however many they are', () => {
  const { emulator, company, store, texts } = retail();
  const sums = (count: number) =>
    openLedger(store).sums(company.realmId, { from: null, to: null, classIds: upTo(count) });
  sums(1);
  const first = [...texts];
  expect(first).not.toEqual([]);
  for (const count of [2, 3, 40_000]) sums(count);
  expect([...texts]).toEqual(first);
  emulator.close();
});
