// A count or a correction changes what is on hand: inventory against the reason's account, line by line.
import type { InventoryAdjustment } from '../../events/financial-event.ts';
import { addPart, draftEntries } from '../draft-lines.ts';
import type { DraftEntry, DraftLine } from '../journal-entry.ts';

export function inventoryAdjustmentEntries(event: InventoryAdjustment): readonly DraftEntry[] {
  const lines: DraftLine[] = [];
  event.lines.forEach((line, index) => {
    const rule = line.amountMinor < 0n ? 'inventory-adjustment.down' : 'inventory-adjustment.up';
    const part = { rule, amountMinor: line.amountMinor, pointer: `/lines/${index}` } as const;
    addPart(lines, event, { ...part, role: 'inventory', subject: line.itemClass, side: 'debit' });
    addPart(lines, event, { ...part, role: 'adjustment', subject: event.reason, side: 'credit' });
  });
  return draftEntries(event, lines, event.memo ?? `Inventory adjustment ${event.number}, ${event.reason}`);
}
