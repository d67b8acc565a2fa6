// An audit as it stands on the screen: what was compared, each difference by its event, and what is only worth knowing.
import { expect, test } from 'vitest';
import type { AuditReport } from '../pipeline/audit-books.ts';
import type { QuickbooksAudited } from '../pipeline/audit-quickbooks.ts';
import { auditJson } from './audit-json.ts';
import { auditText } from './audit-text.ts';

const clean: AuditReport = {
  company: 'Harbor Goods',
  currency: 'USD',
  range: { from: null, to: null },
  events: {
    events: 12,
    eventsCompared: 10,
    eventsWithout: new Map([['action-required', 2]]),
    entries: 11,
    movedEntries: 0,
    earlierSettings: 0,
    conversion: { entries: 0, differenceHundredths: 0n },
    differences: [],
    differenceCount: 0,
  },
  outstanding: { inTransit: [], deposits: [], giftCards: [] },
  quickbooks: { state: 'offline' },
  differenceCount: 0,
};

const name = (number: string) => ({ key: `till/sale/t-${number}`, number, businessDate: '2026-11-03' });
const account = { accountId: '35', name: 'Cash in Drawer', equal: true, roundingHundredths: 0n };
const other = { ...account, accountId: '1', name: 'Checking', equal: false };
const bucket = { location: 'main', currency: 'USD', exchangeRate: null };
const compared: QuickbooksAudited = {
  ...{ state: 'compared', calls: 2, accepted: 11, to: '2026-11-30', callsAhead: 1 },
  accounts: [
    { ...account, oursHundredths: 5000n, heldHundredths: 5000n },
    { ...other, oursHundredths: 100_000n, heldHundredths: 125_000n },
  ],
  entries: { entries: 11, onTheirWay: 0, differences: [], differenceCount: 0 },
};
const said = (text: string): string => `${text.trim().replaceAll(/^ {4}/gm, '')}\n`;

test('a clean audit that asked nobody', () => {
  expect(auditText(clean)).toBe(
    said(`
    Audit of Harbor Goods, every date

    Events against entries
      12 events read; 10 compared with 11 entries: as expected
      2 without an entry: action required

    Still open, by these events
      nothing

    No differences in 10 events. QuickBooks was not asked.`),
  );
});

test('entries on the first open day are told, and are no difference', () => {
  const moved = { ...clean, events: { ...clean.events, movedEntries: 2 } };
  expect(auditText(moved)).toContain('\n  2 entries dated on the first open day: the books were closed\n');
  expect(auditJson(moved).events.movedEntries).toBe(2);
});

test('however many transfers are still on their way, each has its row', () => {
  const inTransit = Array.from({ length: 130_000 }, (_, index) => ({
    what: `transfer TR-${index + 1}`,
    currency: 'USD',
    amountMinor: 5400n,
  }));
  const text = auditText({ ...clean, outstanding: { ...clean.outstanding, inTransit } });
  expect(text).toContain('\n  goods in transit, transfer TR-1       54.00  USD\n');
  expect(text).toContain('\n  goods in transit, transfer TR-130000  54.00  USD\n');
});

test('other people’s entries are told, and are no difference', () => {
  const report = { ...clean, range: { from: '2026-11-01', to: null }, quickbooks: compared };
  expect(auditText(report)).toContain(
    said(`
    Audit of Harbor Goods, 2026-11-01 to the last

    Events against entries
      12 events read; 10 compared with 11 entries: as expected
      2 without an entry: action required

    QuickBooks' trial balance of 2026-11-30, in USD
      11 entries of ours in 2 accounts: 1 holds just that, 1 something else as well
                     ours  QuickBooks  not ours
        Checking  1000.00     1250.00    250.00

    QuickBooks' entries one by one (2 metered calls in all)
      11 found: as posted
      what the accounts hold besides is not ours`),
  );
});

const differing: AuditReport = {
  ...clean,
  events: {
    ...clean.events,
    differenceCount: 1200,
    differences: [
      {
        kind: 'amount',
        postingKey: 'till/sale/t-1',
        events: [name('1')],
        totals: [
          {
            ...bucket,
            ...{ role: 'payment', subject: 'cash' },
            expected: { debitMinor: 1000n, creditMinor: 200n },
            found: { debitMinor: 1001n, creditMinor: 200n },
          },
          {
            ...bucket,
            ...{ role: 'tips', subject: null, currency: 'EUR', exchangeRate: '1.085' },
            expected: { debitMinor: 0n, creditMinor: 5n },
            found: { debitMinor: 5n, creditMinor: 0n },
          },
        ],
        words: '',
      },
      {
        kind: 'must-not-post',
        postingKey: 'summary/2026-11-03/1/main',
        events: [name('2'), name('3')],
        totals: [],
        words: 'it does not foot',
      },
      { kind: 'no-event', postingKey: 'till/sale/t-9', events: [], totals: [], words: '' },
    ],
  },
  outstanding: {
    inTransit: [{ what: 'transfer TR-7', currency: 'USD', amountMinor: 5400n }],
    deposits: [{ what: 'visa', currency: 'USD', amountMinor: 2500n }],
    giftCards: [{ what: 'gift cards', currency: 'JPY', amountMinor: 34000n }],
  },
  quickbooks: {
    ...compared,
    entries: {
      entries: 12,
      onTheirWay: 1,
      differenceCount: 2,
      differences: [
        {
          ...{ kind: 'changed', documentNumber: 'TB-A', quickbooksId: '228', date: '2026-11-04' },
          ...{ postingKey: 'till/sale/t-4', events: [name('4')], furtherEvents: 0 },
          changes: [
            { what: 'date', posted: '2026-11-03', held: '2026-11-04' },
            { what: 'marker', posted: 'p-4', held: '' },
            { what: 'amount', accountId: '35', side: 'debit', postedHundredths: 1000n, heldHundredths: 1100n },
          ],
        },
        {
          ...{ kind: 'unknown', documentNumber: 'TB-B', quickbooksId: '229', date: '2026-11-03' },
          ...{ postingKey: null, events: [], furtherEvents: 0, changes: [] },
        },
      ],
    },
  },
  differenceCount: 1202,
};

