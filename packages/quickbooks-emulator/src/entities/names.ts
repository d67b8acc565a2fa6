// The lists of names: class, department, customer, vendor, employee.
import { fault, faults } from '../api/fault.ts';
import { amountNumber } from '../ledger/amount.ts';
import type { ApiObject } from '../store/objects.ts';
import { checkOwnCurrency } from './currencies.ts';
import { commonReadOnly, type Definition, fieldNames, referenceValue, type WriteContext } from './definition.ts';
import { deletedName, parentIn, renameBelow } from './tree.ts';
import { duplicateName, isTaken } from './unique-names.ts';

const nameLengthMax = 100;
const displayNameLengthMax = 500;
export const classList = tree('Class');
export const department = tree('Department');
export const customer = contact('Customer');
export const vendor = contact('Vendor');
export const employee = contact('Employee');

function tree(name: 'Class' | 'Department'): Definition {
  return {
    name,
    kind: 'list',
    fields: fieldNames(name),
    readOnly: [...commonReadOnly, 'FullyQualifiedName', `Sub${name}`],
    afterUpdate: (object, before, context) => renameBelow(name, { object, before, context }),
    prepare: (draft, before, context) => {
      const given = nameOf(draft, 'Name', nameLengthMax);
      const parent = parentIn(name, { draft, before, context });
      const own = deletedName(given, draft, before);
      const fullName = parent ? `${String(parent.FullyQualifiedName)}:${own}` : own;
      checkUnique(fullName, before, { types: [name], context });
      return {
        ...draft,
        Name: own,
        [`Sub${name}`]: parent !== null,
        FullyQualifiedName: fullName,
        Active: draft.Active !== false,
      };
    },
  };
}

function contact(name: 'Customer' | 'Vendor' | 'Employee'): Definition {
  return {
    name,
    kind: 'list',
    fields: fieldNames(name),
    readOnly: [...commonReadOnly, 'FullyQualifiedName', 'Level', 'Job', 'Balance', 'BalanceWithJobs'],
    ...(name === 'Customer'
      ? { afterUpdate: (object, before, context) => renameBelow(name, { object, before, context }) }
      : {}),
    prepare: (draft, before, context) => {
      const parts = [draft.GivenName, draft.MiddleName, draft.FamilyName].filter((part) => typeof part === 'string');
      const given = nameOf({ DisplayName: draft.DisplayName ?? parts.join(' ') }, 'DisplayName', displayNameLengthMax);
      checkOwnCurrency(draft, before, context);
      const own = deletedName(given, draft, before);
      const parent = name === 'Customer' ? parentIn(name, { draft, before, context }) : null;
      const fullName = parent ? `${String(parent.FullyQualifiedName)}:${own}` : own;
      // One namespace for all three kinds of people.
      checkUnique(fullName, before, { types: ['Customer', 'Vendor', 'Employee'], context, own: name });
      return {
        ...draft,
        DisplayName: own,
        PrintOnCheckName: draft.PrintOnCheckName ?? own,
        ...(name === 'Customer' ? jobOf(draft, fullName) : {}),
        Active: draft.Active !== false,
      };
    },
    ...(name === 'Employee' ? {} : { present: (object, context) => withBalance(name, object, context) }),
  };
}

/** A customer under another is its job. */
function jobOf(draft: ApiObject, fullName: string): ApiObject {
  const depth = fullName.split(':').length - 1;
  return {
    FullyQualifiedName: fullName,
    Job: depth > 0,
    BillWithParent: draft.BillWithParent ?? false,
    ...(depth > 0 ? { Level: depth } : {}),
  };
}

/** What a customer owes, or what a vendor is owed; a customer's with that of the jobs under it. */
function withBalance(
  type: 'Customer' | 'Vendor',
  object: ApiObject,
  { company, ledger, objects }: WriteContext,
): ApiObject {
  const { realmId } = company;
  const sign = type === 'Customer' ? 1n : -1n;
  const { homeCurrency } = company.settings;
  const isForeign = (referenceValue(object.CurrencyRef) ?? homeCurrency) !== homeCurrency;
  const owed = isForeign ? ledger.owedForeign : ledger.owed;
  const own = sign * owed(realmId, { type, id: Number(object.Id) });
  if (type === 'Vendor') return { ...object, Balance: amountNumber(own) };
  const jobs = objects.below(realmId, type, String(object.FullyQualifiedName));
  const below = jobs.reduce((sum, job) => sum + owed(realmId, { type, id: Number(job.Id) }), own);
  return { ...object, Balance: amountNumber(own), BalanceWithJobs: amountNumber(below) };
}

function nameOf(draft: ApiObject, field: string, lengthMax: number): string {
  const value = draft[field];
  if (typeof value !== 'string' || value.trim() === '') throw faults.missing(field);
  if (value.length > lengthMax) throw faults.tooLong(field, lengthMax, value.length);
  if (/[:\t\n]/.test(value)) {
    throw fault('2000', 'Invalid Object Name', `${field} may not contain a colon, a tab or a new line`, {
      element: field,
    });
  }
  return value.trim();
}

interface Namespace {
  readonly types: readonly string[];
  readonly context: WriteContext;
  readonly own?: string;
}

function checkUnique(name: string, before: ApiObject | null, { types, context, own }: Namespace): void {
  const taken = types.some((type) => {
    const isOwn = type === (own ?? types[0]);
    return isTaken({ type, name, before: isOwn ? before : null }, context);
  });
  if (taken) throw duplicateName(types.length > 1 ? 'customer, vendor or employee' : (types[0] ?? '').toLowerCase());
}
