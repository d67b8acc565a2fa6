// The transactions besides the journal entry, by definition: what each requires, and how it posts to the ledger.
import { fault, faults } from '../api/fault.ts';
import { pacificDate } from '../clock.ts';
import { amountNumber, parseAmount } from '../ledger/amount.ts';
import type { LedgerLine } from '../ledger/ledger.ts';
import { fieldsOf } from '../schema/types.ts';
import type { ApiObject } from '../store/objects.ts';
import {
  commonFields,
  commonReadOnly,
  type Definition,
  objectOf,
  referenceValue,
  type WriteContext,
} from './definition.ts';
import { referencesChecked } from './references.ts';
import { systemAccount, type systemAccounts } from './system-accounts.ts';
import { checkOpen, checkTexts, dateOf, nextNumber } from './transaction-checks.ts';

/** Where the total goes: to the account that a field names, or to one that QuickBooks knows. */
interface Counter {
  readonly path?: string;
  readonly otherwise?: keyof typeof systemAccounts;
}

interface Kind {
  readonly name: string;
  readonly required: readonly string[];
  /** What the lines are, and so what they post; null posts nothing. */
  readonly lines: 'sales' | 'expenses' | 'deposits' | 'total' | 'none';
  readonly counter: Counter | null;
  /** The other side of a total without lines. */
  readonly against?: Counter;
  /** Whether the counter account is debited. */
  readonly isDebit: boolean;
  readonly hasBalance?: boolean;
  readonly canVoid?: boolean;
}

const depositTo: Counter = { path: 'DepositToAccountRef', otherwise: 'undeposited' };
const receivable: Counter = { path: 'ARAccountRef', otherwise: 'receivable' };
const payable: Counter = { path: 'APAccountRef', otherwise: 'payable' };

const kinds: readonly Kind[] = [
  { name: 'SalesReceipt', required: ['Line'], lines: 'sales', counter: depositTo, isDebit: true, canVoid: true },
  {
    name: 'RefundReceipt',
    required: ['Line', 'DepositToAccountRef'],
    lines: 'sales',
    counter: depositTo,
    isDebit: false,
    canVoid: true,
  },
  {
    name: 'Invoice',
    required: ['Line', 'CustomerRef'],
    lines: 'sales',
    counter: receivable,
    isDebit: true,
    hasBalance: true,
    canVoid: true,
  },
  {
    name: 'CreditMemo',
    required: ['Line', 'CustomerRef'],
    lines: 'sales',
    counter: receivable,
    isDebit: false,
    hasBalance: true,
    canVoid: true,
  },
  { name: 'Estimate', required: ['Line', 'CustomerRef'], lines: 'sales', counter: null, isDebit: true },
  {
    name: 'Bill',
    required: ['Line', 'VendorRef'],
    lines: 'expenses',
    counter: payable,
    isDebit: false,
    hasBalance: true,
  },
  {
    name: 'VendorCredit',
    required: ['Line', 'VendorRef'],
    lines: 'expenses',
    counter: payable,
    isDebit: true,
    hasBalance: true,
  },
  { name: 'PurchaseOrder', required: ['Line', 'VendorRef'], lines: 'expenses', counter: null, isDebit: false },
  {
    name: 'Purchase',
    required: ['Line', 'AccountRef', 'PaymentType'],
    lines: 'expenses',
    counter: { path: 'AccountRef' },
    isDebit: false,
  },
  {
    name: 'Deposit',
    required: ['Line', 'DepositToAccountRef'],
    lines: 'deposits',
    counter: { path: 'DepositToAccountRef' },
    isDebit: true,
  },
  {
    name: 'Payment',
    required: ['CustomerRef', 'TotalAmt'],
    lines: 'total',
    counter: depositTo,
    against: receivable,
    isDebit: true,
    canVoid: true,
  },
  {
    name: 'BillPayment',
    required: ['VendorRef', 'TotalAmt', 'PayType'],
    lines: 'total',
    counter: { path: 'CheckPayment.BankAccountRef CreditCardPayment.CCAccountRef' },
    against: payable,
    isDebit: false,
    canVoid: true,
  },
  {
    name: 'Transfer',
    required: ['Amount', 'FromAccountRef', 'ToAccountRef'],
    lines: 'total',
    counter: { path: 'ToAccountRef' },
    against: { path: 'FromAccountRef' },
    isDebit: true,
  },
];

