// References from one object to another: there, active, and written back with the name.
import { fault, faults } from '../api/fault.ts';
import type { ApiObject } from '../store/objects.ts';
import { idOf, objectOf, referenceValue, type WriteContext } from './definition.ts';
import { fixedTaxCodes } from './tax.ts';
import { trackedIn } from './tracking.ts';

/** The fields that refer to something kept here, whatever object they are in. */
const typeOfReference: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['Account', 'Class', 'Department', 'Customer', 'Vendor', 'Employee', 'Item', 'PaymentMethod', 'Term'].map(
      (type) => [`${type}Ref`, type],
    ),
  ),
  ...Object.fromEntries(
    ['DepositTo', 'AR', 'AP', 'From', 'To', 'Income', 'Expense', 'Asset', 'COGS', 'Discount', 'Bank', 'CC'].map(
      (name) => [`${name}AccountRef`, 'Account'],
    ),
  ),
  ...Object.fromEntries(['', 'Txn', 'Default', 'Sales', 'Purchase'].map((name) => [`${name}TaxCodeRef`, 'TaxCode'])),
  SalesTermRef: 'Term',
  TaxRateRef: 'TaxRate',
  AgencyRef: 'TaxAgency',
};

const assets = ['Bank', 'Accounts Receivable', 'Other Current Asset', 'Fixed Asset', 'Other Asset'];

/** The account types that a field takes, where it does not take all (error 6430). */
const accountTypesOf: Readonly<Record<string, readonly string[]>> = {
  DepositToAccountRef: ['Bank', 'Other Current Asset'],
  ARAccountRef: ['Accounts Receivable'],
  APAccountRef: ['Accounts Payable'],
  BankAccountRef: ['Bank'],
  CCAccountRef: ['Credit Card'],
  FromAccountRef: assets,
  ToAccountRef: assets,
};

/** The object with each known reference checked, and written with its name; objects inside it as well. */
export function referencesChecked(object: ApiObject, context: WriteContext): ApiObject {
  const fields = Object.entries(trackedIn(object, context.company.settings)).map(([name, value]) => {
    const type = Object.hasOwn(typeOfReference, name) ? typeOfReference[name] : undefined;
    if (type && referenceValue(value) !== null) {
      if (accountTypesOf[name]) checkAccountType(value, accountTypesOf[name], context);
      return [name, nameReference(type, value, context)];
    }
    const inner = type ? null : objectOf(value);
    return [name, inner && referenceValue(inner) === null ? referencesChecked(inner, context) : value];
  });
  return Object.fromEntries(fields) as ApiObject;
}

export function checkAccountType(reference: unknown, types: readonly string[], context: WriteContext): void {
  const { AccountType } = checkedReference('Account', reference, context);
  if (types.includes(String(AccountType))) return;
  const detail = `You need to select a different type of account for this transaction: ${String(AccountType)} was given, ${types.join(' or ')} is wanted.`;
  throw fault('6430', 'Invalid account type', detail);
}

const pluralOf: Readonly<Record<string, string>> = {
  Account: 'Accounts',
  Class: 'Classes',
  Department: 'Departments',
  Customer: 'Names',
  Vendor: 'Names',
  Employee: 'Names',
};

/** The object that a reference names; a fault where it is missing or inactive. */
export function checkedReference(type: string, reference: unknown, { company, objects }: WriteContext): ApiObject {
  const value = referenceValue(reference);
  if (value === null) throw faults.missing(`${type}Ref`);
  const fixed = type === 'TaxCode' ? fixedTaxCodes({ company }).find(({ Id }) => Id === value) : undefined;
  const id = idOf(value);
  const object = fixed ?? (id === null ? undefined : objects.get({ realmId: company.realmId, type, id }));
  if (!object) {
    if (company.settings.missingReferenceCode === '610') throw faults.notFound();
    throw faults.badReference(pluralOf[type] ?? type, value);
  }
  if (object.Active === false) throw faults.inactive();
  return object;
}

export function nameReference(type: string, reference: unknown, context: WriteContext): ApiObject {
  const object = checkedReference(type, reference, context);
  // Recorded: the codes that are not numbers stand alone.
  if (idOf(String(object.Id)) === null) return { value: String(object.Id) };
  return { value: String(object.Id), name: String(object.FullyQualifiedName ?? object.DisplayName ?? object.Name) };
}
