// Intuit's own types (finance.txt, taken from Finance.xsd): the fields of each in the schema's order, with what they hold.
import { readFileSync } from 'node:fs';

export interface Field {
  readonly name: string;
  /** A text, a number, true or false, a reference with its name, or another type. */
  readonly type: 'text' | 'number' | 'boolean' | 'ref' | { readonly name: string };
  readonly isList: boolean;
}

export type Fields = ReadonlyMap<string, Field>;

interface Declared {
  readonly base: string | null;
  readonly fields: readonly Field[];
}

function fieldOf(text: string): Field {
  const isList = text.endsWith('*');
  const [name = '', type] = text.replace('*', '').split(':');
  switch (type) {
    case undefined:
      return { name, type: 'text', isList };
    case 'number':
    case 'boolean':
    case 'ref':
      return { name, type, isList };
    default:
      return { name, type: { name: type }, isList };
  }
}

const declared = new Map<string, Declared>();
for (const line of readFileSync(new URL('finance.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')) {
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
