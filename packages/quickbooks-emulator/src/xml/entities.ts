// Objects to and from XML by the schema's types: the order of elements, lists, references, numbers and truth.
import { objectOf } from '../entities/definition.ts';
import { escapeMarkup } from '../pages/html.ts';
import { type Field, fieldsOf } from '../schema/types.ts';
import type { ApiObject } from '../store/objects.ts';
import type { XmlElement } from './parse.ts';

/** Control characters besides tab and line ends: XML cannot hold them at all, so they are left out. */
function isAllowed(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x20 && code !== 0xfffe && code !== 0xffff) || code === 0x09 || code === 0x0a || code === 0x0d;
}

export function escaped(value: unknown): string {
  return escapeMarkup([...String(value)].filter(isAllowed).join(''));
}

/** Attributes of the element of an entity; in JSON they are members. */
const rootAttributes = ['domain', 'status', 'sparse'] as const;

/** The schema, unlike the service, wants it at the end of every transfer. */
const closing: Readonly<Record<string, string>> = { Transfer: '<TransferEx/>' };

export function entityXml(name: string, object: ApiObject): string {
  const attributes = rootAttributes
    .filter((attribute) => object[attribute] !== undefined)
    .map((attribute) => ` ${attribute}="${escaped(object[attribute])}"`);
  return `<${name}${attributes.join('')}>${fieldsXml(name, object)}${closing[name] ?? ''}</${name}>`;
}

function fieldsXml(type: string, object: ApiObject): string {
  let xml = '';
  for (const field of fieldsOf(type)?.values() ?? []) {
    const value = object[field.name];
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) xml += fieldXml(field, one);
  }
  return xml;
}

function fieldXml({ name, type }: Field, value: unknown): string {
  const object = objectOf(value);
  if (type === 'ref' && object) {
    const attributes = ['name', 'type']
      .filter((attribute) => object[attribute] !== undefined)
      .map((attribute) => ` ${attribute}="${escaped(object[attribute])}"`);
    return `<${name}${attributes.join('')}>${escaped(object.value ?? '')}</${name}>`;
  }
  if (typeof type === 'object' && 'name' in type && object) return `<${name}>${fieldsXml(type.name, object)}</${name}>`;
  return object ? '' : `<${name}>${escaped(value)}</${name}>`;
}

/** The members that a request in JSON would have; what the schema does not know stays, to be refused by name. */
export function entityFromXml(name: string, element: XmlElement): ApiObject {
  const attributes = Object.entries(element.attributes).filter(([attribute]) =>
    rootAttributes.some((known) => known === attribute),
  );
  const members = attributes.map(([attribute, value]) => [
    attribute,
    attribute === 'sparse' ? value === 'true' : value,
  ]);
  return { ...Object.fromEntries(members), ...membersOf(name, element) };
}

function membersOf(type: string, element: XmlElement): ApiObject {
  const members: Record<string, unknown> = {};
  const fields = fieldsOf(type);
  for (const child of element.children) {
    const field = fields?.get(child.name);
    // The schema's openings for extensions, which nothing here is in.
    if (!field && child.name.endsWith('Ex')) continue;
    const value = field ? fieldValue(field, child) : child.text;
    if (!field?.isList) members[child.name] = value;
    else members[child.name] = [...((members[child.name] as unknown[] | undefined) ?? []), value];
  }
  return members;
}

function fieldValue({ type }: Field, element: XmlElement): unknown {
  const text = element.text.trim();
  if (typeof type === 'object') return 'name' in type ? membersOf(type.name, element) : text;
  switch (type) {
    case 'text':
      return element.text;
    case 'date':
    case 'dateTime':
      return text;
    case 'boolean':
      return text === 'true' || text === '1';
    case 'number':
      // A number that is none stays text, to be refused as an amount.
      return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'ref':
      return { value: text, ...element.attributes };
  }
}
