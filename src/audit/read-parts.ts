// An event's JSON, as the till gave it, read by tables into signed parts: a debit is positive, a credit negative.
import { decimalPlaces } from '../money.ts';
import { minorUnits, plainRate } from './exact-decimal.ts';
import { addSigned, type Bucket, type Total, type Totals } from './totals.ts';

export interface AuditSettings {
  /** ISO 4217. */
  readonly companyCurrency: string;
  readonly discounts: 'net' | 'gross';
  /** Up to so much a sale that does not foot has its difference on `over-short`; 0n: never. In the company's currency. */
  readonly overShortCapMinor: bigint;
}

export type Reading =
  | { readonly foots: true; readonly totals: Totals }
  | { readonly foots: false; readonly differenceMinor: bigint; readonly currency: string };

type Json = Readonly<Record<string, unknown>>;

/** Whole lists of parts, or one amount for the event. */
interface Flow {
  readonly amounts: 'of the event' | 'of each line';
  /** The field that says where; the event's location without one. */
  readonly at?: 'from' | 'to';
  /** A role and, behind it, the field of the line or of the event that names its subject. */
  readonly debit: string;
  readonly credit: string;
}

/** Every kind but the sale moves each amount from one role to another. */
const flows: Readonly<Record<string, Flow>> = {
  'customer-deposit': {
    amounts: 'of the event',
    debit: 'payment paymentType',
    credit: 'deposit paymentType',
  },
  'purchasing-receipt': {
    amounts: 'of each line',
    debit: 'inventory itemClass',
    credit: 'purchases-received itemClass',
  },
  'purchasing-return': {
    amounts: 'of each line',
    debit: 'purchases-returned itemClass',
    credit: 'inventory itemClass',
  },
  'transfer shipped': {
    amounts: 'of each line',
    at: 'from',
    debit: 'inventory-in-transit',
    credit: 'inventory itemClass',
  },
  'transfer received': {
    amounts: 'of each line',
    at: 'to',
    debit: 'inventory itemClass',
    credit: 'inventory-in-transit',
  },
  'inventory-adjustment': {
    amounts: 'of each line',
    debit: 'inventory itemClass',
    credit: 'adjustment reason',
  },
  'gift-card-adjustment': {
    amounts: 'of the event',
    debit: 'gift-card-adjustment reason',
    credit: 'gift-card-liability',
  },
  'cash-movement in': {
    amounts: 'of the event',
    debit: 'payment paymentType',
    credit: 'cash-movement reason',
  },
  'cash-movement out': {
    amounts: 'of the event',
    debit: 'cash-movement reason',
    credit: 'payment paymentType',
  },
};

/** What a sale is credited for, by the type of its line; `face`: at the price before discount. */
const charges: Readonly<Record<string, { readonly credit: string; readonly face: 'never' | 'always' | 'if gross' }>> = {
  item: { credit: 'sales itemClass', face: 'if gross' },
  tax: { credit: 'sales-tax taxCode', face: 'never' },
  shipping: { credit: 'shipping', face: 'never' },
  tip: { credit: 'tips', face: 'never' },
  rounding: { credit: 'rounding', face: 'never' },
  'gift-card': { credit: 'gift-card-liability', face: 'always' },
};

/** Built in: a drawer over or short has a role of its own. */
const overShort = 'over-short';

export function readParts(body: unknown, settings: AuditSettings): Reading {
  const event = recordOf(body);
  const currency = optionalText(event.currency) ?? settings.companyCurrency;
  const rate = optionalText(event.exchangeRate);
  const sheet = new Sheet({
    location: textOf(event.location),
    currency,
    exchangeRate: rate === null || currency === settings.companyCurrency ? null : plainRate(rate),
  });
  if (event.kind === 'sale') return readSale(event, sheet, settings);
  const variant = optionalText(event.stage) ?? optionalText(event.direction);
  const flow = flows[variant === null ? textOf(event.kind) : `${textOf(event.kind)} ${variant}`];
  if (flow === undefined) throw new Error(`The auditor knows no event of kind ${textOf(event.kind)}.`);
  const location = flow.at === undefined ? sheet.location : textOf(event[flow.at]);
  for (const line of flow.amounts === 'of the event' ? [event] : recordsOf(event.lines)) {
    const amountMinor = sheet.minor(line.amount);
    sheet.add(flow.debit, [line, event], { amountMinor, location });
    sheet.add(flow.credit, [line, event], { amountMinor: -amountMinor, location });
  }
  return { foots: true, totals: sheet.totals };
}

