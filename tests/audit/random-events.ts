// Random events of every kind that foot, beside the random tickets of the event tests, as the auditor takes them.
import fc from 'fast-check';
import type { AuditedEntry, AuditedLine } from '../../src/audit/compare.ts';
import type { AuditedEvent } from '../../src/audit/expected-totals.ts';
import { eventOf, type Json, randomSale } from '../../src/events/random-sale.fixture.ts';
import type { DraftEntry } from '../../src/journal/journal-entry.ts';
import { journalize } from '../../src/journal/journalize.ts';
import { formatAmount } from '../../src/money.ts';

const cents = fc.integer({ min: -500_000, max: 500_000 });
const money = (minor: number) => formatAmount(BigInt(minor), 2);
const itemClass = fc.constantFrom('apparel', 'home', 'gifts');
const reason = fc.constantFrom('damaged', 'count', 'over-short');
const paymentType = fc.constantFrom('cash', 'visa', 'gift-card');

const stockLines = fc.array(
  fc.record({ itemClass, amount: cents }).map(({ itemClass, amount }) => ({
    itemClass,
    quantity: amount < 0 ? '-1' : '1',
    amount: money(amount),
  })),
  { minLength: 1, maxLength: 5 },
);

const bodies: readonly fc.Arbitrary<Json>[] = [
  fc.record({ kind: fc.constant('customer-deposit'), paymentType, amount: cents.map(money) }),
  fc.record({
    kind: fc.constantFrom('purchasing-receipt', 'purchasing-return'),
    vendor: fc.constant('Acme'),
    lines: stockLines,
  }),
  fc
    .record({ stage: fc.constantFrom('shipped', 'received'), lines: stockLines })
    .map((transfer) => ({ ...transfer, kind: 'transfer', from: 'main', to: 'outlet' })),
  fc.record({ kind: fc.constant('inventory-adjustment'), reason, lines: stockLines }),
  fc.record({ kind: fc.constant('gift-card-adjustment'), reason, amount: cents.map(money) }),
  fc.record({
    kind: fc.constant('cash-movement'),
    direction: fc.constantFrom('in', 'out'),
    reason,
    paymentType,
    amount: fc.nat(99_999).map(money),
  }),
];

const header = { source: 'till', sourceId: 't-1', occurredAt: '2026-11-03T16:20:05-05:00' };

const randomOther: fc.Arbitrary<Json> = fc
  .record({ body: fc.oneof(...bodies), foreign: fc.boolean() })
  .map(({ body, foreign }) => ({
    ...header,
    location: body.stage === 'received' ? 'outlet' : 'main',
    ...(foreign && { currency: 'EUR', exchangeRate: '1.0850' }),
    ...body,
  }));

/** An event's JSON, of any kind. */
export const randomBody: fc.Arbitrary<Json> = fc.oneof(randomSale, randomOther);

export const settings = { companyCurrency: 'USD', discounts: 'net', overShortCapMinor: 0n } as const;

export function audited(body: Json): AuditedEvent {
  const { key, number, businessDate } = eventOf(body);
  return { key, number, businessDate, body, voids: null };
}

/** What the rules make of it. */
export function entriesOf(body: Json, discounts: 'net' | 'gross' = 'net'): readonly DraftEntry[] {
  const company = { ...settings, currency: settings.companyCurrency, discounts };
  const journalized = journalize(eventOf(body), company);
  if (!journalized.ok) throw new Error(`out of balance by ${journalized.reason.amountMinor}`);
  return journalized.entries;
}

/** The entries of several events of one day as a summary: a line an account, side, location and currency, with its shares. */
export function summaryOf(entries: readonly AuditedEntry[]): readonly AuditedEntry[] {
  const summaries = new Map<string, { entry: AuditedEntry; lines: Map<string, AuditedLine> }>();
  for (const entry of entries) {
    const of = `${entry.currency} ${entry.exchangeRate}`;
    const summary = summaries.get(of) ?? { entry, lines: new Map<string, AuditedLine>() };
    summaries.set(of, summary);
    for (const { role, subject, side, location, amountMinor, from } of entry.lines) {
      const at = JSON.stringify([role, subject, side, location]);
      const before = summary.lines.get(at);
      summary.lines.set(at, {
        ...{ role, subject, side, location },
        amountMinor: (before?.amountMinor ?? 0n) + amountMinor,
        // Each line of an event's own entry is of that event alone.
        from: [...(before?.from ?? []), ...from.map(({ key }) => ({ key, amountMinor }))],
      });
    }
  }
  return [...summaries.values()].map(({ entry, lines }) => ({ ...entry, lines: [...lines.values()] }));
}
