// What no single field shows: decimals by currency, signs that must agree, what a kind requires. Looks past fields that are wrong themselves.
import { decimalPlaces, decimalRule, isCurrency, precisionRule } from '../money.ts';
import { type EventInput, linesMax } from './event-schema.ts';
import type { EventProblem, FinancialEventKind } from './financial-event.ts';
import { isMirror } from './read-event.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

interface Checking {
  readonly problems: EventProblem[];
  readonly isVoid: boolean;
  readonly places: number;
  readonly costPlaces: number;
}

/** Fields that every event of the kind has, but a void that mirrors its original. */
const requiredFields: Readonly<Record<FinancialEventKind, readonly string[]>> = {
  sale: ['lines'],
  'customer-deposit': ['paymentType', 'amount'],
  'purchasing-receipt': ['vendor', 'lines'],
  'purchasing-return': ['vendor', 'lines'],
  transfer: ['stage', 'from', 'to', 'lines'],
  'inventory-adjustment': ['reason', 'lines'],
  'gift-card-adjustment': ['reason', 'amount'],
  'cash-movement': ['direction', 'reason', 'paymentType', 'amount'],
};

export function contentProblems(
  record: JsonRecord,
  of: { kind: FinancialEventKind; companyCurrency: string },
): readonly EventProblem[] {
  const problems: EventProblem[] = [];
  const given = record.currency;
  const currency = typeof given === 'string' && isCurrency(given) ? given : of.companyCurrency;
  checkRate(record, { currency, companyCurrency: of.companyCurrency, problems });
  const isVoid = record.reverses !== undefined;
  const checking = { problems, isVoid, places: decimalPlaces(currency), costPlaces: decimalPlaces(of.companyCurrency) };
  checkRequired(record, of.kind, checking);
  if (of.kind === 'sale') checkSale(record, checking);
  else checkStock(record, checking);
  const broken = tooPrecise(record.amount, checking.places);
  if (broken !== null) problems.push({ pointer: '/amount', value: record.amount, rule: broken });
  if (of.kind === 'cash-movement' && !isVoid && signOf(record.amount) === -1) {
    problems.push({
      pointer: '/amount',
      value: record.amount,
      rule: 'positive: the direction says whether it goes in or out',
    });
  }
  if (of.kind === 'transfer') checkTransfer(record, problems);
  return problems;
}

function checkRate(
  record: JsonRecord,
  of: { currency: string; companyCurrency: string; problems: EventProblem[] },
): void {
  const { exchangeRate, currency } = record;
  if (typeof currency === 'string' && !isCurrency(currency)) return;
  if (of.currency === of.companyCurrency && exchangeRate !== undefined) {
    of.problems.push({
      pointer: '/exchangeRate',
      value: exchangeRate,
      rule: "only for a currency other than the company's",
    });
  }
  // What mirrors its original is of the original's currency and rate, whatever it says.
  if (of.currency !== of.companyCurrency && exchangeRate === undefined && !isMirror(record as EventInput)) {
    of.problems.push({
      pointer: '/exchangeRate',
      value: null,
      rule: "required for a currency other than the company's",
    });
  }
}

function checkRequired(record: JsonRecord, kind: FinancialEventKind, { isVoid, problems }: Checking): void {
  const fields = requiredFields[kind];
  const isMirror = isVoid && (kind === 'sale' || (isLeftOut(record.lines) && record.amount === undefined));
  if (isMirror) return;
  for (const name of fields) {
    if (record[name] === undefined) problems.push({ pointer: `/${name}`, value: null, rule: 'required' });
  }
  if (kind !== 'sale' && Array.isArray(record.lines) && record.lines.length === 0) {
    problems.push({ pointer: '/lines', value: record.lines, rule: 'at least one line' });
  }
}

const isLeftOut = (lines: unknown): boolean => lines === undefined || (Array.isArray(lines) && lines.length === 0);

const saleSigns = ['quantity', 'amount', 'discount', 'cost'] as const;
const stockSigns = ['quantity', 'amount'] as const;
const otherSigns = ['amount', 'discount'] as const;

