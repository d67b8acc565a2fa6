// What no till should send, and some do: each is taken exactly as it is, or refused at its field with the rule.
import { describe, expect, test } from 'vitest';
import { momentsTaken } from './moments.fixture.ts';
import { parse } from './random-sale.fixture.ts';

const item = { type: 'item', itemClass: 'apparel', quantity: '1', amount: '100.00' };
const sale = {
  source: 'till',
  kind: 'sale',
  sourceId: 't-1',
  occurredAt: '2026-11-03T16:20:05-05:00',
  location: 'main',
  lines: [item],
  payments: [{ paymentType: 'cash', amount: '100.00' }],
};

function refusals(input: unknown): readonly string[] {
  const parsed = parse(input);
  return parsed.ok ? [] : parsed.problems.map(({ pointer, rule }) => `${pointer}: ${rule}`);
}

const pointersOf = (input: unknown): readonly string[] => refusals(input).map((refusal) => refusal.split(':')[0] ?? '');

describe('amounts', () => {
  test.each([
    ['a JSON number', 100],
    ['a JSON number with decimals', 100.5],
    ['a number too large to be exact', 1e21],
    ['null', null],
    ['a list', ['100.00']],
    ['an object', { value: '100.00' }],
    ['true', true],
    ['a plus sign', '+100.00'],
    ['an exponent', '1e2'],
    ['a large exponent', '1E400'],
    ['thousands separators', '1,000.00'],
    ['thousands points', '1.000.00'],
    ['thousands underscores', '1_000.00'],
    ['a narrow space', '1 000.00'],
    ['a decimal comma', '100,00'],
    ['three decimals', '100.000'],
    ['sixteen digits', '12345678901234.56'],
    ['sixteen digits before the point', '1234567890123456'],
    ['minus zero without decimals', '-0'],
    ['a thousand digits', '9'.repeat(1000)],
    ['minus zero', '-0.00'],
    ['two signs', '--1.00'],
    ['a sign behind', '100.00-'],
    ['a minus that is a dash', '−100.00'],
    ['accountants’ brackets', '(100.00)'],
    ['a currency sign', '$100.00'],
    ['a currency code', '100.00 USD'],
    ['leading zeros', '0100.00'],
    ['no digit before the point', '.50'],
    ['no digit behind it', '100.'],
    ['nothing', ''],
    ['a blank before', ' 100.00'],
    ['a blank behind', '100.00 '],
    ['a no-break space', '100\u00A0000.00'],
    ['a zero of no width', '\u200B100.00'],
    ['a line end behind', '100.00\n'],
    ['Arabic digits', '١٠٠'],
    ['an Arabic decimal sign', '100٫00'],
    ['digits of mathematics', '𝟏𝟎𝟎'],
    ['full-width digits', '１００'],
    ['hexadecimal', '0x64'],
    ['NaN', 'NaN'],
    ['Infinity', 'Infinity'],
    ['a zero byte', '100.00\u0000'],
  ])('%s', (_what, amount) => {
    expect(pointersOf({ ...sale, lines: [{ ...item, amount }] })).toContain('/lines/0/amount');
    expect(pointersOf({ ...sale, payments: [{ paymentType: 'cash', amount }] })).toContain('/payments/0/amount');
  });

  test.each(['0', '0.00', '0.01', '-0.01', '1', '1.5', '-9999999999999.99'])(
    'a plain decimal is taken: %s',
    (amount) => {
      const line = { ...item, quantity: amount.startsWith('-') ? '-1' : '1', amount };
      expect(refusals({ ...sale, lines: [line] })).toEqual([]);
    },
  );

  test('a JSON number is refused in words that say what is wanted', () => {
    expect(refusals({ ...sale, lines: [{ ...item, amount: 100 }] })).toEqual([
      '/lines/0/amount: a decimal string such as "12.50", not a JSON number',
    ]);
  });

  test('fifteen digits are exact', () => {
    const amount = '9999999999999.99';
    const parsed = parse({ ...sale, lines: [{ ...item, amount }], payments: [{ paymentType: 'cash', amount }] });
    expect(parsed.ok && parsed.event.kind === 'sale' && parsed.event.lines[0]?.amountMinor).toBe(999999999999999n);
  });

  test.each([
    ['JPY', '100.5'],
    ['KWD', '100.0005'],
    ['EUR', '100.005'],
  ])('decimals are those of the event’s currency: %s', (currency, amount) => {
    const foreign = { ...sale, currency, exchangeRate: '1.1', lines: [{ ...item, amount }] };
    expect(pointersOf(foreign)).toContain('/lines/0/amount');
  });

  test.each(['0', '0.00', '-1.1', '1.12345678901', '1e1', 1.1, '', '1,1'])('no exchange rate: %j', (exchangeRate) => {
    expect(pointersOf({ ...sale, currency: 'EUR', exchangeRate })).toContain('/exchangeRate');
  });
});

