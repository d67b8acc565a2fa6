// Holds what a client sends against Intuit's types: names inside objects, enumerations, dates, numbers and truth.
import { faults } from '../api/fault.ts';
import type { ApiObject } from '../store/objects.ts';
import { type Field, type Fields, fieldsOf } from './types.ts';

/** Every entity may be extended by a member of this ending. */
const extension = /Ex$/;
/** Checked where they are read, each with its own code. */
const checkedElsewhere: ReadonlySet<string> = new Set(['TxnDate', 'PostingType', 'DetailType']);

/** What the schema does not know at the top is for the entity itself to judge. */
export function checkShape(type: string, object: ApiObject): void {
  const fields = fieldsOf(type);
  if (fields) checkFields(fields, object);
}

function checkFields(fields: Fields, object: ApiObject): void {
  for (const [name, value] of Object.entries(object)) {
    const field = fields.get(name);
    if (!field || isNothing(value) || checkedElsewhere.has(name)) continue;
    for (const one of field.isList && Array.isArray(value) ? (value as unknown[]) : [value]) checkValue(field, one);
  }
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function checkValue({ name, type }: Field, value: unknown): void {
  if (typeof type === 'object') {
    if ('name' in type) checkObject(name, type.name, value);
    else if (!type.values.includes(String(value))) throw faults.enumeration(name, value);
    return;
  }
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

function checkObject(name: string, type: string, value: unknown): void {
  const fields = fieldsOf(type);
  if (!fields) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw faults.unknownField(name, type, fields.size);
  }
  const unknown = Object.keys(value).find((member) => !fields.has(member) && !extension.test(member));
  if (unknown !== undefined) throw faults.unknownField(unknown, type, fields.size);
  checkFields(fields, value as ApiObject);
}

/** A day of the calendar, with or without a zone. */
function isDate(value: unknown): boolean {
  const [, day] = /^(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?$/.exec(String(value)) ?? [];
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day;
}
