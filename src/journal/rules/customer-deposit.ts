// Money taken ahead on a layaway or an order, or given back: the payment against the deposit liability.
import type { CustomerDeposit } from '../../events/financial-event.ts';
import { addPart, draftEntries } from '../draft-lines.ts';
import type { DraftEntry, DraftLine } from '../journal-entry.ts';

export function customerDepositEntries(event: CustomerDeposit): readonly DraftEntry[] {
  const lines: DraftLine[] = [];
  const givenBack = event.amountMinor < 0n;
  const rule = givenBack ? 'customer-deposit.given-back' : 'customer-deposit.taken';
  const part = { rule, subject: event.paymentType, amountMinor: event.amountMinor, pointer: '/amount' } as const;
  addPart(lines, event, { ...part, role: 'payment', side: 'debit' });
  addPart(lines, event, { ...part, role: 'deposit', side: 'credit' });
  const what = givenBack ? 'Deposit given back' : 'Deposit';
  return draftEntries(
    event,
    lines,
    event.memo ?? `${what} ${event.number}${event.order === null ? '' : `, order ${event.order}`}`,
  );
}
