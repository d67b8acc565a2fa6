import { describe, expect, it } from 'vitest';
import { roles } from '../journal/role.ts';
import { alertAction, alertDetail, alertTitle, type CauseNames, causeMessage, causeWords } from './cause-words.ts';
import {
  type Cause,
  causeKey,
  inactiveDimension,
  inactiveDimensionOf,
  multicurrencyOff,
  noUsableAnswer,
} from './causes.ts';

const names: CauseNames = {
  subject: (role, code) => (role === 'payment' && code === 'amex' ? 'Amex' : code),
  account: (accountId) => (accountId === '79' ? '4100 Sales' : null),
  dimension: (kind, id) => (kind === 'class' && id === '7' ? 'Toys' : null),
  amount: (amountMinor, currency) => (currency === 'JPY' ? `${amountMinor}` : `0.0${amountMinor}`),
};

const missing = (role: (typeof roles)[number], subject: string | null): Cause => ({
  kind: 'missing-account',
  role,
  subject,
});
const outOfBalance: Cause = {
  kind: 'out-of-balance',
  eventKey: 'till/sale/t-104233',
  number: '104233',
  amountMinor: -1n,
  currency: 'USD',
};
const refused: Cause = {
  kind: 'refused',
  code: '2020',
  message: 'Required param missing',
  detail: 'AccountRef, entry 7',
};
const inactive: Cause = { kind: 'inactive-account', accountId: '79', accountName: 'Sales', reason: 'inactive' };
const everyKind: readonly Cause[] = [
  missing('payment', 'amex'),
  inactive,
  { kind: 'authentication' },
  { kind: 'closed-period', closedUntil: '2026-10-31' },
  { kind: 'company-lapsed' },
  outOfBalance,
  { kind: 'conflict', eventKey: 'till/sale/t-1', number: '1' },
  { kind: 'reversal', eventKey: 'till/sale/t-2', number: '2', problem: 'it has been voided before' },
  { kind: 'number-taken', documentNumber: 'TB-0123', quickbooksId: '228' },
  refused,
];

describe('alert titles', () => {
  it.each<[Cause, string]>([
    [{ kind: 'authentication' }, 'unable to sync with QuickBooks Online due to an authentication error'],
    [missing('payment', 'amex'), 'Amex is missing a payment account'],
    [missing('deposit', 'check'), 'check is missing a deposit payment account'],
    [missing('inventory', 'scarves'), 'scarves is missing an inventory account'],
    [missing('tips', null), 'the company is missing a tips account'],
    [inactive, '4100 Sales was made inactive in QuickBooks'],
    [{ ...inactive, reason: 'deleted' }, '4100 Sales was deleted in QuickBooks'],
    [
      { ...inactive, reason: 'merged', into: { accountId: '80', accountName: 'Income' } },
      '4100 Sales was merged into Income in QuickBooks',
    ],
    [{ kind: 'closed-period', closedUntil: '2026-10-31' }, 'the books are closed until 31 Oct'],
    [{ kind: 'closed-period', closedUntil: null }, 'the books are closed for the dates of some entries'],
    [outOfBalance, 'ticket 104233 is out of balance by 0.01'],
    [refused, 'QuickBooks refused an entry in which something required is missing: Required param missing'],
  ])('%o', (cause, title) => {
    expect(alertTitle(cause, names)).toBe(`Action Required: ${title}`);
  });

  it('say of every kind what is wrong and what to do', () => {
    for (const cause of everyKind) {
      expect(alertTitle(cause, names)).toMatch(/^Action Required: \S.{10,}/);
      expect(alertAction(cause)).toMatch(/\.$/);
    }
  });

  it('fold the raw fault under the details', () => {
    expect(alertDetail(refused, names)).toBe('Code 2020: Required param missing: AccountRef, entry 7');
    expect(alertDetail(outOfBalance, names)).toBeNull();
  });
});

describe('messages', () => {
  it('name the subject by its kind and code', () => {
    expect(causeMessage(missing('payment', 'amex'), names)).toBe('Payment type amex is missing a payment account');
    expect(causeMessage(missing('sales', 'apparel'), names)).toBe('Item class apparel is missing a sales account');
    expect(causeMessage(missing('adjustment', 'damaged'), names)).toBe(
      'Reason code damaged is missing an adjustment account',
    );
    expect(causeMessage(missing('tips', null), names)).toBe('The company is missing a tips account');
    expect(causeMessage(outOfBalance, names)).toBe('Ticket 104233 is out of balance by 0.01');
  });

  it('are told by names beside, as alerts tell them; a name stays as it is written', () => {
    const named = (cause: Cause) => causeWords(cause, names).named;
    expect(named(missing('payment', 'amex'))).toBe('Amex is missing a payment account');
    expect(named(missing('payment', 'mPay'))).toBe('mPay is missing a payment account');
    expect(named(missing('tips', null))).toBe('The company is missing a tips account');
    expect(named(outOfBalance)).toBe(causeMessage(outOfBalance, names));
    for (const cause of everyKind) {
      const said = named(cause).toLowerCase();
      expect(alertTitle(cause, names).toLowerCase()).toBe(`action required: ${said}`);
    }
  });

  it('have words for every role', () => {
    for (const role of roles)
      expect(causeMessage(missing(role, null), names)).toMatch(/is missing an? [a-z ]+ account$/);
  });
});

describe('cause keys', () => {
  it('differ wherever an alert of its own is due', () => {
    const causes = [...everyKind, missing('deposit', 'amex'), missing('payment', 'visa'), missing('payment', null)];
    expect(new Set(causes.map(causeKey)).size).toBe(causes.length);
  });

  it('group what only the single entry tells apart', () => {
    expect(causeKey({ ...refused, detail: 'AccountRef, entry 8' } as Cause)).toBe(causeKey(refused));
    expect(causeKey({ kind: 'closed-period', closedUntil: null })).toBe(
      causeKey({ kind: 'closed-period', closedUntil: '2026-10-31' }),
    );
  });

  it('do not mix up subjects that look alike', () => {
    expect(causeKey(missing('payment', 'null'))).not.toBe(causeKey(missing('payment', null)));
  });
});

it('no usable answer is a refusal of ours: said in our words, with what to do, and without details', () => {
  const title = 'Action Required: QuickBooks takes other entries and gives no usable answer to some';
  expect(alertTitle(noUsableAnswer, names)).toBe(title);
  expect(alertAction(noUsableAnswer)).toMatch(/^Look at its timeline/);
  expect(alertDetail(noUsableAnswer, names)).toBeNull();
});

describe('a department or class that was made inactive', () => {
  const toys = { id: '7', name: 'Toys', fullyQualifiedName: 'Goods:Toys', active: false };

  it('is a refusal of ours: said in our words, with what to do, and without details', () => {
    const cause = inactiveDimension('class', toys);
    expect(alertTitle(cause, names)).toBe('Action Required: the class Goods:Toys was made inactive in QuickBooks');
    expect(alertAction(cause)).toMatch(/^Choose another one, or none/);
    expect(alertDetail(cause, names)).toBeNull();
  });

  it('is told by its kind and id from every other cause', () => {
    expect(inactiveDimensionOf(inactiveDimension('class', toys))).toEqual({ kind: 'class', id: '7' });
    expect(inactiveDimensionOf(inactiveDimension('department', toys))).toEqual({ kind: 'department', id: '7' });
    for (const cause of everyKind) expect(inactiveDimensionOf(cause)).toBeNull();
    expect(inactiveDimensionOf(multicurrencyOff('EUR'))).toBeNull();
  });
});
