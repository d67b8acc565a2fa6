// Intuit's own types (finance.txt, taken from Finance.xsd): the fields of each in the schema's order, with what they hold,
// and the enumerations with their values.
import { readFileSync } from 'node:fs';

export interface Field {
  readonly name: string;
  /** A text, a number, true or false, a day, a moment, a reference with its name, a value of a list, or another type. */
  readonly type: PlainType | { readonly values: readonly string[] } | { readonly name: string };
  readonly isList: boolean;
}

const plainTypes = ['text', 'number', 'boolean', 'date', 'dateTime', 'ref'] as const;
export type PlainType = (typeof plainTypes)[number];

export type Fields = ReadonlyMap<string, Field>;

interface Declared {
  readonly base: string | null;
  readonly fields: readonly Field[];
}

const lines = readFileSync(new URL('finance.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const enumerations = new Map(
  lines
    .filter((line) => line.includes(' = |'))
    .map((line) => {
      const [name = '', values = ''] = line.split(' = |');
      return [name, values.split('|')];
    }),
);

function fieldOf(text: string): Field {
  const isList = text.endsWith('*');
  const [name = '', type = 'text'] = text.replace('*', '').split(':');
  const plain = plainTypes.find((known) => known === type);
  const values = enumerations.get(type);
  return { name, type: plain ?? (values ? { values } : { name: type }), isList };
}

const declared = new Map<string, Declared>();
for (const line of lines.filter((text) => !text.includes(' = |'))) {
  const [head = '', body = ''] = line.split(' = ');
  const [name = '', base = null] = head.split(' < ');
  const fields = body.split(' ').filter((text) => text !== '');
  declared.set(name, { base, fields: fields.map(fieldOf) });
}

const known = new Map<string, Fields>();

/** The fields of a type, its base's first; null where the schema has no such type. */
export function fieldsOf(name: string): Fields | null {
  const type = declared.get(name);
  if (!type) return null;
  const kept = known.get(name);
  if (kept) return kept;
  const fields = new Map(type.base === null ? [] : (fieldsOf(type.base) ?? []));
  for (const field of type.fields) fields.set(field.name, field);
  known.set(name, fields);
  return fields;
}
