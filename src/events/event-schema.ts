// The eight kinds of event as they come in, one strict schema each; the API's reference is made from these too.
import { z } from 'zod';
import { decimalRule, isCurrency } from '../money.ts';
import { isDate, isMoment, yearMax, yearMin } from './dates.ts';
import { type FinancialEventKind, financialEventKinds } from './financial-event.ts';
import { decimalPatternText, ruledText } from './ruled-text.ts';

export const codeLengthMax = 100;
export const textLengthMax = 1000;
export const linesMax = 1000;
export const paymentsMax = 100;
export const exchangeRateDecimalsMax = 10;
const exchangeRateWholeDigitsMax = 10;
const amountTextMax = 24;

const controlOrHalf = /[\p{Cc}\p{Surrogate}]/u;
const controlOrHalfInText = /[^\P{Cc}\t\r\n]|\p{Surrogate}/u;

const code = (description: string) => ruledText(codeRule, description);

function codeRule(text: string): string | null {
  if (text.trim() === '') return 'not empty';
  if (text.length > codeLengthMax) return `at most ${codeLengthMax} characters`;
  return controlOrHalf.test(text) ? 'no control characters' : null;
}

const freeText = (description: string) =>
  ruledText((text) => {
    if (text.length > textLengthMax) return `at most ${textLengthMax} characters`;
    return controlOrHalfInText.test(text) ? 'no control characters' : null;
  }, description);

const amount = (description = "a decimal string with at most the currency's decimals") =>
  ruledText(
    (text) => (text.length > amountTextMax ? 'at most 15 digits' : decimalRule(text)),
    description,
    decimalPatternText,
  );
const quantity = amount('a quantity as a decimal string');

const exchangeRate = ruledText(
  (text) => {
    const rule = text.length > amountTextMax ? 'at most 15 digits' : decimalRule(text);
    if (rule !== null) return rule;
    if (text.startsWith('-') || /^[0.]*$/.test(text)) return 'greater than zero';
    const [whole = '', decimals = ''] = text.split('.');
    if (whole.length > exchangeRateWholeDigitsMax)
      return `at most ${exchangeRateWholeDigitsMax} digits before the point`;
    return decimals.length > exchangeRateDecimalsMax ? `at most ${exchangeRateDecimalsMax} decimals` : null;
  },
  "company currency per unit of the event's currency, a decimal string",
  decimalPatternText,
);

const header = {
  source: ruledText(
    (text) => codeRule(text) ?? (text.includes('/') ? 'no slash, which separates the parts of a key' : null),
    'which system recorded it',
  ),
  sourceId: code('unique per source and kind'),
  occurredAt: ruledText(
    (text) =>
      isMoment(text)
        ? null
        : `a moment that exists, RFC 3339 with an offset below 16 hours, of a year from ${yearMin} to ${yearMax}`,
    'when it happened, RFC 3339 with an offset',
  ),
  location: code('code of the location'),
  number: code('what people call it; else the sourceId').optional(),
  businessDate: ruledText(
    (text) => (isDate(text) ? null : `a date that exists, YYYY-MM-DD, of a year from ${yearMin} to ${yearMax}`),
    "the shop's own date; else from the location's time zone and day end",
  ).optional(),
  currency: ruledText(
    (text) => (isCurrency(text) ? null : 'a currency code of ISO 4217, such as USD'),
    "ISO 4217; else the company's",
  ).optional(),
  exchangeRate: exchangeRate.optional(),
  reverses: ruledText(
    (text) =>
      text.trim() === '' || text.length > 3 * codeLengthMax || controlOrHalf.test(text) ? 'the key of an event' : null,
    'key of the event that this one voids',
  ).optional(),
  memo: freeText('a remark').optional(),
};

const paymentType = code('code of the payment type');
const itemClass = code('code of the item class');

