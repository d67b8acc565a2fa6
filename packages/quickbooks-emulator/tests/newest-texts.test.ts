// Texts of the newest transactions are not in the index of texts yet: a question finds in them what it finds in the others.
import { afterEach, expect, test } from 'vitest';
import { answerQuery } from '../src/api/query.ts';
import { putSnapshot, takeSnapshot } from '../src/control/snapshot.ts';
import { contextOf, type Emulator, openEmulator } from '../src/emulator.ts';
import { definitionOf } from '../src/entities/catalogue.ts';
import { type Operation, write } from '../src/entities/write.ts';
import { unindexedMax } from '../src/store/text-index.ts';
import { createCompany } from '../src/templates/templates.ts';
import { entry, listOf } from './local-company.fixture.ts';

let emulator: Emulator;
afterEach(() => emulator.close());

interface Stored {
  readonly Id: string;
  readonly SyncToken: string;
}

function company() {
  emulator = openEmulator({ file: ':memory:' });
  const made = createCompany(emulator, { template: 'retail' });
  const context = () => contextOf(emulator, made);
  const definition = definitionOf('JournalEntry');
  if (!definition) throw new Error('there are no journal entries');
  const asked = (where: string) =>
    listOf<Stored>(answerQuery(`select * from JournalEntry where ${where}`, context()).JournalEntry);
  return {
    realmId: made.realmId,
    does: (operation: Operation, body: object) =>
      emulator.store.transaction(() => write(definition, operation, body, context())),
    asked,
    ids: (where: string) => asked(where).map(({ Id }) => Number(Id)),
    count: (where: string) => answerQuery(`select count(*) from JournalEntry where ${where}`, context()).totalCount,
  };
}

const indexedTo = () =>
  Number(emulator.store.integer(`SELECT indexed_to FROM text_ranges WHERE type = 'JournalEntry'`));

/** As if so many had been posted: copies of the first. */
function copy(realmId: string, count: number): void {
  const copies = `WITH RECURSIVE copy (id) AS (SELECT 2 UNION ALL SELECT id + 1 FROM copy WHERE id < ${count})`;
  emulator.store.run(`INSERT INTO objects (realm_id, type, id, active, doc_number, txn_date, updated_at, body) ${copies}
    SELECT realm_id, type, copy.id, 1, 'C-' || copy.id, txn_date, updated_at,
      json_set(body, '$.Id', CAST(copy.id AS TEXT), '$.DocNumber', 'C-' || copy.id, '$.PrivateNote', 'copy ' || copy.id || '.')
    FROM copy, objects WHERE type = 'JournalEntry' AND objects.id = 1`);
  emulator.store.run('UPDATE companies SET next_transaction_id = ? WHERE realm_id = ?', count + 1, realmId);
  emulator.companies.forget();
}

test('the newest are looked through, the older are in the index, and a page goes from the one to the other', () => {
  const { realmId, does, asked, ids, count } = company();
  does('create', entry(1, { PrivateNote: 'the first', DocNumber: 'A-1' }));
  const most = unindexedMax + 1000;
  copy(realmId, most);
  does('create', entry(1, { PrivateNote: 'the last', DocNumber: 'A-2' }));
  expect(count(`PrivateNote like '%opy%'`)).toBe(most - 1);
  expect(indexedTo()).toBe(0);
  for (let last = 3; indexedTo() === 0; last += 1)
    does('create', entry(1, { PrivateNote: 'and on', DocNumber: `A-${last}` }));
  const end = Number(asked(`PrivateNote = 'and on' orderby Id desc maxresults 1`)[0]?.Id);
  expect(indexedTo()).toBe(end - unindexedMax);
  for (const id of [2, indexedTo() - 1, indexedTo(), indexedTo() + 1, most]) {
    expect(ids(`PrivateNote like '%opy ${id}.%'`)).toEqual([id]);
    expect(ids(`DocNumber like '%C-${id}'`)).toEqual([id]);
  }
  expect(ids(`PrivateNote like 'the %' maxresults 10`)).toEqual([1, most + 1]);
  const from = indexedTo() - 9;
  const page = `PrivateNote like '%opy%' startposition ${from - 1} maxresults 20`;
  expect(ids(page)).toEqual(Array.from({ length: 20 }, (_, index) => from + index));

  for (const id of [from, most]) {
    const [found] = asked(`PrivateNote like '%opy ${id}.%'`);
    does('update', { ...found, sparse: true, PrivateNote: `another ${id}` });
    expect([ids(`PrivateNote like '%opy ${id}.%'`), ids(`PrivateNote like '%another ${id}%'`)]).toEqual([[], [id]]);
    const [changed] = asked(`PrivateNote like '%another ${id}%'`);
    does('delete', { Id: changed?.Id, SyncToken: changed?.SyncToken });
    expect(ids(`PrivateNote like '%another ${id}%'`)).toEqual([]);
  }
  expect(count(`PrivateNote like '%opy%'`)).toBe(most - 3);
});

test('what is right behind its write is found by any part of its texts, also by two letters', () => {
  const { does, ids } = company();
  for (let id = 1; id <= 40; id += 1) {
    does('create', entry(1, { PrivateNote: `qz ${id}.`, DocNumber: `N-${id}` }));
    expect(ids(`PrivateNote like '%qz ${id}.%'`)).toEqual([id]);
    expect(ids(`DocNumber like '%N-${id}'`)).toEqual([id]);
  }
  expect(ids(`PrivateNote like '%qz%'`)).toHaveLength(40);
  expect(indexedTo()).toBe(0);
});

test('a write that fails after it has had older texts indexed leaves the index as it was, and the next one has them indexed', () => {
  const { realmId, does, ids } = company();
  does('create', entry(1, { PrivateNote: 'the first' }));
  const most = 1024 * 20 - 1;
  copy(realmId, most);
  const last = () => does('create', entry(1, { PrivateNote: 'the last' }));
  const fails = () =>
    emulator.store.transaction(() => {
      last();
      expect(indexedTo()).toBe(most + 1 - unindexedMax);
      throw new Error('no');
    });
  expect(fails).toThrow('no');
  expect([indexedTo(), ids(`PrivateNote like '%opy 2.%'`)]).toEqual([0, [2]]);
  last();
  expect([indexedTo(), ids(`PrivateNote like '%opy 2.%'`)]).toEqual([most + 1 - unindexedMax, [2]]);
});

test('a snapshot put back has its many texts indexed, all at once', () => {
  const { realmId, does, ids } = company();
  does('create', entry(1, { PrivateNote: 'the first' }));
  const most = unindexedMax + 1;
  copy(realmId, most);
  putSnapshot(emulator, realmId, takeSnapshot(emulator, realmId));
  expect(indexedTo()).toBe(most);
  does('create', entry(1, { PrivateNote: 'copy of none' }));
  expect(ids(`PrivateNote like '%opy ${most}.%'`)).toEqual([most]);
  expect(ids(`PrivateNote like '%opy of%'`)).toEqual([most + 1]);
  expect(indexedTo()).toBe(most);
});