test('differences are named by their events, with amounts expected and found', () => {
  expect(auditText(differing)).toBe(
    said(`
    Audit of Harbor Goods, every date

    Events against entries
      12 events read; 10 compared with 11 entries: 1200 differences
      2 without an entry: action required

      1 (till/sale/t-1, 2026-11-03): other amounts than expected
        payment (cash), main, USD: debit 10.00 expected, 10.01 found
        tips, main, EUR at 1.085: debit 0.00 expected, 0.05 found
        tips, main, EUR at 1.085: credit 0.05 expected, 0.00 found

      2 (till/sale/t-2, 2026-11-03), 3 (till/sale/t-3, 2026-11-03): has an entry and may have none (it does not foot)

      posting till/sale/t-9: has an entry and no event

      … and 1197 more, not listed

    QuickBooks' trial balance of 2026-11-30, in USD
      11 entries of ours in 2 accounts: 1 holds just that, 1 something else as well
                     ours  QuickBooks  not ours
        Checking  1000.00     1250.00    250.00

    QuickBooks' entries one by one (2 metered calls in all)
      12 found: 2 differences
      1 more whose answers are still awaited

      4 (till/sale/t-4, 2026-11-03): was changed in QuickBooks
        entry TB-A, QuickBooks' id 228, 2026-11-04
        date: 2026-11-03 posted, 2026-11-04 found
        marker: p-4 posted, none found
        Cash in Drawer: debit 10.00 posted, 11.00 found

      no event of ours: is in QuickBooks under a number of ours, and we did not post it
        entry TB-B, QuickBooks' id 229, 2026-11-03

    Still open, by these events
      goods in transit, transfer TR-7  54.00  USD
      deposits held, visa              25.00  USD
      owed on gift cards               34000  JPY

    1202 differences.`),
  );
});

test('what was not compared at QuickBooks says why', () => {
  const with_ = (quickbooks: QuickbooksAudited) => auditText({ ...clean, quickbooks });
  const equal = { ...compared, calls: 1, entries: null, accounts: compared.accounts.slice(0, 1) };
  expect(with_(equal)).toContain(
    'not compared: the trial balance leaves no doubt (--deep compares them all the same)\n',
  );
  expect(with_({ ...compared, entries: null, callsAhead: 40 })).toContain(
    'not compared: it takes about 40 metered calls (--deep makes them)\n',
  );
  expect(with_({ state: 'unread', reason: 'HTTP 503', calls: 1 })).toContain(
    'could not be read: HTTP 503 (1 metered call)\n',
  );
  expect(with_({ state: 'not-connected' })).toContain('QuickBooks is not connected, and was not asked.\n');
});

test('differences in conversion, and entries of earlier settings, are told and are none', () => {
  const events = { ...clean.events, earlierSettings: 1, conversion: { entries: 2, differenceHundredths: -3n } };
  const text = auditText({ ...clean, events });
  expect(text).toContain('1 posting right by settings that the company had before\n');
  expect(text).toContain('converted line by line, 2 foreign entries come to -0.03 USD more debit than credit\n');
  expect(text).toContain('No differences');
});

test('programs get the same, amounts as decimal text', () => {
  const report = JSON.parse(JSON.stringify(auditJson(differing)));
  expect(report.events.differences[0].totals[0]).toEqual({
    ...bucket,
    ...{ role: 'payment', subject: 'cash' },
    expected: { debit: '10.00', credit: '2.00' },
    found: { debit: '10.01', credit: '2.00' },
  });
  expect(report.quickbooks.entries.differences[0].changes[2]).toEqual({
    ...{ what: 'amount', accountId: '35', side: 'debit' },
    ...{ posted: '10.00', held: '11.00' },
  });
  expect(report.quickbooks.accounts[1]).toMatchObject({ ours: '1000.00', quickbooks: '1250.00' });
  expect(report).toMatchObject({
    differenceCount: 1202,
    events: { withoutEntry: { 'action-required': 2 } },
    giftCards: [{ what: 'gift cards', currency: 'JPY', amount: '34000' }],
  });
});
