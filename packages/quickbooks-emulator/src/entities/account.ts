// Account: names unique within their parent, types legal, balances from the ledger.

import { fault, faults } from '../api/fault.ts';
import { amountNumber } from '../ledger/amount.ts';
import type { ApiObject } from '../store/objects.ts';
import { accountSubTypes, typesOf, usualSubType } from './account-sub-types.ts';
import { classificationOf } from './account-types.ts';
import { checkOwnCurrency, currencyReference } from './currencies.ts';
import { commonReadOnly, type Definition, fieldNames, referenceValue, type WriteContext } from './definition.ts';
import { deletedName, parentIn, renameBelow } from './tree.ts';
import { duplicateName, isTaken } from './unique-names.ts';

const nameLengthMax = 100;
const depthMax = 5;
const descriptionLengthMax = 100;
const numberLengthMax = 7;
const longNumberCountries: ReadonlySet<string> = new Set(['AU', 'CA']);
const longNumberLengthMax = 20;

export const account: Definition = {
  name: 'Account',
  kind: 'list',
  fields: fieldNames('Account', ['TransactionLocationType']),
  readOnly: [
    ...commonReadOnly,
    ...['Classification', 'FullyQualifiedName', 'CurrentBalance', 'CurrentBalanceWithSubAccounts', 'SubAccount'],
  ],
  prepare,
  afterUpdate: (object, before, context) => renameBelow('Account', { object, before, context }),
  present: (object, context) => {
    const below = context.objects.below(context.company.realmId, 'Account', String(object.FullyQualifiedName));
    const own = shownBalance(object, context);
    const whole = below.reduce((sum, one) => sum + shownBalance(one, context), own);
    return {
      ...object,
      CurrentBalance: amountNumber(own),
      CurrentBalanceWithSubAccounts: amountNumber(whole),
    };
  },
};

/** In the account's own currency; the books in a browser and the reports have it in the company's. */
function shownBalance(object: ApiObject, { company, ledger }: WriteContext): bigint {
  const classification = String(object.Classification);
  // Intuit shows a balance only for accounts of the balance sheet.
  if (classification === 'Revenue' || classification === 'Expense') return 0n;
  const { realmId, settings } = company;
  const isForeign = (referenceValue(object.CurrencyRef) ?? settings.homeCurrency) !== settings.homeCurrency;
  const balance = (isForeign ? ledger.foreignBalance : ledger.balance)(realmId, Number(object.Id));
  // Recorded: a payable's balance is negative, equity's positive.
  return classification === 'Equity' ? -balance : balance;
}

function prepare(draft: ApiObject, before: ApiObject | null, context: WriteContext): ApiObject {
  const { settings } = context.company;
  const name = checkName(draft, before);
  const { type, subType } = checkType(draft, before);
  checkTexts(draft, settings.country);
  checkOwnCurrency(draft, before, context);
  const parent = parentIn('Account', { draft, before, context });
  if (parent && parent.AccountType !== type) {
    throw faults.business('A subaccount must be of the same account type as its parent account.');
  }
  const fullName = parent ? `${String(parent.FullyQualifiedName)}:${name}` : name;
  if (fullName.split(':').length > depthMax) {
    throw fault('6180', 'Maximum nesting level exceeded', `An account may be nested ${depthMax} deep`);
  }
  if (isTaken({ type: 'Account', name: fullName, before }, context)) throw duplicateName('account');
  const active = draft.Active !== false;
  return {
    ...draft,
    Name: name,
    SubAccount: parent !== null,
    ...(parent ? { ParentRef: { value: String(parent.Id) } } : {}),
    FullyQualifiedName: fullName,
    Active: active,
    Classification: classificationOf[type],
    AccountType: type,
    AccountSubType: subType,
    CurrencyRef: currencyReference(referenceValue(draft.CurrencyRef) ?? settings.homeCurrency),
  };
}

function checkName(draft: ApiObject, before: ApiObject | null): string {
  if (typeof draft.Name !== 'string' || draft.Name.trim() === '') throw faults.missing('Name');
  const name = draft.Name.trim();
  if (name.length > nameLengthMax) throw faults.tooLong('Name', nameLengthMax, name.length);
  if (/[":]/.test(name)) {
    const detail = 'Account names may not contain a double quote or a colon';
    throw fault('2000', 'Invalid Object Name', detail, { element: 'Name' });
  }
  return deletedName(name, draft, before);
}

function checkTexts(draft: ApiObject, country: string): void {
  const limits = [
    ['AcctNum', longNumberCountries.has(country) ? longNumberLengthMax : numberLengthMax],
    ['Description', descriptionLengthMax],
  ] as const;
  for (const [field, max] of limits) {
    const { length } = String(draft[field] ?? '');
    if (length > max) throw faults.tooLong(field, max, length);
  }
}

function checkType(draft: ApiObject, before: ApiObject | null): { type: string; subType: string } {
  const { AccountType: given, AccountSubType: subType } = draft;
  if (given === undefined && subType === undefined) throw faults.missing('AccountType');
  if (subType !== undefined && !accountSubTypes.has(subType)) throw faults.enumeration('AccountSubType', subType);
  const types = typesOf(subType);
  const type = given ?? types[0];
  if (type === undefined) throw faults.missing('AccountType');
  if (typeof type !== 'string' || !Object.hasOwn(classificationOf, type)) throw faults.enumeration('AccountType', type);
  const isKept = before !== null && before.AccountSubType === subType;
  // A change of type leaves the old sub-type behind unless a new one comes along.
  if (subType === undefined || (isKept && before.AccountType !== type)) return { type, subType: usualSubType(type) };
  // With which words QuickBooks refuses it is not known.
  if (!isKept && types.length > 0 && !types.includes(type)) {
    throw faults.enumeration('AccountSubType', `${String(subType)} of ${type}`);
  }
  return { type, subType: String(subType) };
}
