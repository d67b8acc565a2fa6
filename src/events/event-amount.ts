// What an event is about in figures: its one amount, and what it adds to the day's sales.
import type { FinancialEvent, Sale } from './financial-event.ts';

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

export interface SalesFigures {
  readonly businessDate: string;
  readonly location: string;
  readonly currency: string;
  /** -1 for a void: it takes its original's ticket back. */
  readonly tickets: number;
  /** Item lines after discount, returns taken off. */
  readonly netSalesMinor: bigint;
  /** Returned lines, as a positive sum. */
  readonly refundsMinor: bigint;
  readonly taxMinor: bigint;
  readonly discountsMinor: bigint;
  readonly tenders: ReadonlyMap<string, bigint>;
}

/** A void without lines needs its original to know what it takes back; without it, it counts nothing. */
export function salesFigures(event: Sale, original: Sale | null = null): SalesFigures {
  const counted = event.mirrorsOriginal ? original : event;
  // A void's lines are negative where its original's were not; they are no refunds but sales taken back.
  const sign = event.reverses === null ? 1n : -1n;
  const flip = event.mirrorsOriginal ? -1n : 1n;
  let netSalesMinor = 0n;
  let refundsMinor = 0n;
  let taxMinor = 0n;
  let discountsMinor = 0n;
  for (const line of counted?.lines ?? []) {
    const amountMinor = flip * line.amountMinor;
    if (line.type === 'tax') taxMinor += amountMinor;
    if (line.type !== 'item') continue;
    netSalesMinor += amountMinor;
    discountsMinor += flip * line.discountMinor;
    if (sign * amountMinor < 0n) refundsMinor -= amountMinor;
  }
  const tenders = new Map<string, bigint>();
  for (const { paymentType, amountMinor } of counted?.payments ?? []) {
    tenders.set(paymentType, (tenders.get(paymentType) ?? 0n) + flip * amountMinor);
  }
  const { businessDate, location, currency } = event;
  const tickets = counted === null ? 0 : Number(sign);
  return { businessDate, location, currency, tickets, netSalesMinor, refundsMinor, taxMinor, discountsMinor, tenders };
}
