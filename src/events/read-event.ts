// Makes the event of what was checked: defaults filled in, amounts in minor units. Also for events read back from storage.
import { decimalPlaces, parseAmount } from '../money.ts';
import { eventKey, plainDecimal } from './event-key.ts';
import type { EventInput } from './event-schema.ts';
import type { DepositApplied, EventHeader, FinancialEvent, Payment, SaleLine, StockLine } from './financial-event.ts';

/** What an event does not say itself. */
export interface ResolvedHeader {
  readonly businessDate: string;
  readonly companyCurrency: string;
  readonly number?: string;
  readonly currency?: string;
}

type SaleInput = Extract<EventInput, { kind: 'sale' }>;
type SaleLineInput = NonNullable<SaleInput['lines']>[number];
type StockLineInput = { itemClass: string; quantity: string; amount: string };

/** `body` is an event that `parseEvent` took before; anything else is a bug and throws. */
export function readEvent(body: unknown, resolved: ResolvedHeader): FinancialEvent {
  return buildEvent(body as EventInput, resolved);
}

function buildEvent(input: EventInput, resolved: ResolvedHeader): FinancialEvent {
  // Added to, not spread: a copy that grows is the dearest part of reading an event.
  const head = headerOf(input, resolved);
  const places = decimalPlaces(head.currency);
  const mirrorsOriginal = isMirror(input);
  switch (input.kind) {
    case 'sale':
      return Object.assign(head, {
        kind: input.kind,
        lines: saleLines(input.lines, { places, costPlaces: decimalPlaces(resolved.companyCurrency) }),
        payments: payments(input.payments, places),
        depositsApplied: depositsApplied(input.depositsApplied, places),
        mirrorsOriginal,
      });
    case 'customer-deposit':
      return Object.assign(head, {
        kind: input.kind,
        paymentType: input.paymentType ?? '',
        amountMinor: minor(input.amount, places),
        order: input.order ?? null,
        mirrorsOriginal,
      });
    case 'purchasing-receipt':
    case 'purchasing-return':
      return Object.assign(head, {
        kind: input.kind,
        vendor: input.vendor ?? '',
        lines: stockLines(input.lines, places),
        mirrorsOriginal,
      });
    case 'transfer':
      return Object.assign(head, {
        kind: input.kind,
        stage: input.stage ?? 'shipped',
        from: input.from ?? '',
        to: input.to ?? '',
        transfer: input.transfer ?? null,
        lines: stockLines(input.lines, places),
        mirrorsOriginal,
      });
    case 'inventory-adjustment':
      return Object.assign(head, {
        kind: input.kind,
        reason: input.reason ?? '',
        lines: stockLines(input.lines, places),
        mirrorsOriginal,
      });
    case 'gift-card-adjustment':
      return Object.assign(head, {
        kind: input.kind,
        reason: input.reason ?? '',
        amountMinor: minor(input.amount, places),
        card: input.card ?? null,
        mirrorsOriginal,
      });
    case 'cash-movement':
      return Object.assign(head, {
        kind: input.kind,
        direction: input.direction ?? 'in',
        reason: input.reason ?? '',
        paymentType: input.paymentType ?? '',
        amountMinor: minor(input.amount, places),
        mirrorsOriginal,
      });
  }
}

/** A void without lines (or without its one amount) mirrors what it voids. */
export function isMirror(input: EventInput): boolean {
  if (input.reverses === undefined) return false;
  if (input.kind === 'sale') {
    return !input.lines?.length && !input.payments?.length && !input.depositsApplied?.length;
  }
  return 'lines' in input ? !input.lines?.length : !('amount' in input) || input.amount === undefined;
}

function headerOf(input: EventInput, resolved: ResolvedHeader): EventHeader {
  return {
    source: input.source,
    sourceId: input.sourceId,
    key: eventKey(input),
    number: resolved.number ?? input.number ?? input.sourceId,
    occurredAt: input.occurredAt,
    businessDate: resolved.businessDate,
    location: input.location,
    currency: resolved.currency ?? input.currency ?? resolved.companyCurrency,
    exchangeRate: input.exchangeRate === undefined ? null : plainDecimal(input.exchangeRate),
    reverses: input.reverses ?? null,
    memo: input.memo ?? null,
  };
}

function saleLines(lines: SaleInput['lines'], of: { places: number; costPlaces: number }): readonly SaleLine[] {
  return (lines ?? []).map((line) => saleLine(line, of));
}

function payments(given: SaleInput['payments'], places: number): readonly Payment[] {
  return (given ?? []).map(({ paymentType, type = 'tender', amount }) => ({
    paymentType,
    type,
    amountMinor: minor(amount, places),
  }));
}

function depositsApplied(given: SaleInput['depositsApplied'], places: number): readonly DepositApplied[] {
  return (given ?? []).map(({ paymentType, amount }) => ({ paymentType, amountMinor: minor(amount, places) }));
}

function saleLine(line: SaleLineInput, of: { places: number; costPlaces: number }): SaleLine {
  const amountMinor = minor(line.amount, of.places);
  switch (line.type) {
    case 'item':
      return {
        type: line.type,
        itemClass: line.itemClass,
        quantity: plainDecimal(line.quantity),
        amountMinor,
        discountMinor: minor(line.discount, of.places),
        costMinor: line.cost === undefined ? null : minor(line.cost, of.costPlaces),
        restocked: line.restocked ?? true,
        fulfilledFrom: line.fulfilledFrom ?? null,
        description: line.description ?? null,
        sku: line.sku ?? null,
      };
    case 'tax':
      return { type: line.type, taxCode: line.taxCode, amountMinor };
    case 'gift-card':
      return { type: line.type, amountMinor, discountMinor: minor(line.discount, of.places), card: line.card ?? null };
    case 'shipping':
    case 'tip':
    case 'rounding':
      return { type: line.type, amountMinor };
  }
}

function stockLines(lines: readonly StockLineInput[] | undefined, places: number): readonly StockLine[] {
  return (lines ?? []).map(({ itemClass, quantity, amount }) => ({
    itemClass,
    quantity: plainDecimal(quantity),
    amountMinor: minor(amount, places),
  }));
}

function minor(text: string | undefined, places: number): bigint {
  if (text === undefined) return 0n;
  const parsed = parseAmount(text, places);
  if (!parsed.ok) throw new Error(`An amount that was checked is none: ${parsed.rule}.`);
  return parsed.amountMinor;
}
