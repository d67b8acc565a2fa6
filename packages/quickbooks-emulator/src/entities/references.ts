// References from one object to another: there, active, and written back with the name.
import { faults } from '../api/fault.ts';
import type { ApiObject } from '../store/objects.ts';
import { idOf, referenceValue, type WriteContext } from './definition.ts';

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
  const id = idOf(value);
  const object = id === null ? undefined : objects.get({ realmId: company.realmId, type, id });
  if (!object) {
    if (company.settings.missingReferenceCode === '610') throw faults.notFound();
    throw faults.badReference(pluralOf[type] ?? type, value);
  }
  if (object.Active === false) throw faults.inactive();
  return object;
}

export function nameReference(type: string, reference: unknown, context: WriteContext): ApiObject {
  const object = checkedReference(type, reference, context);
  return { value: String(object.Id), name: String(object.FullyQualifiedName ?? object.DisplayName ?? object.Name) };
}
