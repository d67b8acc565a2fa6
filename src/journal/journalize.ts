// From a financial event to the balanced drafts it makes; which rule for which kind.
import type { FinancialEvent } from '../events/financial-event.ts';
import type { Journalized, JournalSettings } from './journalized.ts';
import { cashMovementEntries } from './rules/cash-movement.ts';
import { customerDepositEntries } from './rules/customer-deposit.ts';
import { giftCardAdjustmentEntries } from './rules/gift-card-adjustment.ts';
import { inventoryAdjustmentEntries } from './rules/inventory-adjustment.ts';
import { purchasingEntries } from './rules/purchasing.ts';
import { saleEntries } from './rules/sale.ts';
import { transferEntries } from './rules/transfer.ts';

export type { Journalized, JournalSettings };

export function journalize(event: FinancialEvent, settings: JournalSettings): Journalized {
  switch (event.kind) {
    case 'sale':
      return saleEntries(event, settings);
    case 'customer-deposit':
      return { ok: true, entries: customerDepositEntries(event) };
    case 'purchasing-receipt':
    case 'purchasing-return':
      return { ok: true, entries: purchasingEntries(event) };
    case 'transfer':
      return { ok: true, entries: transferEntries(event) };
    case 'inventory-adjustment':
      return { ok: true, entries: inventoryAdjustmentEntries(event) };
    case 'gift-card-adjustment':
      return { ok: true, entries: giftCardAdjustmentEntries(event) };
    case 'cash-movement':
      return { ok: true, entries: cashMovementEntries(event) };
  }
}
