// Tie-out without a database: which lines match, how ours adds up over months, and what a month's state is.
import { describe, expect, it } from 'vitest';
import {
  type BuiltSum,
  compareRegister,
  daysOfMonth,
  heldBefore,
  isClearingType,
  isDebitType,
  type MonthFacts,
  monthAfter,
  monthState,
  monthSum,
  monthToRead,
  type OurLine,
  ourStanding,
  type QuickbooksOwn,
  type RegisterLine,
  unmatchedLines,
} from './tie-out.ts';

const our = (quickbooksId: string | null, amountHundredths: bigint, date = '2026-11-20'): OurLine => ({
  ...{ quickbooksId, amountHundredths, date },
  ...{ documentNumber: `TB-${quickbooksId}`, postingKey: 'till/sale/1' },
});
const their = (quickbooksId: string, amountHundredths: bigint, date = '2026-11-20'): RegisterLine => ({
  ...{ quickbooksId, amountHundredths, date },
  ...{ documentNumber: '', kind: 'Journal Entry', text: '' },
});
const places = (ours: readonly OurLine[], theirs: readonly RegisterLine[]) =>
  compareRegister(ours, theirs).map(({ where }) => where);

describe('a line', () => {
  it('matches the line of the same transaction, date and amount', () => {
    expect(places([our('1', 10_00n)], [their('1', 10_00n)])).toEqual(['matched']);
  });

  it.each([
    ['another transaction', their('2', 10_00n)],
    ['another date', their('1', 10_00n, '2026-11-21')],
    ['another amount', their('1', 10_01n)],
    ['the other side', their('1', -10_00n)],
  ])('of %s is only there, and ours only here', (_, theirs) => {
    expect(places([our('1', 10_00n)], [theirs])).toEqual(['only-here', 'only-there']);
  });

  it('that QuickBooks has not accepted is only here, whatever else moves the same amount', () => {
    expect(places([our(null, 10_00n)], [their('', 10_00n)])).toEqual(['only-here', 'only-there']);
  });

  it('matches once: of two alike there, one of ours takes one', () => {
    expect(places([our('1', 10_00n)], [their('1', 10_00n), their('1', 10_00n)])).toEqual(['matched', 'only-there']);
    expect(places([our('1', 10_00n), our('1', 10_00n)], [their('1', 10_00n)])).toEqual(['matched', 'only-here']);
  });

  it('lies in the order of dates', () => {
    const compared = compareRegister([our('1', 1n, '2026-11-30'), our('2', 1n, '2026-11-02')], [their('9', 1n)]);
    expect(compared.map(({ ours, theirs }) => (ours ?? theirs).date)).toEqual([
      ...['2026-11-02', '2026-11-20', '2026-11-30'],
    ]);
  });
});

const built = (month: string, change: Partial<BuiltSum> = {}): BuiltSum => ({
  ...{
    accountId: '1',
    month,
    firstDay: `${month}-20`,
    currency: 'USD',
    exchangeRate: null,
    eachMinor: null,
    sumMinor: 10_00n,
  },
  ...{ lines: 1, acceptedLines: 1, lastAcceptedAt: new Date('2026-11-20T12:00:00Z') },
  ...change,
});
const standing = (...sums: readonly BuiltSum[]) => ourStanding(sums.map(monthSum), '2026-11');

