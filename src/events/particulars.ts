// What a kind of event has besides its amount, for people who look through lists: reason, vendor, item classes, direction, card.
import { formatAmount, parseAmount } from '../money.ts';
import type { FinancialEventKind } from './financial-event.ts';

/** Each as the till gave it; absent where the kind has none, or this event has not. */
export interface Particulars {
  readonly reason?: string;
  readonly vendor?: string;
  readonly direction?: string;
  readonly paymentType?: string;
  /** Of a sale those that were sold, one after the other. */
  readonly card?: string;
  readonly order?: string;
  readonly stage?: string;
  readonly from?: string;
  readonly to?: string;
  /** The first of them, each once. */
  readonly itemClasses?: readonly string[];
  /** Of all lines together, as a decimal. */
  readonly quantity?: string;
}

const texts = ['reason', 'vendor', 'direction', 'paymentType', 'card', 'order', 'stage', 'from', 'to'] as const;
/** A list is to be looked through. */
const shownMax = 20;

/** Of a recorded event's body: what is in it was checked when it came in. A sale has lines of its own kinds, and of these the gift cards that it sold alone. */
export function particularsOf(kind: FinancialEventKind, body: unknown): Particulars {
  if (typeof body !== 'object' || body === null) return {};
  const event = body as Readonly<Record<string, unknown>>;
  if (kind === 'sale') return cardsOf(event.lines);
  const given = texts.flatMap((name) => (typeof event[name] === 'string' ? [[name, event[name]] as const] : []));
  return { ...Object.fromEntries(given), ...stockOf(event.lines) };
}

function cardsOf(lines: unknown): Pick<Particulars, 'card'> {
  if (!Array.isArray(lines)) return {};
  const sold = lines as readonly { readonly type?: unknown; readonly card?: unknown }[];
  const cards = sold.flatMap(({ type, card }) => (type === 'gift-card' && typeof card === 'string' ? [card] : []));
  return cards.length === 0 ? {} : { card: cards.slice(0, shownMax).join(', ') };
}

function stockOf(lines: unknown): Pick<Particulars, 'itemClasses' | 'quantity'> {
  if (!Array.isArray(lines) || lines.length === 0) return {};
  const stock = lines as readonly { readonly itemClass?: unknown; readonly quantity?: unknown }[];
  const classes = new Set(stock.flatMap(({ itemClass }) => (typeof itemClass === 'string' ? [itemClass] : [])));
  const quantities = stock.flatMap(({ quantity }) => (typeof quantity === 'string' ? [quantity] : []));
  return { itemClasses: [...classes].slice(0, shownMax), quantity: sumOf(quantities) };
}

function sumOf(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map((text) => text.split('.')[1]?.length ?? 0));
  const sum = decimals.reduce((total, text) => {
    const parsed = parseAmount(text, places);
    return parsed.ok ? total + parsed.amountMinor : total;
  }, 0n);
  return formatAmount(sum, places);
}
