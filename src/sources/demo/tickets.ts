// The demo shop's tickets: sales, returns, exchanges and gift cards, each paid to the cent.
import type { Chance } from './chance.ts';
import { itemLine, money, type PricedLine, sumCents, taxLines } from './goods.ts';

type Payment = Readonly<Record<string, unknown>>;

export interface Ticket {
  readonly lines: readonly PricedLine['line'][];
  readonly payments: readonly Payment[];
}

const openingCardCents = 100_00;
const cards = [
  ['visa', 50],
  ['mastercard', 28],
  ['amex', 14],
] as const;

export function ticket(chance: Chance, options: { readonly takesDiners: boolean }): Ticket {
  const lines = ticketLines(chance);
  return {
    lines: lines.map(({ line }) => line),
    payments: payments(chance, { totalCents: sumCents(lines), takesDiners: options.takesDiners }),
  };
}

/** Gift cards that a company buys for its people: more than is redeemed before enough others are sold. */
export function openingCards(): Ticket {
  const numbers = ['…0001', '…0002', '…0003'];
  return {
    lines: numbers.map((card) => ({ type: 'gift-card', amount: money(openingCardCents), card })),
    payments: [{ paymentType: 'visa', amount: money(openingCardCents * numbers.length) }],
  };
}

function ticketLines(chance: Chance): readonly PricedLine[] {
  const roll = chance.below(100);
  if (roll < 5) {
    const cents = chance.pick([2500, 5000, 10_000]);
    const card = `…${String(1000 + chance.below(9000))}`;
    const giftCard = { cents, line: { type: 'gift-card', amount: money(cents), card } };
    return chance.percent(50) ? [giftCard] : [...taxed([itemLine(chance, 1)]), giftCard];
  }
  if (roll < 11) return taxed([itemLine(chance, -1)]);
  if (roll < 14) return taxed([itemLine(chance, -1), itemLine(chance, 1)]);
  const items = Array.from({ length: 1 + chance.below(4) }, () => itemLine(chance, 1));
  const shipping = { cents: 795, line: { type: 'shipping', amount: money(795) } };
  return [...taxed(items), ...(chance.percent(3) ? [shipping] : [])];
}

export function taxed(items: readonly PricedLine[]): readonly PricedLine[] {
  return [...items, ...taxLines(sumCents(items))];
}

/** Tenders for what is owed, a refund for what is owed to the customer, nothing for an even exchange. */
export function payments(
  chance: Chance,
  of: { readonly totalCents: number; readonly takesDiners: boolean },
): readonly Payment[] {
  const { totalCents, takesDiners } = of;
  if (totalCents === 0) return [];
  if (totalCents < 0) {
    const paymentType = chance.percent(35) ? 'cash' : cardOf(chance, false);
    return [{ paymentType, amount: money(totalCents), type: 'refund' }];
  }
  const first = chance.percent(9) ? Math.min(totalCents - 1, chance.pick([1000, 2000, 2500])) : 0;
  const rest = totalCents - first;
  const split =
    first > 0 ? [{ paymentType: chance.pick(['gift-card', 'gift-card', 'cash']), amount: money(first) }] : [];
  if (chance.percent(22)) return [...split, ...cash(chance, rest)];
  const paymentType = chance.percent(3) ? 'check' : cardOf(chance, takesDiners);
  return [...split, { paymentType, amount: money(rest) }];
}

function cardOf(chance: Chance, takesDiners: boolean): string {
  if (takesDiners && chance.percent(6)) return 'diners';
  let roll = chance.below(92);
  for (const [card, share] of cards) {
    if (roll < share) return card;
    roll -= share;
  }
  return 'visa';
}

/** Paid with notes, so that there is change, or to the cent. */
function cash(chance: Chance, cents: number): readonly Payment[] {
  const note = chance.pick([1, 500, 1000, 2000]);
  const given = Math.ceil(cents / note) * note;
  const tender = { paymentType: 'cash', amount: money(given) };
  return given === cents ? [tender] : [tender, { paymentType: 'cash', amount: money(cents - given), type: 'change' }];
}