describe('ours', () => {
  it('opens with what lies before the month, and leaves out what lies after it', () => {
    expect(standing(built('2025-11'), built('2026-10'), built('2026-11'), built('2026-12'))).toMatchObject({
      openingHundredths: 20_00n,
      movementsHundredths: 10_00n,
      closingHundredths: 30_00n,
    });
  });

  it('is converted line by line, as QuickBooks does', () => {
    const third = { currency: 'EUR', exchangeRate: '1.005', eachMinor: 1_00n, sumMinor: 3_00n, lines: 3 };
    // 1.005 each rounds to 1.01; 3.015 in one would have been 3.02.
    expect(standing(built('2026-11', third)).movementsHundredths).toBe(3_03n);
    expect(standing(built('2026-11', { ...third, eachMinor: -1_00n })).movementsHundredths).toBe(-3_03n);
  });

  it('has hundredths whatever decimals its currency has', () => {
    expect(standing(built('2026-11', { currency: 'JPY', sumMinor: 1500n })).movementsHundredths).toBe(1500_00n);
    expect(standing(built('2026-11', { currency: 'KWD', sumMinor: 1500n })).movementsHundredths).toBe(1_50n);
  });

  it.each([
    ['a line more', { lines: 2 }],
    ['another amount', { sumMinor: 10_01n }],
    ['one that was accepted since', { acceptedLines: 0 }],
    ['the same that was accepted anew', { lastAcceptedAt: new Date('2026-11-20T12:00:01Z') }],
  ])('has another mark with %s', (_, change) => {
    expect(standing(built('2026-11', change)).mark).not.toBe(standing(built('2026-11')).mark);
  });

  it('has another mark when what lies before has changed, and the same when what lies after has', () => {
    const mark = standing(built('2026-11')).mark;
    expect(standing(built('2026-10'), built('2026-11')).mark).not.toBe(mark);
    expect(standing(built('2026-11'), built('2026-12')).mark).toBe(mark);
  });
});

const own = (openingHundredths: bigint, movementsHundredths: bigint): QuickbooksOwn => ({
  ...{ openingHundredths, movementsHundredths, closingHundredths: openingHundredths + movementsHundredths, lines: 1 },
});

describe('a month', () => {
  const ours = standing(built('2026-11'));
  const closing = (closingHundredths: bigint) => ({ closingHundredths, mark: 'r' });
  const facts = (change: Partial<MonthFacts> = {}): MonthFacts => ({
    ...{ ours, register: closing(10_00n), beforeHundredths: 0n, quickbooksOwn: own(0n, 0n), tieOut: null, drifts: 0 },
    ...change,
  });
  const tieOut = { oursMark: ours.mark, registerMark: 'r' };
  const tiedBeside = (of: QuickbooksOwn) => ({ ...tieOut, registerMark: `r 0 ${of.openingHundredths}` });

  it.each<[string, Partial<MonthFacts>, string]>([
    ['was not read', { register: null, quickbooksOwn: null }, 'unread'],
    ['rests on a month that was not', { quickbooksOwn: null }, 'earlier-unread'],
    ['closes otherwise by a hundredth', { register: closing(10_01n) }, 'difference'],
    ['closes alike', {}, 'no-difference'],
    ['was emptied into the bank', { register: closing(0n), quickbooksOwn: own(0n, -10_00n) }, 'no-difference'],
    [
      'was emptied by more than QuickBooks says',
      { register: closing(0n), quickbooksOwn: own(0n, -9_99n) },
      'difference',
    ],
    ['opens with what QuickBooks took', { register: closing(3_00n), quickbooksOwn: own(-7_00n, 0n) }, 'no-difference'],
    ['closes alike only as something was keyed by hand', { quickbooksOwn: own(0n, 10_00n) }, 'difference'],
    [
      'closes alike beyond what was there before',
      { register: closing(12_00n), beforeHundredths: 2_00n },
      'no-difference',
    ],
    ['was tied out', { tieOut }, 'tied-out'],
    ['was tied out, and what was there before changed', { tieOut, beforeHundredths: 2_00n }, 'attention-required'],
    ['was tied out, and ours changed', { tieOut: { ...tieOut, oursMark: '' } }, 'attention-required'],
    ['was tied out, and the register changed', { tieOut: { ...tieOut, registerMark: '' } }, 'attention-required'],
    ['was tied out, and an entry was changed there', { tieOut, drifts: 1 }, 'attention-required'],
    [
      'was tied out beside what QuickBooks took earlier',
      { tieOut: tiedBeside(own(-7_00n, 0n)), quickbooksOwn: own(-7_00n, 0n) },
      'tied-out',
    ],
    [
      'was tied out, and QuickBooks took something else earlier',
      { tieOut: tiedBeside(own(-7_00n, 0n)), quickbooksOwn: own(-6_00n, 0n) },
      'attention-required',
    ],
    ['was tied out, and a month beneath it is to be read', { tieOut, quickbooksOwn: null }, 'attention-required'],
  ])('that %s is %s', (_, change, state) => {
    expect(monthState(facts(change), 0)).toBe(state);
  });

  it('that closes alike is not free while lines of ours do not match: what is wrong cancels out', () => {
    expect(monthState(facts(), 1)).toBe('lines-unmatched');
    expect(monthState(facts({ register: closing(10_01n) }), 1)).toBe('difference');
  });

  it('has what was there before the first day of ours from the opening and the lines before that day', () => {
    const line = (date: string, amountHundredths: bigint): RegisterLine => ({
      ...{ date, amountHundredths, documentNumber: '', quickbooksId: '1', kind: 'Deposit', text: '' },
    });
    const lines = [line('2026-11-05', 7_00n), line('2026-11-20', 1_00n), line('2026-11-19', -2_00n)];
    expect(heldBefore('2026-11-20', { openingHundredths: 50_00n, lines })).toBe(55_00n);
  });

  it.each([
    ['2026-11', '2026-11-30'],
    ['2026-12', '2026-12-31'],
    ['2026-02', '2026-02-28'],
    ['2028-02', '2028-02-29'],
    ['2100-02', '2100-02-28'],
    ['2000-02', '2000-02-29'],
  ])('%s ends on %s', (month, to) => {
    expect(daysOfMonth(month)).toEqual({ from: `${month}-01`, to });
  });
});

