// What each transaction posts: its lines to their accounts, its tax, and its total to the account on the other side.
import { faults } from '../api/fault.ts';
import type { LedgerLine, Party } from '../ledger/ledger.ts';
import type { ApiObject } from '../store/objects.ts';
import { objectOf, referenceValue, type WriteContext } from './definition.ts';
import { listIn } from './links.ts';
import { systemAccount } from './system-accounts.ts';
import type { Counter, TransactionKind } from './transaction-kinds.ts';
import { cashBackOf, signedAmount, taxOf, totalOf } from './transaction-lines.ts';

/** Whom and what a line is for, besides its account. */
type Marks = Pick<LedgerLine, 'party' | 'classId' | 'departmentId'>;

export function ledgerLines(kind: TransactionKind, object: ApiObject, context: WriteContext): readonly LedgerLine[] {
  if (!kind.counter) return [];
  const total = totalOf(kind, object);
  const isDebit = kind.name === 'Purchase' && object.Credit === true ? !kind.isDebit : kind.isDebit;
  const sign = isDebit ? 1n : -1n;
  const marks = { party: partyOf(kind, object), ...dimensionsOf(object) };
  const owed = (line: LedgerLine) => ({ ...line, isOwed: isOwed(line.accountId, context) });
  const counter = owed({
    accountId: counterAccount(kind.counter, object, context),
    amountMinor: sign * total,
    ...marks,
  });
  if (kind.against) {
    const accountId = counterAccount(kind.against, object, context);
    return [owed({ accountId, amountMinor: -sign * total, ...marks }), counter];
  }
  const lines = listIn(object.Line)
    .flatMap(insideGroups)
    .filter((line) => signedAmount(line) !== 0n);
  const posted = lines.map((line) =>
    owed({
      accountId: lineAccount(kind, line, context),
      amountMinor: -sign * signedAmount(line),
      ...marks,
      ...dimensionsOf(objectOf(line[String(line.DetailType)]) ?? {}),
      ...linePartyOf(line),
    }),
  );
  return [...posted, ...besides(object, { sign, marks, context }), counter];
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
  if (otherwise) return systemAccount(otherwise, context);
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
      return Number(referenceValue(item?.IncomeAccountRef) ?? systemAccount('sales', context));
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
  const [link] = listIn(line.LinkedTxn);
  const target =
    link &&
    context.objects.get({ realmId: context.company.realmId, type: String(link.TxnType), id: Number(link.TxnId) });
  return Number(referenceValue(target?.DepositToAccountRef) ?? systemAccount('undeposited', context));
}
