// Finds the objects of a query: what columns can decide SQLite decides, with its indexes; the rest is looked at in pages.
import type { Definition, WriteContext } from '../entities/definition.ts';
import { present } from '../entities/write.ts';
import type { Store } from '../store/database.ts';
import type { ApiObject, ObjectRow } from '../store/objects.ts';
import { oneOf } from '../store/one-of.ts';
import { indexRow } from '../store/text-index.ts';
import { trigramsFrom } from '../store/text-vocabulary.ts';
import type { Condition, Query } from './query-language.ts';
import { holdsAll, ordered } from './query-match.ts';
import { bodySieve, numberSieve, type Sieve, trigramsOf } from './query-sieve.ts';

export interface Found {
  readonly rows: readonly ApiObject[];
  /** Asked for only by a query that counts. */
  readonly total: number;
}

export function search(definition: Definition, query: Query, context: WriteContext): Found {
  const clauses = clausesOf(definition, query, context);
  const order = orderInSql(query);
  const fixed = definition.fixed?.(context) ?? [];
  if (fixed.length > 0 || clauses.left.length > 0 || order === null) {
    return lookedAt(definition, { query, clauses, context, fixed });
  }
  const { store, objects, company } = context;
  const { realmId } = company;
  const isAll = clauses.isAll && query.orderBy.length === 0;
  if (query.selects === 'count') {
    const counted = () =>
      Number(store.integer(`SELECT count(*) FROM objects WHERE ${clauses.where}`, ...clauses.values));
    return { rows: [], total: isAll ? objects.count(realmId, definition.name) : counted() };
  }
  const range = { first: query.startPosition - 1, limit: query.maxResults };
  const found = isAll
    ? objects.rowsFrom(realmId, definition.name, range)
    : pageOf(definition, { clauses, order, range, context });
  return { rows: found.map((row) => shown(definition, row, context)), total: 0 };
}

interface Paging {
  readonly clauses: Clauses;
  readonly order: string;
  readonly range: { readonly first: number; readonly limit: number };
  readonly context: WriteContext;
}

/** More than these are walked in the order of their ids; fewer are found by their own index and sorted. */
const sortedMax = 10_000;

/** An index is walked to the page; only the page's own rows are read whole. A plus keeps SQLite from another index. */
function pageOf({ name }: Definition, { clauses, order, range, context }: Paging): readonly ObjectRow[] {
  const { store, company } = context;
  const { where, values } = clauses;
  const inner = order.startsWith('id') && areFew(store, clauses) ? `+${order}` : order;
  const sql = `SELECT id, body FROM objects WHERE realm_id = ? AND type = ? AND id IN
    (SELECT id FROM objects WHERE ${where} ORDER BY ${inner} LIMIT ? OFFSET ?) ORDER BY +${order}`;
  return store.all<ObjectRow>(sql, company.realmId, name, ...values, range.limit, range.first);
}

function areFew(store: Store, { where, values }: Pick<Clauses, 'where' | 'values'>): boolean {
  const some = `SELECT 1 FROM objects WHERE ${where} LIMIT ?`;
  return store.integer(`SELECT count(*) FROM (${some})`, ...values, sortedMax + 1) <= sortedMax;
}

interface Clauses {
  readonly where: string;
  readonly values: readonly unknown[];
  /** Every object of the kind is meant. */
  readonly isAll: boolean;
  /** The conditions that no column decides. */
  readonly left: readonly Condition[];
}

function clausesOf(definition: Definition, query: Query, context: WriteContext): Clauses {
  const texts = [ofKind];
  const values: unknown[] = kindOf(definition, context);
  const left: Condition[] = [];
  // Only lists have what is inactive.
  if (definition.kind === 'list' && !query.where.some(({ property }) => property.toLowerCase() === 'active'))
    texts.push('active = 1');
  for (const condition of query.where) {
    const clause = clauseOf(condition);
    if (!clause) {
      left.push(condition);
      continue;
    }
    texts.push(clause.text);
    values.push(...clause.values);
  }
  return { where: texts.join(' AND '), values, isAll: texts.length === 1, left };
}

interface Clause {
  readonly text: string;
  readonly values: readonly unknown[];
}

function clauseOf({ property, operator, values }: Condition): Clause | null {
  if (operator === 'like') return null;
  const compared = (column: string, given: readonly (string | number)[]): Clause =>
    operator === 'in' ? oneOf(column, given) : { text: `${column} ${operator} ?`, values: given };
  switch (property.toLowerCase()) {
    case 'id':
      return compared(
        'id',
        values.map((value) => Number(value) || -1),
      );
    case 'txndate':
      return compared('txn_date', values);
    case 'docnumber':
      return compared('doc_number COLLATE NOCASE', values);
    case 'metadata.lastupdatedtime':
      return changedClause(operator, values);
    default:
      return null;
  }
}

/** Objects show the second in which they were changed; the column holds the millisecond. */
function changedClause(operator: string, [value = '']: readonly string[]): Clause | null {
  const moment = Date.parse(value);
  if (Number.isNaN(moment)) return null;
  const secondMs = 1000;
  const fromHere = Math.ceil(moment / secondMs) * secondMs;
  const afterIt = (Math.floor(moment / secondMs) + 1) * secondMs;
  switch (operator) {
    case '>':
      return { text: 'updated_at >= ?', values: [afterIt] };
    case '>=':
      return { text: 'updated_at >= ?', values: [fromHere] };
    case '<':
      return { text: 'updated_at < ?', values: [fromHere] };
    case '<=':
      return { text: 'updated_at < ?', values: [afterIt] };
    default:
      return null;
  }
}

const orderColumns: Readonly<Record<string, string>> = {
  id: 'id',
  // Ids rise with every object that is created.
  'metadata.createtime': 'id',
  txndate: 'txn_date',
  'metadata.lastupdatedtime': 'updated_at',
};

