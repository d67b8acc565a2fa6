// A preflight as it stands on the screen.
import { expect, test } from 'vitest';
import type { OutstandingAmount, PreflightPage } from '../pipeline/company-books.ts';
import { preflightText } from './preflight-text.ts';

const page: PreflightPage = {
  ...{ problems: [], outstanding: [], outstandingBefore: '2026-11-01', checked: 3, nextCursor: null },
};
const deposit: OutstandingAmount = {
  ...{ key: 'd', kind: 'deposits', subject: null, name: null, side: 'credit', amountMinor: 2500n, currency: 'USD' },
  account: { id: '7', name: 'Customer Deposits', number: '2100' },
};
const stock: OutstandingAmount = {
  ...{ ...deposit, key: 's', kind: 'stock', subject: 'apparel', name: 'Apparel', side: 'debit', amountMinor: 72_000n },
  account: null,
};

test('nothing is said of opening balances where nothing was outstanding', () => {
  expect(preflightText(page)).toBe('Nothing keeps the events from being posted.\n');
});

test('what was outstanding is listed with its side and account, and with what to do about it', () => {
  expect(preflightText({ ...page, outstanding: [deposit, stock] })).toBe(
    `Nothing keeps the events from being posted.

Outstanding before 2026-11-01, by the events that are not synced:
  customer deposits: 25.00 USD, credit, 2100 Customer Deposits
  stock, Apparel: 720.00 USD, debit, no account mapped yet
Enter these in QuickBooks as opening balances as of 2026-10-31, unless its accounts hold them already.
What the shop had before the first of these events comes on top.
Tillbook posts none of it. If you sync the past events instead, enter nothing: they bring these amounts with them.
`,
  );
});

test('less than nothing is not to be entered unseen', () => {
  const inTransit = { ...stock, kind: 'in-transit', subject: null, name: null, amountMinor: -700n } as const;
  const text = preflightText({ ...page, outstanding: [inTransit] });
  expect(text).toContain('goods in transit: -7.00 USD, debit, no account mapped yet\n');
  expect(text).toContain('Where an amount is negative, more went out than these events show coming in');
});

test('what blocks comes first', () => {
  const problem = {
    key: 'x',
    kind: 'conflict',
    role: null,
    subject: null,
    message: 'Amex is missing',
    named: 'x',
  } as const;
  const of = { events: 2, amountMinor: 1n, from: null, to: null, examples: [] };
  const lines = preflightText({ ...page, problems: [{ ...problem, ...of }], outstanding: [deposit] }).split('\n');
  expect(lines.slice(0, 2)).toEqual(['Amex is missing: 2 events', '']);
});
