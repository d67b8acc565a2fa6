// Which department and class lines carry, and what becomes of entries while one of those is inactive in QuickBooks.
import { type Dimension, type DimensionKind, itemClassOf } from '../journal/dimension.ts';
import type { JournalLine } from '../journal/journal-entry.ts';
import { type Cause, causeKey, inactiveDimension, inactiveDimensionOf } from '../posting/causes.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { PipelinePorts } from './ports.ts';
import { releaseCauses } from './release.ts';
import type { CompanyStore } from './storage-port.ts';

/** QuickBooks' ids: of departments by the code of a location, of classes by the code of an item class. */
export type ChosenDimensions = Readonly<Record<DimensionKind, ReadonlyMap<string, string>>>;

export const dimensionKinds = ['department', 'class'] as const satisfies readonly DimensionKind[];

/** Whether QuickBooks tracks them; null where it has not said. */
export const tracking = (kind: DimensionKind, of: Tracking | null): boolean | null =>
  (kind === 'department' ? of?.departmentTracking : of?.classTracking) ?? null;

type Tracking = Pick<ConnectionRow, 'departmentTracking' | 'classTracking'>;

/** A location or class that QuickBooks says it does not track has no place on a line. */
export async function chosenDimensions(store: CompanyStore, connection: Tracking | null): Promise<ChosenDimensions> {
  const inForce = async (kind: DimensionKind) => {
    const choices = tracking(kind, connection) === false ? [] : await choicesOf(store, kind);
    return new Map(choices.flatMap(({ code, id }) => (id === null ? [] : [[code, id] as const])));
  };
  return { department: await inForce('department'), class: await inForce('class') };
}

async function choicesOf(
  store: CompanyStore,
  kind: DimensionKind,
): Promise<readonly { readonly code: string; readonly id: string | null }[]> {
  return kind === 'department'
    ? (await store.subjects.locations()).map(({ code, quickbooksDepartmentId: id }) => ({ code, id }))
    : (await store.subjects.list('item-class')).map(({ code, quickbooksClassId: id }) => ({ code, id }));
}

type CarryingLine = Pick<JournalLine, 'role' | 'subject' | 'location'>;

/** What each line that carries an inactive one waits for. */
export type HeldByDimensions = (lines: readonly CarryingLine[]) => readonly Cause[];

export async function heldByDimensions(store: CompanyStore, chosen: ChosenDimensions): Promise<HeldByDimensions> {
  const inactive = await inactiveAmong(store, chosen);
  const isAny = dimensionKinds.some((kind) => inactive[kind].size > 0);
  if (!isAny) return () => [];
  return (lines) => {
    const causes = lines.flatMap((line) => {
      const itemClass = itemClassOf(line);
      return [
        inactive.department.get(line.location) ?? [],
        itemClass === null ? [] : (inactive.class.get(itemClass) ?? []),
      ].flat();
    });
    return [...new Map(causes.map((cause) => [causeKey(cause), cause])).values()];
  };
}

/** By the code of what carries them. */
export type InactiveDimensions = Readonly<Record<DimensionKind, ReadonlyMap<string, Cause>>>;

export async function inactiveAmong(store: CompanyStore, chosen: ChosenDimensions): Promise<InactiveDimensions> {
  const found = { department: new Map<string, Cause>(), class: new Map<string, Cause>() };
  for (const kind of dimensionKinds) {
    if (chosen[kind].size === 0) continue;
    const known = new Map((await store.dimensions.list(kind)).map((dimension) => [dimension.id, dimension]));
    for (const [code, id] of chosen[kind]) {
      const dimension: Dimension | undefined = known.get(id);
      if (dimension?.active === false) found[kind].set(code, inactiveDimension(kind, dimension));
    }
  }
  return found;
}

/** Each once; told before an entry meets one. */
export async function chosenInactive(store: CompanyStore): Promise<readonly Cause[]> {
  const inactive = await inactiveAmong(store, await chosenDimensions(store, await store.connection.read()));
  const causes = dimensionKinds.flatMap((kind) => [...inactive[kind].values()]);
  return [...new Map(causes.map((cause) => [causeKey(cause), cause])).values()];
}

/**
 * Lets go what waited for one that is active again, is tracked no longer, or that a person has just replaced: `replaced` is
 * its id, and what still carries it is held again when it is built. Answers how many postings nothing holds any more.
 */
export async function releaseDimensions(
  ports: PipelinePorts,
  store: CompanyStore,
  of: { readonly now: Date; readonly replaced?: string | null },
): Promise<number> {
  const open = (await store.causes.openOf(['refused'])).filter(({ cause }) => inactiveDimensionOf(cause) !== null);
  if (open.length === 0) return 0;
  const still = new Set((await chosenInactive(store)).map(causeKey));
  const lifted = open.filter(({ key, cause }) => !still.has(key) || inactiveDimensionOf(cause)?.id === of.replaced);
  return releaseCauses(store, {
    lifted: lifted.map((cause) => ({ cause, dateFrom: null })),
    now: of.now,
    newId: ports.newId,
  });
}