function checkSale(record: JsonRecord, checking: Checking): void {
  const { problems, places, costPlaces, isVoid } = checking;
  eachRecord(record.lines, (line, index) => {
    const of = { part: line, list: 'lines', index, problems };
    checkDecimals(of, 'amount', places);
    checkDecimals(of, 'discount', places);
    checkDecimals(of, 'cost', costPlaces);
    checkAgreement(of, line.type === 'item' ? saleSigns : otherSigns);
    if (line.type === 'item' && line.restocked === false && !isVoid && signOf(line.quantity) !== -1) {
      refuse(of, 'restocked', 'false only on a returned line, whose quantity is negative');
    }
  });
  eachRecord(record.payments, (payment, index) => {
    const of = { part: payment, list: 'payments', index, problems };
    checkDecimals(of, 'amount', places);
    // A void negates its original: there, change comes back in.
    if ((payment.type === 'change' || payment.type === 'refund') && !isVoid && signOf(payment.amount) === 1) {
      refuse(of, 'amount', `negative for a ${payment.type}`);
    }
  });
  eachRecord(record.depositsApplied, (deposit, index) => {
    checkDecimals({ part: deposit, list: 'depositsApplied', index, problems }, 'amount', places);
  });
}

function checkStock(record: JsonRecord, { problems, places }: Checking): void {
  eachRecord(record.lines, (line, index) => {
    const of = { part: line, list: 'lines', index, problems };
    checkDecimals(of, 'amount', places);
    checkAgreement(of, stockSigns);
  });
}

function checkTransfer(record: JsonRecord, problems: EventProblem[]): void {
  const { stage, location } = record;
  const name = stage === 'shipped' ? 'from' : stage === 'received' ? 'to' : null;
  if (name === null || record[name] === undefined || record[name] === location) return;
  problems.push({ pointer: '/location', value: location, rule: `equal to "${name}" when ${stage}` });
}

/** A record within a list of the event; its pointer is put together only for a problem. */
interface Part {
  readonly part: JsonRecord;
  readonly list: string;
  readonly index: number;
  readonly problems: EventProblem[];
}

function refuse({ part, list, index, problems }: Part, name: string, rule: string): void {
  problems.push({ pointer: `/${list}/${index}/${name}`, value: part[name], rule });
}

/** The first of the names that is not zero gives the sign; the others agree with it or are zero. */
function checkAgreement(of: Part, names: readonly string[]): void {
  let leading: string | null = null;
  let leadingSign = 0;
  for (const name of names) {
    const sign = signOf(of.part[name]);
    if (sign === 0) continue;
    if (leading === null) {
      leading = name;
      leadingSign = sign;
    } else if (sign !== leadingSign) {
      refuse(of, name, `the same sign as the ${leading}`);
    }
  }
}

function checkDecimals(of: Part, name: string, places: number): void {
  const rule = tooPrecise(of.part[name], places);
  if (rule !== null) refuse(of, name, rule);
}

/** Null for what is no decimal, too: the schema says that. */
function tooPrecise(text: unknown, places: number): string | null {
  return isDecimal(text) ? precisionRule(text, places) : null;
}

/** 0 for zero and for what is no decimal. */
function signOf(text: unknown): -1 | 0 | 1 {
  if (!isDecimal(text)) return 0;
  // Zero has no minus sign, and nothing else has a leading zero.
  if (text.startsWith('-')) return -1;
  return !text.startsWith('0') || /[1-9]/.test(text) ? 1 : 0;
}

function isDecimal(text: unknown): text is string {
  return typeof text === 'string' && text.length <= 24 && decimalRule(text) === null;
}

/** The records of a list with their places. What is over the limit is refused as a whole; it is not looked through. */
function eachRecord(list: unknown, visit: (record: JsonRecord, index: number) => void): void {
  if (!Array.isArray(list)) return;
  for (let index = 0; index < list.length && index < linesMax; index += 1) {
    const value: unknown = list[index];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) visit(value as JsonRecord, index);
  }
}
