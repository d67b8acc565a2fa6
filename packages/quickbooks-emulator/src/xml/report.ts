// A report in XML: the members of the JSON answer in their order, with what Intuit's schema has as attributes.
import type { ApiObject } from '../store/objects.ts';
import { escaped } from './entities.ts';

/** What is written into the tag of an element rather than inside of it. */
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  ColData: ['value', 'id', 'href'],
  Row: ['type', 'group'],
};

export function reportXml(members: ApiObject): string {
  const inside = Object.entries(members).map(([name, value]) => elementXml(name, value));
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Report xmlns="http://schema.intuit.com/finance/v3">${inside.join('')}</Report>`;
}

function elementXml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one: unknown) => elementXml(name, one)).join('');
  if (typeof value !== 'object' || value === null) return `<${name}>${escaped(value)}</${name}>`;
  const written = attributesOf[name] ?? [];
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const attributes = members.filter(([member]) => written.includes(member));
  const inside = members.filter(([member]) => !written.includes(member));
  const head = `${name}${attributes.map(([member, text]) => ` ${member}="${escaped(text)}"`).join('')}`;
  return `<${head}>${inside.map(([member, inner]) => elementXml(member, inner)).join('')}</${name}>`;
}
