// What a refusal contradicts of that which was read from QuickBooks before: it is read again, once for however many refusals.
import type { Cause } from './causes.ts';
import { normalCode, ruleOfCode } from './faults.ts';

export const rechecks = ['accounts', 'closing-date'] as const;

export type Recheck = (typeof rechecks)[number];

/** Reads are metered: when reading again explained nothing, refusals do not lead to another before so long. */
export const fruitlessPauseMs = 60 * 60_000;

export function contradictedBy(cause: Cause): Recheck | null {
  // A date that is known explains the refusal.
  if (cause.kind === 'closed-period') return cause.closedUntil === null ? 'closing-date' : null;
  if (cause.kind !== 'refused') return null;
  const rule = ruleOfCode(normalCode(cause.code));
  return rule?.handling === 'cause' && rule.cause === 'account' ? 'accounts' : null;
}
