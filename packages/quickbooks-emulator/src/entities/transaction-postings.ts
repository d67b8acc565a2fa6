// What each transaction posts: its lines to their accounts, its tax, and its total to the account on the other side.
import { faults } from '../api/fault.ts';
import { atRate } from '../ledger/amount.ts';
import type { LedgerLine, Party } from '../ledger/ledger.ts';
import type { ApiObject } from '../store/objects.ts';
import { objectOf, referenceValue, type WriteContext } from './definition.ts';
import { foreignCurrencyOf, inHomeCurrency, rateOf, type TransactionLine } from './home-currency.ts';
import { costLines, type Moved, type Movement, movedBy } from './inventory.ts';
import { appliedBy, listIn, namedIn } from './links.ts';
import { systemAccount } from './system-accounts.ts';
import type { Counter, TransactionKind } from './transaction-kinds.ts';
import { cashBackOf, signedAmount, taxOf, totalOf } from './transaction-lines.ts';

/** Whom and what a line is for, besides its account. */
type Marks = Pick<LedgerLine, 'party' | 'classId' | 'departmentId'>;

export function ledgerLines(kind: TransactionKind, object: ApiObject, context: WriteContext): readonly LedgerLine[] {
  if (!kind.counter) return [];
  const total = totalOf(kind, object);
  const sign = signOf(kind, object);
  const marks = marksOf(kind, object);
  const owed = (line: TransactionLine) => ({ ...line, isOwed: isOwed(line.accountId, context) });
  const counter = owed({
    accountId: counterAccount(kind.counter, object, context),
    amountMinor: sign * total,
    ...marks,
  });
  if (kind.against) {
    const accountId = counterAccount(kind.against, object, context);
    const homeMinor = homeOfApplied(kind, { object, total }, context);
    const against = owed({ accountId, amountMinor: -sign * total, ...marks });
    const lines = [homeMinor === null ? against : { ...against, homeMinor: -sign * homeMinor }, counter];
    return inHomeCurrency(lines, object, context);
  }
  const lines = postedLines(object).filter((line) => signedAmount(line) !== 0n);
  const posted = lines.map((line) =>
    owed({
      accountId: lineAccount(kind, line, context),
      amountMinor: -sign * signedAmount(line),
      ...(kind.lines === 'deposits' ? homeOfDeposited(line, sign, context) : {}),
      ...marks,
      ...dimensionsOf(objectOf(line[String(line.DetailType)]) ?? {}),
      ...linePartyOf(line),
    }),
  );
  const all = [...posted, ...besides(object, { sign, marks, context }), counter];
  return [...inHomeCurrency(all, object, context), ...costsOf(kind, object, context)];
}

function signOf(kind: TransactionKind, object: ApiObject): bigint {
  const isDebit = kind.name === 'Purchase' && object.Credit === true ? !kind.isDebit : kind.isDebit;
  return isDebit ? 1n : -1n;
}

function marksOf(kind: TransactionKind, object: ApiObject): Marks {
  return { party: partyOf(kind, object), ...dimensionsOf(object) };
}

function postedLines(object: ApiObject): readonly ApiObject[] {
  return listIn(object.Line).flatMap(insideGroups);
}

/** What the transaction moves in and out of stock; empty where it posts nothing. */
export function movedStock(kind: TransactionKind, object: ApiObject, context: WriteContext): readonly Moved[] {
  const movement = movementOf(kind, object);
  if (movement === null) return [];
  const marks = marksOf(kind, object);
  const rate = foreignCurrencyOf(object, context) === null ? null : rateOf(object);
  const lines = postedLines(object).map((line) => ({
    line,
    amountMinor: rate === null ? signedAmount(line) : atRate(signedAmount(line), rate),
    marks: { ...marks, ...dimensionsOf(objectOf(line[String(line.DetailType)]) ?? {}) },
  }));
  return movedBy(lines, movement, context);
}

function movementOf(kind: TransactionKind, object: ApiObject): Movement | null {
  if (!kind.counter) return null;
  const isDebit = signOf(kind, object) > 0n;
  if (kind.lines === 'sales') return isDebit ? 'sold' : 'brought-back';
  if (kind.lines === 'expenses') return isDebit ? 'sent-back' : 'bought';
  return null;
}

function costsOf(kind: TransactionKind, object: ApiObject, context: WriteContext): readonly LedgerLine[] {
  const movement = movementOf(kind, object);
  const moved = movement === null ? [] : movedStock(kind, object, context);
  if (movement === null || moved.length === 0) return [];
  const values = context.stock.valuesOf({ realmId: context.company.realmId, transactionId: Number(object.Id) });
  return costLines(moved, values, movement);
}

/** What is paid leaves the books at the rate at which it came into them; what is not applied, at the payment's own. */
function homeOfApplied(
  kind: TransactionKind,
  { object, total }: { object: ApiObject; total: bigint },
  context: WriteContext,
): bigint | null {
  if (!kind.links || foreignCurrencyOf(object, context) === null) return null;
  const { company, links, objects } = context;
  const { realmId } = company;
  const unapplied = atRate(total - appliedBy(object, kind.links), rateOf(object));
  return namedIn(object, kind.links).reduce((sum, { type, id, amountMinor, effect }) => {
    const target = objects.get({ realmId, type, id: Number(id) });
    if (!target || (effect !== 'pays' && effect !== 'draws')) return sum;
    // Each payment takes what brings all of them so far to their share, so that the last leaves nothing.
    const before = links
      .to(realmId, Number(id))
      .filter(({ sourceId }) => sourceId < Number(object.Id))
      .reduce((all, link) => all + link.amountMinor, 0n);
    const rate = rateOf(target);
    const home = atRate(before + amountMinor, rate) - atRate(before, rate);
    return effect === 'pays' ? sum + home : sum - home;
  }, unapplied);
}

