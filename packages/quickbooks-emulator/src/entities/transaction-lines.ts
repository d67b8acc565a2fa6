// The lines of the transactions besides the journal entry: checked, numbered, and added up.
import { fault, faults } from '../api/fault.ts';
import { amountNumber, parseAmount } from '../ledger/amount.ts';
import { fieldsOf } from '../schema/types.ts';
import type { ApiObject } from '../store/objects.ts';
import { objectOf, referenceValue, type WriteContext } from './definition.ts';
import { isLinkOnly, listIn } from './links.ts';
import { referencesChecked } from './references.ts';
import { withLineIds } from './transaction-checks.ts';
import type { TransactionKind } from './transaction-kinds.ts';

export function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** As they are stored: with ids and numbers, names beside references, and a subtotal under the lines of a sale. */
export function linesOf(
  kind: TransactionKind,
  { draft, before }: { draft: ApiObject; before: ApiObject | null },
  context: WriteContext,
): ApiObject[] {
  const given = listIn(draft.Line)
    .filter(({ DetailType }) => DetailType !== 'SubTotalLineDetail')
    .map((line) => withItemAccount(lineOf(line, context), listIn(before?.Line), context));
  const numbered = withLineIds(
    given.filter((line) => !isLinkOnly(line)),
    before,
    1,
  ).map((line, index): ApiObject => ({ Id: line.Id, LineNum: index + 1, ...line }));
  const lines = given.map((line) => (isLinkOnly(line) ? line : (numbered.shift() ?? line)));
  if (kind.lines !== 'sales') return lines;
  const sum = lines.filter(({ DetailType }) => DetailType !== 'DiscountLineDetail').reduce(addedUp, 0n);
  const discounted = lines.map((line) => discountOf(line, sum));
  const total = discounted.reduce(addedUp, 0n);
  return [...discounted, { Amount: amountNumber(total), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} }];
}

/** Recorded: a line of a sale says where its item posts to. It says so for good, until the line or the item is changed. */
function withItemAccount(line: ApiObject, before: readonly ApiObject[], context: WriteContext): ApiObject {
  const group = objectOf(line.GroupLineDetail);
  if (group) {
    const inside = before.flatMap((one) => listIn(objectOf(one.GroupLineDetail)?.Line));
    const Line = listIn(group.Line).map((one) => withItemAccount(one, inside, context));
    return { ...line, GroupLineDetail: { ...group, Line } };
  }
  const sale = objectOf(line.SalesItemLineDetail);
  if (!sale) return line;
  const { ItemAccountRef: _, ...detail } = sale;
  const item = referenceValue(sale.ItemRef);
  const kept = before
    .filter(({ Id }) => Id !== undefined && String(Id) === String(line.Id))
    .map((one) => objectOf(one.SalesItemLineDetail))
    .find((one) => item !== null && referenceValue(one?.ItemRef) === item)?.ItemAccountRef;
  const ItemAccountRef = kept ?? itemAccount(item, context);
  return { ...line, SalesItemLineDetail: ItemAccountRef ? { ...detail, ItemAccountRef } : detail };
}

/** With its name, whether it is active or not; null where the item has none of its own. */
export function itemAccount(itemId: string | null, { company, objects }: WriteContext): ApiObject | null {
  const { realmId } = company;
  const item = itemId === null ? undefined : objects.get({ realmId, type: 'Item', id: Number(itemId) });
  const value = referenceValue(item?.IncomeAccountRef);
  if (value === null) return null;
  const account = objects.get({ realmId, type: 'Account', id: Number(value) });
  return { value, name: String(account?.FullyQualifiedName) };
}

function addedUp(sum: bigint, line: ApiObject): bigint {
  return sum + signedAmount(line);
}

function lineOf(line: ApiObject, context: WriteContext): ApiObject {
  const fields = fieldsOf('Line');
  const unknown = Object.keys(line).find((name) => !fields?.has(name));
  if (unknown !== undefined) throw faults.unknownField(unknown, 'Line', fields?.size ?? 0);
  const detailType = line.DetailType;
  if (detailType === undefined && !isLinkOnly(line)) throw faults.missing('Line.DetailType');
  if (detailType !== undefined && detailType !== 'DescriptionOnly' && !fields?.has(String(detailType))) {
    throw faults.enumeration('DetailType', detailType);
  }
  const detail = objectOf(line[String(detailType)]);
  const isComputed = detailType === 'DescriptionOnly' || detail?.PercentBased === true || detail?.Line !== undefined;
  if (!isComputed && isMissing(line.Amount)) throw faults.missing('Amount');
  checkProduct(line);
  const inner = withLineIds(
    listIn(detail?.Line).map((one) => lineOf(one, context)),
    null,
    1,
  );
  const checked = detail ? { ...referencesChecked(detail, context), ...(detail.Line ? { Line: inner } : {}) } : null;
  return {
    ...line,
    ...(detail?.Line === undefined ? {} : { Amount: amountNumber(inner.reduce(addedUp, 0n)) }),
    ...(checked ? { [String(detailType)]: checked } : {}),
  };
}

/** A discount by percentage is taken off what stands above it, to the cent. */
function discountOf(line: ApiObject, sum: bigint): ApiObject {
  const detail = objectOf(line.DiscountLineDetail);
  const percent = detail?.PercentBased === true ? parseAmount(detail.DiscountPercent) : null;
  if (percent === null) return line;
  return { ...line, Amount: amountNumber((sum * percent + 5000n) / 10_000n) };
}

/** Error 6070: an amount is what quantity and price come to, to the cent. */
function checkProduct(line: ApiObject): void {
  const detail = objectOf(line.SalesItemLineDetail);
  const [amount, price] = [parseAmount(line.Amount), detail?.UnitPrice];
  if (amount === null && line.Amount !== undefined) {
    throw faults.number('Amount', line.Amount);
  }
  if (amount === null || isMissing(price) || isMissing(detail?.Qty)) return;
  const product = Math.round(Number(price) * Number(detail?.Qty) * 100);
  if (Math.abs(product - Number(amount)) <= 1) return;
  throw fault('6070', 'Amount calculation incorrect in the request', 'Amount is not equal to UnitPrice * Qty.');
}

export function signedAmount(line: ApiObject): bigint {
  const amount = parseAmount(line.Amount) ?? 0n;
  if (line.DetailType === 'DiscountLineDetail') return -amount;
  return line.DetailType === 'SubTotalLineDetail' || line.DetailType === 'DescriptionOnly' ? 0n : amount;
}

export function taxOf(object: ApiObject): bigint {
  return parseAmount(objectOf(object.TxnTaxDetail)?.TotalTax) ?? 0n;
}

/** Money taken out at the counter when a deposit is made. */
export function cashBackOf(object: ApiObject): bigint {
  return parseAmount(objectOf(object.CashBack)?.Amount) ?? 0n;
}

export function totalOf(kind: TransactionKind, object: ApiObject): bigint {
  if (kind.lines === 'total') return parseAmount(object.TotalAmt ?? object.Amount) ?? 0n;
  return listIn(object.Line).reduce(addedUp, 0n) + taxOf(object) - cashBackOf(object);
}
