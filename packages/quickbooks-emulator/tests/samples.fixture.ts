// One of each entity, with what it needs, a change to it, and what it is refused for: what the contract, the schema campaign
// and the README's table are tested with.
import type { Contract, Row } from './contract.fixture.ts';

type Ref = (key: string) => { readonly value: string };

export interface Sample {
  readonly type: string;
  /** As node-quickbooks spells it in its find methods. */
  readonly plural: string;
  body(ref: Ref): Row;
  readonly change: Row;
  /** What is wrong, the members that make it so, and the code of the fault. */
  readonly refused: readonly (readonly [string, (ref: Ref) => Row, string])[];
}

/** What the samples refer to. */
export async function makeBasics({ make, ref, call }: Contract): Promise<void> {
  await make('bank', 'Account', { Name: 'Checking', AccountType: 'Bank' });
  await make('savings', 'Account', { Name: 'Savings', AccountType: 'Bank' });
  await make('card', 'Account', { Name: 'Visa', AccountType: 'Credit Card' });
  await make('stock', 'Account', { Name: 'Stock', AccountType: 'Other Current Asset', AccountSubType: 'Inventory' });
  await make('cost', 'Account', { Name: 'Cost', AccountType: 'Cost of Goods Sold' });
  await make('income', 'Account', { Name: 'Shoe sales', AccountType: 'Income' });
  await make('rent', 'Account', { Name: 'Rent', AccountType: 'Expense' });
  await make('receivable', 'Account', { Name: 'Receivable', AccountType: 'Accounts Receivable' });
  await make('payable', 'Account', { Name: 'Payable', AccountType: 'Accounts Payable' });
  await make('customer', 'Customer', { DisplayName: 'Ann' });
  await make('vendor', 'Vendor', { DisplayName: 'Acme' });
  await make('employee', 'Employee', { DisplayName: 'Bob' });
  await make('class', 'Class', { Name: 'Store' });
  await make('department', 'Department', { Name: 'Main Street' });
  await make('item', 'Item', { Name: 'Shoes', Type: 'Service', IncomeAccountRef: ref('income') });
  await make('term', 'Term', { Name: 'Net 15', DueDays: 15 });
  await make('method', 'PaymentMethod', { Name: 'Cash' });
  await make('agency', 'TaxAgency', { DisplayName: 'New York' });
  const rates = [{ TaxRateName: 'State', RateValue: 4, TaxAgencyId: ref('agency').value }];
  await call('createTaxService', { TaxCode: 'New York', TaxRateDetails: rates });
}

const saleLine = (ref: Ref, Amount = 20, more: Row = {}): Row => ({
  Amount,
  Description: 'a pair',
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: ref('item'), Qty: 1, UnitPrice: Amount, TaxCodeRef: { value: 'TAX' }, ...more },
});
const expenseLine = (ref: Ref, Amount = 12, more: Row = {}): Row => ({
  Amount,
  DetailType: 'AccountBasedExpenseLineDetail',
  AccountBasedExpenseLineDetail: { AccountRef: ref('rent'), BillableStatus: 'NotBillable', ...more },
});
const entryLine = (ref: Ref, PostingType: string, account: string, more: Row = {}): Row => ({
  Amount: 10,
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: { PostingType, AccountRef: ref(account), ...more },
});
const entryLines = (ref: Ref, more: Row = {}) => ({
  Line: [entryLine(ref, 'Debit', 'bank'), { ...entryLine(ref, 'Credit', 'income'), ...more }],
});
const without = (field: string) => () => ({ [field]: undefined });
const address = { Line1: '1 Main Street', City: 'Portland', CountrySubDivisionCode: 'ME', PostalCode: '04101' };

