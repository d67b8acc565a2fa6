// Two accounts merged, as a person does by giving one the other's name: whatever referred to the one refers to the other, for good.
import { fault, faults } from '../api/fault.ts';
import { pacificTime } from '../clock.ts';
import type { ApiObject } from '../store/objects.ts';
import { account } from './account.ts';
import { definitionOf } from './catalogue.ts';
import { idOf, objectOf, referenceValue, type WriteContext } from './definition.ts';
import { write } from './write.ts';

/** Answers the account that is left. */
export function mergeAccounts(from: ApiObject, into: unknown, context: WriteContext): ApiObject {
  const { company, objects, ledger, webhooks } = context;
  const { realmId, settings } = company;
  const left = accountLeft(from, into, context);
  const id = String(from.Id);
  for (const row of rowsNaming(id, context)) moveReferences(row, { from: id, into: left }, context);
  ledger.move(realmId, Number(id), Number(left.Id));
  write(account, 'update', { Id: id, SyncToken: from.SyncToken, sparse: true, Active: false }, context);
  // Intuit: it stays as a deleted one until the nightly processing takes it away.
  if (settings.mergedAccount === 'gone')
    objects.remove({ realmId, type: 'Account', id: Number(id) }, context.clock.now());
  webhooks.note(realmId, { name: 'Account', id: String(left.Id), operation: 'Merge', deletedId: id });
  return left;
}

function accountLeft(from: ApiObject, into: unknown, { company, objects }: WriteContext): ApiObject {
  const { realmId } = company;
  const left = objects.get({ realmId, type: 'Account', id: idOf(String(into ?? '')) ?? -1 });
  if (!left || left.Id === from.Id) throw faults.badReference('Accounts', String(into ?? ''));
  if (left.Active === false || from.Active === false) throw faults.inactive();
  const same = (field: string) => referenceValue(from[field]) === referenceValue(left[field]);
  if (from.AccountType !== left.AccountType || !same('CurrencyRef') || !same('ParentRef')) {
    throw faults.business('Accounts that are merged have the same type, currency and parent.');
  }
  if (objects.below(realmId, 'Account', String(from.FullyQualifiedName)).length > 0) {
    throw fault('700', 'Cannot merge', 'An account with subaccounts cannot be merged into another');
  }
  return left;
}

interface Row {
  readonly type: string;
  readonly id: number;
  readonly body: string;
}

function rowsNaming(id: string, { store, company }: WriteContext): readonly Row[] {
  const named = `"value":${JSON.stringify(id)}`;
  const sql = 'SELECT type, id, body FROM objects WHERE realm_id = ? AND instr(body, ?) > 0';
  return store.all<Row>(sql, company.realmId, named);
}

interface Merging {
  readonly from: string;
  readonly into: ApiObject;
}

/** It is the list's change and not the transaction's: whether that counts as changed is a setting. */
function moveReferences({ type, id, body }: Row, merging: Merging, context: WriteContext): void {
  const { company, clock, objects, webhooks } = context;
  const { realmId, settings } = company;
  const moved = withReferences(JSON.parse(body) as ApiObject, merging) as ApiObject;
  if (JSON.stringify(moved) === body) return;
  const meta = objectOf(moved.MetaData);
  const isTold = settings.mergedTransactions === 'changed' && definitionOf(type)?.kind === 'transaction';
  if (!isTold) {
    objects.put({ realmId, type, id }, moved, Date.parse(String(meta?.LastUpdatedTime)));
    return;
  }
  const LastUpdatedTime = pacificTime(clock.now()).replace(/\.\d+/, '');
  const SyncToken = String(Number(moved.SyncToken) + 1);
  objects.put({ realmId, type, id }, { ...moved, SyncToken, MetaData: { ...meta, LastUpdatedTime } }, clock.now());
  webhooks.note(realmId, { name: type, id: String(id), operation: 'Update' });
}

function withReferences(value: unknown, merging: Merging): unknown {
  if (Array.isArray(value)) return value.map((one) => withReferences(one, merging));
  const object = objectOf(value);
  if (!object) return value;
  return Object.fromEntries(
    Object.entries(object).map(([name, held]) => {
      const isIt = name.endsWith('AccountRef') && referenceValue(held) === merging.from;
      return [name, isIt ? referenceTo(merging.into, held) : withReferences(held, merging)];
    }),
  );
}

const referenceTo = ({ Id, FullyQualifiedName }: ApiObject, held: unknown): ApiObject => ({
  value: String(Id),
  ...(objectOf(held)?.name !== undefined && { name: String(FullyQualifiedName) }),
});
