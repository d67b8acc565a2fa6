// What an event must hold in the books, from its own JSON alone: computed here a second time, by none of the product's code.
import type { EventJson } from './draw-events.ts';

/** Hundredths, or thousandths, on each side of each account, by the account's label: `payment/cash Dr` → 12000. Sides are never netted. */
export type SideTotals = ReadonlyMap<string, bigint>;

/** Decimals of a currency. */
export type Decimals = 2 | 3;

interface Book {
  /** Of a decimal text; nothing is zero. */
  minor(amount: unknown): bigint;
  debit(label: string, amount: bigint): void;
  credit(label: string, amount: bigint): void;
}

/** `gross`: discounts are shown. `original`: what a void turns round. Null where lines and payments differ: nothing of it may be posted. */
export function expectedTotals(
  event: EventJson,
  of: { readonly gross: boolean; readonly original: EventJson | null; readonly decimals?: Decimals },
): SideTotals | null {
  if (event.reverses !== undefined) {
    const voided = of.original === null ? null : expectedTotals(of.original, { ...of, original: null });
    return voided === null ? null : turnedRound(voided);
  }
  const totals = new Map<string, bigint>();
  const put = (label: string, side: 'Dr' | 'Cr', amount: bigint): void => {
    const key = `${label} ${side}`;
    totals.set(key, (totals.get(key) ?? 0n) + amount);
  };
  const { decimals = 2 } = of;
  const book: Book = {
    minor: (amount) => minorUnits(amount, decimals),
    debit: (label, amount) => {
      if (amount !== 0n) put(label, amount > 0n ? 'Dr' : 'Cr', amount > 0n ? amount : -amount);
    },
    credit: (label, amount) => book.debit(label, -amount),
  };
  return write(event, book, of.gross) ? totals : null;
}

function turnedRound(totals: SideTotals): SideTotals {
  return new Map(
    [...totals].map(([key, amount]) => [
      key.endsWith(' Dr') ? key.replace(/Dr$/, 'Cr') : key.replace(/Cr$/, 'Dr'),
      amount,
    ]),
  );
}

/** False where it does not foot. */
function write(event: EventJson, book: Book, gross: boolean): boolean {
  const lines = listOf(event.lines);
  switch (event.kind) {
    case 'sale':
      return writeSale(event, book, gross);
    case 'customer-deposit':
      book.debit(`payment/${event.paymentType}`, book.minor(event.amount));
      book.credit(`deposit/${event.paymentType}`, book.minor(event.amount));
      return true;
    case 'purchasing-receipt':
    case 'purchasing-return':
    case 'transfer':
    case 'inventory-adjustment':
      for (const line of lines) moveStock(event, line, book);
      return true;
    case 'gift-card-adjustment':
      book.debit(`gift-card-adjustment/${event.reason}`, book.minor(event.amount));
      book.credit('gift-card-liability', book.minor(event.amount));
      return true;
    case 'cash-movement': {
      const other = event.reason === 'over-short' ? 'over-short' : `cash-movement/${event.reason}`;
      const into = event.direction === 'in' ? book.minor(event.amount) : -book.minor(event.amount);
      book.debit(`payment/${event.paymentType}`, into);
      book.credit(other, into);
      return true;
    }
    default:
      throw new Error(`What a ${event.kind} comes to is not known here.`);
  }
}

function moveStock(event: EventJson, line: Json, book: Book): void {
  const amount = book.minor(line.amount);
  const goesIn =
    event.kind === 'purchasing-receipt' || event.kind === 'inventory-adjustment' || event.stage === 'received';
  const against =
    {
      'purchasing-receipt': `purchases-received/${line.itemClass}`,
      'purchasing-return': `purchases-returned/${line.itemClass}`,
      transfer: 'inventory-in-transit',
      'inventory-adjustment': `adjustment/${event.reason}`,
    }[event.kind] ?? '';
  book.debit(`inventory/${line.itemClass}`, goesIn ? amount : -amount);
  book.credit(against, goesIn ? amount : -amount);
}

function writeSale(event: EventJson, book: Book, gross: boolean): boolean {
  let owed = 0n;
  for (const line of listOf(event.lines)) {
    owed += book.minor(line.amount);
    writeSaleLine(line, book, gross);
  }
  let paid = 0n;
  for (const deposit of listOf(event.depositsApplied)) {
    paid += book.minor(deposit.amount);
    book.debit(`deposit/${deposit.paymentType}`, book.minor(deposit.amount));
  }
  for (const payment of listOf(event.payments)) {
    paid += book.minor(payment.amount);
    book.debit(`payment/${payment.paymentType}`, book.minor(payment.amount));
  }
  return owed === paid;
}

function writeSaleLine(line: Json, book: Book, gross: boolean): void {
  const label = {
    item: `sales/${line.itemClass}`,
    tax: `sales-tax/${line.taxCode}`,
    shipping: 'shipping',
    tip: 'tips',
    rounding: 'rounding',
    'gift-card': 'gift-card-liability',
  }[String(line.type)];
  if (label === undefined) throw new Error(`What a line of ${String(line.type)} comes to is not known here.`);
  const discount = line.type === 'gift-card' || gross ? book.minor(line.discount) : 0n;
  book.credit(label, book.minor(line.amount) + discount);
  book.debit('discounts', discount);
  if (line.type === 'item' && line.restocked !== false) {
    book.debit(`cogs/${line.itemClass}`, book.minor(line.cost));
    book.credit(`inventory/${line.itemClass}`, book.minor(line.cost));
  }
}

type Json = Readonly<Record<string, unknown>>;

const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** Of a decimal text with two decimals, or of a number as QuickBooks gives it; nothing is zero. */
export const hundredths = (amount: unknown): bigint => minorUnits(amount, 2);

function minorUnits(amount: unknown, decimals: Decimals): bigint {
  if (amount === undefined || amount === null) return 0n;
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(amount));
  const [, sign = '', whole = '', fraction = ''] = parts ?? [];
  if (parts === null || fraction.length > decimals) {
    throw new Error(`${String(amount)} is no amount of ${decimals} decimals.`);
  }
  return BigInt(`${sign}${whole}${fraction.padEnd(decimals, '0')}`);
}
