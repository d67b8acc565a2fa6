// A gift card's balance changed outside a sale: the liability against the reason's account.
import type { GiftCardAdjustment } from '../../events/financial-event.ts';
import { addPart, draftEntries } from '../draft-lines.ts';
import type { DraftEntry, DraftLine } from '../journal-entry.ts';

export function giftCardAdjustmentEntries(event: GiftCardAdjustment): readonly DraftEntry[] {
  const lines: DraftLine[] = [];
  const rule = event.amountMinor < 0n ? 'gift-card-adjustment.down' : 'gift-card-adjustment.up';
  const part = { rule, amountMinor: event.amountMinor, pointer: '/amount' } as const;
  addPart(lines, event, { ...part, role: 'gift-card-adjustment', subject: event.reason, side: 'debit' });
  addPart(lines, event, { ...part, role: 'gift-card-liability', subject: null, side: 'credit' });
  return draftEntries(event, lines, event.memo ?? `Gift card adjustment ${event.number}, ${event.reason}`);
}
