// Causes that hold a whole lane rather than one posting: while one is open nothing is sent and no call is spent.
import { type Cause, type CauseKind, causeKey } from '../posting/causes.ts';
import type { CompanyStore, OpenCause } from './storage-port.ts';

export const laneCauseKinds: readonly CauseKind[] = ['authentication', 'company-lapsed'];

export const holdsLane = (open: readonly OpenCause[]): boolean =>
  open.some(({ cause }) => laneCauseKinds.includes(cause.kind));

interface Raising {
  readonly now: Date;
  newId(now: Date): string;
}

export async function raiseLaneCause(store: CompanyStore, cause: Cause, raising: Raising): Promise<void> {
  await store.causes.raise([{ id: raising.newId(raising.now), key: causeKey(cause), cause }], raising.now);
}

/** The connection no longer counts: it says so itself, and an alert counts what waits for it. */
export async function requireReconnect(
  store: CompanyStore,
  raising: Raising & { readonly reason: string },
): Promise<void> {
  await store.connection.requireReconnect(raising.reason, raising.now);
  await raiseLaneCause(store, { kind: 'authentication' }, raising);
}

export async function resolveLaneCauses(store: CompanyStore, kinds: readonly CauseKind[], now: Date): Promise<void> {
  const open = await store.causes.open();
  const gone = open.filter(({ cause }) => kinds.includes(cause.kind) && laneCauseKinds.includes(cause.kind));
  await store.causes.resolve(
    gone.map((cause) => cause.id),
    now,
  );
}
