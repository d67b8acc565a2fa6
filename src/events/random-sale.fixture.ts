// Random tickets that foot, as the API takes them: every type of line, either sign, tenders, deposits, two currencies.
import fc from 'fast-check';
import { formatAmount } from '../money.ts';
import type { FinancialEvent } from './financial-event.ts';
import { type ParsedEvent, parseEvent } from './parse-event.ts';

export type Json = Record<string, unknown>;
export interface SaleInput extends Json {
  readonly lines: readonly Json[];
  readonly payments: readonly Json[];
  readonly depositsApplied: readonly Json[];
}

const context = { companyCurrency: 'USD', businessDay: () => ({ timeZone: 'America/New_York', dayEnd: '02:00' }) };

export const parse = (input: unknown): ParsedEvent => parseEvent(input, context);

export function eventOf(input: unknown): FinancialEvent {
  const parsed = parse(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.event;
}

const cents = fc.integer({ min: 0, max: 500_000 });
const sign = fc.constantFrom(1, 1, 1, -1);
const money = (minor: number): string => formatAmount(BigInt(minor), 2);

const itemLine = fc
  .record({
    sign,
    quantity: fc.integer({ min: 0, max: 9 }),
    amount: cents,
    discount: fc.option(cents),
    cost: fc.option(cents),
    itemClass: fc.constantFrom('apparel', 'home', 'gifts'),
    restocked: fc.boolean(),
    fulfilledFrom: fc.constantFrom(null, 'outlet'),
  })
  .map((line): readonly [number, Json] => [
    line.sign * line.amount,
    {
      type: 'item',
      itemClass: line.itemClass,
      quantity: String(line.sign * line.quantity || 0),
      amount: money(line.sign * line.amount),
      ...(line.discount !== null && { discount: money(line.sign * line.discount) }),
      ...(line.cost !== null && { cost: money(line.sign * line.cost) }),
      ...(line.sign === -1 && line.quantity > 0 && { restocked: line.restocked }),
      ...(line.fulfilledFrom !== null && { fulfilledFrom: line.fulfilledFrom }),
    },
  ]);

const otherLine = fc
  .record({
    line: fc.constantFrom<Json>(
      { type: 'tax', taxCode: 'ny-state' },
      { type: 'tax', taxCode: 'ny-city' },
      { type: 'shipping' },
      { type: 'tip' },
      { type: 'rounding' },
      { type: 'gift-card' },
    ),
    sign,
    amount: cents,
  })
  .map(({ line, sign, amount }): readonly [number, Json] => [sign * amount, { ...line, amount: money(sign * amount) }]);

const paid = fc.record({ paymentType: fc.constantFrom('cash', 'visa', 'gift-card'), sign, amount: cents });

/** The last payment is what makes it foot. */
export const randomSale: fc.Arbitrary<SaleInput> = fc
  .record({
    lines: fc.array(fc.oneof({ weight: 2, arbitrary: itemLine }, otherLine), { maxLength: 8 }),
    payments: fc.array(paid, { maxLength: 3 }),
    deposits: fc.array(paid, { maxLength: 2 }),
    foreign: fc.boolean(),
  })
  .map(({ lines, payments, deposits, foreign }) => {
    const asJson = (one: { paymentType: string; sign: number; amount: number }): Json => ({
      paymentType: one.paymentType,
      amount: money(one.sign * one.amount),
    });
    const charged = lines.reduce((sum, [minor]) => sum + minor, 0);
    const given = [...payments, ...deposits].reduce((sum, one) => sum + one.sign * one.amount, 0);
    return {
      source: 'till',
      kind: 'sale',
      sourceId: 't-1',
      occurredAt: '2026-11-03T16:20:05-05:00',
      location: 'main',
      ...(foreign && { currency: 'EUR', exchangeRate: '1.0850' }),
      lines: lines.map(([, line]) => line),
      payments: [...payments.map(asJson), { paymentType: 'amex', amount: money(charged - given) }],
      depositsApplied: deposits.map(asJson),
    };
  });
