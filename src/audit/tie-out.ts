// A clearing account's month: ours beside QuickBooks' register, line by line, and what is left between the two.
import { addAll, homeHundredths } from './home-amounts.ts';

/** Debits positive, in hundredths of home currency: as QuickBooks keeps its books. */
export interface RegisterSums {
  readonly openingHundredths: bigint;
  readonly movementsHundredths: bigint;
  readonly closingHundredths: bigint;
}

export interface OurLine {
  readonly date: string;
  readonly amountHundredths: bigint;
  readonly documentNumber: string;
  readonly postingKey: string;
  /** Null: QuickBooks has not accepted it. */
  readonly quickbooksId: string | null;
}

export interface RegisterLine {
  readonly date: string;
  readonly amountHundredths: bigint;
  readonly documentNumber: string;
  /** Of its transaction. */
  readonly quickbooksId: string;
  /** QuickBooks' word for what it is: "Journal Entry", "Deposit". */
  readonly kind: string;
  readonly text: string;
}

export type ComparedLine =
  | { readonly where: 'matched'; readonly ours: OurLine; readonly theirs: RegisterLine }
  | { readonly where: 'only-here'; readonly ours: OurLine; readonly theirs: null }
  | { readonly where: 'only-there'; readonly ours: null; readonly theirs: RegisterLine };

/** A line is matched by the transaction that we know QuickBooks has it in, its date and its amount; in the order of dates. */
export function compareRegister(ours: readonly OurLine[], theirs: readonly RegisterLine[]): readonly ComparedLine[] {
  const free = new Map<string, RegisterLine[]>();
  for (const line of theirs) {
    const alike = free.get(likeness(line));
    if (alike === undefined) free.set(likeness(line), [line]);
    else alike.push(line);
  }
  const compared: ComparedLine[] = ours.map((line) => {
    const partner = line.quickbooksId === null ? undefined : free.get(likeness(line))?.shift();
    return partner === undefined
      ? { where: 'only-here', ours: line, theirs: null }
      : { where: 'matched', ours: line, theirs: partner };
  });
  const left = [...free.values()]
    .flat()
    .map((line): ComparedLine => ({ where: 'only-there', ours: null, theirs: line }));
  return [...compared, ...left].sort((one, other) =>
    dateOf(one) < dateOf(other) ? -1 : dateOf(one) > dateOf(other) ? 1 : 0,
  );
}

const likeness = ({ quickbooksId, date, amountHundredths }: OurLine | RegisterLine): string =>
  JSON.stringify([quickbooksId, date, String(amountHundredths)]);

const dateOf = ({ ours, theirs }: ComparedLine): string => (ours ?? theirs).date;

/** Lines of ours that are alike in one account and month, in their own currency: debits less credits. */
export interface BuiltSum extends Omit<MonthSum, 'hundredths'> {
  readonly currency: string;
  readonly exchangeRate: string | null;
  /** Of each of them, where there is a rate: QuickBooks converts and rounds line by line. Null: `sumMinor` is all that counts. */
  readonly eachMinor: bigint | null;
  readonly sumMinor: bigint;
}

export interface MonthSum {
  readonly accountId: string;
  readonly month: string;
  /** Of the first of these lines. */
  readonly firstDay: string;
  readonly hundredths: bigint;
  readonly lines: number;
  readonly acceptedLines: number;
  readonly lastAcceptedAt: Date | null;
}

export function monthSum({ currency, exchangeRate, eachMinor, sumMinor, ...sum }: BuiltSum): MonthSum {
  if (eachMinor === null) return { ...sum, hundredths: homeHundredths(sumMinor, { currency, exchangeRate: null }) };
  return { ...sum, hundredths: homeHundredths(eachMinor, { currency, exchangeRate }) * BigInt(sum.lines) };
}

/** How ours stands in an account at a month. */
export interface OurStanding extends RegisterSums {
  /** Says all that a tie-out rests on: other lines, or the same accepted anew, have another one. */
  readonly mark: string;
}

export function ourStanding(sums: readonly MonthSum[], month: string): OurStanding {
  const before = sums.filter((sum) => sum.month < month);
  const within = sums.filter((sum) => sum.month === month);
  const openingHundredths = addAll(before.map(({ hundredths }) => hundredths));
  const movementsHundredths = addAll(within.map(({ hundredths }) => hundredths));
  const lines = within.reduce((count, sum) => count + sum.lines, 0);
  const accepted = within.reduce((count, sum) => count + sum.acceptedLines, 0);
  const lastAccepted = within.reduce((last, { lastAcceptedAt }) => Math.max(last, lastAcceptedAt?.getTime() ?? 0), 0);
  return {
    openingHundredths,
    movementsHundredths,
    closingHundredths: openingHundredths + movementsHundredths,
    mark: [openingHundredths, movementsHundredths, lines, accepted, lastAccepted].join(' '),
  };
}

/** QuickBooks' AccountType of accounts that money waits in, whose balance runs on from year to year. */
const clearingTypes = ['Bank', 'Other Current Asset', 'Other Current Liability', 'Credit Card'];

export const isClearingType = (type: string): boolean => clearingTypes.includes(type);

/** Whether QuickBooks shows the debits of an account of this type as positive. */
export const isDebitType = (type: string): boolean => ['Bank', 'Other Current Asset'].includes(type);

