// What an event adds to its business date: the day's sales, and sums by payment type, by item class and of what is owed.
import { countedEvent } from './counted-event.ts';
import type { CashMovement, FinancialEvent, Sale, SaleLine } from './financial-event.ts';

/** What is summed up by subject: a payment type or an item class; the others have none, and their subject is ''. */
export const sumKinds = [
  /** Payments of tickets, change and refunds taken off, by payment type. */
  'tender',
  /** What else a payment type took in or gave out: deposits, cash in and out. */
  'other-payment',
  /** Net sales by item class. */
  'item-class',
  /** Gift cards at face value, as they were sold, reloaded and adjusted. */
  'gift-card-issued',
  /** Deposits taken, what was given back taken off. */
  'deposit-taken',
  'deposit-applied',
] as const;

export type SumKind = (typeof sumKinds)[number];

export interface DaySum {
  readonly kind: SumKind;
  readonly subject: string;
  readonly amountMinor: bigint;
}

export interface DayFigures {
  readonly businessDate: string;
  readonly location: string;
  readonly currency: string;
  /** -1 for a void: it takes its original's ticket back; 1 for a void of that. */
  readonly tickets: number;
  /** Item lines after discount, returns taken off. */
  readonly netSalesMinor: bigint;
  /** Returned lines, as a positive sum. */
  readonly refundsMinor: bigint;
  readonly taxMinor: bigint;
  readonly discountsMinor: bigint;
  /** Several may be of one kind and subject. */
  readonly sums: readonly DaySum[];
}

type Sales = Pick<DayFigures, 'tickets' | 'netSalesMinor' | 'refundsMinor' | 'taxMinor' | 'discountsMinor'>;

const noSales: Sales = { tickets: 0, netSalesMinor: 0n, refundsMinor: 0n, taxMinor: 0n, discountsMinor: 0n };

/** A void without lines counts in the currency of what it takes back; where that is not among the known, by key, it counts nothing. */
export function dayFigures(
  event: FinancialEvent,
  known: ReadonlyMap<string, FinancialEvent> = new Map<string, FinancialEvent>(),
): DayFigures {
  const { businessDate, location } = event;
  const { counted, flip } = countedEvent(event, known);
  const { currency } = counted ?? event;
  const sums = counted === null ? [] : sumsOf(counted);
  return {
    ...{ businessDate, location, currency },
    ...(counted?.kind === 'sale' ? salesOf(counted, flip) : noSales),
    sums: flip === 1n ? sums : sums.map((sum) => ({ ...sum, amountMinor: -sum.amountMinor })),
  };
}

function salesOf(counted: Sale, flip: bigint): Sales {
  // A void's lines are negative where its original's were not; they are no refunds but sales taken back.
  const sign = counted.reverses === null ? flip : -flip;
  let netSalesMinor = 0n;
  let refundsMinor = 0n;
  let taxMinor = 0n;
  let discountsMinor = 0n;
  for (const line of counted.lines) {
    const amountMinor = flip * line.amountMinor;
    if (line.type === 'tax') taxMinor += amountMinor;
    if (line.type !== 'item') continue;
    netSalesMinor += amountMinor;
    discountsMinor += flip * line.discountMinor;
    if (sign * amountMinor < 0n) refundsMinor -= amountMinor;
  }
  return { tickets: Number(sign), netSalesMinor, refundsMinor, taxMinor, discountsMinor };
}

function sumsOf(event: FinancialEvent): readonly DaySum[] {
  switch (event.kind) {
    case 'sale':
      return saleSums(event);
    case 'customer-deposit':
      return [
        { kind: 'deposit-taken', subject: '', amountMinor: event.amountMinor },
        { kind: 'other-payment', subject: event.paymentType, amountMinor: event.amountMinor },
      ];
    case 'gift-card-adjustment':
      return [{ kind: 'gift-card-issued', subject: '', amountMinor: event.amountMinor }];
    case 'cash-movement':
      return [{ kind: 'other-payment', subject: event.paymentType, amountMinor: paidInMinor(event) }];
    case 'purchasing-receipt':
    case 'purchasing-return':
    case 'transfer':
    case 'inventory-adjustment':
      return [];
  }
}

const paidInMinor = ({ direction, amountMinor }: CashMovement): bigint =>
  direction === 'in' ? amountMinor : -amountMinor;

function saleSums(sale: Sale): readonly DaySum[] {
  const sums: DaySum[] = [];
  for (const line of sale.lines) {
    const sum = lineSum(line);
    if (sum !== null) sums.push(sum);
  }
  for (const { paymentType: subject, amountMinor } of sale.payments)
    sums.push({ kind: 'tender', subject, amountMinor });
  for (const { amountMinor } of sale.depositsApplied) sums.push({ kind: 'deposit-applied', subject: '', amountMinor });
  return sums;
}

function lineSum(line: SaleLine): DaySum | null {
  if (line.type === 'item') return { kind: 'item-class', subject: line.itemClass, amountMinor: line.amountMinor };
  if (line.type !== 'gift-card') return null;
  // A card is owed at face value, whatever was paid for it.
  return { kind: 'gift-card-issued', subject: '', amountMinor: line.amountMinor + line.discountMinor };
}
