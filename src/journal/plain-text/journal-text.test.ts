import { expect, test } from 'vitest';
import { accountOf } from '../account.fixture.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { journalText } from './journal-text.ts';

const account = (id: string, fullyQualifiedName: string, type: string) =>
  accountOf({ id, name: fullyQualifiedName.split(':').at(-1) ?? fullyQualifiedName, fullyQualifiedName, type });

const accounts = [
  account('1', 'Cash in Drawer', 'Bank'),
  account('2', 'Sales:Apparel', 'Income'),
  account('3', 'Übrige "Erlöse"; usw.', 'Other Income'),
  account('4', '=cmd|calc', 'Other Current Liability'),
];
const head = { accounts, companyName: 'Main "Street"', companyCurrency: 'USD' };

const entry: JournalEntry = {
  events: ['till/sale/1'],
  businessDate: '2026-11-03',
  location: 'main',
  currency: 'USD',
  exchangeRate: null,
  memo: '=HYPERLINK("x"); "quoted"\nTicket 1',
  lines: [
    line('1', 'debit', 10800n, '/payments/0'),
    line('2', 'credit', 10000n, '/lines/0'),
    line('4', 'credit', 800n, '/lines/1'),
  ],
};

function line(accountId: string, side: 'debit' | 'credit', amountMinor: bigint, pointer: string) {
  return {
    rule: 'sale.tender',
    role: 'payment',
    subject: 'cash',
    side,
    amountMinor,
    location: 'main',
    from: [{ key: 'till/sale/1', pointer }],
    accountId,
    mapping: null,
  } as const;
}

test('beancount: accounts under its five roots, credits negative, text quoted on one line', () => {
  const text = journalText('beancount', head);
  expect(text.head).toContain('option "title" "Main \\"Street\\""');
  expect(text.head).toContain('1970-01-01 open Income:Sales:Apparel\n');
  expect(text.head).toContain('1970-01-01 open Income:U-brige-Erlo-se-usw\n');
  expect(text.entry(entry)).toBe(
    [
      '2026-11-03 * "=HYPERLINK(\\"x\\"); \\"quoted\\" Ticket 1"',
      '  event: "till/sale/1"',
      '  location: "main"',
      '  Assets:Cash-in-Drawer  108.00 USD',
      '    role: "payment/cash"',
      '  Income:Sales:Apparel  -100.00 USD',
      '    role: "payment/cash"',
      '  Liabilities:Cmd-calc  -8.00 USD',
      '    role: "payment/cash"',
      '\n',
    ].join('\n'),
  );
});

test('hledger: names keep their spaces, and nothing in them ends a name or begins a comment', () => {
  const text = journalText('hledger', head);
  expect(text.head).toContain('account Income:Übrige "Erlöse", usw.\n');
  expect(text.entry(entry)).toBe(
    [
      '2026-11-03 * =HYPERLINK("x"), "quoted" Ticket 1',
      '    ; event till/sale/1',
      '    Assets:Cash in Drawer  108.00 USD  ; payment/cash',
      '    Income:Sales:Apparel  -100.00 USD  ; payment/cash',
      '    Liabilities:=cmd,calc  -8.00 USD  ; payment/cash',
      '\n',
    ].join('\n'),
  );
});

test('CSV: a row a line, and no text that a spreadsheet runs', () => {
  const text = journalText('csv', head);
  const rows = text.entry(entry);
  expect(rows).toContain(`"'=HYPERLINK(""x""); ""quoted""\nTicket 1"`);
  expect(rows).toContain("'=cmd|calc,,8.00,USD");
  expect(rows).toContain('2026-11-03,till/sale/1,');
  expect(text.head).toMatch(/^date,entry,memo,/);
});

test.each(['=1+1', '+1', '-1', '@SUM', '\t=1', '\r=1', '＝1'])(
  'CSV: %j comes alive in no column, whichever text it is',
  (formula) => {
    const named = { ...account(formula, formula, 'Bank'), number: formula };
    const [debit] = entry.lines;
    const text = journalText('csv', { ...head, accounts: [named] }).entry({
      ...entry,
      events: [formula],
      memo: formula,
      location: formula,
      lines: [
        {
          ...line(formula, 'debit', 1n, '/lines/0'),
          subject: formula,
          location: formula,
          from: [{ key: formula, pointer: debit?.from[0]?.pointer ?? '' }],
        },
      ],
    });
    const cells = text
      .trimEnd()
      .split(',')
      .map((cell) => cell.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=+\-@\t\r＝]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith(`'${formula[0]}`)).length).toBeGreaterThanOrEqual(8);
  },
);

test('two accounts that would be called the same are told apart by their ids', () => {
  const twins = [account('7', 'A-B', 'Bank'), account('8', 'A B', 'Bank')];
  const text = journalText('beancount', { ...head, accounts: twins });
  expect(text.head).toContain('open Assets:A-B-7\n');
  expect(text.head).toContain('open Assets:A-B-8\n');
});
