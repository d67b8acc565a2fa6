// How much one event may be in all: single amounts are limited by their digits, and a thousand of them together are too.
import type { EventProblem, FinancialEvent } from './financial-event.ts';

/** In minor units, signs aside. Thousands of the largest events of a day still add up within 64 bits. */
export const eventTotalMinorMax = 999_999_999_999_999n;

const rule = "at most 15 digits in all, counted in the currency's smallest unit and signs aside";

/** At most one for each field. */
export function limitProblems(event: FinancialEvent): readonly EventProblem[] {
  switch (event.kind) {
    case 'sale':
      return [
        ...over('/lines', event.lines, saleTotalMinor(event.lines)),
        ...over('/payments', event.payments, amountsMinor(event.payments)),
        ...over('/depositsApplied', event.depositsApplied, amountsMinor(event.depositsApplied)),
      ];
    case 'purchasing-receipt':
    case 'purchasing-return':
    case 'transfer':
    case 'inventory-adjustment':
      return over('/lines', event.lines, amountsMinor(event.lines));
    case 'customer-deposit':
    case 'gift-card-adjustment':
    case 'cash-movement':
      return over('/amount', event.amountMinor.toString(), magnitude(event.amountMinor));
  }
}

function over(pointer: string, value: unknown, totalMinor: bigint): readonly EventProblem[] {
  return totalMinor > eventTotalMinorMax ? [{ pointer, value, rule }] : [];
}

function amountsMinor(parts: readonly { readonly amountMinor: bigint }[]): bigint {
  let sum = 0n;
  for (const { amountMinor } of parts) sum += magnitude(amountMinor);
  return sum;
}

/** Sales before discount, or their cost, whichever is more. */
function saleTotalMinor(lines: Extract<FinancialEvent, { kind: 'sale' }>['lines']): bigint {
  let charged = 0n;
  let cost = 0n;
  for (const line of lines) {
    charged += magnitude(line.amountMinor);
    if ('discountMinor' in line) charged += magnitude(line.discountMinor);
    if ('costMinor' in line) cost += magnitude(line.costMinor ?? 0n);
  }
  return charged > cost ? charged : cost;
}

const magnitude = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
/** Voids of voids: nobody goes further, and two that name each other have no end. */
export const voidsInARowMax = 8;
