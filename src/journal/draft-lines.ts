// Collects the lines of a draft: the side is taken part by part from the part's sign, and zero parts are left out.
import type { FinancialEvent } from '../events/financial-event.ts';
import type { DraftEntry, DraftLine, Side } from './journal-entry.ts';
import type { Role } from './role.ts';
import type { Rule } from './rule.ts';

export interface Part {
  readonly rule: Rule;
  readonly role: Role;
  readonly subject: string | null;
  /** The side of a positive amount; a negative one goes to the other. */
  readonly side: Side;
  readonly amountMinor: bigint;
  /** JSON pointer within the event. */
  readonly pointer: string;
  /** Null: the event's own location. */
  readonly location?: string | null;
}

export function addPart(lines: DraftLine[], event: FinancialEvent, part: Part): void {
  const { amountMinor, side } = part;
  if (amountMinor === 0n) return;
  const negative = amountMinor < 0n;
  lines.push({
    rule: part.rule,
    role: part.role,
    subject: part.subject,
    side: negative ? (side === 'debit' ? 'credit' : 'debit') : side,
    amountMinor: negative ? -amountMinor : amountMinor,
    location: part.location ?? event.location,
    from: [{ key: event.key, pointer: part.pointer }],
  });
}

/** No lines, no entry: an event without a non-zero part has nothing to post. */
export function draftEntries(event: FinancialEvent, lines: readonly DraftLine[], memo: string): readonly DraftEntry[] {
  if (lines.length === 0) return [];
  return [
    {
      events: [event.key],
      businessDate: event.businessDate,
      location: event.location,
      currency: event.currency,
      exchangeRate: event.exchangeRate,
      memo,
      lines,
    },
  ];
}
