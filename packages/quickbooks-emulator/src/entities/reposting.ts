// What follows in the ledger from a transaction that was written or removed: the costs of later sales, the rates of payments.
import type { ApiObject } from '../store/objects.ts';
import { type ObjectName, objectOf, referenceValue, type WriteContext } from './definition.ts';
import { foreignCurrencyOf } from './home-currency.ts';
import { repostOpeningStock, revalued } from './inventory.ts';
import { listIn, namedIn } from './links.ts';
import { type TransactionKind, transactionKinds } from './transaction-kinds.ts';
import { itemAccount } from './transaction-lines.ts';
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

const itemAccounts = ['IncomeAccountRef', 'ExpenseAccountRef', 'AssetAccountRef'] as const;

/** After an item got other accounts: QuickBooks takes along what was posted by it, but for closed books, unless it is told not to. */
export function settleItem(item: ApiObject, before: ApiObject, context: WriteContext): void {
  const isMoved = itemAccounts.some((field) => referenceValue(item[field]) !== referenceValue(before[field]));
  if (!isMoved || context.includes.has('donotupdateaccountontxns')) return;
  const { company, objects } = context;
  const { realmId, settings } = company;
  const what = { text: `"ItemRef":{"value":"${String(item.Id)}"`, after: settings.closingDate };
  for (const { type, object } of objects.holding(realmId, names, what)) {
    const Line = listIn(object.Line).map((line) => withAccountOf(item, line, context));
    const changedAt = Date.parse(String(objectOf(object.MetaData)?.LastUpdatedTime));
    objects.put({ realmId, type, id: Number(object.Id) }, { ...object, Line }, changedAt);
    repost(Number(object.Id), context);
  }
  repostOpeningStock(item, context);
}

function withAccountOf(item: ApiObject, line: ApiObject, context: WriteContext): ApiObject {
  const [group, sale] = [objectOf(line.GroupLineDetail), objectOf(line.SalesItemLineDetail)];
  if (group) {
    const Line = listIn(group.Line).map((one) => withAccountOf(item, one, context));
    return { ...line, GroupLineDetail: { ...group, Line } };
  }
  if (!sale || referenceValue(sale.ItemRef) !== item.Id) return line;
  const ItemAccountRef = itemAccount(String(item.Id), context);
  if (ItemAccountRef) return { ...line, SalesItemLineDetail: { ...sale, ItemAccountRef } };
  const { ItemAccountRef: _, ...detail } = sale;
  return { ...line, SalesItemLineDetail: detail };
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
