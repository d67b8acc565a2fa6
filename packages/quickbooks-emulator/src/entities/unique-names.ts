// Names that may be given once: in a list, or in several lists that share their names.
import { type ApiFault, fault } from '../api/fault.ts';
import type { ApiObject } from '../store/objects.ts';
import type { WriteContext } from './definition.ts';

interface Name {
  readonly type: string;
  /** The full name, where the list is a tree. */
  readonly name: string;
  /** The object itself, which may keep its name. */
  readonly before: ApiObject | null;
}

/** Whether another object of the type, active or not, has the name, in whatever case. */
export function isTaken({ type, name, before }: Name, { company, store }: WriteContext): boolean {
  const twin = store.get(
    'SELECT id FROM objects WHERE realm_id = ? AND type = ? AND name = ? COLLATE NOCASE AND id <> ?',
    company.realmId,
    type,
    name,
    before ? Number(before.Id) : -1,
  );
  return twin !== undefined;
}

export function duplicateName(whose: string): ApiFault {
  const detail = `The name supplied already exists. : Another ${whose} is already using this name. Please use a different name.`;
  return fault('6240', 'Duplicate Name Exists Error', detail);
}