export const transactions: readonly Definition[] = kinds.map(definitionOf);

function definitionOf(kind: Kind): Definition {
  const schema = [...(fieldsOf(kind.name)?.keys() ?? [])];
  const isTotalGiven = kind.lines === 'total';
  return {
    name: kind.name,
    kind: 'transaction',
    fields: [...new Set([...commonFields, ...schema])],
    readOnly: [...commonReadOnly, 'HomeTotalAmt', 'Balance', 'RecurDataRef', ...(isTotalGiven ? [] : ['TotalAmt'])],
    prepare: (draft, before, context) => prepare(kind, { draft, before, context }),
    checkDelete: (before, { company }) => checkOpen(String(before.TxnDate), company.settings.closingDate),
    ledgerLines: (object, context) => ledgerLines(kind, object, context),
    ...(kind.canVoid ? { voided } : {}),
  };
}

interface Draft {
  readonly draft: ApiObject;
  readonly before: ApiObject | null;
  readonly context: WriteContext;
}

function prepare(kind: Kind, { draft, before, context }: Draft): ApiObject {
  const { company, clock } = context;
  for (const field of kind.required) if (isMissing(draft[field])) throw faults.missing(field);
  const TxnDate = dateOf(draft, pacificDate(clock.now()));
  checkTexts(draft);
  const { closingDate, homeCurrency } = company.settings;
  if (before) checkOpen(String(before.TxnDate), closingDate);
  checkOpen(TxnDate, closingDate);
  const lines = Array.isArray(draft.Line) ? linesOf(kind, draft.Line, context) : [];
  const total = totalOf(kind, { ...draft, Line: lines });
  const isNumbered = kind.lines === 'sales' && !before && isMissing(draft.DocNumber);
  const currency = referenceValue(draft.CurrencyRef) ?? homeCurrency;
  return {
    ...referencesChecked(draft, context),
    TxnDate,
    ...(isNumbered ? { DocNumber: nextNumber(kind.name, context) } : {}),
    CurrencyRef: { value: currency, name: currency === 'USD' ? 'United States Dollar' : currency },
    ...(kind.lines === 'total' && lines.length === 0 ? {} : { Line: lines }),
    ...(kind.name === 'Transfer' ? { Amount: amountNumber(total) } : { TotalAmt: amountNumber(total) }),
    ...(kind.hasBalance ? { Balance: amountNumber(total) } : {}),
  };
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function linesOf(kind: Kind, given: readonly unknown[], context: WriteContext): ApiObject[] {
  const fields = fieldsOf('Line');
  const lines = given
    .map((value) => objectOf(value) ?? {})
    .filter(({ DetailType }) => DetailType !== 'SubTotalLineDetail')
    .map((line, index): ApiObject => {
      const unknown = Object.keys(line).find((name) => !fields?.has(name));
      if (unknown !== undefined) throw faults.unknownField(unknown, 'Line', fields?.size ?? 0);
      const detailType = line.DetailType;
      const hasLink = Array.isArray(line.LinkedTxn);
      if (detailType === undefined && !hasLink) throw faults.missing('Line.DetailType');
      if (detailType !== undefined && detailType !== 'DescriptionOnly' && !fields?.has(String(detailType))) {
        throw faults.enumeration('DetailType', detailType);
      }
      if (detailType !== 'DescriptionOnly' && isMissing(line.Amount)) throw faults.missing('Amount');
      checkProduct(line);
      const detail = objectOf(line[String(detailType)]);
      return {
        Id: String(line.Id ?? index + 1),
        LineNum: index + 1,
        ...line,
        ...(detail ? { [String(detailType)]: referencesChecked(detail, context) } : {}),
      };
    });
  if (kind.lines !== 'sales') return lines;
  const sum = lines.reduce((total, line) => total + signedAmount(line), 0n);
  return [...lines, { Amount: amountNumber(sum), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} }];
}

