// What the auditor calls a difference, what it does not, and whom it names.
import { describe, expect, test } from 'vitest';
import { type AuditedEntry, type AuditedLine, type AuditScope, compareScope } from './compare.ts';
import type { AuditedEvent, AuditSettings } from './expected-totals.ts';

const settings: AuditSettings = { companyCurrency: 'USD', discounts: 'net', overShortCapMinor: 0n };

const deposit = (id: string, amount: string, change: Partial<AuditedEvent> = {}): AuditedEvent => ({
  key: `till/customer-deposit/${id}`,
  number: id,
  businessDate: '2026-11-03',
  body: { kind: 'customer-deposit', location: 'main', paymentType: 'visa', amount },
  voids: null,
  ...change,
});

const line = (side: 'debit' | 'credit', role: string, from: AuditedLine['from']): AuditedLine => ({
  ...{ role, side, from, subject: 'visa', location: 'main' },
  amountMinor: from.reduce((sum, source) => sum + (source.amountMinor ?? 0n), 0n),
});

const entry = (lines: readonly AuditedLine[], change: Partial<AuditedEntry> = {}): AuditedEntry => ({
  businessDate: '2026-11-03',
  currency: 'USD',
  exchangeRate: null,
  lines,
  ...change,
});

function compared(scope: Partial<AuditScope>, by: AuditSettings = settings) {
  return compareScope({ postingKey: 'posting', events: [], entries: [], complete: true, ...scope }, by);
}

const kinds = (scope: Partial<AuditScope>) =>
  compared(scope).differences.map(({ kind, events }) => [kind, ...events.map(({ number }) => number)].join(' '));

const first = deposit('d-1', '25.00');
const from = (event: AuditedEvent, amountMinor: bigint) => [{ key: event.key, amountMinor }];

describe('a void', () => {
  const voiding = deposit('d-2', '', {
    body: { kind: 'customer-deposit', location: 'main' },
    voids: { original: first, originalOutside: false, second: false },
  });
  const taken = [line('debit', 'payment', from(first, 2500n)), line('credit', 'deposit', from(first, 2500n))];
  const back = (of: AuditedEvent) => [
    line('credit', 'payment', from(of, 2500n)),
    line('debit', 'deposit', from(of, 2500n)),
  ];

  test('by itself may say that its lines come from its original', () => {
    expect(kinds({ events: [voiding], entries: [entry(back(first))] })).toEqual([]);
    expect(kinds({ events: [voiding], entries: [entry(taken)] })).toEqual(['amount d-2']);
  });

  test('in the summary of its original stays apart from it, and is missed when only the original is there', () => {
    expect(kinds({ events: [first, voiding], entries: [entry([...taken, ...back(voiding)])] })).toEqual([]);
    expect(kinds({ events: [first, voiding], entries: [entry(taken)] })).toEqual(['missing d-2']);
    expect(kinds({ events: [first, voiding], entries: [entry(back(voiding))] })).toEqual(['missing d-1']);
  });
});

describe('what may have no entry', () => {
  const ticket = deposit('t-1', '', {
    body: {
      kind: 'sale',
      location: 'main',
      lines: [{ type: 'tip', amount: '2.00' }],
      payments: [{ paymentType: 'visa', amount: '1.99' }],
    },
  });
  const plugged = entry([
    line('debit', 'payment', from(ticket, 199n)),
    { ...line('debit', 'over-short', from(ticket, 1n)), subject: null },
    { ...line('credit', 'tips', from(ticket, 200n)), subject: null },
  ]);
  const unplugged = entry([line('debit', 'payment', from(ticket, 199n)), line('credit', 'tips', from(ticket, 199n))]);

  test('is no difference without one, and is one with it', () => {
    expect(kinds({ events: [ticket] })).toEqual([]);
    expect(compared({ events: [ticket], entries: [unplugged] }).differences).toMatchObject([
      { kind: 'must-not-post', events: [{ number: 't-1' }], words: 'it does not foot' },
    ]);
  });

  test('is told apart from what a cap of the company allowed once', () => {
    expect(compared({ events: [ticket], entries: [plugged] })).toEqual({ differences: [], earlierSettings: true });
    const today = { ...settings, overShortCapMinor: 1n };
    expect(compared({ events: [ticket], entries: [plugged] }, today)).toEqual({
      differences: [],
      earlierSettings: false,
    });
  });
});

test('what was posted while discounts were shown otherwise is right by the setting of then', () => {
  const ticket = deposit('t-1', '', {
    body: {
      kind: 'sale',
      location: 'main',
      lines: [{ type: 'item', itemClass: 'visa', quantity: '1', amount: '9.00', discount: '1.00' }],
      payments: [{ paymentType: 'visa', amount: '9.00' }],
    },
  });
  const gross = entry([
    line('debit', 'payment', from(ticket, 900n)),
    line('credit', 'sales', from(ticket, 1000n)),
    { ...line('debit', 'discounts', from(ticket, 100n)), subject: null },
  ]);
  expect(compared({ events: [ticket], entries: [gross] })).toEqual({ differences: [], earlierSettings: true });
});

