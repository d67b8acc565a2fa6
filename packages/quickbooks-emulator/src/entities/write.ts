// Create, update and delete, the same way for every entity: unknown fields, sync tokens, stamps, ledger.
import { fault, faults } from '../api/fault.ts';
import { pacificTime } from '../clock.ts';
import { shaped } from '../schema/shape.ts';
import type { ApiObject } from '../store/objects.ts';
import { type Definition, idOf, objectOf, type WriteContext } from './definition.ts';
import { withIncluded } from './included.ts';
import { detach, saveLinks, settled } from './links.ts';

export const operations = ['create', 'update', 'delete', 'void'] as const;
export type Operation = (typeof operations)[number];

export type Writing = WriteContext;

/** What a POST of this body does when nothing says so: an object with an id is changed, one without is made. */
export function operationOf(body: ApiObject): Operation {
  return body.Id === undefined || body.Id === null || body.Id === '' ? 'create' : 'update';
}

export function write(definition: Definition, operation: Operation, given: unknown, context: Writing): ApiObject {
  const body = objectOf(given);
  if (!body) throw fault('2010', 'Request has invalid or unsupported property', 'The request body is not an object');
  if (context.company.settings.lapsed) throw faults.lapsed();
  if (definition.isReadOnly) throw faults.unsupported(`${operation} on ${definition.name}`);
  switch (operation) {
    case 'create':
      return createObject(definition, body, context);
    case 'update':
      return update(definition, body, context);
    case 'delete':
      return remove(definition, body, context);
    case 'void':
      return voidIt(definition, body, context);
  }
}

export function readObject(definition: Definition, id: string, context: WriteContext): ApiObject {
  const fixed = definition.fixed?.(context).find(({ Id }) => String(Id).toLowerCase() === id.toLowerCase());
  return fixed ?? present(definition, storedObject(definition, id, context), context);
}

export function present(definition: Definition, object: ApiObject, context: WriteContext): ApiObject {
  return withIncluded(definition.name, definition.present ? definition.present(object, context) : object, context);
}

/** For the service that makes what its own path only reads, too. */
export function createObject(definition: Definition, body: ApiObject, context: Writing): ApiObject {
  const { company, clock, objects } = context;
  const prepared = definition.prepare(withoutNulls(checkedFields(definition, body)), null, context);
  const id =
    definition.kind === 'transaction'
      ? context.companies.takeTransactionId(company.realmId)
      : objects.nextId(company.realmId, definition.name);
  const time = pacificTime(clock.now()).replace(/\.\d+/, '');
  const object = stamp(prepared, { id, syncToken: 0, createTime: time, updateTime: time });
  return present(definition, save(definition, { object, operation: 'Create' }, context), context);
}

function update(definition: Definition, body: ApiObject, context: Writing): ApiObject {
  const change = checkedFields(definition, body);
  const before = storedObject(definition, body.Id, context);
  checkSyncToken(body, before);
  const draft =
    body.sparse === true || body.sparse === 'true' ? { ...writable(definition, before), ...change } : change;
  const prepared = definition.prepare(withoutNulls(draft), before, context);
  const object = stamp(prepared, {
    id: Number(before.Id),
    syncToken: Number(before.SyncToken) + 1,
    createTime: String(objectOf(before.MetaData)?.CreateTime),
    updateTime: pacificTime(context.clock.now()).replace(/\.\d+/, ''),
  });
  const saved = save(definition, { object, operation: 'Update' }, context);
  definition.afterUpdate?.(saved, before, context);
  return present(definition, saved, context);
}

function voidIt(definition: Definition, body: ApiObject, context: Writing): ApiObject {
  if (!definition.voided) throw faults.unsupported(`void on ${definition.name}`);
  const before = storedObject(definition, body.Id, context);
  checkSyncToken(body, before);
  definition.checkDelete?.(before, context);
  definition.afterDetach?.(detach(before, context), context);
  const object = stamp(definition.voided(before), {
    id: Number(before.Id),
    syncToken: Number(before.SyncToken) + 1,
    createTime: String(objectOf(before.MetaData)?.CreateTime),
    updateTime: pacificTime(context.clock.now()).replace(/\.\d+/, ''),
  });
  return present(definition, save(definition, { object, operation: 'Void' }, context), context);
}

