// What follows in the ledger from a transaction that was written or removed: the costs of later sales, the rates of payments.
import type { ApiObject } from '../store/objects.ts';
import type { ObjectName, WriteContext } from './definition.ts';
import { foreignCurrencyOf } from './home-currency.ts';
import { revalued } from './inventory.ts';
import { namedIn } from './links.ts';
import { type TransactionKind, transactionKinds } from './transaction-kinds.ts';
import { ledgerLines, movedStock } from './transaction-postings.ts';

const names = transactionKinds.map(({ name }) => name);

/** Posts the transaction again, as it is now; nothing where it is none of these kinds. */
function repost(transactionId: number, context: WriteContext): void {
  const { company, ledger, objects } = context;
  const { realmId } = company;
  const found = objects.transaction(realmId, transactionId, names);
  const kind = transactionKinds.find(({ name }) => name === found?.type);
  if (!found || !kind) return;
  ledger.unpost(realmId, transactionId);
  const date = String(found.object.TxnDate);
  ledger.post({ realmId, transactionId, date, lines: ledgerLines(kind, found.object, context) });
}

/** After it was written. */
export function settleSaved(kind: TransactionKind, object: ApiObject, context: WriteContext): void {
  settleStock(kind, object, context);
  if (foreignCurrencyOf(object, context) === null) return;
  const { company, links } = context;
  repostAll(
    links.to(company.realmId, Number(object.Id)).map(({ sourceId }) => sourceId),
    context,
  );
  repostOthers(kind, object, context);
}

/** After it was deleted. */
export function settleRemoved(kind: TransactionKind, before: ApiObject, context: WriteContext): void {
  settleStock(kind, { ...before, Line: [] }, context);
  if (foreignCurrencyOf(before, context) !== null) repostOthers(kind, before, context);
}

/** After a transaction that they linked to was deleted or voided. */
export function settleDetached(sources: readonly ObjectName[], context: WriteContext): void {
  repostAll(
    sources.map(({ id }) => id),
    context,
  );
}

function repostAll(ids: Iterable<number>, context: WriteContext): void {
  for (const id of new Set(ids)) repost(id, context);
}

/** Later payments of the same transactions take their shares after this one's. */
function repostOthers(kind: TransactionKind, object: ApiObject, context: WriteContext): void {
  const { company, links } = context;
  const targets = namedIn(object, kind.links ?? {}).map(({ id }) => Number(id));
  const others = targets.flatMap((target) => links.to(company.realmId, target).map(({ sourceId }) => sourceId));
  repostAll(
    others.filter((id) => id > Number(object.Id)),
    context,
  );
}

function settleStock(kind: TransactionKind, object: ApiObject, context: WriteContext): void {
  const { company, stock } = context;
  const movement = { realmId: company.realmId, transactionId: Number(object.Id) };
  const before = stock.itemsOf(movement);
  const lines = movedStock(kind, object, context);
  if (before.length === 0 && lines.length === 0) return;
  stock.replace({ ...movement, date: String(object.TxnDate), lines });
  repostAll(revalued(new Set([...before, ...lines.map(({ itemId }) => itemId)]), context), context);
}