describe('moments and dates', () => {
  test.each([
    ['29 February of no leap year', '2026-02-29T10:00:00Z'],
    ['29 February of 2100', '2100-02-29T10:00:00Z'],
    ['31 April', '2026-04-31T10:00:00Z'],
    ['month 13', '2026-13-01T10:00:00Z'],
    ['day 0', '2026-01-00T10:00:00Z'],
    ['hour 24', '2026-01-01T24:00:00Z'],
    ['second 60', '2016-12-31T23:59:60Z'],
    ['second 60 of no leap second', '2026-11-03T23:59:60-05:00'],
    ['second 61', '2026-01-01T00:00:61Z'],
    ['minute 60', '2026-01-01T00:60:00Z'],
    ['an offset east that no database holds', '2026-01-01T00:00:00+16:00'],
    ['an offset west that no database holds', '2026-01-01T00:00:00-16:00'],
    ['an offset of 24 hours', '2026-01-01T00:00:00+24:00'],
    ['an offset of 60 minutes', '2026-01-01T00:00:00+05:60'],
    ['an offset without its point', '2026-01-01T00:00:00+0500'],
    ['no offset', '2026-01-01T00:00:00'],
    ['a blank in place of the T', '2026-01-01 00:00:00Z'],
    ['a minus sign that is a dash', '2026-01-01T00:00:00−05:00'],
    ['a decimal comma', '2026-01-01T00:00:00,5Z'],
    ['ten decimals of a second', '2026-01-01T00:00:00.1234567890Z'],
    ['a zone’s name', '2026-01-01T00:00:00 America/New_York'],
    ['no seconds', '2026-01-01T00:00Z'],
    ['a date alone', '2026-01-01'],
    ['year 0', '0000-01-01T00:00:00Z'],
    ['five digits of a year', '+12026-01-01T00:00:00Z'],
    ['a year before 1970', '1899-12-31T00:00:00Z'],
    ['an American date', '01/02/2026'],
    ['seconds since 1970', 1_767_225_600],
    ['seconds since 1970 as text', '1767225600'],
    ['Arabic digits', '٢٠٢٦-01-01T00:00:00Z'],
    ['a line end behind', '2026-01-01T00:00:00Z\n'],
    ['nothing', ''],
  ])('refuses %s', (_what, occurredAt) => {
    expect(pointersOf({ ...sale, occurredAt })).toEqual(['/occurredAt']);
  });

  test.each(momentsTaken)('takes %s', (_what, occurredAt, businessDate) => {
    const parsed = parse({ ...sale, occurredAt });
    expect(parsed.ok && parsed.event.businessDate).toBe(businessDate);
  });

  test.each(['2026-02-29', '2026-00-10', '0000-01-01', '2026-1-1', '20260101', '2026-01-01T00:00:00Z', '', 20260101])(
    'no business date: %j',
    (businessDate) => {
      expect(pointersOf({ ...sale, businessDate })).toEqual(['/businessDate']);
    },
  );
});

