// A batch: up to 30 items, each on its own; an item's fault rides in a 200.
import { definitionOf } from '../entities/catalogue.ts';
import { objectOf } from '../entities/definition.ts';
import { operationOf, operations, type Writing, write } from '../entities/write.ts';
import type { ApiObject } from '../store/objects.ts';
import { answerChanges } from './changes.ts';
import { ApiFault, fault, faultBody, faults } from './fault.ts';
import { answerQuery } from './query.ts';

const itemCountMax = 30;
const itemIdLengthMax = 10;

/** What the bad-day rules do to one item: nothing, or a fault before or after it is done. */
export type ItemFault = (name: string, item: ApiObject) => { when: 'before' | 'after'; fault: ApiFault } | null;

interface Batch {
  readonly context: Writing;
  readonly itemFault: ItemFault;
  readonly hasRequestId: boolean;
}

export function answerBatch(body: ApiObject, batch: Batch): ApiObject {
  const items = body.BatchItemRequest;
  if (!Array.isArray(items)) throw faults.missing('BatchItemRequest');
  if (items.length > itemCountMax) {
    const detail = `Batch size exceeds allowed limit: ${items.length} items were sent, ${itemCountMax} are allowed`;
    throw fault('1040', 'Batch size exceeds allowed limit', detail);
  }
  const parsed = items.map((item: unknown) => objectOf(item) ?? {});
  const long = batch.hasRequestId ? parsed.find(({ bId }) => String(bId ?? '').length > itemIdLengthMax) : undefined;
  if (long)
    throw fault(
      '2130',
      'Invalid Request Id Format',
      `bId may have at most ${itemIdLengthMax} characters with a requestid`,
    );
  return { BatchItemResponse: parsed.map((item) => answerItem(item, batch)) };
}

function answerItem(item: ApiObject, batch: Batch): ApiObject {
  const id = item.bId === undefined ? {} : { bId: String(item.bId) };
  try {
    return { ...perform(item, batch), ...id };
  } catch (error) {
    if (error instanceof ApiFault) return { Fault: faultBody(error), ...id };
    throw error;
  }
}

function perform(item: ApiObject, { context, itemFault }: Batch): ApiObject {
  const name = itemName(item);
  if (name === null) throw faults.missing('BatchItemRequest entity');
  const injected = itemFault(name.toLowerCase(), item);
  if (injected?.when === 'before') throw injected.fault;
  const answer = performItem(name, item, context);
  if (injected) throw injected.fault;
  return answer;
}

function performItem(name: string, item: ApiObject, context: Writing): ApiObject {
  if (name === 'Query') return { QueryResponse: answerQuery(String(item.Query), context) };
  if (name !== 'CDCQuery') return performWrite(name, item, context);
  const { Entities = '', ChangedSince = '' } = objectOf(item.CDCQuery) ?? {};
  const asked = { entities: String(Entities), changedSince: String(ChangedSince) };
  return { CDCResponse: answerChanges(asked, context) };
}

/** The one member of an item that says what it is about; null where there is none or more than one. */
export function itemName(item: ApiObject): string | null {
  const names = Object.keys(item).filter((key) => key !== 'bId' && key !== 'operation' && key !== 'optionsData');
  return names.length === 1 ? (names[0] ?? null) : null;
}

function performWrite(name: string, item: ApiObject, context: Writing): ApiObject {
  const definition = definitionOf(name);
  if (!definition) throw faults.unsupported(`on ${name}`);
  const body = objectOf(item[name]) ?? {};
  const operation = item.operation === undefined ? operationOf(body) : String(item.operation).toLowerCase();
  const known = operations.find((candidate) => candidate === operation);
  if (!known) throw faults.unsupported(operation);
  return { [definition.name]: write(definition, known, body, context) };
}
