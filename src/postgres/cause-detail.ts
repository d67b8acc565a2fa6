// A cause as JSON: the union of src/posting/causes.ts with its minor units as text.
import type { Cause } from '../posting/causes.ts';

export function writeCause(cause: Cause): string {
  return JSON.stringify(cause, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** Trusts the column: only writeCause fills it. */
export function readCause(detail: unknown): Cause {
  const stored = detail as Cause & { readonly amountMinor?: string };
  return stored.kind === 'out-of-balance' ? { ...stored, amountMinor: BigInt(stored.amountMinor) } : stored;
}