describe('names', () => {
  const taken = [
    ['right to left', 'متجر رئيسي'],
    ['right-to-left marks', '\u202Emain\u202C'],
    ['emoji of many parts', '👩🏽‍🚀🏳️‍🌈'],
    ['combining marks', 'Z\u0351\u036Ba\u0310'],
    ['a formula', "=cmd|'/c calc'!A1"],
    ['a formula that begins with a plus', '+1+1'],
    ['one that begins with a minus', '-1+1'],
    ['one that begins with an at', '@SUM(A1:A9)'],
    ['markup', '<script>alert(1)</script>'],
    ['a quote', "Robert'); DROP TABLE events;--"],
    ['a name of the prototype', '__proto__'],
    ['another', 'constructor'],
    ['a hundred characters', 'x'.repeat(100)],
    ['a path', '../../etc/passwd'],
    ['null in words', 'null'],
  ] as const;

  test.each(taken)('takes %s exactly as it is', (_what, name) => {
    const parsed = parse({ ...sale, location: name, number: name, memo: name, lines: [{ ...item, itemClass: name }] });
    if (!parsed.ok || parsed.event.kind !== 'sale') throw new Error(JSON.stringify(parsed));
    expect(parsed.event).toMatchObject({ location: name, number: name, memo: name });
    expect(parsed.event.lines[0]).toMatchObject({ itemClass: name });
  });

  test.each([
    ['nothing', ''],
    ['blanks alone', ' \u00A0\u3000'],
    ['10,000 characters', 'x'.repeat(10_000)],
    ['a zero byte', 'ma\u0000in'],
    ['a tab', '\t=1+1'],
    ['a return', '\r=1+1'],
    ['a line end', 'ma\nin'],
    ['a control character of eight bits', 'ma\u009Bin'],
    ['the other half of a character', '\uDE00main'],
    ['an escape sequence', '\u001B[31mmain'],
    ['a delete character', 'main\u007F'],
    ['half a character', 'main\uD83D'],
    ['a number', 7],
    ['null', null],
    ['a list', ['main']],
    ['an object', { code: 'main' }],
  ])('refuses %s as a code', (_what, name) => {
    expect(pointersOf({ ...sale, location: name })).toEqual(['/location']);
    expect(pointersOf({ ...sale, payments: [{ paymentType: name, amount: '100.00' }] })).toEqual([
      '/payments/0/paymentType',
    ]);
  });

  test('a source with a slash is refused: it would make the key of another event', () => {
    expect(pointersOf({ ...sale, source: 'till/sale' })).toEqual(['/source']);
  });

  test('a remark may have lines, but no other control characters and no more than 1,000 characters', () => {
    expect(refusals({ ...sale, memo: 'two\nlines\tand a tab' })).toEqual([]);
    expect(pointersOf({ ...sale, memo: 'bell\u0007' })).toEqual(['/memo']);
    expect(pointersOf({ ...sale, memo: 'x'.repeat(1001) })).toEqual(['/memo']);
  });
});

