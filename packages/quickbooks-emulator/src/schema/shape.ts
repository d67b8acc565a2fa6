// Holds what a client sends against Intuit's types: names inside objects, enumerations, dates, numbers and truth.
import { faults } from '../api/fault.ts';
import type { ApiObject } from '../store/objects.ts';
import { type Field, type Fields, fieldsOf, type PlainType } from './types.ts';

/** Every entity may be extended by a member of this ending. */
const extension = /Ex$/;
/** Checked where they are read, each with its own code. */
const checkedElsewhere: ReadonlySet<string> = new Set(['TxnDate', 'PostingType', 'DetailType']);

/** The object with enumerations spelled as the schema has them. What it does not know at the top is for the entity to judge. */
export function shaped(type: string, object: ApiObject): ApiObject {
  const fields = fieldsOf(type);
  return fields ? shapedFields(fields, object) : object;
}

/** The object itself where nothing is spelled otherwise, as in nearly all. */
function shapedFields(fields: Fields, object: ApiObject): ApiObject {
  let members = object;
  for (const [name, value] of Object.entries(object)) {
    const field = fields.get(name);
    if (!field || isNothing(value) || checkedElsewhere.has(name)) continue;
    const spelled = field.isList && Array.isArray(value) ? shapedList(field, value) : shapedValue(field, value);
    if (spelled !== value) members = { ...members, [name]: spelled };
  }
  return members;
}

function shapedList(field: Field, list: readonly unknown[]): readonly unknown[] {
  const spelled = list.map((one) => shapedValue(field, one));
  return spelled.every((one, index) => one === list[index]) ? list : spelled;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function shapedValue({ name, type }: Field, value: unknown): unknown {
  if (typeof type !== 'object') {
    checkPlain(name, type, value);
    return value;
  }
  if ('name' in type) return shapedObject(name, type.name, value);
  const text = String(value).toLowerCase();
  const known = type.values.find((legal) => legal.toLowerCase() === text);
  if (known === undefined) throw faults.enumeration(name, value);
  return known;
}

function checkPlain(name: string, type: PlainType, value: unknown): void {
  switch (type) {
    case 'number':
      if (!/^(number|string)$/.test(typeof value) || !Number.isFinite(Number(value))) throw faults.number(name, value);
      return;
    case 'boolean':
      if (!['true', 'false'].includes(String(value))) throw faults.enumeration(name, value);
      return;
    case 'date':
      if (!isDate(value)) throw faults.date(name, value);
      return;
    case 'dateTime':
      if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) throw faults.date(name, value);
      return;
    case 'ref':
    case 'text':
      return;
  }
}

function shapedObject(name: string, type: string, value: unknown): unknown {
  const fields = fieldsOf(type);
  if (!fields) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw faults.unknownField(name, type, fields.size);
  }
  const unknown = Object.keys(value).find((member) => !fields.has(member) && !extension.test(member));
  if (unknown !== undefined) throw faults.unknownField(unknown, type, fields.size);
  return shapedFields(fields, value as ApiObject);
}

/** A day of the calendar, with or without a zone. */
function isDate(value: unknown): boolean {
  const [, day] = /^(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?$/.exec(String(value)) ?? [];
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
}