function remove(definition: Definition, body: ApiObject, context: Writing): ApiObject {
  if (definition.isKept) throw faults.unsupported(`delete on ${definition.name}`);
  const before = storedObject(definition, body.Id, context);
  checkSyncToken(body, before);
  const { realmId } = context.company;
  const id = Number(before.Id);
  if (definition.kind !== 'transaction' && !definition.isRemoved) {
    return update(
      definition,
      { ...writable(definition, before), Id: before.Id, SyncToken: before.SyncToken, Active: false },
      context,
    );
  }
  if (context.objects.isMatched({ realmId, type: definition.name, id })) throw faults.matched();
  definition.checkDelete?.(before, context);
  if (definition.ledgerLines) context.ledger.unpost(realmId, id);
  definition.afterDetach?.(detach(before, context), context);
  saveLinks(definition.name, { Id: before.Id }, context);
  context.objects.remove({ realmId, type: definition.name, id }, context.clock.now());
  definition.afterRemove?.(before, context);
  context.webhooks.note(realmId, { name: definition.name, id: String(id), operation: 'Delete' });
  return { domain: 'QBO', status: 'Deleted', Id: String(id) };
}

interface Saved {
  readonly object: ApiObject;
  readonly operation: 'Create' | 'Update' | 'Void';
}

function save(definition: Definition, { object: given, operation }: Saved, context: WriteContext): ApiObject {
  const { company, clock, objects, ledger, links, webhooks } = context;
  const id = Number(given.Id);
  const { realmId } = company;
  const isTransaction = definition.kind === 'transaction';
  const isNew = operation === 'Create';
  // Nothing links to what was not there.
  const incoming = isTransaction && !isNew ? links.to(realmId, id) : [];
  const object = isTransaction ? settled(definition.name, given, incoming) : given;
  if (definition.ledgerLines) {
    if (!isNew) ledger.unpost(realmId, id);
    ledger.post({
      realmId,
      transactionId: id,
      date: String(object.TxnDate),
      lines: definition.ledgerLines(object, context),
    });
  }
  const key = { realmId, type: definition.name, id };
  if (isNew) objects.add(key, object, clock.now());
  else objects.put(key, object, clock.now());
  webhooks.note(realmId, { name: definition.name, id: String(id), operation });
  if (isTransaction) saveLinks(definition.name, object, context);
  definition.afterSave?.(object, context);
  return object;
}

/** As it is kept, without what is computed when it is shown. */
export function storedObject(definition: Definition, given: unknown, { company, objects }: WriteContext): ApiObject {
  const id = idOf(String(given ?? ''));
  if (id === null) throw faults.invalidId(given);
  const object = objects.get({ realmId: company.realmId, type: definition.name, id });
  if (!object) throw faults.notFound('Object Not Found : Another user has deleted this transaction.');
  return object;
}

function checkSyncToken(body: ApiObject, before: ApiObject): void {
  if (body.SyncToken === undefined || body.SyncToken === null) throw faults.missing('SyncToken');
  if (String(body.SyncToken) !== before.SyncToken) throw faults.stale();
}

/** What a client may write, in the schema's spelling. */
function checkedFields(definition: Definition, body: ApiObject): ApiObject {
  const unknown = Object.keys(body).find((field) => !definition.fields.includes(field));
  if (unknown !== undefined) throw faults.unknownField(unknown, definition.name, definition.fields.length);
  return shaped(definition.name, writable(definition, body));
}

function writable({ readOnly }: Definition, body: ApiObject): ApiObject {
  return only(body, (field) => body[field] !== undefined && !readOnly.includes(field));
}

/** To the checks nothing is what is not there: a client may say it by null or an empty text. */
function withoutNulls(draft: ApiObject): ApiObject {
  return only(draft, (field) => draft[field] !== null && draft[field] !== '');
}

/** The object with these fields alone: itself where it has no others, as nearly all that is written. */
function only(object: ApiObject, isMeant: (field: string) => boolean): ApiObject {
  const fields = Object.keys(object);
  if (fields.every(isMeant)) return object;
  return Object.fromEntries(fields.filter(isMeant).map((field) => [field, object[field]]));
}

interface Stamp {
  readonly id: number;
  readonly syncToken: number;
  readonly createTime: string;
  readonly updateTime: string;
}

function stamp(prepared: ApiObject, { id, syncToken, createTime, updateTime }: Stamp): ApiObject {
  return {
    ...withoutNulls(prepared),
    domain: 'QBO',
    sparse: false,
    Id: String(id),
    SyncToken: String(syncToken),
    MetaData: { CreateTime: createTime, LastUpdatedTime: updateTime },
  };
}
