// The events of a simulated company: all eight kinds, voids, tickets that do not foot; and what comes in beside them.
import { depositTypes, itemClasses, locations, paymentTypes, reasons, taxCode } from './chart.ts';
import type { Random } from './random.ts';

/** As a till sends it. */
export type EventJson = Readonly<Record<string, unknown>> & {
  readonly kind: string;
  readonly sourceId: string;
  readonly businessDate: string;
  readonly location: string;
  readonly reverses?: string;
};

export const source = 'till';
export const keyOf = ({ kind, sourceId }: Pick<EventJson, 'kind' | 'sourceId'>): string =>
  `${source}/${kind}/${sourceId}`;

const voidChance = 0.15;
const unfootedChance = 0.05;
const wholeMax = 20_000;

export function drawEvents(
  random: Random,
  of: { count: number; dates: readonly string[]; firstNumber?: number },
): readonly EventJson[] {
  const events: EventJson[] = [];
  while (events.length < of.count) {
    const header = headerOf(random, { number: (of.firstNumber ?? 1) + events.length, dates: of.dates });
    const voided = events.length > 0 && random.chance(voidChance) ? random.pick(events) : null;
    if (voided === null) events.push(drawEvent(random, header));
    else if (voided.reverses === undefined) events.push(voidOf(voided, header));
  }
  return events;
}

type Header = ReturnType<typeof headerOf>;

function headerOf(random: Random, of: { number: number; dates: readonly string[] }) {
  const businessDate = random.pick(of.dates);
  const sourceId = String(1000 + of.number);
  return {
    source,
    sourceId,
    occurredAt: `${businessDate}T12:00:00-05:00`,
    businessDate,
    location: random.pick(locations),
    memo: `Event ${sourceId}`,
  };
}

/** On its own date, at the place of what it voids; the lines are the other's, turned round. */
function voidOf(voided: EventJson, header: Header): EventJson {
  return { ...header, kind: voided.kind, location: voided.location, reverses: keyOf(voided) };
}

function drawEvent(random: Random, header: Header): EventJson {
  const kind = random.pick([
    ...['sale', 'sale', 'sale', 'sale', 'sale', 'sale', 'customer-deposit', 'purchasing-receipt'],
    ...['purchasing-return', 'transfer', 'inventory-adjustment', 'gift-card-adjustment', 'cash-movement'],
  ]);
  switch (kind) {
    case 'customer-deposit':
      return { ...header, kind, paymentType: random.pick(depositTypes), amount: signed(random, 0.2) };
    case 'purchasing-receipt':
    case 'purchasing-return':
      return { ...header, kind, vendor: 'Acme', lines: stockLines(random, 0) };
    case 'transfer':
      return { ...header, kind, ...transferFields(random, header.location), lines: stockLines(random, 0) };
    case 'inventory-adjustment':
      return { ...header, kind, reason: reasons.inventory, lines: stockLines(random, 0.5) };
    case 'gift-card-adjustment':
      return { ...header, kind, reason: reasons.giftCard, amount: signed(random, 0.5) };
    case 'cash-movement': {
      const reason = random.chance(0.3) ? 'over-short' : reasons.cash;
      const direction = random.pick(['in', 'out']);
      return { ...header, kind, direction, reason, paymentType: 'cash', amount: money(cents(random)) };
    }
    default:
      return drawSale(random, header);
  }
}

const cents = (random: Random): number => random.whole(1, wholeMax);
const signed = (random: Random, negativeChance: number): string =>
  money(random.chance(negativeChance) ? -cents(random) : cents(random));

/** Cents as the decimal text that a till writes; or thousandths. */
export function money(amount: number, decimals: 2 | 3 = 2): string {
  const text = String(Math.abs(amount)).padStart(decimals + 1, '0');
  return `${amount < 0 ? '-' : ''}${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

const amountNames = ['amount', 'cost', 'discount'];

/** The same event in a currency of three decimals: each cent a thousandth. */
export function inThousandths(event: EventJson): EventJson {
  return JSON.parse(JSON.stringify(event), (name, value: unknown) =>
    amountNames.includes(name) && typeof value === 'string' ? money(Number(value.replace('.', '')), 3) : value,
  );
}

function stockLines(random: Random, negativeChance: number): readonly object[] {
  return Array.from({ length: random.whole(1, 3) }, () => {
    const sign = random.chance(negativeChance) ? -1 : 1;
    return {
      itemClass: random.pick(itemClasses),
      quantity: String(sign * random.whole(1, 9)),
      amount: money(sign * cents(random)),
    };
  });
}

function transferFields(random: Random, location: string): object {
  const other = location === 'main' ? 'mall' : 'main';
  return random.chance(0.5)
    ? { stage: 'shipped', from: location, to: other }
    : { stage: 'received', from: other, to: location };
}

function drawSale(random: Random, header: Header): EventJson {
  const lines: Record<string, unknown>[] = [];
  let total = 0;
  const add = (amount: number, line: Record<string, unknown>): void => {
    total += amount;
    lines.push({ ...line, amount: money(amount) });
  };
  for (let count = random.whole(1, 3); count > 0; count -= 1) {
    const sign = random.chance(0.15) ? -1 : 1;
    add(sign * cents(random), {
      type: 'item',
      itemClass: random.pick(itemClasses),
      quantity: String(sign * random.whole(1, 5)),
      ...(random.chance(0.7) && { cost: money(sign * cents(random)) }),
      ...(random.chance(0.3) && { discount: money(sign * random.whole(1, 500)) }),
      ...(sign < 0 && random.chance(0.3) && { restocked: false }),
    });
  }
  if (random.chance(0.6)) add(Math.round(total * 0.08) || 1, { type: 'tax', taxCode });
  if (random.chance(0.15)) add(random.whole(1, 900), { type: 'shipping' });
  if (random.chance(0.15)) add(random.whole(1, 900), { type: 'tip' });
  if (random.chance(0.15)) add(random.whole(1, 4), { type: 'rounding' });
  if (random.chance(0.15)) {
    const discount = random.chance(0.3) ? { discount: money(random.whole(1, 100)) } : {};
    add(cents(random), { type: 'gift-card', ...discount });
  }
  return { ...header, kind: 'sale', lines, ...tendersOf(random, total) };
}

/** What is owed, in up to three parts; now and then a cent is missing. */
function tendersOf(random: Random, total: number): object {
  const payments: object[] = [];
  const depositsApplied: object[] = [];
  let left = random.chance(unfootedChance) ? total + 1 : total;
  if (left > 2 && random.chance(0.2)) {
    const part = random.whole(1, left - 1);
    depositsApplied.push({ paymentType: random.pick(depositTypes), amount: money(part) });
    left -= part;
  }
  if (left > 2 && random.chance(0.3)) {
    const part = random.whole(1, left - 1);
    payments.push({ paymentType: random.pick(paymentTypes), amount: money(part) });
    left -= part;
  }
  if (left > 0 && random.chance(0.2)) {
    const change = random.whole(1, 999);
    payments.push({ paymentType: 'cash', amount: money(left + change) });
    payments.push({ paymentType: 'cash', amount: money(-change), type: 'change' });
  } else if (left !== 0) {
    payments.push({
      paymentType: random.pick(paymentTypes),
      amount: money(left),
      ...(left < 0 && { type: 'refund' }),
    });
  }
  return { payments, depositsApplied };
}
