// Accounts that QuickBooks finds by itself when a transaction does not name one, and makes where they are missing.
import type { ApiObject } from '../store/objects.ts';
import { account } from './account.ts';
import { referenceValue, type WriteContext } from './definition.ts';
import type { SystemAccount } from './transaction-kinds.ts';
import { write } from './write.ts';

const systemAccounts: Readonly<Record<SystemAccount, ApiObject>> = {
  undeposited: { Name: 'Undeposited Funds', AccountType: 'Other Current Asset', AccountSubType: 'UndepositedFunds' },
  receivable: {
    Name: 'Accounts Receivable (A/R)',
    AccountType: 'Accounts Receivable',
    AccountSubType: 'AccountsReceivable',
  },
  payable: { Name: 'Accounts Payable (A/P)', AccountType: 'Accounts Payable', AccountSubType: 'AccountsPayable' },
  salesTax: { Name: 'Sales Tax Payable', AccountType: 'Other Current Liability', AccountSubType: 'SalesTaxPayable' },
  sales: { Name: 'Sales of Product Income', AccountType: 'Income', AccountSubType: 'SalesOfProductIncome' },
  discounts: { Name: 'Discounts given', AccountType: 'Income', AccountSubType: 'DiscountsRefundsGiven' },
  exchange: { Name: 'Exchange Gain or Loss', AccountType: 'Other Expense', AccountSubType: 'ExchangeGainOrLoss' },
  openingBalance: { Name: 'Opening Balance Equity', AccountType: 'Equity', AccountSubType: 'OpeningBalanceEquity' },
  purchases: { Name: 'Purchases', AccountType: 'Cost of Goods Sold', AccountSubType: 'SuppliesMaterialsCogs' },
};

const ofCurrency: ReadonlySet<SystemAccount> = new Set(['receivable', 'payable']);

/** Receivables and payables are kept apart by currency. */
export function systemAccount(kind: SystemAccount, context: WriteContext, currency: string | null = null): number {
  const { company, objects } = context;
  const wanted = systemAccounts[kind];
  const home = company.settings.homeCurrency;
  const own = (ofCurrency.has(kind) ? currency : null) ?? home;
  const named =
    own === home ? wanted : { ...wanted, Name: `${String(wanted.Name)} - ${own}`, CurrencyRef: { value: own } };
  const fitting = objects
    .all(company.realmId, 'Account')
    .filter(
      (found) =>
        found.Active !== false &&
        found.AccountType === wanted.AccountType &&
        (referenceValue(found.CurrencyRef) ?? home) === own,
    );
  const known =
    fitting.find(({ AccountSubType }) => AccountSubType === wanted.AccountSubType) ??
    fitting.find(({ Name }) => Name === named.Name);
  return Number((known ?? write(account, 'create', named, context)).Id);
}
