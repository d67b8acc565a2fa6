// Lists that hold names and references and post nothing: items, terms, payment methods, agencies; and time, which is its own.
import { fault, faults } from '../api/fault.ts';
import { pacificDate } from '../clock.ts';
import type { ApiObject } from '../store/objects.ts';
import { commonReadOnly, type Definition, fieldNames, referenceValue, type WriteContext } from './definition.ts';
import { postOpeningStock, withQuantity } from './inventory.ts';
import { checkAccountType, referencesChecked } from './references.ts';
import { settleItem } from './reposting.ts';
import { dateOf } from './transaction-checks.ts';
import { deletedName, parentIn, renameBelow } from './tree.ts';
import { duplicateName, isTaken } from './unique-names.ts';

interface Plain {
  readonly name: string;
  readonly nameField: string;
  readonly nameLengthMax: number;
  readonly isTree?: boolean;
  readonly isKept?: boolean;
  check?(draft: ApiObject, context: WriteContext): ApiObject;
}

const itemTypes: readonly string[] = ['Service', 'NonInventory', 'Inventory', 'Group', 'Category'];

const plains: readonly Plain[] = [
  { name: 'Item', nameField: 'Name', nameLengthMax: 100, isTree: true, check: checkItem },
  { name: 'Term', nameField: 'Name', nameLengthMax: 31, check: (draft) => ({ Type: 'STANDARD', ...draft }) },
  {
    name: 'PaymentMethod',
    nameField: 'Name',
    nameLengthMax: 31,
    check: (draft) => ({ Type: 'NON_CREDIT_CARD', ...draft }),
  },
];

export const taxAgency = definitionOf({
  name: 'TaxAgency',
  nameField: 'DisplayName',
  nameLengthMax: 100,
  isKept: true,
  check: (draft) => ({ TaxTrackedOnPurchases: false, TaxTrackedOnSales: true, ...draft }),
});

export const plainLists: readonly Definition[] = [...plains.map(definitionOf), taxAgency];

function definitionOf(plain: Plain): Definition {
  const { name, isTree = false, isKept = false } = plain;
  return {
    name,
    kind: 'list',
    isKept,
    fields: fieldNames(name),
    readOnly: [...commonReadOnly, 'FullyQualifiedName', 'Level', `Sub${name}`],
    prepare: (draft, before, context) => prepare(plain, { draft, before, context }),
    ...(isTree ? { afterUpdate: (object, before, context) => renameBelow(name, { object, before, context }) } : {}),
    ...(name === 'Item' ? { afterSave: postOpeningStock, afterUpdate: afterItemUpdate, present: withQuantity } : {}),
  };
}

function afterItemUpdate(object: ApiObject, before: ApiObject, context: WriteContext): void {
  renameBelow('Item', { object, before, context });
  settleItem(object, before, context);
}

interface Draft {
  readonly draft: ApiObject;
  readonly before: ApiObject | null;
  readonly context: WriteContext;
}

function prepare(
  { name, nameField, nameLengthMax, isTree, check }: Plain,
  { draft, before, context }: Draft,
): ApiObject {
  const given = draft[nameField];
  if (typeof given !== 'string' || given.trim() === '') throw faults.missing(nameField);
  if (given.length > nameLengthMax) throw faults.tooLong(nameField, nameLengthMax, given.length);
  if (/[:\t\n]/.test(given)) {
    throw fault('2000', 'Invalid Object Name', `${nameField} may not contain a colon, a tab or a new line`, {
      element: nameField,
    });
  }
  const own = deletedName(given.trim(), draft, before);
  const parent = isTree ? parentIn(name, { draft, before, context }) : null;
  const fullName = parent ? `${String(parent.FullyQualifiedName)}:${own}` : own;
  if (isTaken({ type: name, name: fullName, before }, context)) throw duplicateName(name.toLowerCase());
  const checked = referencesChecked(check ? check(draft, context) : draft, context);
  return {
    ...checked,
    [nameField]: own,
    ...(isTree ? { FullyQualifiedName: fullName, ...(parent ? { [`Sub${name}`]: true } : {}) } : {}),
    ...(name === 'TaxAgency' ? {} : { Active: draft.Active !== false }),
  };
}

/** What an inventory item needs, and the account type of each (error 6430); the others go to any account. */
const inventoryAccounts: Readonly<Record<string, readonly string[]>> = {
  AssetAccountRef: ['Other Current Asset'],
  IncomeAccountRef: ['Income'],
  ExpenseAccountRef: ['Cost of Goods Sold'],
};

function checkItem(draft: ApiObject, context: WriteContext): ApiObject {
  const type = draft.Type ?? 'Service';
  if (!itemTypes.includes(String(type))) throw faults.enumeration('Type', type);
  if (type === 'Inventory') {
    for (const field of [...Object.keys(inventoryAccounts), 'InvStartDate', 'QtyOnHand']) {
      if (draft[field] === undefined) throw faults.missing(field);
    }
    for (const [field, types] of Object.entries(inventoryAccounts)) checkAccountType(draft[field], types, context);
  }
  return { TrackQtyOnHand: type === 'Inventory', ...draft, Type: type };
}

/** Hours worked: no lines, nothing for the ledger. */
export const timeActivity: Definition = {
  name: 'TimeActivity',
  kind: 'transaction',
  fields: fieldNames('TimeActivity'),
  readOnly: commonReadOnly,
  prepare: (draft, _before, context) => {
    if (draft.NameOf !== 'Employee' && draft.NameOf !== 'Vendor') {
      throw draft.NameOf === undefined ? faults.missing('NameOf') : faults.enumeration('NameOf', draft.NameOf);
    }
    const field = `${draft.NameOf}Ref`;
    if (referenceValue(draft[field]) === null) throw faults.missing(field);
    return { ...referencesChecked(draft, context), TxnDate: dateOf(draft, pacificDate(context.clock.now())) };
  },
};
