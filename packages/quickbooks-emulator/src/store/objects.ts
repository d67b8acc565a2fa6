// The objects of a company as the API gives them: JSON by type and id, with the columns that queries search.
import type { Store } from './database.ts';
import type { Insert, InsertedRow } from './row-buffer.ts';
import { blockSize } from './schema.ts';
import { oldestTextsIndexed } from './text-index.ts';

export type ApiObject = Readonly<Record<string, unknown>>;

export interface ObjectKey {
  readonly realmId: string;
  readonly type: string;
  readonly id: number;
}

export interface ObjectRow {
  readonly id: number;
  readonly body: string;
}

export interface Transaction {
  readonly type: string;
  readonly object: ApiObject;
}

export interface Objects {
  get(key: ObjectKey): ApiObject | undefined;
  /** An object that was not there before. */
  add(key: ObjectKey, object: ApiObject, now: number): void;
  put(key: ObjectKey, object: ApiObject, now: number): void;
  remove(key: ObjectKey, now: number): void;
  nextId(realmId: string, type: string): number;
  count(realmId: string, type: string): number;
  /** Those at `first` (from 0) and after, in the order of their ids. */
  rowsFrom(realmId: string, type: string, range: { first: number; limit: number }): readonly ObjectRow[];
  all(realmId: string, type: string): readonly ApiObject[];
  /** Those whose full name begins with this one: what lies under it, at any depth. */
  below(realmId: string, type: string, fullName: string): readonly ApiObject[];
  /** The transaction of this id, whichever of the types it is: they share one sequence of ids. */
  transaction(realmId: string, id: number, types: readonly string[]): Transaction | null;
  /** Transactions of these types after a day (null: of any) whose JSON holds the text. */
  holding(
    realmId: string,
    types: readonly string[],
    what: { text: string; after: string | null },
  ): readonly Transaction[];
  /** The day of the first transaction; null where there is none. */
  firstDay(realmId: string): string | null;
  /** A transaction is matched with one from the bank, or not any more. */
  match(key: ObjectKey, isMatched: boolean): void;
  isMatched(key: ObjectKey): boolean;
  /** The id of one with this very number, other than `except`. */
  numbered(realmId: string, type: string, number: { docNumber: string; except: number | null }): number | undefined;
  forget(): void;
}

/** Lists are small and asked for by every line of every entry; transactions are not kept. */
const keptTypes = new Set([
  'Account',
  'Class',
  'Department',
  'Customer',
  'Vendor',
  'Employee',
  'Item',
  'TaxCode',
  'TaxRate',
]);

const newObject: Insert = {
  start: 'INSERT INTO objects (realm_id, type, id, active, name, doc_number, txn_date, updated_at, body)',
  columnCount: 9,
};
const changedObject = `${newObject.start} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (realm_id, type, id) DO UPDATE SET active = excluded.active, name = excluded.name,
    doc_number = excluded.doc_number, txn_date = excluded.txn_date, updated_at = excluded.updated_at, body = excluded.body`;

/**
 * So far apart the oldest texts of transactions come into their index: so many at once take less than half of the time, and the call
 * that bears it some thirty milliseconds. The ids themselves are the count: neither a rollback nor a new start loses it.
 */
const idsPerIndexing = 1024;

