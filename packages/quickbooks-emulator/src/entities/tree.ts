// Lists whose objects lie under one another: the full name of a child begins with its parent's.
import { fault, faults } from '../api/fault.ts';
import { pacificTime } from '../clock.ts';
import type { ApiObject } from '../store/objects.ts';
import { idOf, objectOf, referenceValue, type WriteContext } from './definition.ts';

interface Draft {
  readonly draft: ApiObject;
  readonly before: ApiObject | null;
  readonly context: WriteContext;
}

/** The active object above, null at the top; a fault where it is missing, inactive, or the object itself. */
export function parentIn(type: string, { draft, before, context }: Draft): ApiObject | null {
  const value = referenceValue(draft.ParentRef);
  if (value === null) return null;
  const { company, objects } = context;
  const find = (id: string | null) => objects.get({ realmId: company.realmId, type, id: idOf(id ?? '') ?? 0 });
  const parent = find(value);
  if (!parent) throw faults.badReference(`${type}s`, value);
  if (parent.Active === false) throw faults.inactive();
  for (let above: ApiObject | undefined = parent; above; above = find(referenceValue(above.ParentRef))) {
    if (above.Id !== before?.Id) continue;
    throw fault('900', 'Parent and child cannot be the same', `${type} ${String(above.Id)} cannot lie under itself`);
  }
  return parent;
}

/** An object made inactive keeps its place in the list under the name "X (deleted)". */
export function deletedName(name: string, draft: ApiObject, before: ApiObject | null): string {
  if (before && draft.Active === false && before.Active !== false) return `${name} (deleted)`;
  return draft.Active !== false && before?.Active === false ? name.replace(/ \(deleted\)$/, '') : name;
}

interface Change {
  readonly object: ApiObject;
  readonly before: ApiObject;
  readonly context: WriteContext;
}

/** A parent's new name is in the full names of all that lie under it. */
export function renameBelow(type: string, { object, before, context }: Change): void {
  if (object.FullyQualifiedName === before.FullyQualifiedName) return;
  const { company, objects, clock } = context;
  const time = pacificTime(clock.now()).replace(/\.\d+/, '');
  for (const child of objects.all(company.realmId, type)) {
    if (referenceValue(child.ParentRef) !== object.Id) continue;
    const renamed = {
      ...child,
      FullyQualifiedName: `${String(object.FullyQualifiedName)}:${String(child.Name ?? child.DisplayName)}`,
      MetaData: { ...objectOf(child.MetaData), LastUpdatedTime: time },
    };
    objects.put({ realmId: company.realmId, type, id: Number(child.Id) }, renamed, clock.now());
    renameBelow(type, { object: renamed, before: child, context });
  }
}
