// The transactions besides the journal entry, as data: what each requires, what its lines are, where its total goes, what it links to.
import type { ApiObject } from '../store/objects.ts';

/** Paid by it, drawn on for it (a credit), held by it (a deposit), or completed by it (an estimate, an order). */
export type Effect = 'pays' | 'draws' | 'deposits' | 'completes';

/** By the type of the transaction that a link names, as the API spells it. */
export type LinkRules = Readonly<Record<string, Effect>>;

/** An account that QuickBooks finds by itself. */
export type SystemAccount =
  | 'undeposited'
  | 'receivable'
  | 'payable'
  | 'salesTax'
  | 'sales'
  | 'discounts'
  | 'purchases'
  | 'exchange'
  | 'openingBalance';

/** Where the total goes: to the account that a field names, or to one that QuickBooks knows. */
export interface Counter {
  readonly path?: string;
  readonly otherwise?: SystemAccount;
  /** Written into the transaction where it was not named. */
  readonly isShown?: boolean;
}

export interface TransactionKind {
  readonly name: string;
  readonly required: readonly string[];
  /** What the lines are, and so what they post; with a total, the lines only say what it is for. */
  readonly lines: 'sales' | 'expenses' | 'deposits' | 'total';
  /** Null posts nothing. */
  readonly counter: Counter | null;
  /** The other side of a total without lines. */
  readonly against?: Counter;
  /** Whether the counter account is debited. */
  readonly isDebit: boolean;
  readonly hasBalance?: boolean;
  /** It has a date by which it is to be paid. */
  readonly isDue?: boolean;
  readonly canVoid?: boolean;
  /** What it holds where nothing else is said. */
  readonly defaults?: ApiObject;
  /** The account types that a way of paying goes with. */
  readonly paidFrom?: Readonly<Record<string, readonly string[]>>;
  /** Who it is with: the field, and the type of name where the reference does not say it. */
  readonly party?: { readonly field: string; readonly type?: 'Customer' | 'Vendor' };
  /** What its links may name, and what they do to it. */
  readonly links?: LinkRules;
  /** The field that says whether another transaction completed it. */
  readonly status?: { readonly field: string; readonly open: string; readonly closed: string };
}

const depositTo: Counter = { path: 'DepositToAccountRef', otherwise: 'undeposited', isShown: true };
const receivable: Counter = { path: 'ARAccountRef', otherwise: 'receivable' };
const payable: Counter = { path: 'APAccountRef', otherwise: 'payable', isShown: true };
const customer = { field: 'CustomerRef', type: 'Customer' } as const;
const saleDefaults = { ApplyTaxAfterDiscount: false, PrintStatus: 'NeedToPrint', EmailStatus: 'NotSet' } as const;
const vendor = { field: 'VendorRef', type: 'Vendor' } as const;

const sales: readonly TransactionKind[] = [
  {
    name: 'SalesReceipt',
    required: ['Line'],
    lines: 'sales',
    counter: depositTo,
    isDebit: true,
    canVoid: true,
    defaults: { ...saleDefaults, Balance: 0 },
    party: customer,
    links: { Estimate: 'completes' },
  },
  {
    name: 'RefundReceipt',
    required: ['Line', 'DepositToAccountRef'],
    lines: 'sales',
    counter: depositTo,
    isDebit: false,
    canVoid: true,
    defaults: { ...saleDefaults, Balance: 0 },
    party: customer,
  },
  {
    name: 'Invoice',
    required: ['Line', 'CustomerRef'],
    lines: 'sales',
    counter: receivable,
    isDebit: true,
    hasBalance: true,
    isDue: true,
    canVoid: true,
    defaults: saleDefaults,
    party: customer,
    links: { Estimate: 'completes' },
  },
  {
    name: 'CreditMemo',
    required: ['Line', 'CustomerRef'],
    lines: 'sales',
    counter: receivable,
    isDebit: false,
    hasBalance: true,
    canVoid: true,
    defaults: saleDefaults,
    party: customer,
  },
  {
    name: 'Estimate',
    required: ['Line', 'CustomerRef'],
    lines: 'sales',
    counter: null,
    isDebit: true,
    defaults: saleDefaults,
    party: customer,
    status: { field: 'TxnStatus', open: 'Pending', closed: 'Closed' },
  },
];

const purchases: readonly TransactionKind[] = [
  {
    name: 'Bill',
    required: ['Line', 'VendorRef'],
    lines: 'expenses',
    counter: payable,
    isDebit: false,
    hasBalance: true,
    isDue: true,
    party: vendor,
    links: { PurchaseOrder: 'completes' },
  },
  {
    name: 'VendorCredit',
    required: ['Line', 'VendorRef'],
    lines: 'expenses',
    counter: payable,
    isDebit: true,
    hasBalance: true,
    party: vendor,
  },
  {
    name: 'PurchaseOrder',
    required: ['Line', 'VendorRef'],
    lines: 'expenses',
    counter: null,
    isDebit: false,
    party: vendor,
    status: { field: 'POStatus', open: 'Open', closed: 'Closed' },
  },
  {
    name: 'Purchase',
    required: ['Line', 'AccountRef', 'PaymentType'],
    lines: 'expenses',
    counter: { path: 'AccountRef' },
    paidFrom: { Check: ['Bank'], CreditCard: ['Credit Card'] },
    isDebit: false,
    party: { field: 'EntityRef' },
    links: { PurchaseOrder: 'completes' },
  },
];

const payments: readonly TransactionKind[] = [
  {
    name: 'Deposit',
    required: ['Line', 'DepositToAccountRef'],
    lines: 'deposits',
    counter: { path: 'DepositToAccountRef' },
    isDebit: true,
    links: {
      Payment: 'deposits',
      SalesReceipt: 'deposits',
      RefundReceipt: 'deposits',
      JournalEntry: 'deposits',
      Transfer: 'deposits',
    },
  },
  {
    name: 'Payment',
    required: ['CustomerRef', 'TotalAmt'],
    lines: 'total',
    counter: depositTo,
    against: receivable,
    isDebit: true,
    canVoid: true,
    defaults: { ProcessPayment: false },
    party: customer,
    links: { Invoice: 'pays', CreditMemo: 'draws', JournalEntry: 'pays' },
  },
  {
    name: 'BillPayment',
    required: ['VendorRef', 'TotalAmt', 'PayType'],
    lines: 'total',
    counter: { path: 'CheckPayment.BankAccountRef CreditCardPayment.CCAccountRef' },
    against: payable,
    isDebit: false,
    canVoid: true,
    party: vendor,
    links: { Bill: 'pays', VendorCredit: 'draws', JournalEntry: 'pays' },
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

export const transactionKinds: readonly TransactionKind[] = [...sales, ...purchases, ...payments];