describe('shapes', () => {
  // JSON.parse, unlike a literal, makes `__proto__` a field like any other.
  test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'Kind', 'kind ', 'line\u0000s'])(
    'an unknown field is refused by its name: %j',
    (name) => {
      const withField = JSON.parse(
        JSON.stringify(sale).replace('{', `{${JSON.stringify(name)}:{"polluted":"yes"},`),
      ) as unknown;
      expect(pointersOf(withField)).toEqual([`/${name}`]);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  test.each(['__proto__', 'constructor'])('in a line, too: %j', (name) => {
    const withField = JSON.parse(
      JSON.stringify(sale).replace('[{', `[{${JSON.stringify(name)}:{"amount":"1.00"},`),
    ) as unknown;
    expect(pointersOf(withField)).toEqual([`/lines/0/${name}`]);
  });

  test.each(['__proto__', 'constructor', 'toString', '', 'Sale', 7, null, ['sale'], {}])(
    'no kind, and no type of line: %j',
    (name) => {
      expect(pointersOf({ ...sale, kind: name })).toEqual(['/kind']);
      expect(pointersOf({ ...sale, lines: [{ ...item, type: name }] })).toEqual(['/lines/0/type']);
    },
  );

  test.each([[[]], [null], ['sale'], [7], [true], [[sale]]])('no event: %j', (input) => {
    expect(pointersOf(input)).toEqual(['']);
  });

  test('lists in place of lines, lines in place of lists', () => {
    expect(pointersOf({ ...sale, lines: item })).toEqual(['/lines']);
    expect(pointersOf({ ...sale, lines: [[item]] })).toContain('/lines/0');
    expect(pointersOf({ ...sale, lines: [null] })).toContain('/lines/0');
    expect(pointersOf({ ...sale, lines: { length: 1, 0: item } })).toEqual(['/lines']);
  });

  test('nesting however deep is refused where it begins', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
    expect(pointersOf({ ...sale, memo: deep })).toEqual(['/memo']);
    expect(pointersOf({ ...sale, lines: deep })).toContain('/lines/0');
    const objects = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`) as unknown;
    expect(pointersOf({ ...sale, extra: objects })).toEqual(['/extra']);
  });

  test('a list over its limit is refused as one list, and not line by line', () => {
    const lines = Array.from({ length: 200_000 }, () => ({ nonsense: 1 }));
    expect(refusals({ ...sale, lines })).toEqual(['/lines: at most 1000']);
  });

  test('the answer to a hundred thousand faults is short', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`field ${index}`, 'x'.repeat(500)]));
    const parsed = parse({ ...sale, ...many });
    expect(parsed.ok ? [] : parsed.problems).toHaveLength(100);
    expect(JSON.stringify(parsed).length).toBeLessThan(50_000);
  });
});

describe('problems', () => {
  test('each names its field, the value as it was given and the rule', () => {
    const faults: Record<string, unknown> = {
      amount: '1,00',
      quantity: '1e2',
      cost: 4,
      itemClass: '',
      restocked: 'no',
    };
    const parsed = parse({ ...sale, lines: [{ ...item, ...faults }] });
    const problems = parsed.ok ? [] : parsed.problems;
    expect(Object.fromEntries(problems.map(({ pointer, value }) => [pointer, value]))).toEqual(
      Object.fromEntries(Object.entries(faults).map(([name, value]) => [`/lines/0/${name}`, value])),
    );
    for (const { rule } of problems) expect(rule).toMatch(/[a-z]/);
  });

  test('all of an event are told at once: of its fields, its lines, its payments, and between them', () => {
    expect(
      pointersOf({
        ...sale,
        source: 'a/b',
        sourceId: 7,
        occurredAt: 'yesterday',
        location: '',
        businessDate: '2026-02-30',
        currency: 'EURO',
        memo: '\u0007',
        extra: true,
        lines: [
          { ...item, amount: '1,00' },
          { type: 'tax', amount: 8 },
          { ...item, amount: '-1.00' },
        ],
        payments: [
          { paymentType: 'cash', amount: '1.000' },
          { paymentType: 'cash', amount: '1.00', type: 'change' },
        ],
        depositsApplied: [{ amount: '-0.00' }],
      }).toSorted(),
    ).toEqual(
      [
        '/source',
        '/sourceId',
        '/occurredAt',
        '/location',
        '/businessDate',
        '/currency',
        '/memo',
        '/extra',
        '/lines/0/amount',
        '/lines/1/amount',
        '/lines/1/taxCode',
        '/lines/2/amount',
        '/payments/0/amount',
        '/payments/1/amount',
        '/depositsApplied/0/amount',
        '/depositsApplied/0/paymentType',
      ].toSorted(),
    );
  });

  test('what is missing is told as missing', () => {
    expect(refusals({ kind: 'cash-movement' })).toEqual(
      ['/source', '/sourceId', '/occurredAt', '/location', '/direction', '/reason', '/paymentType', '/amount'].map(
        (pointer) => `${pointer}: required`,
      ),
    );
  });
});
