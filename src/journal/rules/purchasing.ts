// Goods received from a vendor, or sent back: inventory against a clearing account, at product cost.
import type { PurchasingEvent } from '../../events/financial-event.ts';
import { addPart, draftEntries } from '../draft-lines.ts';
import type { DraftEntry, DraftLine } from '../journal-entry.ts';

export function purchasingEntries(event: PurchasingEvent): readonly DraftEntry[] {
  const lines: DraftLine[] = [];
  const receipt = event.kind === 'purchasing-receipt';
  const rule = receipt ? 'purchasing-receipt.goods' : 'purchasing-return.goods';
  event.lines.forEach((line, index) => {
    const part = { rule, subject: line.itemClass, amountMinor: line.amountMinor, pointer: `/lines/${index}` } as const;
    addPart(lines, event, { ...part, role: 'inventory', side: receipt ? 'debit' : 'credit' });
    addPart(lines, event, {
      ...part,
      role: receipt ? 'purchases-received' : 'purchases-returned',
      side: receipt ? 'credit' : 'debit',
    });
  });
  return draftEntries(
    event,
    lines,
    event.memo ?? `${receipt ? 'Receipt' : 'Vendor return'} ${event.number}, ${event.vendor}`,
  );
}