describe('lines in the way of a tie-out', () => {
  it('are ours that is only here, and ours that is only there: not what is QuickBooks’ own', () => {
    const compared = compareRegister([our('1', 5n), our('2', 6n)], [their('1', 5n), their('2', 7n), their('9', 8n)]);
    expect(unmatchedLines(compared, { lines: 1 })).toBe(2);
    expect(unmatchedLines(compareRegister([our('1', 5n)], [their('1', 5n), their('9', 8n)]), { lines: 1 })).toBe(0);
  });
});

describe('the month to be read first', () => {
  type Read = readonly [opening: bigint, closing: bigint, readOn: number];
  const toRead = (to: string, read: Readonly<Record<string, Read>>) =>
    monthToRead({
      ...{ from: '2026-11', to },
      registerOf(month) {
        const found = read[month];
        if (found === undefined) return null;
        const [openingHundredths, closingHundredths, readOn] = found;
        return { openingHundredths, closingHundredths, readAt: new Date(Date.UTC(2027, 1, readOn)) };
      },
    });

  it.each<[string, string, Readonly<Record<string, Read>>, string | null]>([
    ['none, of the month in which ours begins', '2026-11', { '2026-11': [9n, 5n, 1] }, null],
    [
      'none, where each opens with what the last closed with',
      '2026-12',
      { '2026-11': [9n, 5n, 1], '2026-12': [5n, 6n, 2] },
      null,
    ],
    ['the first that was never read', '2027-01', { '2026-12': [5n, 6n, 1], '2027-01': [6n, 6n, 1] }, '2026-11'],
    ['one between that was never read', '2027-01', { '2026-11': [0n, 5n, 1], '2027-01': [5n, 6n, 1] }, '2026-12'],
    ['the earlier, where it changed since', '2026-12', { '2026-11': [9n, 5n, 1], '2026-12': [4n, 6n, 2] }, '2026-11'],
    [
      'the later, where the earlier was read anew',
      '2026-12',
      { '2026-11': [9n, 5n, 3], '2026-12': [4n, 6n, 2] },
      '2026-12',
    ],
  ])('is %s', (_, to, read, month) => {
    expect(toRead(to, read)).toBe(month);
  });

  it('is sought from month to month over the end of a year', () => {
    expect(['2026-11', '2026-12', '2027-01', '2027-09'].map(monthAfter)).toEqual([
      ...['2026-12', '2027-01', '2027-02', '2027-10'],
    ]);
  });
});

describe('an account', () => {
  it('is a clearing account where its balance runs on, and shows debits or credits as positive', () => {
    expect(['Bank', 'Other Current Asset', 'Other Current Liability', 'Credit Card'].every(isClearingType)).toBe(true);
    expect(['Income', 'Expense', 'Equity'].some(isClearingType)).toBe(false);
    expect([isDebitType('Bank'), isDebitType('Other Current Liability'), isDebitType('Credit Card')]).toEqual([
      ...[true, false, false],
    ]);
  });
});