const names: readonly Sample[] = [
  {
    type: 'Account',
    plural: 'Accounts',
    body: () => ({ Name: 'Petty cash', AccountType: 'Bank', AccountSubType: 'CashOnHand', AcctNum: '1010' }),
    change: { Description: 'changed' },
    refused: [
      ['without a name', without('Name'), '2020'],
      ['of no type', () => ({ AccountType: undefined, AccountSubType: undefined }), '2020'],
      ['of a type that is none', () => ({ AccountType: 'Pocket' }), '2170'],
      ['of a sub-type that is none', () => ({ AccountSubType: 'Pocket' }), '2170'],
      ['with a name that is taken', () => ({ Name: 'checking' }), '6240'],
      ['with a colon in its name', () => ({ Name: 'a:b' }), '2000'],
      ['with a name of 101 characters', () => ({ Name: 'n'.repeat(101) }), '2050'],
      ['with a number of 8 characters', () => ({ AcctNum: '12345678' }), '2050'],
      ['under an account of another type', (ref) => ({ Name: 'x', ParentRef: ref('rent') }), '6000'],
      ['under an account that is not there', () => ({ Name: 'x', ParentRef: { value: '999' } }), '2500'],
    ],
  },
  {
    type: 'Class',
    plural: 'Classes',
    body: () => ({ Name: 'Online' }),
    change: { Name: 'On the line' },
    refused: [
      ['without a name', without('Name'), '2020'],
      ['with a name that is taken', () => ({ Name: 'STORE' }), '6240'],
      ['under one that is not there', () => ({ ParentRef: { value: '999' } }), '2500'],
    ],
  },
  {
    type: 'Department',
    plural: 'Departments',
    body: () => ({ Name: 'Harbor', Address: address }),
    change: { Name: 'Harbor Outlet' },
    refused: [
      ['without a name', without('Name'), '2020'],
      ['with a name that is taken', () => ({ Name: 'Main street' }), '6240'],
      ['with a tab in its name', () => ({ Name: 'a\tb' }), '2000'],
    ],
  },
  {
    type: 'Customer',
    plural: 'Customers',
    body: (ref) => ({
      DisplayName: 'Carol',
      GivenName: 'Carol',
      PrimaryEmailAddr: { Address: 'carol@example.com' },
      PrimaryPhone: { FreeFormNumber: '555' },
      BillAddr: address,
      SalesTermRef: ref('term'),
      Taxable: true,
    }),
    change: { Notes: 'changed' },
    refused: [
      ['without any name', () => ({ DisplayName: undefined, GivenName: undefined }), '2020'],
      ["with a vendor's name", () => ({ DisplayName: 'Acme' }), '6240'],
      ['with a colon in its name', () => ({ DisplayName: 'a:b' }), '2000'],
      ['with an address that is none', () => ({ BillAddr: { Planet: 'Mars' } }), '2010'],
    ],
  },
  {
    type: 'Vendor',
    plural: 'Vendors',
    body: (ref) => ({ DisplayName: 'Dune Supply', BillAddr: address, TermRef: ref('term'), Vendor1099: false }),
    change: { AcctNum: '12' },
    refused: [
      ['without a name', without('DisplayName'), '2020'],
      ["with a customer's name", () => ({ DisplayName: 'ann' }), '6240'],
    ],
  },
  {
    type: 'Employee',
    plural: 'Employees',
    body: () => ({ GivenName: 'Erin', FamilyName: 'Jones', PrimaryAddr: address, HiredDate: '2026-01-05' }),
    change: { Title: 'Dr' },
    refused: [
      ['without any name', () => ({ GivenName: undefined, FamilyName: undefined }), '2020'],
      ["with a vendor's name", () => ({ DisplayName: 'Acme' }), '6240'],
      ['hired on a day that is none', () => ({ HiredDate: '2026-02-30' }), '2060'],
      ['of a gender that the schema has not', () => ({ Gender: 'None' }), '2170'],
    ],
  },
  {
    type: 'Item',
    plural: 'Items',
    body: (ref) => ({
      Name: 'Boots',
      Sku: 'B-1',
      Type: 'Inventory',
      TrackQtyOnHand: true,
      QtyOnHand: 3,
      InvStartDate: '2026-01-01',
      UnitPrice: 99.95,
      IncomeAccountRef: ref('income'),
      ExpenseAccountRef: ref('cost'),
      AssetAccountRef: ref('stock'),
    }),
    change: { Description: 'changed' },
    refused: [
      ['without a name', without('Name'), '2020'],
      ['of a type that is none', () => ({ Type: 'Dream' }), '2170'],
      ['with a name that is taken', () => ({ Name: 'shoes' }), '6240'],
      ['of inventory without its asset account', () => ({ Name: 'x', AssetAccountRef: undefined }), '2020'],
      ['of inventory in an account of another type', (ref) => ({ Name: 'x', AssetAccountRef: ref('rent') }), '6430'],
      ['with an account that is not there', () => ({ Name: 'x', IncomeAccountRef: { value: '999' } }), '2500'],
    ],
  },
  {
    type: 'Term',
    plural: 'Terms',
    body: () => ({ Name: 'Net 30', DueDays: 30 }),
    change: { DueDays: 31 },
    refused: [],
  },
  {
    type: 'PaymentMethod',
    plural: 'PaymentMethods',
    body: () => ({ Name: 'Visa', Type: 'CREDIT_CARD' }),
    change: { Name: 'Visa card' },
    refused: [],
  },
  {
    type: 'TaxAgency',
    plural: 'TaxAgencies',
    body: () => ({ DisplayName: 'Maine' }),
    change: { TaxRegistrationNumber: '12' },
    refused: [
      ['without a name', without('DisplayName'), '2020'],
      ['with a name that is taken', () => ({ DisplayName: 'new york' }), '6240'],
    ],
  },
];

