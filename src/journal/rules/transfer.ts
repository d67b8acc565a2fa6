// Goods leave one location and reach another: inventory against inventory in transit, each stage at its own location.
import type { Transfer } from '../../events/financial-event.ts';
import { addPart, draftEntries } from '../draft-lines.ts';
import type { DraftEntry, DraftLine } from '../journal-entry.ts';

export function transferEntries(event: Transfer): readonly DraftEntry[] {
  const lines: DraftLine[] = [];
  const shipped = event.stage === 'shipped';
  const location = shipped ? event.from : event.to;
  const rule = shipped ? 'transfer.shipped' : 'transfer.received';
  event.lines.forEach((line, index) => {
    const part = { rule, amountMinor: line.amountMinor, pointer: `/lines/${index}`, location } as const;
    addPart(lines, event, { ...part, role: 'inventory', subject: line.itemClass, side: shipped ? 'credit' : 'debit' });
    addPart(lines, event, { ...part, role: 'inventory-in-transit', subject: null, side: shipped ? 'debit' : 'credit' });
  });
  return draftEntries(
    event,
    lines,
    event.memo ?? `Transfer ${event.number}, ${event.from} to ${event.to}, ${event.stage}`,
  );
}
