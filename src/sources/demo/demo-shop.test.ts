// The demo shop is repeatable, every ticket of it foots, and it leaves behind what a real first sync meets.
import { describe, expect, test } from 'vitest';
import type { FinancialEvent, Sale } from '../../events/financial-event.ts';
import { parseEvent } from '../../events/parse-event.ts';
import { type DemoShop, demoShop } from './demo-shop.ts';

const shop = demoShop({ seed: 1, days: 90, endDate: '2026-11-24' });
const context = {
  companyCurrency: 'USD',
  businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '00:00' }),
};
const parsed = ({ events }: DemoShop): readonly FinancialEvent[] =>
  events.map((input) => {
    const result = parseEvent(input, context);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.event;
  });
const events = parsed(shop);
const sales = events.filter((event): event is Sale => event.kind === 'sale');
const sum = (parts: readonly { readonly amountMinor: bigint }[]): bigint =>
  parts.reduce((total, part) => total + part.amountMinor, 0n);
const firstInactive = '2026-09-26';

describe('the demo shop', () => {
  test('is the same for the same seed and another for another', () => {
    expect(demoShop({ seed: 1, days: 90, endDate: '2026-11-24' })).toEqual(shop);
    expect(demoShop({ seed: 2, days: 90, endDate: '2026-11-24' }).events).not.toEqual(shop.events);
  });

  test('has a few thousand tickets, each key once, none after the end', () => {
    expect(sales.length).toBeGreaterThan(2000);
    expect(new Set(events.map((event) => event.key)).size).toBe(events.length);
    expect(events.every((event) => event.businessDate <= '2026-11-24' && event.businessDate > '2026-08-26')).toBe(true);
  });

  test('opens with stock, and never sells what it does not have', () => {
    const onHand = new Map<string, bigint>();
    const move = (itemClass: string, minor: bigint) => {
      onHand.set(itemClass, (onHand.get(itemClass) ?? 0n) + minor);
      expect(onHand.get(itemClass)).toBeGreaterThanOrEqual(0n);
    };
    for (const event of events) {
      if (event.kind === 'inventory-adjustment') for (const line of event.lines) move(line.itemClass, line.amountMinor);
      if (event.kind !== 'sale') continue;
      for (const line of event.lines) if (line.type === 'item') move(line.itemClass, -(line.costMinor ?? 0n));
    }
    expect(onHand.size).toBe(5);
  });

  test('redeems no more on gift cards than was sold, whenever it begins', () => {
    const first = Date.parse('2026-01-01');
    // Every weekday comes up, and every season.
    for (let day = 0; day < 730; day += 5) {
      const endDate = new Date(first + day * 86_400_000).toISOString().slice(0, 10);
      let owed = 0n;
      for (const event of parsed(demoShop({ seed: 1 + (day % 3), days: 8, endDate }))) {
        if (event.kind !== 'sale') continue;
        owed += sum(event.lines.filter((line) => line.type === 'gift-card'));
        owed -= sum(event.payments.filter((payment) => payment.paymentType === 'gift-card'));
        expect(owed, event.key).toBeGreaterThanOrEqual(0n);
      }
    }
  });

  test('foots in every ticket', () => {
    for (const sale of sales) {
      expect([sale.key, sum(sale.lines)]).toEqual([sale.key, sum(sale.payments) + sum(sale.depositsApplied)]);
    }
  });

  test('used diners cards and display models until 60 days ago, and not since', () => {
    const diners = sales.filter((sale) => sale.payments.some((payment) => payment.paymentType === 'diners'));
    const displayed = events.filter(
      (event) => event.kind === 'inventory-adjustment' && event.reason === 'display-model',
    );
    for (const used of [diners, displayed]) {
      expect(used.length).toBeGreaterThan(5);
      expect(used.every((event) => event.businessDate < firstInactive)).toBe(true);
    }
  });

  test('takes deposits by cash, visa and check, applies them, and gives some back', () => {
    const deposits = events.filter((event) => event.kind === 'customer-deposit');
    expect(new Set(deposits.map((event) => event.paymentType))).toEqual(new Set(['cash', 'visa', 'check']));
    expect(deposits.some((event) => event.amountMinor < 0n)).toBe(true);
    expect(sales.some((sale) => sum(sale.depositsApplied) > 0n)).toBe(true);
  });

  test('has returns, goods that never came back to stock, exchanges, change, split tenders and gift cards', () => {
    const items = (sale: Sale) => sale.lines.filter((line) => line.type === 'item');
    expect(sales.some((sale) => items(sale).some((line) => line.amountMinor < 0n && !line.restocked))).toBe(true);
    expect(sales.some((sale) => new Set(items(sale).map((line) => line.amountMinor > 0n)).size === 2)).toBe(true);
    expect(sales.some((sale) => sale.payments.some((payment) => payment.type === 'change'))).toBe(true);
    expect(sales.some((sale) => new Set(sale.payments.map((payment) => payment.paymentType)).size === 2)).toBe(true);
    expect(sales.some((sale) => sale.lines.some((line) => line.type === 'gift-card'))).toBe(true);
    const refunds = sales.flatMap((sale) => sale.payments.filter((payment) => payment.type === 'refund'));
    expect(refunds.some((payment) => payment.paymentType === 'cash')).toBe(true);
    expect(refunds.some((payment) => payment.paymentType !== 'cash')).toBe(true);
  });
});