/** What is deposited leaves its account at the rate of its own transaction. */
function homeOfDeposited(line: ApiObject, sign: bigint, context: WriteContext): Pick<TransactionLine, 'homeMinor'> {
  const target = depositedTransaction(line, context);
  if (!target || foreignCurrencyOf(target, context) === null) return {};
  return { homeMinor: -sign * atRate(signedAmount(line), rateOf(target)) };
}

/** Tax, and cash taken out of a deposit. */
function besides(
  object: ApiObject,
  { sign, marks, context }: { sign: bigint; marks: Marks; context: WriteContext },
): LedgerLine[] {
  const [tax, cashBack] = [taxOf(object), cashBackOf(object)];
  return [
    ...(tax === 0n ? [] : [{ accountId: systemAccount('salesTax', context), amountMinor: -sign * tax, ...marks }]),
    ...(cashBack === 0n
      ? []
      : [{ accountId: counterAccount({ path: 'CashBack.AccountRef' }, object, context), amountMinor: cashBack }]),
  ];
}

function insideGroups(line: ApiObject): readonly ApiObject[] {
  const inner = listIn(objectOf(line.GroupLineDetail)?.Line);
  return inner.length === 0 ? [line] : inner;
}

function partyOf({ party }: TransactionKind, object: ApiObject): Party | undefined {
  const reference = party && objectOf(object[party.field]);
  const id = referenceValue(reference);
  if (!party || !reference || id === null) return undefined;
  return { type: party.type ?? partyType(reference.type), id: Number(id) };
}

/** A flat reference names its kind in any case; without one it is a vendor's. */
function partyType(given: unknown): Party['type'] {
  const types = ['Customer', 'Vendor', 'Employee'] as const;
  return types.find((type) => type.toLowerCase() === String(given ?? '').toLowerCase()) ?? 'Vendor';
}

function linePartyOf(line: ApiObject): Pick<Marks, 'party'> {
  const entity = objectOf(objectOf(line.DepositLineDetail)?.Entity);
  const id = referenceValue(entity);
  return entity && id !== null ? { party: { type: partyType(entity.type), id: Number(id) } } : {};
}

export function dimensionsOf(holder: ApiObject): Pick<Marks, 'classId' | 'departmentId'> {
  const [classId, departmentId] = [referenceValue(holder.ClassRef), referenceValue(holder.DepartmentRef)];
  return {
    ...(classId === null ? {} : { classId: Number(classId) }),
    ...(departmentId === null ? {} : { departmentId: Number(departmentId) }),
  };
}

export function isOwed(accountId: number, { company, objects }: WriteContext): boolean {
  const type = objects.get({ realmId: company.realmId, type: 'Account', id: accountId })?.AccountType;
  return type === 'Accounts Receivable' || type === 'Accounts Payable';
}

export function counterAccount({ path = '', otherwise }: Counter, object: ApiObject, context: WriteContext): number {
  for (const one of path.split(' ')) {
    const value = one.split('.').reduce<unknown>((inner, name) => objectOf(inner)?.[name], object);
    const id = referenceValue(value);
    if (id !== null) return Number(id);
  }
  if (otherwise) return systemAccount(otherwise, context, foreignCurrencyOf(object, context));
  throw faults.missing(path.split(/[ .]/).at(-1) ?? 'AccountRef');
}

function lineAccount(kind: TransactionKind, line: ApiObject, context: WriteContext): number {
  const detail = objectOf(line[String(line.DetailType)]) ?? {};
  const named = referenceValue(detail.AccountRef) ?? referenceValue(detail.DiscountAccountRef);
  if (named !== null) return Number(named);
  const itemId = referenceValue(detail.ItemRef);
  const { realmId } = context.company;
  const item = itemId === null ? undefined : context.objects.get({ realmId, type: 'Item', id: Number(itemId) });
  switch (kind.lines) {
    case 'sales': {
      if (line.DetailType === 'DiscountLineDetail') return systemAccount('discounts', context);
      return Number(
        referenceValue(detail.ItemAccountRef) ??
          referenceValue(item?.IncomeAccountRef) ??
          systemAccount('sales', context),
      );
    }
    case 'expenses':
      if (line.DetailType === 'AccountBasedExpenseLineDetail') throw faults.missing('AccountRef');
      return Number(
        referenceValue(item?.AssetAccountRef) ??
          referenceValue(item?.ExpenseAccountRef) ??
          systemAccount('purchases', context),
      );
    case 'deposits':
      return depositedFrom(line, context);
    case 'total':
      return systemAccount('undeposited', context);
  }
}

/** What is deposited leaves the account that its own transaction put it in. */
function depositedFrom(line: ApiObject, context: WriteContext): number {
  const target = depositedTransaction(line, context);
  return Number(referenceValue(target?.DepositToAccountRef) ?? systemAccount('undeposited', context));
}

function depositedTransaction(line: ApiObject, { company, objects }: WriteContext): ApiObject | undefined {
  const [link] = listIn(line.LinkedTxn);
  return link && objects.get({ realmId: company.realmId, type: String(link.TxnType), id: Number(link.TxnId) });
}
