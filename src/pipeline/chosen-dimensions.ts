// Which department and class lines carry, and what becomes of entries while one of those is inactive in QuickBooks.
import { type DimensionKind, itemClassOf } from '../journal/dimension.ts';
import type { JournalLine, LineDimensions } from '../journal/journal-entry.ts';
import { type Cause, causeKey, inactiveDimension, inactiveDimensionOf } from '../posting/causes.ts';
import type { ConnectionRow } from './connection-port.ts';
import type { PipelinePorts } from './ports.ts';
import { releaseCauses } from './release.ts';
import type { CompanyStore } from './storage-port.ts';

/** QuickBooks' ids: of departments by the code of a location, of classes by the code of an item class. */
export interface ChosenDimensions extends Readonly<Record<DimensionKind, ReadonlyMap<string, string>>> {
  /** What QuickBooks says it does not track has no place on a line. */
  readonly untracked: ReadonlySet<DimensionKind>;
}

export const dimensionKinds = ['department', 'class'] as const satisfies readonly DimensionKind[];

/** Whether QuickBooks tracks them; null where it has not said. */
export const tracking = (kind: DimensionKind, of: Tracking | null): boolean | null =>
  (kind === 'department' ? of?.departmentTracking : of?.classTracking) ?? null;

type Tracking = Pick<ConnectionRow, 'departmentTracking' | 'classTracking'>;

export async function chosenDimensions(store: CompanyStore, connection: Tracking | null): Promise<ChosenDimensions> {
  const untracked = new Set(dimensionKinds.filter((kind) => tracking(kind, connection) === false));
  const inForce = async (kind: DimensionKind) => {
    const choices = untracked.has(kind) ? [] : await choicesOf(store, kind);
    return new Map(choices.flatMap(({ code, id }) => (id === null ? [] : [[code, id] as const])));
  };
  return { department: await inForce('department'), class: await inForce('class'), untracked };
}

async function choicesOf(
  store: CompanyStore,
  kind: DimensionKind,
): Promise<readonly { readonly code: string; readonly id: string | null }[]> {
  return kind === 'department'
    ? (await store.subjects.locations()).map(({ code, quickbooksDepartmentId: id }) => ({ code, id }))
    : (await store.subjects.list('item-class')).map(({ code, quickbooksClassId: id }) => ({ code, id }));
}

type CarryingLine = Pick<JournalLine, 'role' | 'subject' | 'location' | 'dimensions'>;

/** What a line mirrors, or else what is chosen for its location and item class. */
export function trackedBy(line: CarryingLine, chosen: ChosenDimensions): LineDimensions {
  const { departmentId, classId } = line.dimensions ?? chosenFor(line, chosen);
  return {
    departmentId: chosen.untracked.has('department') ? null : departmentId,
    classId: chosen.untracked.has('class') ? null : classId,
  };
}

function chosenFor(line: CarryingLine, chosen: ChosenDimensions): LineDimensions {
  const itemClass = itemClassOf(line);
  return {
    departmentId: chosen.department.get(line.location) ?? null,
    classId: itemClass === null ? null : (chosen.class.get(itemClass) ?? null),
  };
}

/** What each line that carries an inactive one waits for. */
export type HeldByDimensions = (lines: readonly CarryingLine[]) => readonly Cause[];

export async function heldByDimensions(store: CompanyStore, chosen: ChosenDimensions): Promise<HeldByDimensions> {
  const inactive = await inactiveDimensions(store, chosen);
  const isAny = dimensionKinds.some((kind) => inactive[kind].size > 0);
  if (!isAny) return () => [];
  return (lines) => {
    const causes = lines.flatMap((line) => {
      const { departmentId, classId } = trackedBy(line, chosen);
      return [inactive.department.get(departmentId ?? '') ?? [], inactive.class.get(classId ?? '') ?? []].flat();
    });
    return [...new Map(causes.map((cause) => [causeKey(cause), cause])).values()];
  };
}

/** By their ids, of all that QuickBooks tracks: a void may carry one that is chosen for nothing any more. */
export async function inactiveDimensions(
  store: CompanyStore,
  { untracked }: Pick<ChosenDimensions, 'untracked'>,
): Promise<InactiveDimensions> {
  const inactive = dimensionKinds.every((kind) => untracked.has(kind)) ? [] : await store.dimensions.inactive();
  const inactiveOf = (kind: DimensionKind) => {
    const known = untracked.has(kind) ? [] : inactive.filter((one) => one.kind === kind);
    return new Map(known.map((one) => [one.id, inactiveDimension(kind, one)] as const));
  };
  return { department: inactiveOf('department'), class: inactiveOf('class') };
}

type InactiveDimensions = Readonly<Record<DimensionKind, ReadonlyMap<string, Cause>>>;

/** Each once; told before an entry meets one. */
export async function chosenInactive(store: CompanyStore): Promise<readonly Cause[]> {
  const chosen = await chosenDimensions(store, await store.connection.read());
  if (dimensionKinds.every((kind) => chosen[kind].size === 0)) return [];
  const inactive = await inactiveDimensions(store, chosen);
  const causes = dimensionKinds.flatMap((kind) =>
    [...chosen[kind].values()].flatMap((id) => inactive[kind].get(id) ?? []),
  );
  return [...new Map(causes.map((cause) => [causeKey(cause), cause])).values()];
}

/** Keys of what lines may wait for, chosen or not. */
export async function inactiveKeys(store: CompanyStore): Promise<ReadonlySet<string>> {
  const inactive = await inactiveDimensions(store, await chosenDimensions(store, await store.connection.read()));
  return new Set(dimensionKinds.flatMap((kind) => [...inactive[kind].values()].map(causeKey)));
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
  const still = await inactiveKeys(store);
  const lifted = open.filter(({ key, cause }) => !still.has(key) || inactiveDimensionOf(cause)?.id === of.replaced);
  return releaseCauses(store, {
    lifted: lifted.map((cause) => ({ cause, dateFrom: null })),
    now: of.now,
    newId: ports.newId,
  });
}
