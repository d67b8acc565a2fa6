// Answers a query: what the columns can decide is decided by SQLite, the rest by looking at the objects.
import { pacificDate } from '../clock.ts';
import { definitionOf } from '../entities/catalogue.ts';
import { type Definition, objectOf, type WriteContext } from '../entities/definition.ts';
import { singletonOf } from '../entities/singletons.ts';
import { present } from '../entities/write.ts';
import type { ApiObject, ObjectRow } from '../store/objects.ts';
import { fault } from './fault.ts';
import { type Condition, parseQuery, type Query } from './query-language.ts';

export function answerQuery(text: string, context: WriteContext): ApiObject {
  const query = parseQuery(text, pacificDate(context.clock.now()));
  const singleton = singletonOf(query.entity, context);
  const definition = definitionOf(query.entity);
  if (!definition && !singleton) {
    throw fault('4001', 'Invalid query', `QueryValidationError: ${query.entity} is not a queryable entity`);
  }
  if (definition) checkProperties(query, definition);
  const name = definition?.name ?? query.entity;
  const { rows, total } = singleton
    ? page(filter([singleton.object], query), query)
    : definition
      ? search(definition, query, context)
      : { rows: [], total: 0 };
  if (query.selects === 'count') return { totalCount: total };
  if (rows.length === 0) return {};
  const { selects } = query;
  const shown = selects === 'all' ? rows : rows.map((row) => project(row, selects));
  return { [singleton?.name ?? name]: shown, startPosition: query.startPosition, maxResults: shown.length };
}

interface Found {
  readonly rows: readonly ApiObject[];
  readonly total: number;
}

const columns: Readonly<Record<string, string>> = { id: 'id', txndate: 'txn_date', docnumber: 'doc_number' };

function search(definition: Definition, query: Query, context: WriteContext): Found {
  const { store, company } = context;
  const clauses = ['realm_id = ?', 'type = ?'];
  const values: unknown[] = [company.realmId, definition.name];
  if (definition.kind === 'list' && !query.where.some(({ property }) => property.toLowerCase() === 'active')) {
    clauses.push('active = 1');
  }
  const fixed = definition.fixed?.(context) ?? [];
  let decided = fixed.length === 0;
  for (const condition of query.where) {
    const column = columns[condition.property.toLowerCase()];
    if (!column || condition.operator === 'like') {
      decided = false;
      continue;
    }
    const kind = column === 'doc_number' ? ' COLLATE NOCASE' : '';
    const marks = condition.values.map(() => '?').join(', ');
    clauses.push(
      condition.operator === 'in' ? `${column}${kind} IN (${marks})` : `${column} ${condition.operator} ?${kind}`,
    );
    values.push(...condition.values.map((value) => (column === 'id' ? Number(value) || -1 : value)));
  }
  const from = `FROM objects WHERE ${clauses.join(' AND ')}`;
  if (decided && query.orderBy.length === 0) {
    const total = Number(store.integer(`SELECT count(*) ${from}`, ...values));
    if (query.selects === 'count') return { rows: [], total };
    const sql = `SELECT id, body ${from} ORDER BY id LIMIT ? OFFSET ?`;
    const found = store.all<ObjectRow>(sql, ...values, query.maxResults, query.startPosition - 1);
    return { rows: found.map((row) => shownRow(definition, row, context)), total };
  }
  const found = store.all<ObjectRow>(`SELECT id, body ${from} ORDER BY id`, ...values);
  const rows = [...fixed, ...found.map((row) => shownRow(definition, row, context))];
  return page(filter(rows, query), query);
}

function shownRow(definition: Definition, row: ObjectRow, context: WriteContext): ApiObject {
  return present(definition, JSON.parse(row.body) as ApiObject, context);
}

function page(rows: readonly ApiObject[], query: Query): Found {
  const sorted = query.orderBy.length === 0 ? rows : [...rows].sort((left, right) => order(left, right, query));
  const first = query.startPosition - 1;
  return { rows: sorted.slice(first, first + query.maxResults), total: rows.length };
}

function order(left: ApiObject, right: ApiObject, { orderBy }: Query): number {
  for (const { property, descending } of orderBy) {
    const difference = compare(String(propertyOf(left, property) ?? ''), String(propertyOf(right, property) ?? ''));
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

function filter(rows: readonly ApiObject[], query: Query): readonly ApiObject[] {
  return rows.filter((row) => query.where.every((condition) => holds(row, condition)));
}

/** In a list it is enough that one of its members does. */
function holds(row: ApiObject, condition: Condition): boolean {
  return valuesOf(row, condition.property.toLowerCase().split('.')).some((value) => isSo(String(value), condition));
}

function isSo(text: string, { operator, values }: Condition): boolean {
  const [first = ''] = values;
  switch (operator) {
    case '=':
      return compare(text, first) === 0;
    case '<':
      return compare(text, first) < 0;
    case '>':
      return compare(text, first) > 0;
    case '<=':
      return compare(text, first) <= 0;
    case '>=':
      return compare(text, first) >= 0;
    case 'in':
      return values.some((candidate) => compare(text, candidate) === 0);
    case 'like':
      return matches(text.toLowerCase(), first.toLowerCase());
  }
}

/** Times by the moment, numbers by value, the rest as text in any case. */
function compare(left: string, right: string): number {
  if (/^\d{4}-\d\d-\d\dT/.test(left)) return Date.parse(left) - Date.parse(right);
  const numeric = /^-?\d+(\.\d+)?$/;
  if (numeric.test(left) && numeric.test(right)) return Number(left) - Number(right);
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}

function matches(text: string, pattern: string): boolean {
  const parts = pattern.split('%');
  if (parts.length === 1) return text === pattern;
  const [head = '', ...rest] = parts;
  const tail = rest.pop() ?? '';
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}

/** `MetaData.LastUpdatedTime` and the like, in any case; a reference stands for its value. */
function valuesOf(value: unknown, [part, ...rest]: readonly string[]): readonly unknown[] {
  if (Array.isArray(value))
    return value.flatMap((one: unknown) => valuesOf(one, part === undefined ? [] : [part, ...rest]));
  const object = objectOf(value);
  if (part === undefined) {
    const plain = object ? object.value : value;
    return plain === undefined || plain === null ? [] : [plain];
  }
  const key = object && Object.keys(object).find((name) => name.toLowerCase() === part);
  return object && key ? valuesOf(object[key], rest) : [];
}

function propertyOf(row: ApiObject, path: string): unknown {
  return valuesOf(row, path.toLowerCase().split('.'))[0];
}

function checkProperties(query: Query, definition: Definition): void {
  const known = new Set(definition.fields.map((field) => field.toLowerCase()));
  const named = [...query.where, ...query.orderBy].map(({ property }) => property);
  const unknown = named.find((property) => !known.has(property.toLowerCase().split('.')[0] ?? ''));
  if (unknown === undefined) return;
  const detail = `QueryValidationError: Property ${unknown} not found for Entity ${definition.name}`;
  throw fault('4001', 'Invalid query', detail);
}

function project(row: ApiObject, properties: readonly string[]): ApiObject {
  const wanted = new Set(properties.map((property) => property.toLowerCase().split('.')[0]));
  const kept = Object.entries(row).filter(
    ([name]) => wanted.has(name.toLowerCase()) || name === 'domain' || name === 'sparse',
  );
  return Object.fromEntries(kept);
}
