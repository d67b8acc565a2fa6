// Random events of every kind, as the API takes them, in several currencies, and the voids that reverse them.
import fc from 'fast-check';
import { decimalPlaces, formatAmount } from '../money.ts';
import { type FinancialEventKind, financialEventKinds } from './financial-event.ts';
import { type Json, randomSale, type SaleInput } from './random-sale.fixture.ts';

const itemClass = fc.constantFrom('apparel', 'home', 'gifts');
const reason = fc.constantFrom('damaged', 'count', 'over-short');
const paymentType = fc.constantFrom('cash', 'visa', 'gift-card');
const signed = fc.integer({ min: -500_000, max: 500_000 });

/** The company keeps its books in dollars; these others have a rate. */
const rates: Readonly<Record<string, string>> = { EUR: '1.0850', JPY: '0.0065', KWD: '3.25' };
const currencies = fc.constantFrom('USD', 'USD', ...Object.keys(rates));

type OtherKind = Exclude<FinancialEventKind, 'sale'>;

/** What one kind carries beside the header; amounts by the decimals of the currency. */
const bodies: Readonly<Record<OtherKind, (money: (minor: number) => string) => fc.Arbitrary<Json>>> = {
  'customer-deposit': (money) => fc.record({ paymentType, amount: signed.map(money) }),
  'purchasing-receipt': (money) => fc.record({ vendor: fc.constant('Acme'), lines: stockLines(money) }),
  'purchasing-return': (money) => fc.record({ vendor: fc.constant('Acme'), lines: stockLines(money) }),
  transfer: (money) =>
    fc.record({ stage: fc.constantFrom('shipped', 'received'), lines: stockLines(money) }).map((transfer) => ({
      ...transfer,
      ...{ from: 'main', to: 'outlet', location: transfer.stage === 'received' ? 'outlet' : 'main' },
    })),
  'inventory-adjustment': (money) => fc.record({ reason, lines: stockLines(money) }),
  'gift-card-adjustment': (money) => fc.record({ reason, amount: signed.map(money) }),
  'cash-movement': (money) =>
    fc.record({
      direction: fc.constantFrom('in', 'out'),
      reason,
      paymentType,
      amount: fc.nat(500_000).map(money),
    }),
};

/** A quantity of none with an amount is a revaluation. */
function stockLines(money: (minor: number) => string): fc.Arbitrary<Json[]> {
  const line = fc.record({ itemClass, amount: signed, quantity: fc.nat(9) }).map(({ itemClass, amount, quantity }) => ({
    itemClass,
    quantity: String(amount < 0 ? -quantity || 0 : quantity),
    amount: money(amount),
  }));
  return fc.array(line, { minLength: 1, maxLength: 5 });
}

/** An event's JSON, every kind as likely as another. */
export const randomEvent: fc.Arbitrary<Json> = fc
  .tuple(fc.constantFrom(...financialEventKinds), currencies)
  .chain(([kind, currency]) => {
    if (kind === 'sale') return fc.oneof(randomSale, randomSale.map(inDinar));
    const money = (minor: number): string => formatAmount(BigInt(minor), decimalPlaces(currency));
    const foreign = currency === 'USD' ? {} : { currency, exchangeRate: rates[currency] };
    const header = { source: 'till', sourceId: 't-1', occurredAt: '2026-11-03T16:20:05-05:00', location: 'main' };
    return bodies[kind](money).map((body) => ({ ...header, kind, ...foreign, ...body }));
  });

/** The same ticket in dinar, a tenth of the amounts; what it cost is in the company's currency all the same. */
function inDinar(sale: SaleInput): Json {
  const tenth = (text: unknown): string => formatAmount(BigInt(String(text).replace('.', '')), decimalPlaces('KWD'));
  const part = ({ amount, discount, ...rest }: Json): Json => ({
    ...rest,
    amount: tenth(amount),
    ...(discount !== undefined && { discount: tenth(discount) }),
  });
  return {
    ...sale,
    ...{ currency: 'KWD', exchangeRate: rates.KWD },
    lines: sale.lines.map(part),
    payments: sale.payments.map(part),
    depositsApplied: sale.depositsApplied.map(part),
  };
}

const header = ['source', 'kind', 'location', 'currency', 'exchangeRate'];

/** A void four weeks later, without lines: it mirrors what it names. */
export function voidOf(event: Json): Json {
  const named = header.filter((name) => event[name] !== undefined).map((name) => [name, event[name]]);
  return { ...Object.fromEntries(named), ...reversing(event) };
}

/** The same void with every line and amount negated. */
export function negatedVoidOf(event: Json): Json {
  const lists = ['lines', 'payments', 'depositsApplied'].flatMap((name) => {
    const list = event[name];
    return Array.isArray(list) ? [[name, list.map(negated)] as const] : [];
  });
  return { ...negated(event), ...Object.fromEntries(lists), ...reversing(event) };
}

const reversing = (event: Json): Json => ({
  sourceId: 'v-1',
  occurredAt: '2026-12-01T12:00:00-05:00',
  reverses: [event.source, event.kind, event.sourceId].join('/'),
});

function negated(part: Json): Json {
  const amounts = ['quantity', 'amount', 'discount', 'cost'].filter((name) => part[name] !== undefined);
  return { ...part, ...Object.fromEntries(amounts.map((name) => [name, opposite(String(part[name]))])) };
}

function opposite(text: string): string {
  if (!/[1-9]/.test(text)) return text;
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}
