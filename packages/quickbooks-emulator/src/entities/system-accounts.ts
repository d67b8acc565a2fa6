// Accounts that QuickBooks finds by itself when a transaction does not name one, and makes where they are missing.
import type { ApiObject } from '../store/objects.ts';
import { account } from './account.ts';
import type { WriteContext } from './definition.ts';
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
  purchases: { Name: 'Purchases', AccountType: 'Cost of Goods Sold', AccountSubType: 'SuppliesMaterialsCogs' },
};

export function systemAccount(kind: SystemAccount, context: WriteContext): number {
  const wanted = systemAccounts[kind];
  const isIt = (found: ApiObject) =>
    found.Active !== false &&
    found.AccountType === wanted.AccountType &&
    found.AccountSubType === wanted.AccountSubType;
  const known = context.objects.all(context.company.realmId, 'Account').find(isIt);
  return Number((known ?? write(account, 'create', wanted, context)).Id);
}
