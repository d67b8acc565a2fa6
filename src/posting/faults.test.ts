import { describe, expect, it } from 'vitest';
import { type Fault, faultRule, faultRules, isThrottled, normalCode } from './faults.ts';

const fault = (code: string, rest: Partial<Fault> = {}): Fault => ({
  httpStatus: 400,
  code,
  message: '',
  detail: '',
  element: null,
  ...rest,
});

const summary = (given: Fault): string => {
  const rule = faultRule(given);
  return rule.handling === 'cause' ? rule.cause : rule.handling;
};

/** Every code of Intuit's table, and what it leads to. */
const expected: readonly (readonly [code: string, leadsTo: string])[] = [
  ['120', 'authentication'],
  ['130', 'wait'],
  ['140', 'wait'],
  ['150', 'wait'],
  ['500', 'refused'],
  ['600', 'look-up'],
  ['610', 'account'],
  ['620', 'refused'],
  ['630', 'refused'],
  ['700', 'refused'],
  ['800', 'refused'],
  ['900', 'refused'],
  ['1000', 'refused'],
  ['1010', 'refused'],
  ['1020', 'refused'],
  ['1040', 'refused'],
  ['2000', 'refused'],
  ['2010', 'refused'],
  ['2020', 'refused'],
  ['2030', 'refused'],
  ['2050', 'refused'],
  ['2060', 'refused'],
  ['2070', 'refused'],
  ['2080', 'refused'],
  ['2090', 'refused'],
  ['2100', 'refused'],
  ['2110', 'refused'],
  ['2130', 'refused'],
  ['2140', 'refused'],
  ['2170', 'refused'],
  ['2220', 'refused'],
  ['2250', 'refused'],
  ['2260', 'refused'],
  ['2270', 'refused'],
  ['2280', 'refused'],
  ['2290', 'refused'],
  ['2300', 'refused'],
  ['2500', 'account'],
  ['3001', 'retry'],
  ['3100', 'authentication'],
  ['3200', 'authentication'],
  ['3202', 'authentication'],
  ['4000', 'refused'],
  ['4001', 'refused'],
  ['4002', 'refused'],
  ['5010', 'refused'],
  ['5020', 'refused'],
  ['5030', 'refused'],
  ['6000', 'refused'],
  ['6070', 'refused'],
  ['6140', 'look-up'],
  ['6190', 'company-lapsed'],
  ['6200', 'closed-period'],
  ['6210', 'closed-period'],
  ['6220', 'refused'],
  ['6240', 'refused'],
  ['6430', 'refused'],
  ['6440', 'refused'],
  ['6480', 'refused'],
  ['6540', 'refused'],
  ['10000', 'retry'],
  ['10100', 'refused'],
  ['10200', 'refused'],
];

describe('faults', () => {
  it.each(expected)('code %s leads to %s', (code, leadsTo) => {
    expect(summary(fault(code))).toBe(leadsTo);
    expect(faultRule(fault(code)).words).not.toBe('');
  });

  it('expects something of every code in the table', () => {
    expect(Object.keys(faultRules).sort()).toEqual(expected.map(([code]) => code).sort());
  });

  it('takes a 429 or code 3001 for a throttle, whatever shape it comes in', () => {
    expect(summary(fault('', { httpStatus: 429 }))).toBe('retry');
    expect(summary(fault('003001', { httpStatus: 403 }))).toBe('retry');
    expect(isThrottled(fault('3001', { httpStatus: 403 }))).toBe(true);
    expect(isThrottled(fault('3100', { httpStatus: 403 }))).toBe(false);
  });

  it('takes the 6000 that asks to wait for one after which the entry may be there', () => {
    const message =
      'An unexpected error occurred while accessing or saving your data. Please wait a few minutes and try again.';
    expect(summary(fault('6000', { detail: message }))).toBe('retry');
    expect(summary(fault('6000', { detail: 'Business Validation Error: choose a customer' }))).toBe('refused');
  });

  it('takes any server error for one after which the entry may be there, but waits where the company is away', () => {
    expect(summary(fault('', { httpStatus: 503 }))).toBe('retry');
    expect(summary(fault('2020', { httpStatus: 500 }))).toBe('retry');
    expect(summary(fault('140', { httpStatus: 503 }))).toBe('wait');
  });

  it('takes a gateway that refuses without a code for the connection', () => {
    expect(summary(fault('', { httpStatus: 401 }))).toBe('authentication');
    expect(summary(fault('', { httpStatus: 403 }))).toBe('authentication');
  });

  it('takes a code that nobody has heard of for a refusal', () => {
    expect(summary(fault('4711'))).toBe('refused');
    expect(summary(fault('constructor'))).toBe('refused');
  });

  it('reads a code with leading zeros as the code', () => {
    expect(normalCode('003200')).toBe('3200');
    expect(normalCode('610')).toBe('610');
    expect(normalCode('')).toBe('');
  });
});
