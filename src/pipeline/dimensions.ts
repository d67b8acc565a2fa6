// QuickBooks' departments and classes: read with the accounts, chosen by id, and left out of entries while QuickBooks does not track them.
import type { Dimension, DimensionKind } from '../journal/dimension.ts';
import { inactiveKeys, releaseDimensions, tracking } from './chosen-dimensions.ts';
import type { DimensionsView, OperationRefusal } from './company-books.ts';
import type { HeldLane } from './lane.ts';
import type { Ledger } from './ledger-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';
import { takeCall } from './take-call.ts';

export type ReadDimensions = ReadonlyMap<DimensionKind, readonly Dimension[]>;

export interface ReadingDimensions {
  readonly companyId: string;
  readonly ledger: Ledger;
  readonly kinds: readonly DimensionKind[];
  /** Of which company at QuickBooks a lane reads; left out: a person does. */
  readonly lane?: { readonly held: HeldLane; readonly realmId: string };
}

/** A metered read for each kind; what cannot be read just now stays as it was known. */
export async function readDimensions(ports: PipelinePorts, reading: ReadingDimensions): Promise<ReadDimensions> {
  const { companyId, ledger, kinds, lane } = reading;
  const found = new Map<DimensionKind, readonly Dimension[]>();
  // Little, and the end of what was begun: a lane takes the room of people for it.
  const take = (store: CompanyStore) => takeCall(store, { ports, kind: 'read', by: 'person', now: ports.clock.now() });
  for (const kind of kinds) {
    const call = await (lane === undefined ? ports.storage.transaction(companyId, take) : lane.held.write(take));
    if (!call.ok) continue;
    const answer = await ledger.readDimensions(kind, lane?.held.guardOf(lane.realmId));
    if (answer.ok) found.set(kind, answer.dimensions);
  }
  return found;
}

/** What is built but unsent over one that is inactive now waits for it. Answers how many postings nothing holds any more. */
export async function saveDimensions(
  ports: PipelinePorts,
  store: CompanyStore,
  read: { dimensions: ReadDimensions; realmId: string; now: Date },
): Promise<number> {
  const { realmId, now } = read;
  const before = await inactiveKeys(store);
  for (const [kind, dimensions] of read.dimensions) {
    await store.dimensions.replace(kind, { dimensions, realmId, now });
  }
  const after = await inactiveKeys(store);
  if ([...after].some((key) => !before.has(key))) await store.postings.rebuildUnsent();
  return releaseDimensions(ports, store, { now });
}

export async function viewDimensions(store: CompanyStore, kind: DimensionKind): Promise<DimensionsView> {
  const connection = await store.connection.read();
  return { tracking: tracking(kind, connection), dimensions: await store.dimensions.list(kind) };
}

const words = { department: 'location', class: 'class' } as const;

/** Why this id may not be chosen; null where it may, where nothing is chosen, and where it was chosen before. */
export async function dimensionRefusal(
  store: CompanyStore,
  kind: DimensionKind,
  choice: { readonly id: string | null | undefined; readonly before: string | null | undefined },
): Promise<OperationRefusal | null> {
  const { id, before } = choice;
  if (id === null || id === undefined || id === before) return null;
  const found = (await store.dimensions.list(kind)).find((one) => one.id === id);
  if (found?.active === true) return null;
  const message =
    found === undefined
      ? `QuickBooks has no ${words[kind]} with the id ${id}, as far as imported: import the accounts again if it is new.`
      : `The ${words[kind]} ${found.fullyQualifiedName} is inactive in QuickBooks.`;
  return { ok: false, code: found === undefined ? `unknown-${kind}` : `inactive-${kind}`, message };
}