/** Error 6070: an amount is what quantity and price come to, to the cent. */
function checkProduct(line: ApiObject): void {
  const detail = objectOf(line.SalesItemLineDetail);
  const [amount, price] = [parseAmount(line.Amount), detail?.UnitPrice];
  if (amount === null && line.Amount !== undefined) {
    throw fault('2090', 'Invalid Number', `The amount is not supported. Supplied value:${String(line.Amount)}`, {
      element: 'Amount',
    });
  }
  if (amount === null || isMissing(price) || isMissing(detail?.Qty)) return;
  const product = Math.round(Number(price) * Number(detail?.Qty) * 100);
  if (Math.abs(product - Number(amount)) <= 1) return;
  throw fault('6070', 'Amount calculation incorrect in the request', 'Amount is not equal to UnitPrice * Qty.');
}

function signedAmount(line: ApiObject): bigint {
  const amount = parseAmount(line.Amount) ?? 0n;
  if (line.DetailType === 'DiscountLineDetail') return -amount;
  return line.DetailType === 'SubTotalLineDetail' || line.DetailType === 'DescriptionOnly' ? 0n : amount;
}

function totalOf(kind: Kind, object: ApiObject): bigint {
  if (kind.lines === 'total') return parseAmount(object.TotalAmt ?? object.Amount) ?? 0n;
  const lines = (object.Line as readonly ApiObject[]).reduce((sum, line) => sum + signedAmount(line), 0n);
  return lines + (parseAmount(objectOf(object.TxnTaxDetail)?.TotalTax) ?? 0n);
}

function ledgerLines(kind: Kind, object: ApiObject, context: WriteContext): readonly LedgerLine[] {
  if (!kind.counter) return [];
  const total = totalOf(kind, object);
  const isDebit = kind.name === 'Purchase' && object.Credit === true ? !kind.isDebit : kind.isDebit;
  const sign = isDebit ? 1n : -1n;
  const counter = { accountId: counterAccount(kind.counter, object, context), amountMinor: sign * total };
  if (kind.against) {
    return [{ accountId: counterAccount(kind.against, object, context), amountMinor: -sign * total }, counter];
  }
  const tax = parseAmount(objectOf(object.TxnTaxDetail)?.TotalTax) ?? 0n;
  const lines = (object.Line as readonly ApiObject[]).filter((line) => signedAmount(line) !== 0n);
  return [
    ...lines.map((line) => ({ accountId: lineAccount(kind, line, context), amountMinor: -sign * signedAmount(line) })),
    ...(tax === 0n ? [] : [{ accountId: systemAccount('salesTax', context), amountMinor: -sign * tax }]),
    counter,
  ];
}

function counterAccount({ path = '', otherwise }: Counter, object: ApiObject, context: WriteContext): number {
  for (const one of path.split(' ')) {
    const value = one.split('.').reduce<unknown>((inner, name) => objectOf(inner)?.[name], object);
    const id = referenceValue(value);
    if (id !== null) return Number(id);
  }
  if (otherwise) return systemAccount(otherwise, context);
  throw faults.missing(path.split(/[ .]/).at(-1) ?? 'AccountRef');
}

function lineAccount(kind: Kind, line: ApiObject, context: WriteContext): number {
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
    case 'total':
    case 'none':
      return systemAccount('undeposited', context);
  }
}

/** Amounts go to nothing and the note says so; the transaction itself stays. */
function voided(before: ApiObject): ApiObject {
  const lines = Array.isArray(before.Line) ? (before.Line as ApiObject[]) : [];
  return {
    ...before,
    PrivateNote: 'Voided',
    TotalAmt: 0,
    ...(before.Balance === undefined ? {} : { Balance: 0 }),
    ...(before.TxnTaxDetail === undefined ? {} : { TxnTaxDetail: {} }),
    Line: lines.map((line) => {
      const { SalesItemLineDetail } = line;
      const detail = objectOf(SalesItemLineDetail);
      return { ...line, Amount: 0, ...(detail ? { SalesItemLineDetail: { ...detail, Qty: 0, UnitPrice: 0 } } : {}) };
    }),
  };
}