/** Null where no index has that order. */
function orderInSql({ orderBy, selects }: Query): string | null {
  const [first, ...rest] = orderBy;
  if (!first || selects === 'count') return 'id';
  const column = orderColumns[first.property.toLowerCase()];
  if (!column || rest.length > 0) return null;
  const direction = first.descending ? ' DESC' : '';
  return column === 'id' ? `id${direction}` : `${column}${direction}, id`;
}

const rowsAtOnce = { min: 100, max: 1000 } as const;

/** How many end the search. */
function wantedOf(query: Query): number {
  return query.orderBy.length === 0 && query.selects !== 'count' ? lastOf(query) : Number.POSITIVE_INFINITY;
}

interface Looking {
  readonly query: Query;
  readonly clauses: Clauses;
  readonly context: WriteContext;
  /** Those that are there without being written. */
  readonly fixed: readonly ApiObject[];
}

/** Row by row, in the order of ids; without another order it ends with the page. */
function lookedAt(definition: Definition, looking: Looking): Found {
  const { query, context, fixed } = looking;
  const wanted = wantedOf(query);
  const found: ApiObject[] = fixed.filter((object) => holdsAll(object, query.where));
  let total = found.length;
  for (const rows of rowsToLookAt(definition, looking)) {
    for (const row of rows) {
      const object = shown(definition, row, context);
      if (!holdsAll(object, query.where)) continue;
      total += 1;
      if (query.selects !== 'count') found.push(object);
    }
    if (total >= wanted) break;
  }
  return { rows: ordered(found, query).slice(query.startPosition - 1, lastOf(query)), total };
}

/** Those that SQLite does not rule out: a few by their own index at once, and many in pages by their ids. */
function* rowsToLookAt(definition: Definition, { query, clauses, context }: Looking): Generator<readonly ObjectRow[]> {
  const { store } = context;
  const byNumber = clauses.left.flatMap((condition) => numberSieve(condition) ?? []);
  // What is computed when it is shown does not stand in the body.
  const byBody = definition.present ? [] : clauses.left.flatMap((condition) => bodySieve(condition) ?? []);
  const trigrams = trigramsOf(clauses.left, (pair) => trigramsFrom(store, pair));
  const indexed = sifted(clauses, byNumber);
  // All numbers are gone through only where the index of texts is of no use.
  const isNarrowed = !clauses.isAll || byNumber.some(({ isRange }) => isRange || trigrams === null);
  if (isNarrowed && areFew(store, indexed)) {
    // The inner question is answered from an index alone.
    const few = sifted(
      { where: `${ofKind} AND id IN (SELECT id FROM objects WHERE ${indexed.where})`, values: [] },
      byBody,
    );
    const values = [...kindOf(definition, context), ...indexed.values, ...few.values];
    yield store.all<ObjectRow>(`SELECT id, body FROM objects WHERE ${few.where} ORDER BY +id`, ...values);
    return;
  }
  const page = pagesOf(definition, { clauses: sifted(indexed, byBody), trigrams, context });
  const limit = Math.max(rowsAtOnce.min, Math.min(wantedOf(query), rowsAtOnce.max));
  for (let last = 0; ; ) {
    const rows = page(last, limit);
    yield rows;
    if (rows.length < limit) return;
    last = rows.at(-1)?.id ?? last;
  }
}

const ofKind = 'realm_id = ? AND type = ?';
const kindOf = ({ name }: Definition, { company }: WriteContext) => [company.realmId, name];

interface Pages {
  readonly clauses: Pick<Clauses, 'where' | 'values'>;
  readonly trigrams: string | null;
  readonly context: WriteContext;
}

/** What comes after an id: as the index of texts has it and then what it does not have yet, or of all. */
function pagesOf(definition: Definition, { clauses: { where, values }, trigrams, context }: Pages) {
  const { store } = context;
  const all = (last: number, limit: number) =>
    store.all<ObjectRow>(
      `SELECT id, body FROM objects WHERE ${where} AND id > ? ORDER BY id LIMIT ?`,
      ...[...values, last, limit],
    );
  if (trigrams === null) return all;
  const kind = kindOf(definition, context);
  const sql = `WITH own AS (SELECT ${indexRow('number', '0')} AS first, ${indexRow('number + 1', '0')} AS next FROM text_ranges WHERE ${ofKind})
    SELECT id, body FROM own CROSS JOIN text_trigrams AS texts CROSS JOIN objects
    WHERE text_trigrams MATCH ? AND texts.rowid > first + ? AND texts.rowid < next AND id = texts.rowid - first AND ${where}
    ORDER BY texts.rowid LIMIT ?`;
  return (last: number, limit: number) => {
    const found = store.all<ObjectRow>(sql, ...kind, trigrams, last, ...values, limit);
    if (found.length === limit) return found;
    // All that is not in the index has higher ids.
    const indexedTo = store.get<{ id: number }>(`SELECT indexed_to AS id FROM text_ranges WHERE ${ofKind}`, ...kind);
    return [...found, ...all(Math.max(last, indexedTo?.id ?? 0), limit - found.length)];
  };
}

function sifted({ where, values }: Pick<Clauses, 'where' | 'values'>, sieves: readonly Sieve[]) {
  return {
    where: [where, ...sieves.map(({ text }) => text)].join(' AND '),
    values: [...values, ...sieves.flatMap((sieve) => sieve.values)],
  };
}

function lastOf({ startPosition, maxResults }: Query): number {
  return startPosition - 1 + maxResults;
}

function shown(definition: Definition, row: ObjectRow, context: WriteContext): ApiObject {
  return present(definition, JSON.parse(row.body) as ApiObject, context);
}