export const monthStates = [
  'unread',
  'earlier-unread', // what it opens with is not told: a register beneath it is to be read first
  'difference',
  'lines-unmatched', // nothing is left, but lines of ours do not match: what is wrong cancels out
  'no-difference', // free to be tied out by a person, once nothing of it waits
  'tied-out',
  'attention-required', // it was tied out, and something beneath it has changed
] as const;
export type MonthState = (typeof monthStates)[number];

/** The lines of the register in transactions that are none of ours, since ours began: deposits to the bank, fees. */
export interface QuickbooksOwn extends RegisterSums {
  /** Of this month. */
  readonly lines: number;
}

export interface MonthFacts {
  readonly ours: OurStanding;
  /** Null: never read. */
  readonly register: { readonly closingHundredths: bigint; readonly mark: string } | null;
  /** What QuickBooks held there before the first line of ours; null: not known, as the register of that month was not read. */
  readonly beforeHundredths: bigint | null;
  /** Null: not known, as the registers do not run on from the month in which ours begins. */
  readonly quickbooksOwn: QuickbooksOwn | null;
  /** As it was tied out; null: never. */
  readonly tieOut: { readonly oursMark: string; readonly registerMark: string } | null;
  /** Entries of ours in it that somebody changed in QuickBooks, and that nobody has settled. */
  readonly drifts: number;
}

/** What QuickBooks closes with beyond what was there before Tillbook, beyond ours, and beyond its own; null: not known. */
export function differenceOf({
  ours,
  register,
  beforeHundredths,
  quickbooksOwn,
}: Pick<MonthFacts, 'ours' | 'register' | 'beforeHundredths' | 'quickbooksOwn'>): bigint | null {
  if (register === null || beforeHundredths === null || quickbooksOwn === null) return null;
  return register.closingHundredths - beforeHundredths - ours.closingHundredths - quickbooksOwn.closingHundredths;
}

/** What a tie-out rests on there: the month as it was read, and what of its opening is not ours. */
export function registerMarkOf({
  register,
  beforeHundredths,
  quickbooksOwn,
}: Pick<MonthFacts, 'register' | 'beforeHundredths' | 'quickbooksOwn'>): string {
  const [before, own] = [beforeHundredths ?? 0n, quickbooksOwn?.openingHundredths ?? 0n];
  const opening = own !== 0n ? [before, own] : before !== 0n ? [before] : [];
  return [register?.mark ?? '', ...opening].join(' ');
}

/** The months whose registers a month rests on, and each of them as it was read last. */
export interface RegisterRun {
  /** In which ours begins. */
  readonly from: string;
  readonly to: string;
  registerOf(month: string): (Omit<RegisterSums, 'movementsHundredths'> & { readonly readAt: Date }) | null;
}

/**
 * The first month of them to be read: it never was, or not since it changed, as the next one opens otherwise than it closes.
 * Null: they run on without a gap, so that all that lies beneath the last is known.
 */
export function monthToRead({ from, to, registerOf }: RegisterRun): string | null {
  for (let month = from; month < to; month = monthAfter(month)) {
    const next = monthAfter(month);
    const [register, following] = [registerOf(month), registerOf(next)];
    if (register === null) return month;
    if (following !== null && following.openingHundredths !== register.closingHundredths) {
      return register.readAt <= following.readAt ? month : next;
    }
  }
  return null;
}

/**
 * Lines that stand in the way of a tie-out: of ours that QuickBooks has not, or has otherwise. Whatever is only there
 * beyond QuickBooks' own is of an entry of ours.
 */
export function unmatchedLines(compared: readonly ComparedLine[], own: Pick<QuickbooksOwn, 'lines'>): number {
  const unmatched = compared.filter(({ where }) => where !== 'matched').length;
  return unmatched - own.lines;
}

/** Of a register of the month in which ours begins: what it held before that day. */
export function heldBefore(
  day: string,
  register: { openingHundredths: bigint; lines: readonly RegisterLine[] },
): bigint {
  const earlier = register.lines.filter(({ date }) => date < day);
  return register.openingHundredths + addAll(earlier.map(({ amountHundredths }) => amountHundredths));
}

/** Whether a person's word still holds: nothing beneath it has changed. */
export function isTiedOut(facts: MonthFacts): boolean {
  const { ours, register, quickbooksOwn, tieOut, drifts } = facts;
  if (tieOut === null || register === null || quickbooksOwn === null || drifts > 0) return false;
  return tieOut.oursMark === ours.mark && tieOut.registerMark === registerMarkOf(facts);
}

/** `unmatched`: lines that stand in its way, where it was read and is not tied out. */
export function monthState(facts: MonthFacts, unmatched: number): MonthState {
  if (facts.tieOut !== null) return isTiedOut(facts) ? 'tied-out' : 'attention-required';
  if (facts.register === null) return 'unread';
  const difference = differenceOf(facts);
  if (difference === null) return 'earlier-unread';
  if (difference !== 0n) return 'difference';
  return unmatched > 0 ? 'lines-unmatched' : 'no-difference';
}

export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const [nextYear, nextNumber] = number === 12 ? [year + 1, 1] : [year, number + 1];
  return `${String(nextYear).padStart(4, '0')}-${String(nextNumber).padStart(2, '0')}`;
}

/** YYYY-MM, and the first and last day of it. */
export function daysOfMonth(month: string): { readonly from: string; readonly to: string } {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const last = number === 2 ? (isLeapYear(year) ? 29 : 28) : [4, 6, 9, 11].includes(number) ? 30 : 31;
  return { from: `${month}-01`, to: `${month}-${last}` };
}

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