const sales: readonly Sample[] = [
  {
    type: 'SalesReceipt',
    plural: 'SalesReceipts',
    body: (ref) => ({
      TxnDate: '2026-10-01',
      CustomerRef: ref('customer'),
      PaymentMethodRef: ref('method'),
      PaymentRefNum: '42',
      ClassRef: ref('class'),
      DepartmentRef: ref('department'),
      CustomerMemo: { value: 'Thank you' },
      BillEmail: { Address: 'ann@example.com' },
      Line: [
        saleLine(ref),
        { Amount: 5, DetailType: 'DiscountLineDetail', DiscountLineDetail: { PercentBased: false } },
      ],
      TxnTaxDetail: { TxnTaxCodeRef: { value: '1' } },
    }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without lines', without('Line'), '2020'],
      [
        'whose amount is not quantity by price',
        (ref) => ({ Line: [saleLine(ref, 5, { Qty: 2, UnitPrice: 3 })] }),
        '6070',
      ],
      ['of an item that is not there', (ref) => ({ Line: [saleLine(ref, 5, { ItemRef: { value: '99' } })] }), '2500'],
      ['into an account that takes no money', (ref) => ({ DepositToAccountRef: ref('rent') }), '6430'],
      ['with a line of no kind', () => ({ Line: [{ Amount: 1 }] }), '2020'],
      ['with a number of 22 characters', () => ({ DocNumber: 'n'.repeat(22) }), '2050'],
      ['to be mailed in a way that is none', () => ({ EmailStatus: 'Pigeon' }), '2170'],
    ],
  },
  {
    type: 'RefundReceipt',
    plural: 'RefundReceipts',
    body: (ref) => ({ CustomerRef: ref('customer'), DepositToAccountRef: ref('bank'), Line: [saleLine(ref, 8)] }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without the account it is paid from', without('DepositToAccountRef'), '2020'],
      ['from an account that is none of money', (ref) => ({ DepositToAccountRef: ref('payable') }), '6430'],
    ],
  },
  {
    type: 'Invoice',
    plural: 'Invoices',
    body: (ref) => ({
      CustomerRef: ref('customer'),
      SalesTermRef: ref('term'),
      BillAddr: address,
      ShipDate: '2026-10-02',
      Line: [saleLine(ref, 30), { DetailType: 'DescriptionOnly', Description: 'a note between' }],
    }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without a customer', without('CustomerRef'), '2020'],
      ['to a customer that is not there', () => ({ CustomerRef: { value: '99' } }), '2500'],
      ['on a date that is none', () => ({ TxnDate: '2026-13-01' }), '2060'],
      ['due on a date that is none', () => ({ DueDate: 'soon' }), '2060'],
    ],
  },
  {
    type: 'CreditMemo',
    plural: 'CreditMemos',
    body: (ref) => ({ CustomerRef: ref('customer'), Line: [saleLine(ref, 4)] }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without a customer', without('CustomerRef'), '2020'],
      ['on receivables that are none', (ref) => ({ ARAccountRef: ref('bank') }), '6430'],
    ],
  },
  {
    type: 'Estimate',
    plural: 'Estimates',
    body: (ref) => ({ CustomerRef: ref('customer'), ExpirationDate: '2026-12-31', Line: [saleLine(ref, 5)] }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without a customer', without('CustomerRef'), '2020'],
      ['that ends on a date that is none', () => ({ ExpirationDate: 'never' }), '2060'],
    ],
  },
];

