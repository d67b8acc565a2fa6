// What no single field shows: decimals by currency, signs that must agree, what a kind requires. Looks past fields that are wrong themselves.
import { decimalPlaces, decimalRule, isCurrency, parseAmount } from '../money.ts';
import { linesMax } from './event-schema.ts';
import type { EventProblem, FinancialEventKind } from './financial-event.ts';

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
  checkRate(record, { ...of, currency, problems });
  const isVoid = record.reverses !== undefined;
  const checking = { problems, isVoid, places: decimalPlaces(currency), costPlaces: decimalPlaces(of.companyCurrency) };
  checkRequired(record, of.kind, checking);
  if (of.kind === 'sale') checkSale(record, checking);
  else checkStock(record, checking);
  if (record.amount !== undefined)
    checkDecimals(record, { name: 'amount', pointer: '', places: checking.places, problems });
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
  if (of.currency !== of.companyCurrency && exchangeRate === undefined) {
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

function checkSale(record: JsonRecord, checking: Checking): void {
  const { problems, places } = checking;
  for (const [index, line] of records(record.lines)) {
    const pointer = `/lines/${index}`;
    checkDecimals(line, { name: 'amount', pointer, places, problems });
    checkDecimals(line, { name: 'discount', pointer, places, problems });
    checkDecimals(line, { name: 'cost', pointer, places: checking.costPlaces, problems });
    if (line.type === 'item') checkItem(line, pointer, checking);
    else checkAgreement(line, { names: ['amount', 'discount'], pointer, problems });
  }
  for (const [index, payment] of records(record.payments)) {
    const pointer = `/payments/${index}`;
    checkDecimals(payment, { name: 'amount', pointer, places, problems });
    // A void negates its original: there, change comes back in.
    if ((payment.type === 'change' || payment.type === 'refund') && !checking.isVoid && signOf(payment.amount) === 1) {
      problems.push({ pointer: `${pointer}/amount`, value: payment.amount, rule: `negative for a ${payment.type}` });
    }
  }
  for (const [index, deposit] of records(record.depositsApplied)) {
    checkDecimals(deposit, { name: 'amount', pointer: `/depositsApplied/${index}`, places, problems });
  }
}

function checkItem(line: JsonRecord, pointer: string, { isVoid, problems }: Checking): void {
  checkAgreement(line, { names: ['quantity', 'amount', 'discount', 'cost'], pointer, problems });
  if (line.restocked === false && !isVoid && signOf(line.quantity) !== -1) {
    problems.push({
      pointer: `${pointer}/restocked`,
      value: false,
      rule: 'false only on a returned line, whose quantity is negative',
    });
  }
}

function checkStock(record: JsonRecord, { problems, places }: Checking): void {
  for (const [index, line] of records(record.lines)) {
    const pointer = `/lines/${index}`;
    checkDecimals(line, { name: 'amount', pointer, places, problems });
    checkAgreement(line, { names: ['quantity', 'amount'], pointer, problems });
  }
}

function checkTransfer(record: JsonRecord, problems: EventProblem[]): void {
  const { stage, location } = record;
  const name = stage === 'shipped' ? 'from' : stage === 'received' ? 'to' : null;
  if (name === null || record[name] === undefined || record[name] === location) return;
  problems.push({ pointer: '/location', value: location, rule: `equal to "${name}" when ${stage}` });
}

/** The first of the names that is not zero gives the sign; the others agree with it or are zero. */
function checkAgreement(
  line: JsonRecord,
  of: { names: readonly string[]; pointer: string; problems: EventProblem[] },
): void {
  let leading: string | null = null;
  let leadingSign = 0;
  for (const name of of.names) {
    const sign = signOf(line[name]);
    if (sign === 0) continue;
    if (leading === null) {
      leading = name;
      leadingSign = sign;
    } else if (sign !== leadingSign) {
      const rule = `the same sign as the ${leading}`;
      of.problems.push({ pointer: `${of.pointer}/${name}`, value: line[name], rule });
    }
  }
}

function checkDecimals(
  record: JsonRecord,
  of: { name: string; pointer: string; places: number; problems: EventProblem[] },
): void {
  const text = record[of.name];
  if (!isDecimal(text)) return;
  const parsed = parseAmount(text, of.places);
  if (!parsed.ok) of.problems.push({ pointer: `${of.pointer}/${of.name}`, value: text, rule: parsed.rule });
}

/** 0 for zero and for what is no decimal. */
function signOf(text: unknown): -1 | 0 | 1 {
  if (text === undefined || !isDecimal(text) || !/[1-9]/.test(text)) return 0;
  return text.startsWith('-') ? -1 : 1;
}

function isDecimal(text: unknown): text is string {
  return typeof text === 'string' && text.length <= 24 && decimalRule(text) === null;
}

/** The records of a list by their place. What is over the limit is refused as a whole; it is not looked through. */
function* records(list: unknown): Generator<readonly [number, JsonRecord]> {
  if (!Array.isArray(list)) return;
  for (let index = 0; index < Math.min(list.length, linesMax); index += 1) {
    const value: unknown = list[index];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) yield [index, value as JsonRecord];
  }
}
