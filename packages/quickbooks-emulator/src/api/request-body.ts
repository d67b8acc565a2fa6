// The body of a request as members, whichever tongue it came in.
import { objectOf } from '../entities/definition.ts';
import type { Call } from '../http/exchange.ts';
import type { ApiObject } from '../store/objects.ts';
import { requestFromXml } from '../xml/messages.ts';
import { XmlError } from '../xml/parse.ts';
import { type ApiFault, fault } from './fault.ts';

const read = new WeakMap<Call, ApiObject>();

/** Read once for a call. */
export function bodyOf(call: Call): ApiObject {
  const body = read.get(call) ?? readBody(call.body);
  read.set(call, body);
  return body;
}

export function readBody(text: string): ApiObject {
  if (text.trimStart().startsWith('<')) return xmlBody(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable('The request body could not be read as JSON');
  }
  const object = objectOf(value);
  if (!object) throw unreadable('The request body is not an object');
  return object;
}

function xmlBody(text: string): ApiObject {
  try {
    return requestFromXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw unreadable(`The request body could not be read as XML: ${error.message}`);
  }
}

function unreadable(detail: string): ApiFault {
  return fault('2010', 'Request has invalid or unsupported property', detail);
}