const purchases: readonly Sample[] = [
  {
    type: 'Bill',
    plural: 'Bills',
    body: (ref) => ({ VendorRef: ref('vendor'), SalesTermRef: ref('term'), Line: [expenseLine(ref)] }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without a vendor', without('VendorRef'), '2020'],
      [
        'with a line without its account',
        (ref) => ({ Line: [expenseLine(ref, 1, { AccountRef: undefined })] }),
        '2020',
      ],
      ['on payables that are none', (ref) => ({ APAccountRef: ref('bank') }), '6430'],
    ],
  },
  {
    type: 'VendorCredit',
    plural: 'VendorCredits',
    body: (ref) => ({ VendorRef: ref('vendor'), Line: [expenseLine(ref, 3)] }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without a vendor', without('VendorRef'), '2020'],
      ['on payables that are none', (ref) => ({ APAccountRef: ref('bank') }), '6430'],
    ],
  },
  {
    type: 'PurchaseOrder',
    plural: 'PurchaseOrders',
    body: (ref) => ({
      VendorRef: ref('vendor'),
      POEmail: { Address: 'acme@example.com' },
      Line: [expenseLine(ref, 5)],
    }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without a vendor', without('VendorRef'), '2020'],
      ['of a status that is none', () => ({ POStatus: 'Lost' }), '2170'],
    ],
  },
  {
    type: 'Purchase',
    plural: 'Purchases',
    body: (ref) => ({
      PaymentType: 'CreditCard',
      AccountRef: ref('card'),
      EntityRef: { ...ref('vendor'), type: 'Vendor' },
      Line: [expenseLine(ref, 9.99)],
    }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without a way of paying', without('PaymentType'), '2020'],
      ['paid in a way that is none', () => ({ PaymentType: 'Shells' }), '2170'],
      ['by card from a bank account', (ref) => ({ AccountRef: ref('bank') }), '6430'],
      ['by check from a card', () => ({ PaymentType: 'Check' }), '6430'],
    ],
  },
];

const movements: readonly Sample[] = [
  {
    type: 'Deposit',
    plural: 'Deposits',
    body: (ref) => ({
      DepositToAccountRef: ref('bank'),
      Line: [
        {
          Amount: 6,
          DetailType: 'DepositLineDetail',
          DepositLineDetail: {
            AccountRef: ref('income'),
            Entity: { ...ref('customer'), type: 'CUSTOMER' },
            CheckNum: '7',
          },
        },
      ],
    }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['into no account', without('DepositToAccountRef'), '2020'],
      ['into an account that takes no money', (ref) => ({ DepositToAccountRef: ref('rent') }), '6430'],
      [
        'of a payment that is not there',
        () => ({ Line: [{ Amount: 1, LinkedTxn: [{ TxnId: '0', TxnType: 'Payment' }] }] }),
        '620',
      ],
    ],
  },
  {
    type: 'Payment',
    plural: 'Payments',
    body: (ref) => ({
      CustomerRef: ref('customer'),
      TotalAmt: 30,
      DepositToAccountRef: ref('bank'),
      PaymentRefNum: '9',
    }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without a customer', without('CustomerRef'), '2020'],
      ['without a total', without('TotalAmt'), '2020'],
      ['of less than nothing', () => ({ TotalAmt: -1 }), '2090'],
      ['of more than an amount can be', () => ({ TotalAmt: 1e30 }), '2090'],
      ['on receivables that are none', (ref) => ({ ARAccountRef: ref('bank') }), '6430'],
      [
        'of an invoice that is not there',
        () => ({ Line: [{ Amount: 1, LinkedTxn: [{ TxnId: '0', TxnType: 'Invoice' }] }] }),
        '620',
      ],
    ],
  },
  {
    type: 'BillPayment',
    plural: 'BillPayments',
    body: (ref) => ({
      VendorRef: ref('vendor'),
      TotalAmt: 12,
      PayType: 'Check',
      CheckPayment: { BankAccountRef: ref('bank'), PrintStatus: 'NotSet' },
    }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without a way of paying', without('PayType'), '2020'],
      ['paid in a way that is none', () => ({ PayType: 'Shells' }), '2170'],
      ['from a bank account that is none', (ref) => ({ CheckPayment: { BankAccountRef: ref('rent') } }), '6430'],
      ['by check without an account', without('CheckPayment'), '2020'],
    ],
  },
  {
    type: 'Transfer',
    plural: 'Transfers',
    body: (ref) => ({ FromAccountRef: ref('bank'), ToAccountRef: ref('savings'), Amount: 7 }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['from nowhere', without('FromAccountRef'), '2020'],
      ['of nothing', without('Amount'), '2020'],
      ['to an account that is no asset', (ref) => ({ ToAccountRef: ref('income') }), '6430'],
      ['of a text', () => ({ Amount: 'much' }), '2090'],
    ],
  },
];