export function openObjects(store: Store): Objects {
  const kept = keptObjects();
  store.onRollback(kept.clear);
  return {
    get: (key) => {
      const known = kept.get(key);
      if (known) return known;
      const row = store.get<ObjectRow>(
        'SELECT id, body FROM objects WHERE realm_id = ? AND type = ? AND id = ?',
        key.realmId,
        key.type,
        key.id,
      );
      if (!row) return undefined;
      const object = JSON.parse(row.body) as ApiObject;
      if (keptTypes.has(key.type)) kept.set(key, object);
      return object;
    },
    add: (key, object, now) => {
      store.insert(newObject, rowOf(key, object, now));
      const isTransaction = object.TxnDate !== undefined;
      if (isTransaction && key.id % idsPerIndexing === 0) for (const sql of oldestTextsIndexed) store.run(sql);
    },
    put: (key, object, now) => {
      kept.delete(key);
      store.run(changedObject, ...rowOf(key, object, now));
    },
    remove: (key, now) => {
      kept.delete(key);
      store.run('DELETE FROM objects WHERE realm_id = ? AND type = ? AND id = ?', key.realmId, key.type, key.id);
      store.run(
        'INSERT OR REPLACE INTO deletions (realm_id, type, id, deleted_at) VALUES (?, ?, ?, ?)',
        key.realmId,
        key.type,
        key.id,
        now,
      );
    },
    ...listsOf(store),
    ...countsOf(store),
    ...searchesOf(store),
    ...matchesOf(store),
    ...numbersOf(store),
    forget: kept.clear,
  };
}

/** By company, type and id, one map in the other: a name made of the three would be made for every look. */
function keptObjects() {
  const companies = new Map<string, Map<string, Map<number, ApiObject>>>();
  const ofType = ({ realmId, type }: ObjectKey) => companies.get(realmId)?.get(type);
  return {
    get: (key: ObjectKey) => ofType(key)?.get(key.id),
    set: (key: ObjectKey, object: ApiObject) => {
      const types = companies.get(key.realmId) ?? new Map<string, Map<number, ApiObject>>();
      companies.set(key.realmId, types.set(key.type, (types.get(key.type) ?? new Map()).set(key.id, object)));
    },
    delete: (key: ObjectKey) => void ofType(key)?.delete(key.id),
    clear: () => companies.clear(),
  };
}

function rowOf({ realmId, type, id }: ObjectKey, object: ApiObject, now: number): InsertedRow {
  const name = textOf(object.FullyQualifiedName ?? object.DisplayName ?? object.Name);
  return [
    ...[realmId, type, id, object.Active === false ? 0 : 1, name, textOf(object.DocNumber), textOf(object.TxnDate)],
    ...[changedAt(object, now), JSON.stringify(object)],
  ];
}

function listsOf(store: Store): Pick<Objects, 'nextId' | 'all' | 'below' | 'transaction'> {
  return {
    nextId: (realmId, type) =>
      store.get<{ id: number }>(
        // A deleted object's id is not given again.
        `SELECT max(
           (SELECT coalesce(max(id), 0) FROM objects WHERE realm_id = ?1 AND type = ?2),
           (SELECT coalesce(max(id), 0) FROM deletions WHERE realm_id = ?1 AND type = ?2)) + 1 AS id`,
        realmId,
        type,
      )?.id ?? 1,
    all: (realmId, type) =>
      store
        .all<ObjectRow>('SELECT id, body FROM objects WHERE realm_id = ? AND type = ? ORDER BY id', realmId, type)
        .map(({ body }) => JSON.parse(body) as ApiObject),
    below: (realmId, type, fullName) =>
      store
        .all<ObjectRow>(
          `SELECT id, body FROM objects WHERE realm_id = ? AND type = ?
             AND name >= ? COLLATE NOCASE AND name < ? COLLATE NOCASE ORDER BY id`,
          realmId,
          type,
          `${fullName}:`,
          // The character after the colon ends the range.
          `${fullName};`,
        )
        .map(({ body }) => JSON.parse(body) as ApiObject),
    transaction: (realmId, id, types) => {
      const row = store.get<ObjectRow & { type: string }>(
        `SELECT id, type, body FROM objects WHERE realm_id = ? AND id = ? AND type IN (${types.map(() => '?').join(', ')})`,
        realmId,
        id,
        ...types,
      );
      return row ? { type: row.type, object: JSON.parse(row.body) as ApiObject } : null;
    },
  };
}

