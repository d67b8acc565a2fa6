// What an event is about in one figure.
import type { FinancialEvent } from './financial-event.ts';

/** The sum of its lines, or its one amount; zero for a void that mirrors its original. */
export function eventAmountMinor(event: FinancialEvent): bigint {
  switch (event.kind) {
    case 'sale':
    case 'purchasing-receipt':
    case 'purchasing-return':
    case 'transfer':
    case 'inventory-adjustment': {
      let sum = 0n;
      for (const line of event.lines) sum += line.amountMinor;
      return sum;
    }
    case 'customer-deposit':
    case 'gift-card-adjustment':
    case 'cash-movement':
      return event.amountMinor;
  }
}
