// Inventory items: what each transaction moves in and out of stock, and what that costs.
import { parseDecimal } from '../ledger/amount.ts';
import { costOf, quantityPlaces } from '../ledger/fifo.ts';
import type { LedgerLine } from '../ledger/ledger.ts';
import type { StockLine } from '../ledger/stock.ts';
import type { ApiObject } from '../store/objects.ts';
import { objectOf, referenceValue, type WriteContext } from './definition.ts';
import { systemAccount } from './system-accounts.ts';

/** A line of a transaction that sells, buys or brings back an item. */
export interface ItemLine {
  readonly line: ApiObject;
  /** In the home currency, without a sign. */
  readonly amountMinor: bigint;
  readonly marks: Pick<LedgerLine, 'party' | 'classId' | 'departmentId'>;
}

/** Sold and bought move stock out and in; the other two bring it back. */
export type Movement = 'sold' | 'brought-back' | 'bought' | 'sent-back';

export interface Moved extends StockLine {
  readonly item: ApiObject;
  readonly of: ItemLine;
}

export function movedBy(lines: readonly ItemLine[], movement: Movement, context: WriteContext): readonly Moved[] {
  return lines.flatMap((of, line): readonly Moved[] => {
    const detail = objectOf(of.line[String(of.line.DetailType)]) ?? {};
    const item = inventoryItem(detail, context);
    const quantity = parseDecimal(detail.Qty ?? 1, quantityPlaces) ?? 0n;
    if (!item || quantity === 0n) return [];
    const isOut = movement === 'sold' || movement === 'sent-back';
    const costMinor = movement === 'bought' ? of.amountMinor : null;
    return [{ line, itemId: Number(item.Id), quantity: isOut ? -quantity : quantity, costMinor, item, of }];
  });
}

function inventoryItem(detail: ApiObject, { company, objects }: WriteContext): ApiObject | null {
  const id = referenceValue(detail.ItemRef);
  if (id === null) return null;
  const item = objects.get({ realmId: company.realmId, type: 'Item', id: Number(id) });
  return item?.Type === 'Inventory' ? item : null;
}

/** Cost of goods sold against the stock, for what the transaction took out of it, or brought back. */
export function costLines(
  moved: readonly Moved[],
  values: ReadonlyMap<number, bigint>,
  movement: Movement,
): readonly LedgerLine[] {
  return moved.flatMap(({ line, item, of }) => {
    const value = values.get(line) ?? 0n;
    // What goes back to the vendor has already left the stock at the vendor's price.
    const cost = movement === 'sent-back' ? value - of.amountMinor : value;
    if (movement === 'bought' || cost === 0n) return [];
    return [
      { accountId: Number(referenceValue(item.ExpenseAccountRef)), amountMinor: cost, ...of.marks },
      { accountId: Number(referenceValue(item.AssetAccountRef)), amountMinor: -cost, ...of.marks },
    ];
  });
}

/** Works out the costs of these items anew; the transactions whose costs are others now. */
export function revalued(itemIds: Iterable<number>, { company, objects, stock }: WriteContext): ReadonlySet<number> {
  const { realmId } = company;
  const changed = [...itemIds].flatMap((itemId) => {
    const item = objects.get({ realmId, type: 'Item', id: itemId });
    return stock.revalue({ realmId, itemId, standardCost: parseDecimal(item?.PurchaseCost, quantityPlaces) ?? 0n });
  });
  return new Set(changed);
}

/** What there is when the item is first written: QuickBooks posts it as the starting value of the item. */
export function postOpeningStock(item: ApiObject, context: WriteContext): void {
  const { company, companies, ledger, stock } = context;
  const quantity = parseDecimal(item.QtyOnHand, quantityPlaces) ?? 0n;
  if (item.Type !== 'Inventory' || item.SyncToken !== '0' || quantity <= 0n) return;
  const { realmId } = company;
  const cost = parseDecimal(item.PurchaseCost, quantityPlaces) ?? 0n;
  const costMinor = costOf(quantity, cost);
  const transactionId = companies.takeTransactionId(realmId);
  const date = String(item.InvStartDate).slice(0, 10);
  const line = { line: 0, itemId: Number(item.Id), quantity, costMinor };
  stock.replace({ realmId, transactionId, date, lines: [line] });
  if (costMinor !== 0n) ledger.post({ realmId, transactionId, date, lines: openingLines(item, costMinor, context) });
}

function openingLines(item: ApiObject, costMinor: bigint, context: WriteContext): readonly LedgerLine[] {
  return [
    { accountId: Number(referenceValue(item.AssetAccountRef)), amountMinor: costMinor },
    { accountId: systemAccount('openingBalance', context), amountMinor: -costMinor },
  ];
}

/** The starting value goes to the account that the item has now, where it is not in closed books. */
export function repostOpeningStock(item: ApiObject, context: WriteContext): void {
  const { company, ledger, stock } = context;
  const { realmId, settings } = company;
  const opening = item.SyncToken === '0' ? null : stock.firstOf(realmId, Number(item.Id));
  if (!opening || opening.costMinor === 0n || opening.date <= (settings.closingDate ?? '')) return;
  const { transactionId, date, costMinor } = opening;
  // What came first may be a purchase, of an item that began with nothing.
  if (date !== String(item.InvStartDate).slice(0, 10)) return;
  ledger.unpost(realmId, transactionId);
  ledger.post({ realmId, transactionId, date, lines: openingLines(item, costMinor, context) });
}

/** The quantity as purchases and sales have left it. */
export function withQuantity(item: ApiObject, { company, stock }: WriteContext): ApiObject {
  if (item.Type !== 'Inventory') return item;
  const units = stock.onHand(company.realmId, Number(item.Id));
  return { ...item, QtyOnHand: Number(units) / 10 ** quantityPlaces };
}
