// Whole answers and requests in XML: what the JSON members of an answer become inside IntuitResponse, and back.
import { definitionOf } from '../entities/catalogue.ts';
import { objectOf } from '../entities/definition.ts';
import type { ApiObject } from '../store/objects.ts';
import { entityFromXml, entityXml, escaped } from './entities.ts';
import { parseXml, type XmlElement } from './parse.ts';

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** `members` are those of the JSON answer. */
export function answerXml({ time, ...given }: ApiObject): string {
  // The one answer that has no envelope of its own in JSON.
  const members = 'TaxCodeId' in given ? { TaxService: given } : given;
  const stamp = time === undefined ? '' : ` time="${escaped(time)}"`;
  const body = Object.entries(members).map(([name, value]) => memberXml(name, value));
  return `${head}<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"${stamp}>${body.join('')}</IntuitResponse>`;
}

function memberXml(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one: unknown) => memberXml(name, one)).join('');
  const object = objectOf(value) ?? {};
  switch (name) {
    case 'Fault':
      return faultXml(object);
    case 'QueryResponse':
      return element(name, object, ['startPosition', 'maxResults', 'totalCount']);
    case 'BatchItemResponse':
      return element(name, object, ['bId']);
    case 'CDCResponse':
    case 'AttachableResponse':
      return element(name, object, []);
    default:
      return entityXml(name, object);
  }
}

function element(name: string, object: ApiObject, attributes: readonly string[]): string {
  const present = attributes.filter((attribute) => object[attribute] !== undefined);
  const inside = Object.entries(object).filter(([member]) => !attributes.includes(member));
  const written = present.map((attribute) => ` ${attribute}="${escaped(object[attribute])}"`);
  return `<${name}${written.join('')}>${inside.map(([member, value]) => memberXml(member, value)).join('')}</${name}>`;
}

function faultXml({ type, Error: errors }: ApiObject): string {
  const list = (Array.isArray(errors) ? errors : []).map((value: unknown) => {
    const { code, element: place, Message, Detail } = objectOf(value) ?? {};
    const where = place === undefined ? '' : ` element="${escaped(place)}"`;
    return `<Error code="${escaped(code)}"${where}><Message>${escaped(Message)}</Message><Detail>${escaped(Detail)}</Detail></Error>`;
  });
  return `<Fault type="${escaped(type)}">${list.join('')}</Fault>`;
}

/** The request that the same client would have sent in JSON. Throws XmlError. */
export function requestFromXml(text: string): ApiObject {
  const root = parseXml(text);
  if (root.name !== 'IntuitBatchRequest') return entityFromXml(nameOf(root), root);
  const items = root.children.filter(({ name }) => name === 'BatchItemRequest');
  return { BatchItemRequest: items.map(itemFromXml) };
}

function nameOf({ name }: XmlElement): string {
  return definitionOf(name)?.name ?? name;
}

function itemFromXml({ attributes, children }: XmlElement): ApiObject {
  const { bId, operation } = attributes;
  const members = children.map((child) => [
    child.name,
    child.name === 'Query' ? child.text : entityFromXml(nameOf(child), child),
  ]);
  return {
    ...(bId === undefined ? {} : { bId }),
    ...(operation === undefined ? {} : { operation }),
    ...Object.fromEntries(members),
  };
}
