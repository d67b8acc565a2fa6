// The calls under /v3/company/{realmId}: which operation a path means, and what it answers.

import { definitionOf } from '../entities/catalogue.ts';
import { rateAsked, writeRate } from '../entities/exchange-rates.ts';
import { type Singleton, singletonOf, updateSingleton } from '../entities/singletons.ts';
import { createTaxService } from '../entities/tax-service.ts';
import { type Operation, operationOf, readObject, type Writing, write } from '../entities/write.ts';
import type { Call } from '../http/exchange.ts';
import { answerReport } from '../reports/reports.ts';
import type { ApiObject } from '../store/objects.ts';
import { answerBatch, type ItemFault } from './batch.ts';
import { answerChanges, changesAskedFor } from './changes.ts';
import { faults } from './fault.ts';
import { answerQuery } from './query.ts';
import { bodyOf } from './request-body.ts';
import { formNamed, sendForm } from './sales-forms.ts';
import { answerUpload } from './upload.ts';

/** The entity's or the service's name in lower case: what bad-day rules and limits go by. */
export function callName(resource: readonly string[]): string {
  return (resource[0] ?? '').toLowerCase();
}

export interface ApiRequest {
  readonly call: Call;
  /** What follows the realm in the path. */
  readonly resource: readonly string[];
  readonly context: Writing;
  readonly itemFault: ItemFault;
}

/** The members of the answer beside `time`. */
export function answer(request: ApiRequest): ApiObject {
  const { call, resource, context } = request;
  const name = callName(resource);
  if (!hasMethod(request)) throw faults.noMethod(call.method);
  if (name === 'query') {
    return { QueryResponse: answerQuery(call.query.get('query') ?? call.body, context) };
  }
  if (name === 'cdc') return { CDCResponse: [answerChanges(changesAskedFor(call.query), context)] };
  if (name === 'reports') return answerReport(resource[1] ?? '', { query: call.query, context });
  if (name === 'batch') return answerBatch(bodyOf(call), { ...request, hasRequestId: call.query.has('requestid') });
  if (name === 'upload') return answerUpload(call, context);
  if (name === 'taxservice') return answerTaxService(request);
  if (name === 'exchangerate' && resource.length === 1) return { ExchangeRate: answerRate(request) };
  const singleton = singletonOf(name, context);
  if (singleton) return { [singleton.name]: answerSingleton(singleton, request) };
  const form = call.method === 'POST' ? formNamed(resource, 'send') : null;
  if (form) return { [form.definition.name]: sendForm({ ...form, sendTo: call.query.get('sendTo') }, context) };
  const definition = definitionOf(name);
  if (!definition || resource.length > 2)
    throw faults.unsupported(`Could not find resource for relative : /${resource.join('/')}`);
  const [, id] = resource;
  if (call.method === 'GET') {
    if (id === undefined) throw faults.noMethod('GET');
    return { [definition.name]: readObject(definition, id, context) };
  }
  const body = bodyOf(call);
  const operation = operationNamed(call.query.get('operation'), body);
  const isVoid = operation === 'update' && context.includes.has('void');
  return { [definition.name]: write(definition, isVoid ? 'void' : operation, body, context) };
}

/** Intuit has GET and POST alone: an object is read at its own address, and written at its entity's. */
function hasMethod({ call: { method }, resource, context }: ApiRequest): boolean {
  if (method !== 'GET' && method !== 'POST') return false;
  const name = callName(resource);
  switch (name) {
    case 'cdc':
    case 'reports':
      return method === 'GET';
    case 'batch':
    case 'upload':
    case 'taxservice':
      return method === 'POST';
    default:
      return method === 'GET' || resource.length !== 2 || !(definitionOf(name) ?? singletonOf(name, context));
  }
}

/** There is one, which is read and changed. */
function answerSingleton(singleton: Singleton, { call, context }: ApiRequest): ApiObject {
  if (call.method === 'GET') return singleton.object;
  const body = bodyOf(call);
  const operation = operationNamed(call.query.get('operation'), body);
  if (operation === 'delete' || operation === 'void') throw faults.unsupported(`${operation} on ${singleton.name}`);
  return updateSingleton(singleton, body, context);
}

/** By currency and day, without an id. */
function answerRate({ call, context }: ApiRequest): ApiObject {
  return call.method === 'GET' ? rateAsked(call.query, context) : writeRate(bodyOf(call), context);
}

function answerTaxService({ call, resource, context }: ApiRequest): ApiObject {
  const isKnown = call.method === 'POST' && resource.length === 2 && resource[1]?.toLowerCase() === 'taxcode';
  if (!isKnown) throw faults.unsupported(`Could not find resource for relative : /${resource.join('/')}`);
  return createTaxService(bodyOf(call), context);
}

function operationNamed(name: string | null, body: ApiObject): Operation {
  switch (name?.toLowerCase()) {
    case undefined:
    case '':
      return operationOf(body);
    case 'create':
    case 'update':
      return operationOf(body);
    case 'delete':
      return 'delete';
    case 'void':
      return 'void';
    default:
      throw faults.unsupported(String(name));
  }
}
