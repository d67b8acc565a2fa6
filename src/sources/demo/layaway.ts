// The demo shop's layaways: deposits over some days, then picked up and paid in full, or cancelled and given back.
import type { Chance } from './chance.ts';
import { itemLine, money, sumCents } from './goods.ts';
import { payments, taxed } from './tickets.ts';

/** Something that happens so many days after the layaway began. */
export interface LayawayStep {
  readonly afterDays: number;
  readonly kind: 'customer-deposit' | 'sale';
  readonly content: Readonly<Record<string, unknown>>;
}

const depositTypes = ['cash', 'visa', 'check'] as const;

export function layaway(
  chance: Chance,
  of: { readonly order: string; readonly cancelled: boolean },
): readonly LayawayStep[] {
  const lines = taxed([itemLine(chance, 1), itemLine(chance, 1), itemLine(chance, 1)]);
  const totalCents = sumCents(lines);
  const depositCents = Math.floor(totalCents / 5);
  const first = chance.pick(depositTypes);
  const second = chance.pick(depositTypes);
  const take = (afterDays: number, paymentType: string, cents: number): LayawayStep => ({
    afterDays,
    kind: 'customer-deposit',
    content: { paymentType, amount: money(cents), order: of.order },
  });
  const taken = [take(0, first, depositCents), take(4, second, depositCents)];
  if (of.cancelled) return [...taken, take(9, first, -depositCents), take(9, second, -depositCents)];
  const pickup: LayawayStep = {
    afterDays: 8 + chance.below(10),
    kind: 'sale',
    content: {
      lines: lines.map(({ line }) => line),
      payments: payments(chance, { totalCents: totalCents - 2 * depositCents, takesDiners: false }),
      depositsApplied: [first, second].map((paymentType) => ({ paymentType, amount: money(depositCents) })),
      memo: `Layaway ${of.order}`,
    },
  };
  return [...taken, pickup];
}