describe('a posting of which a part is still to be built', () => {
  const goods = { type: 'item', itemClass: 'visa', quantity: '1', amount: '9.00', cost: '4.00' };
  const foreign = deposit('t-1', '', {
    body: {
      ...{ kind: 'sale', location: 'main', currency: 'EUR', exchangeRate: '1.10' },
      lines: [goods],
      payments: [{ paymentType: 'visa', amount: '9.00' }],
    },
  });
  const sold = entry([line('debit', 'payment', from(foreign, 900n)), line('credit', 'sales', from(foreign, 900n))], {
    currency: 'EUR',
    exchangeRate: '1.1',
  });

  test('is right as far as it goes', () => {
    expect(kinds({ events: [foreign], entries: [sold], complete: false })).toEqual([]);
    expect(kinds({ events: [foreign], entries: [], complete: false })).toEqual([]);
    expect(kinds({ events: [foreign], entries: [sold] })).toEqual(['amount t-1']);
  });

  test('is wrong where what is there is wrong', () => {
    const off = { ...sold, lines: sold.lines.map((one) => ({ ...one, amountMinor: one.amountMinor + 1n })) };
    expect(kinds({ events: [foreign], entries: [off], complete: false })).toEqual(['amount t-1']);
  });
});

describe('three decimals, of which QuickBooks keeps two', () => {
  const company = { ...settings, companyCurrency: 'KWD' };
  const dinar = deposit('d-3', '12.345');
  const rounded = (paidMinor: bigint, owedMinor: bigint, roundingMinor: bigint) =>
    entry(
      [
        line('debit', 'payment', from(dinar, paidMinor)),
        line('credit', 'deposit', from(dinar, owedMinor)),
        ...(roundingMinor === 0n ? [] : [{ ...line('credit', 'rounding', from(dinar, roundingMinor)), subject: null }]),
      ],
      { currency: 'KWD' },
    );

  test('may be off by half a hundredth a line, with the rest on rounding, and by no more', () => {
    const differences = (built: AuditedEntry) => compared({ events: [dinar], entries: [built] }, company).differences;
    expect(differences(rounded(12_340n, 12_340n, 0n))).toEqual([]);
    expect(differences(rounded(12_350n, 12_340n, 10n))).toEqual([]);
    expect(differences(rounded(12_351n, 12_340n, 11n))).toMatchObject([{ kind: 'amount' }]);
    expect(differences(rounded(12_330n, 12_330n, 0n))[0]?.totals).toHaveLength(2);
  });

  test('may leave nothing of an event at all', () => {
    const nothing = deposit('d-5', '0.004');
    expect(compared({ events: [nothing] }, company).differences).toEqual([]);
    expect(compared({ events: [dinar] }, company).differences).toMatchObject([{ kind: 'missing' }]);
  });

  const ofDay = (events: readonly AuditedEvent[], amountMinor: bigint) =>
    entry(
      (['payment', 'deposit'] as const).map((role) =>
        line(
          role === 'payment' ? 'debit' : 'credit',
          role,
          events.flatMap((event) => from(event, amountMinor)),
        ),
      ),
      { currency: 'KWD' },
    );

  test('are rounded once for a day: its lines are what all of its events come to, each of which may have nothing in them', () => {
    const events = Array.from({ length: 100 }, (_, index) => deposit(`d-${index}`, '0.005'));
    const differences = (entries: readonly AuditedEntry[]) => compared({ events, entries }, company).differences;
    const everySecond = events.filter((_, index) => index % 2 === 0);
    expect(differences([ofDay(everySecond, 10n)])).toEqual([]);
    expect(differences([])).toMatchObject([{ kind: 'amount', events: [], totals: [{ role: 'payment' }, {}] }]);
    expect(differences([ofDay(events, 10n)])).toMatchObject([{ kind: 'amount', events: [] }]);
    expect(differences([ofDay(everySecond, 20n)])).toHaveLength(50);
  });

  test('may leave nothing of a void, whose original had nothing in its day', () => {
    const small = deposit('d-6', '0.006');
    const voids = { original: small, originalOutside: false, second: false };
    expect(compared({ events: [small] }, company).differences).toMatchObject([{ kind: 'missing' }]);
    const body = { kind: 'customer-deposit', location: 'main' };
    expect(compared({ events: [deposit('v-6', '', { body, voids })] }, company).differences).toEqual([]);
  });

  test('are no leave to be off elsewhere', () => {
    const cents = deposit('d-4', '12.34');
    const off = entry([
      line('debit', 'payment', from(cents, 1235n)),
      line('credit', 'deposit', from(cents, 1234n)),
      { ...line('credit', 'rounding', from(cents, 1n)), subject: null },
    ]);
    expect(kinds({ events: [cents], entries: [off] })).toEqual(['amount d-4']);
  });
});

test('a line that does not say where it comes from is never taken for right', () => {
  const second = deposit('d-2', '10.00');
  const lines = [
    { ...line('debit', 'payment', []), amountMinor: 3500n },
    { ...line('credit', 'deposit', []), amountMinor: 3500n },
  ];
  expect(kinds({ events: [first, second], entries: [entry(lines)] })).toEqual(['missing d-1', 'missing d-2', 'amount']);
});

test('an entry dated otherwise than its event says both dates', () => {
  const lines = [line('debit', 'payment', from(first, 2500n)), line('credit', 'deposit', from(first, 2500n))];
  const late = entry(lines, { businessDate: '2026-11-04' });
  expect(compared({ events: [first], entries: [late] }).differences).toMatchObject([
    { kind: 'date', words: 'the entry is dated 2026-11-04, the event 2026-11-03', events: [{ number: 'd-1' }] },
  ]);
});
