// Cash paid in to or out of a drawer: the payment type against the reason's account; a drawer over or short has a role of its own.
import { overShortReason } from '../../events/event-subjects.ts';
import type { CashMovement } from '../../events/financial-event.ts';
import { addPart, draftEntries } from '../draft-lines.ts';
import type { DraftEntry, DraftLine } from '../journal-entry.ts';
import type { Rule } from '../rule.ts';

export function cashMovementEntries(event: CashMovement): readonly DraftEntry[] {
  const lines: DraftLine[] = [];
  const paidIn = event.direction === 'in';
  const overShort = event.reason === overShortReason;
  const part = { rule: ruleOf({ paidIn, overShort }), amountMinor: event.amountMinor, pointer: '/amount' };
  addPart(lines, event, { ...part, role: 'payment', subject: event.paymentType, side: paidIn ? 'debit' : 'credit' });
  addPart(lines, event, {
    ...part,
    role: overShort ? 'over-short' : 'cash-movement',
    subject: overShort ? null : event.reason,
    side: paidIn ? 'credit' : 'debit',
  });
  return draftEntries(event, lines, event.memo ?? `Cash ${event.direction} ${event.number}, ${event.reason}`);
}

function ruleOf({ paidIn, overShort }: { paidIn: boolean; overShort: boolean }): Rule {
  if (overShort) return paidIn ? 'cash-movement.over' : 'cash-movement.short';
  return paidIn ? 'cash-movement.in' : 'cash-movement.out';
}