function readSale(event: Json, sheet: Sheet, settings: AuditSettings): Reading {
  let paidMinor = 0n;
  for (const [list, role] of [
    ['payments', 'payment paymentType'],
    ['depositsApplied', 'deposit paymentType'],
  ] as const) {
    for (const paid of recordsOf(event[list])) {
      const amountMinor = sheet.minor(paid.amount);
      sheet.add(role, [paid], { amountMinor });
      paidMinor += amountMinor;
    }
  }
  let chargedMinor = 0n;
  for (const line of recordsOf(event.lines)) {
    chargedMinor += sheet.minor(line.amount);
    readCharge(line, sheet, settings);
    readCost(line, sheet, settings);
  }
  const shortMinor = chargedMinor - paidMinor;
  if (shortMinor !== 0n && !withinCap(shortMinor, sheet, settings)) {
    return {
      foots: false,
      differenceMinor: shortMinor < 0n ? -shortMinor : shortMinor,
      currency: sheet.bucket.currency,
    };
  }
  sheet.add(overShort, [], { amountMinor: shortMinor });
  return { foots: true, totals: sheet.totals };
}

function readCharge(line: Json, sheet: Sheet, settings: AuditSettings): void {
  const charge = charges[textOf(line.type)];
  if (charge === undefined) throw new Error(`The auditor knows no line of type ${textOf(line.type)}.`);
  const face = charge.face === 'always' || (charge.face === 'if gross' && settings.discounts === 'gross');
  const discountMinor = face ? sheet.minor(line.discount) : 0n;
  sheet.add(charge.credit, [line], { amountMinor: -(sheet.minor(line.amount) + discountMinor) });
  sheet.add('discounts', [], { amountMinor: discountMinor });
}

/** Goods change hands at cost, in the company's currency, where their stock is; those not put back into stock do not. */
function readCost(line: Json, sheet: Sheet, settings: AuditSettings): void {
  if (line.type !== 'item' || line.cost === undefined || line.restocked === false) return;
  const at = {
    amountMinor: minorUnits(textOf(line.cost), decimalPlaces(settings.companyCurrency)),
    location: optionalText(line.fulfilledFrom) ?? sheet.location,
    currency: settings.companyCurrency,
    exchangeRate: null,
  };
  sheet.add('cogs itemClass', [line], at);
  sheet.add('inventory itemClass', [line], { ...at, amountMinor: -at.amountMinor });
}

/** Compared as fractions: nothing is rounded before it is known whether it is too much. */
function withinCap(differenceMinor: bigint, { bucket }: Sheet, settings: AuditSettings): boolean {
  const magnitude = differenceMinor < 0n ? -differenceMinor : differenceMinor;
  const [whole = '1', fraction = ''] = (bucket.exchangeRate ?? '1').split('.');
  const rate = BigInt(whole + fraction);
  const inCompanyUnits = magnitude * rate * 10n ** BigInt(decimalPlaces(settings.companyCurrency));
  const capInSameUnits =
    settings.overShortCapMinor * 10n ** BigInt(fraction.length) * 10n ** BigInt(decimalPlaces(bucket.currency));
  return inCompanyUnits <= capInSameUnits;
}

/** What an event's parts add up to. */
class Sheet {
  readonly totals = new Map<string, Total>();
  readonly bucket: Pick<Bucket, 'location' | 'currency' | 'exchangeRate'>;

  constructor(bucket: Pick<Bucket, 'location' | 'currency' | 'exchangeRate'>) {
    this.bucket = bucket;
  }

  get location(): string {
    return this.bucket.location;
  }

  /** Zero where the event says nothing. */
  minor(amount: unknown): bigint {
    return amount === undefined ? 0n : minorUnits(textOf(amount), decimalPlaces(this.bucket.currency));
  }

  /** `account`: a role and the field that names its subject, looked for in each of `holders` in turn. */
  add(
    account: string,
    holders: readonly Json[],
    part: { readonly amountMinor: bigint } & Partial<Pick<Bucket, 'location' | 'currency' | 'exchangeRate'>>,
  ): void {
    const { amountMinor, ...elsewhere } = part;
    const [role = '', field] = account.split(' ');
    const named = holders.find((holder) => field !== undefined && holder[field] !== undefined);
    const subject = field === undefined ? null : textOf(named?.[field]);
    const built =
      role === 'cash-movement' && subject === overShort ? { role: overShort, subject: null } : { role, subject };
    addSigned(this.totals, { ...built, ...this.bucket, ...elsewhere }, amountMinor);
  }
}

function recordOf(value: unknown): Json {
  if (typeof value !== 'object' || value === null) throw new Error('An event or a part of one is a JSON object.');
  return value as Json;
}

const recordsOf = (list: unknown): readonly Json[] => (Array.isArray(list) ? list.map(recordOf) : []);

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error('A field that every event of its kind has is missing.');
  return value;
}

const optionalText = (value: unknown): string | null => (value === undefined ? null : textOf(value));