function countsOf(store: Store): Pick<Objects, 'count' | 'rowsFrom'> {
  const blocksOf = 'FROM object_blocks WHERE realm_id = ? AND type = ?';
  return {
    count: (realmId, type) => Number(store.integer(`SELECT coalesce(sum(count), 0) ${blocksOf}`, realmId, type)),
    rowsFrom: (realmId, type, { first, limit }) => {
      let left = first;
      const counted = `SELECT block, count ${blocksOf} AND count > 0 ORDER BY block`;
      const start = store.all<{ block: number; count: number }>(counted, realmId, type).find(({ count }) => {
        if (left < count) return true;
        left -= count;
        return false;
      });
      if (!start) return [];
      return store.all<ObjectRow>(
        `SELECT id, body FROM objects WHERE realm_id = ? AND type = ? AND id IN
           (SELECT id FROM objects WHERE realm_id = ? AND type = ? AND id >= ? ORDER BY id LIMIT ? OFFSET ?) ORDER BY id`,
        ...[realmId, type, realmId, type, start.block * blockSize, limit, left],
      );
    },
  };
}

function searchesOf(store: Store): Pick<Objects, 'holding' | 'firstDay'> {
  return {
    holding: (realmId, types, { text, after }) =>
      store
        .all<ObjectRow & { type: string }>(
          `SELECT id, type, body FROM objects WHERE realm_id = ? AND type IN (${types.map(() => '?').join(', ')})
             AND txn_date > ? AND instr(body, ?) > 0 ORDER BY id`,
          ...[realmId, ...types, after ?? '', text],
        )
        .map(({ type, body }) => ({ type, object: JSON.parse(body) as ApiObject })),
    firstDay: (realmId) => {
      const types = store.all<{ type: string }>('SELECT DISTINCT type FROM object_blocks WHERE realm_id = ?', realmId);
      // One look at the index each, where the least of all types would be looked for among all rows.
      const sql = 'SELECT min(txn_date) AS day FROM objects WHERE realm_id = ? AND type = ?';
      const days = types.map(({ type }) => store.get<{ day: string | null }>(sql, realmId, type)?.day ?? null);
      return days.filter((day) => day !== null).sort()[0] ?? null;
    },
  };
}

function matchesOf(store: Store): Pick<Objects, 'match' | 'isMatched'> {
  return {
    match: ({ realmId, id }, isMatched) =>
      store.run(
        isMatched
          ? 'INSERT OR IGNORE INTO matches (realm_id, transaction_id) VALUES (?, ?)'
          : 'DELETE FROM matches WHERE realm_id = ? AND transaction_id = ?',
        realmId,
        id,
      ),
    isMatched: ({ realmId, id }) =>
      store.get('SELECT transaction_id FROM matches WHERE realm_id = ? AND transaction_id = ?', realmId, id) !==
      undefined,
  };
}

function numbersOf(store: Store): Pick<Objects, 'numbered'> {
  return {
    numbered: (realmId, type, { docNumber, except }) => {
      const isTwin = ([realm, kind, id, , , number]: InsertedRow) =>
        number === docNumber && realm === realmId && kind === type && id !== except;
      const unwritten = store.unwritten(newObject).find(isTwin);
      if (unwritten) return Number(unwritten[2]);
      // The index is in any case; the comparison is exact.
      const sql = `SELECT id FROM objects WHERE realm_id = ? AND type = ? AND doc_number = ? COLLATE NOCASE
        AND doc_number = ? AND id <> ? LIMIT 1`;
      return store.getWritten<{ id: number }>(sql, realmId, type, docNumber, docNumber, except ?? -1)?.id;
    },
  };
}

const secondMs = 1000;
const writeMsMax = 60_000;

/** Within the second that the object shows, however long its write took. */
function changedAt(object: ApiObject, now: number): number {
  const shown = Date.parse(String((object.MetaData as ApiObject | undefined)?.LastUpdatedTime));
  const late = now - shown;
  return late >= secondMs && late < writeMsMax ? shown + secondMs - 1 : now;
}

/** A number that stands for a text is found as the text that it shows. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