const others: readonly Sample[] = [
  {
    type: 'JournalEntry',
    plural: 'JournalEntries',
    body: (ref) => ({
      TxnDate: '2026-10-03',
      DocNumber: 'S-1',
      PrivateNote: 'a sample',
      Line: [
        { DetailType: 'DescriptionOnly', Description: 'a heading' },
        entryLine(ref, 'Debit', 'receivable', { Entity: { Type: 'Customer', EntityRef: ref('customer') } }),
        entryLine(ref, 'Credit', 'income', { ClassRef: ref('class'), DepartmentRef: ref('department') }),
      ],
    }),
    change: { PrivateNote: 'changed' },
    refused: [
      ['without lines', without('Line'), '2020'],
      ['with one line', (ref) => ({ Line: [entryLine(ref, 'Debit', 'bank')] }), '6000'],
      ['that does not balance', (ref) => entryLines(ref, { Amount: 9 }), '2300'],
      ['of a negative amount', (ref) => entryLines(ref, { Amount: -10 }), '2290'],
      ['of more than 15 digits', (ref) => entryLines(ref, { Amount: '12345678901234567' }), '2090'],
      [
        'with a line without its side',
        (ref) => ({ Line: [entryLine(ref, 'Debit', 'bank', { PostingType: undefined })] }),
        '2260',
      ],
      ['with a side that is none', (ref) => ({ Line: [entryLine(ref, 'Left', 'bank')] }), '2170'],
      ['on receivables of nobody', (ref) => ({ Line: [entryLine(ref, 'Debit', 'receivable')] }), '6000'],
      ['on payables of nobody', (ref) => ({ Line: [entryLine(ref, 'Debit', 'payable')] }), '6000'],
      ['on an account that is not there', (ref) => ({ Line: [entryLine(ref, 'Debit', 'nothing')] }), '2500'],
      ['with a number of 22 characters', () => ({ DocNumber: 'n'.repeat(22) }), '2050'],
      ['with a note of 4001 characters', () => ({ PrivateNote: 'n'.repeat(4001) }), '2050'],
      ['in another currency while there is one', () => ({ CurrencyRef: { value: 'EUR' } }), '6000'],
    ],
  },
  {
    type: 'TimeActivity',
    plural: 'TimeActivities',
    body: (ref) => ({
      NameOf: 'Employee',
      EmployeeRef: ref('employee'),
      CustomerRef: ref('customer'),
      Hours: 2,
      Minutes: 30,
    }),
    change: { Description: 'sweeping' },
    refused: [],
  },
  {
    type: 'Attachable',
    plural: 'Attachables',
    body: () => ({ Note: 'a note' }),
    change: { Note: 'another note' },
    refused: [
      ['of nothing', without('Note'), '2020'],
      ['of more than 2000 characters', () => ({ Note: 'n'.repeat(2001) }), '2050'],
    ],
  },
];

export const samples: readonly Sample[] = [...names, ...sales, ...purchases, ...movements, ...others];
