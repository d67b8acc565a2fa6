// Causes that hold a whole lane rather than one posting: while one is open nothing is sent and no call is spent.
import { type Cause, type CauseKind, causeKey } from '../posting/causes.ts';
import type { CompanyStore } from './storage-port.ts';

export const laneCauseKinds = ['authentication', 'company-lapsed'] as const satisfies readonly CauseKind[];

type LaneCauseKind = (typeof laneCauseKinds)[number];

export const isLaneCause = (cause: Cause): boolean => laneCauseKinds.some((kind) => kind === cause.kind);

export async function isLaneHeld(store: CompanyStore): Promise<boolean> {
  return (await store.causes.openOf(laneCauseKinds)).length > 0;
}

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
  raising: Raising & { readonly reason: string; readonly because?: 'another-tillbook' },
): Promise<void> {
  const { reason, because, now } = raising;
  await store.connection.requireReconnect(reason, now);
  await raiseLaneCause(store, { kind: 'authentication', ...(because && { because }) }, raising);
}

export function resolveLaneCauses(store: CompanyStore, kinds: readonly LaneCauseKind[], now: Date): Promise<void> {
  return store.causes.resolveKinds(kinds, now);
}
