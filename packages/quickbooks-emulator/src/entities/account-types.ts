// Account types, what each is classified as, and the sub-type taken where none is given.

export type Classification = 'Asset' | 'Liability' | 'Equity' | 'Revenue' | 'Expense';

interface AccountType {
  readonly classification: Classification;
  readonly subType: string;
}

/** The order is that of the chart of accounts. */
export const accountTypes: Readonly<Record<string, AccountType>> = {
  Bank: { classification: 'Asset', subType: 'CashOnHand' },
  'Accounts Receivable': { classification: 'Asset', subType: 'AccountsReceivable' },
  'Other Current Asset': { classification: 'Asset', subType: 'OtherCurrentAssets' },
  'Fixed Asset': { classification: 'Asset', subType: 'FurnitureAndFixtures' },
  'Other Asset': { classification: 'Asset', subType: 'OtherLongTermAssets' },
  'Accounts Payable': { classification: 'Liability', subType: 'AccountsPayable' },
  'Credit Card': { classification: 'Liability', subType: 'CreditCard' },
  'Other Current Liability': { classification: 'Liability', subType: 'OtherCurrentLiabilities' },
  'Long Term Liability': { classification: 'Liability', subType: 'OtherLongTermLiabilities' },
  Equity: { classification: 'Equity', subType: 'OpeningBalanceEquity' },
  Income: { classification: 'Revenue', subType: 'SalesOfProductIncome' },
  'Other Income': { classification: 'Revenue', subType: 'OtherMiscellaneousIncome' },
  'Cost of Goods Sold': { classification: 'Expense', subType: 'SuppliesMaterialsCogs' },
  Expense: { classification: 'Expense', subType: 'OfficeGeneralAdministrativeExpenses' },
  'Other Expense': { classification: 'Expense', subType: 'OtherMiscellaneousExpense' },
};

/** Sub-types that alone say which type an account has. */
export const typeOfSubType: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(accountTypes).map(([type, { subType }]) => [subType, type])),
  Checking: 'Bank',
  Savings: 'Bank',
  UndepositedFunds: 'Other Current Asset',
  Inventory: 'Other Current Asset',
  PrepaidExpenses: 'Other Current Asset',
  GlobalTaxPayable: 'Other Current Liability',
  SalesTaxPayable: 'Other Current Liability',
  RetainedEarnings: 'Equity',
  OtherPrimaryIncome: 'Income',
  ServiceFeeIncome: 'Income',
  DiscountsRefundsGiven: 'Income',
  InterestEarned: 'Other Income',
  AdvertisingPromotional: 'Expense',
  BankCharges: 'Expense',
};
