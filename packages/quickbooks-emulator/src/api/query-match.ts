// Which objects a query means, and in which order, by looking at their fields.
import { objectOf } from '../entities/definition.ts';
import type { ApiObject } from '../store/objects.ts';
import type { Condition, Query } from './query-language.ts';

export function ordered(rows: readonly ApiObject[], query: Query): readonly ApiObject[] {
  return query.orderBy.length === 0 ? rows : [...rows].sort((left, right) => order(left, right, query));
}

export function holdsAll(row: ApiObject, where: readonly Condition[]): boolean {
  return where.every((condition) => holds(row, condition));
}

function order(left: ApiObject, right: ApiObject, { orderBy }: Query): number {
  for (const { property, descending } of orderBy) {
    const difference = compare(String(propertyOf(left, property) ?? ''), String(propertyOf(right, property) ?? ''));
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
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