const saleLine = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('item'),
      itemClass,
      quantity,
      amount: amount('charged in all, after discount, without tax'),
      discount: amount("the line's total discount, same sign as the amount").optional(),
      cost: amount("the line's total cost, in the company's currency").optional(),
      restocked: z.boolean({ error: 'true or false' }).optional(),
      fulfilledFrom: code('location whose stock the goods left').optional(),
      description: freeText('what was sold').optional(),
      sku: code('stock keeping unit').optional(),
    }),
    z.strictObject({ type: z.literal('tax'), taxCode: code('code of the tax'), amount: amount() }),
    z.strictObject({ type: z.literal('shipping'), amount: amount() }),
    z.strictObject({ type: z.literal('tip'), amount: amount() }),
    z.strictObject({ type: z.literal('rounding'), amount: amount() }),
    z.strictObject({
      type: z.literal('gift-card'),
      amount: amount('charged for the card, after discount'),
      discount: amount().optional(),
      card: code('which card').optional(),
    }),
  ],
  { error: 'one of item, tax, shipping, tip, rounding, gift-card' },
);

function list<T extends z.ZodType>(element: T, max: number) {
  return z.array(element, { error: 'a list' }).max(max, `at most ${max}`);
}

const stockLines = list(z.strictObject({ itemClass, quantity, amount: amount('quantity × unit cost') }), linesMax);

/** Every field is optional where a void may leave it out; `parseEvent` requires them of all others. */
export const eventSchemas = {
  sale: z.strictObject({
    ...header,
    kind: z.literal('sale'),
    lines: list(saleLine, linesMax).optional(),
    payments: list(
      z.strictObject({
        paymentType,
        amount: amount('negative for change and refunds'),
        type: z.enum(['tender', 'change', 'refund'], { error: 'one of tender, change, refund' }).optional(),
      }),
      paymentsMax,
    ).optional(),
    depositsApplied: list(z.strictObject({ paymentType, amount: amount() }), paymentsMax).optional(),
  }),
  'customer-deposit': z.strictObject({
    ...header,
    kind: z.literal('customer-deposit'),
    paymentType: paymentType.optional(),
    amount: amount('negative: given back').optional(),
    order: code('the order or layaway').optional(),
  }),
  'purchasing-receipt': z.strictObject({
    ...header,
    kind: z.literal('purchasing-receipt'),
    vendor: code('the vendor').optional(),
    lines: stockLines.optional(),
  }),
  'purchasing-return': z.strictObject({
    ...header,
    kind: z.literal('purchasing-return'),
    vendor: code('the vendor').optional(),
    lines: stockLines.optional(),
  }),
  transfer: z.strictObject({
    ...header,
    kind: z.literal('transfer'),
    stage: z.enum(['shipped', 'received'], { error: 'shipped or received' }).optional(),
    from: code('location that ships').optional(),
    to: code('location that receives').optional(),
    transfer: code('number that ties the two stages').optional(),
    lines: stockLines.optional(),
  }),
  'inventory-adjustment': z.strictObject({
    ...header,
    kind: z.literal('inventory-adjustment'),
    reason: code('reason code').optional(),
    lines: stockLines.optional(),
  }),
  'gift-card-adjustment': z.strictObject({
    ...header,
    kind: z.literal('gift-card-adjustment'),
    reason: code('reason code').optional(),
    amount: amount('signed').optional(),
    card: code('which card').optional(),
  }),
  'cash-movement': z.strictObject({
    ...header,
    kind: z.literal('cash-movement'),
    direction: z.enum(['in', 'out'], { error: 'in or out' }).optional(),
    reason: code('reason code').optional(),
    paymentType: paymentType.optional(),
    amount: amount('positive').optional(),
  }),
} as const satisfies Record<FinancialEventKind, z.ZodType>;

/** An event as it comes in. */
export const eventSchema = z.discriminatedUnion('kind', [
  eventSchemas.sale,
  eventSchemas['customer-deposit'],
  eventSchemas['purchasing-receipt'],
  eventSchemas['purchasing-return'],
  eventSchemas.transfer,
  eventSchemas['inventory-adjustment'],
  eventSchemas['gift-card-adjustment'],
  eventSchemas['cash-movement'],
]);

export type EventInput = z.infer<typeof eventSchema>;

export function isEventKind(kind: unknown): kind is FinancialEventKind {
  return (financialEventKinds as readonly unknown[]).includes(kind);
}
