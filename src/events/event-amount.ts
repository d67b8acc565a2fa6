// What an event is about in one figure.
import { countedEvent } from './counted-event.ts';
import type { EventHeader, FinancialEvent } from './financial-event.ts';

export interface EventAmount extends Pick<EventHeader, 'currency' | 'exchangeRate'> {
  readonly amountMinor: bigint;
}

/**
 * As it is listed. A void without lines has the amount of what it takes back, negated, in that one's currency and at its rate,
 * where that is known, by key.
 */
export function eventAmount(
  event: FinancialEvent,
  known: ReadonlyMap<string, FinancialEvent> = new Map(),
): EventAmount {
  const { counted, flip } = countedEvent(event, known);
  const { currency, exchangeRate } = counted ?? event;
  return { amountMinor: counted === null ? 0n : flip * eventAmountMinor(counted), currency, exchangeRate };
}

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
