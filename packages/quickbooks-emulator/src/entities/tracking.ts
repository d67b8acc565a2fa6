// Classes and locations while their tracking is off in the preferences: what becomes of them is not confirmed, so it is a setting.
import { fault, faults } from '../api/fault.ts';
import type { Settings } from '../company/settings.ts';
import type { ApiObject } from '../store/objects.ts';

/** The object with what its company tracks. */
export function trackedIn(object: ApiObject, settings: Settings): ApiObject {
  const { untrackedReference, classTracking, departmentTracking } = settings;
  if (classTracking && departmentTracking) return object;
  const untracked = [...(classTracking ? [] : ['ClassRef']), ...(departmentTracking ? [] : ['DepartmentRef'])];
  const named = untracked.filter((field) => object[field] !== undefined && object[field] !== null);
  const [first] = named;
  if (first === undefined) return object;
  switch (untrackedReference) {
    case 'kept':
      return object;
    case 'ignored':
      return Object.fromEntries(Object.entries(object).filter(([field]) => !named.includes(field)));
    case '2010':
      throw faults.unknownField(first, 'Line', Object.keys(object).length);
    case '5030':
      throw fault('5030', 'Feature Not Supported Error', `Feature Not Supported Error : ${first} is turned off.`);
  }
}
