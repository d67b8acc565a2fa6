// What the demo shop sells and what is worked out from it: prices, costs, taxes, all in whole cents.
import type { Chance } from './chance.ts';

interface Goods {
  readonly itemClass: string;
  readonly description: string;
  readonly sku: string;
  readonly cents: number;
  readonly costCents: number;
}

const goods: readonly [Goods, ...Goods[]] = [
  { itemClass: 'apparel', description: 'Wool scarf', sku: 'WS-1', cents: 4800, costCents: 2035 },
  { itemClass: 'apparel', description: 'Linen shirt', sku: 'LS-2', cents: 7950, costCents: 3320 },
  { itemClass: 'apparel', description: 'Rain jacket', sku: 'RJ-1', cents: 14500, costCents: 6610 },
  { itemClass: 'footwear', description: 'Canvas shoes', sku: 'CS-4', cents: 6495, costCents: 2980 },
  { itemClass: 'footwear', description: 'Leather boots', sku: 'LB-2', cents: 18900, costCents: 8745 },
  { itemClass: 'accessories', description: 'Leather belt', sku: 'BE-1', cents: 3950, costCents: 1415 },
  { itemClass: 'accessories', description: 'Tote bag', sku: 'TB-3', cents: 2995, costCents: 1105 },
  { itemClass: 'home', description: 'Throw blanket', sku: 'TH-1', cents: 8900, costCents: 4190 },
  { itemClass: 'home', description: 'Stoneware mug', sku: 'SM-6', cents: 1850, costCents: 640 },
  { itemClass: 'gifts', description: 'Candle', sku: 'CA-2', cents: 2400, costCents: 885 },
  { itemClass: 'gifts', description: 'Card set', sku: 'CD-1', cents: 1295, costCents: 410 },
];

/** Of one thing at one location. */
const soldADayMax = 4;

/** A line as it is sent, with its amount in cents beside it. */
export interface PricedLine {
  readonly cents: number;
  readonly line: Readonly<Record<string, unknown>>;
}

/** 3980 → "39.80". */
export function money(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function itemLine(chance: Chance, direction: 1 | -1): PricedLine {
  const sold = chance.pick(goods);
  const quantity = direction * (chance.percent(85) ? 1 : 2);
  const full = sold.cents * quantity;
  const discount = chance.percent(15) ? direction * part(Math.abs(full), chance.pick([100, 200])) : 0;
  const comesBackBroken = direction === -1 && chance.percent(15);
  return {
    cents: full - discount,
    line: {
      type: 'item',
      itemClass: sold.itemClass,
      description: sold.description,
      sku: sold.sku,
      quantity: String(quantity),
      amount: money(full - discount),
      ...(discount !== 0 && { discount: money(discount) }),
      cost: money(sold.costCents * quantity),
      ...(comesBackBroken && { restocked: false }),
    },
  };
}

/** 8.875 % in all, a line for each authority, each rounded once per ticket. */
export function taxLines(taxedCents: number): readonly PricedLine[] {
  const sign = Math.sign(taxedCents);
  return (
    [
      ['ny-state', 40_00],
      ['ny-city', 48_75],
    ] as const
  ).flatMap(([taxCode, rate]) => {
    const cents = sign * Math.floor((Math.abs(taxedCents) * rate + 50_000) / 100_000);
    return cents === 0 ? [] : [{ cents, line: { type: 'tax', taxCode, amount: money(cents) } }];
  });
}

/** What the shelves hold on the first day: more of each than is sold until the last. */
export function openingStock(days: number): readonly Readonly<Record<string, unknown>>[] {
  const quantity = days * soldADayMax;
  return goods.map(({ itemClass, costCents }) => ({
    itemClass,
    quantity: String(quantity),
    amount: money(costCents * quantity),
  }));
}

/** A stock movement of one class at cost. */
export function stockLine(chance: Chance, direction: 1 | -1): Readonly<Record<string, unknown>> {
  const moved = chance.pick(goods);
  const quantity = direction * (1 + chance.below(3));
  return { itemClass: moved.itemClass, quantity: String(quantity), amount: money(moved.costCents * quantity) };
}

function part(cents: number, perMille: number): number {
  return Math.floor((cents * perMille + 500) / 1000);
}

export const sumCents = (lines: readonly { readonly cents: number }[]): number =>
  lines.reduce((sum, line) => sum + line.cents, 0);
