// What each role must hold, kind by kind, in figures worked out by hand from the specification.
import { describe, expect, test } from 'vitest';
import { type AuditedEvent, type AuditSettings, expectedTotals } from './expected-totals.ts';

const usd: AuditSettings = { companyCurrency: 'USD', discounts: 'net', overShortCapMinor: 0n };

const event = (body: object, change: Partial<AuditedEvent> = {}): AuditedEvent => ({
  key: 'till/kind/1',
  number: '1',
  businessDate: '2026-11-03',
  body: { location: 'main', ...body },
  voids: null,
  ...change,
});

/** "Dr 20.00 payment/cash main", one a side of a bucket. */
function told(of: AuditedEvent, settings: AuditSettings = usd): readonly string[] | string {
  const expected = expectedTotals(of, settings);
  if (!expected.posts) return expected.why;
  return [...expected.totals.values()].flatMap((total) => {
    const { role, subject, location, currency, exchangeRate, debitMinor, creditMinor } = total;
    const where = `${subject === null ? role : `${role}/${subject}`} ${location}`;
    const money = currency === 'USD' ? '' : ` ${currency} at ${exchangeRate}`;
    return [
      ...(debitMinor === 0n ? [] : [`Dr ${debitMinor} ${where}${money}`]),
      ...(creditMinor === 0n ? [] : [`Cr ${creditMinor} ${where}${money}`]),
    ];
  });
}

const stock = [{ itemClass: 'apparel', quantity: '1', amount: '18.00' }];

describe('what is not a sale', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'a deposit taken',
      { kind: 'customer-deposit', paymentType: 'visa', amount: '25.00' },
      ['Dr 2500 payment/visa main', 'Cr 2500 deposit/visa main'],
    ],
    [
      'a deposit given back',
      { kind: 'customer-deposit', paymentType: 'visa', amount: '-25.00' },
      ['Cr 2500 payment/visa main', 'Dr 2500 deposit/visa main'],
    ],
    [
      'goods received',
      { kind: 'purchasing-receipt', lines: stock },
      ['Dr 1800 inventory/apparel main', 'Cr 1800 purchases-received/apparel main'],
    ],
    [
      'goods sent back',
      { kind: 'purchasing-return', lines: stock },
      ['Dr 1800 purchases-returned/apparel main', 'Cr 1800 inventory/apparel main'],
    ],
    [
      'goods shipped',
      { kind: 'transfer', stage: 'shipped', from: 'main', to: 'outlet', lines: stock },
      ['Dr 1800 inventory-in-transit main', 'Cr 1800 inventory/apparel main'],
    ],
    [
      'goods that arrived',
      { kind: 'transfer', stage: 'received', from: 'main', to: 'outlet', location: 'outlet', lines: stock },
      ['Dr 1800 inventory/apparel outlet', 'Cr 1800 inventory-in-transit outlet'],
    ],
    [
      'an adjustment up and down, not netted',
      {
        kind: 'inventory-adjustment',
        reason: 'count',
        lines: [...stock, { itemClass: 'apparel', quantity: '-1', amount: '-5.00' }],
      },
      [
        'Dr 1800 inventory/apparel main',
        'Cr 500 inventory/apparel main',
        'Dr 500 adjustment/count main',
        'Cr 1800 adjustment/count main',
      ],
    ],
    [
      'a gift card given out of goodwill',
      { kind: 'gift-card-adjustment', reason: 'goodwill', amount: '15.00' },
      ['Dr 1500 gift-card-adjustment/goodwill main', 'Cr 1500 gift-card-liability main'],
    ],
    [
      'cash taken out for postage',
      { kind: 'cash-movement', direction: 'out', reason: 'postage', paymentType: 'cash', amount: '7.80' },
      ['Dr 780 cash-movement/postage main', 'Cr 780 payment/cash main'],
    ],
    [
      'a drawer that is over',
      { kind: 'cash-movement', direction: 'in', reason: 'over-short', paymentType: 'cash', amount: '0.75' },
      ['Dr 75 payment/cash main', 'Cr 75 over-short main'],
    ],
    ['nothing', { kind: 'customer-deposit', paymentType: 'visa', amount: '0.00' }, []],
  ])('%s', (_name, body, totals) => {
    expect(told(event(body))).toEqual(totals);
  });

  test('a foreign receipt is in its own currency, at its rate', () => {
    const body = { kind: 'purchasing-receipt', currency: 'EUR', exchangeRate: '1.0850', lines: stock };
    expect(told(event(body))).toEqual([
      'Dr 1800 inventory/apparel main EUR at 1.085',
      'Cr 1800 purchases-received/apparel main EUR at 1.085',
    ]);
  });

  test('a kind that the auditor does not know is a bug, not an empty entry', () => {
    expect(() => told(event({ kind: 'raffle', amount: '1.00' }))).toThrow('no event of kind raffle');
  });
});

const item = { type: 'item', itemClass: 'apparel', quantity: '1', amount: '90.00', discount: '10.00', cost: '40.00' };
const cash = (amount: string) => ({ paymentType: 'cash', amount });
const sale = (lines: readonly object[], payments: readonly object[], more: object = {}) =>
  event({ kind: 'sale', lines, payments, ...more });

describe('a sale', () => {
  test('tenders, change and deposits against what was charged; cost against stock', () => {
    const lines = [item, { type: 'tax', taxCode: 'ny', amount: '8.00' }, { type: 'tip', amount: '2.00' }];
    const more = { depositsApplied: [{ paymentType: 'visa', amount: '20.00' }] };
    expect(told(sale(lines, [cash('100.00'), cash('-20.00')], more))).toEqual([
      'Dr 10000 payment/cash main',
      'Cr 2000 payment/cash main',
      'Dr 2000 deposit/visa main',
      'Cr 9000 sales/apparel main',
      'Dr 4000 cogs/apparel main',
      'Cr 4000 inventory/apparel main',
      'Cr 800 sales-tax/ny main',
      'Cr 200 tips main',
    ]);
  });

  test('gross shows the price before discount; a gift card is owed at its face value either way', () => {
    const lines = [
      { ...item, cost: undefined },
      { type: 'gift-card', amount: '45.00', discount: '5.00' },
    ];
    const paid = [cash('135.00')];
    expect(told(sale(lines, paid))).toEqual([
      'Dr 13500 payment/cash main',
      'Cr 9000 sales/apparel main',
      'Cr 5000 gift-card-liability main',
      'Dr 500 discounts main',
    ]);
    expect(told(sale(lines, paid), { ...usd, discounts: 'gross' })).toEqual([
      'Dr 13500 payment/cash main',
      'Cr 10000 sales/apparel main',
      'Dr 1500 discounts main',
      'Cr 5000 gift-card-liability main',
    ]);
  });

  test('what was not put back into stock has no cost; what another shop sent has its cost there', () => {
    const returned = { ...item, quantity: '-1', amount: '-90.00', discount: '-10.00', cost: '-40.00' };
    expect(told(sale([{ ...returned, restocked: false }], [cash('-90.00')]))).toEqual([
      'Cr 9000 payment/cash main',
      'Dr 9000 sales/apparel main',
    ]);
    expect(told(sale([{ ...item, fulfilledFrom: 'outlet' }], [cash('90.00')]))).toEqual([
      'Dr 9000 payment/cash main',
      'Cr 9000 sales/apparel main',
      'Dr 4000 cogs/apparel outlet',
      'Cr 4000 inventory/apparel outlet',
    ]);
  });

  test('the cost of a foreign sale is in the company’s currency and its decimals', () => {
    const lines = [{ ...item, amount: '15000', discount: undefined, cost: '40.25' }];
    expect(told(sale(lines, [cash('15000')], { currency: 'JPY', exchangeRate: '0.0066' }))).toEqual([
      'Dr 15000 payment/cash main JPY at 0.0066',
      'Cr 15000 sales/apparel main JPY at 0.0066',
      'Dr 4025 cogs/apparel main',
      'Cr 4025 inventory/apparel main',
    ]);
  });

  test('a house account paid has no lines, only payments of both signs', () => {
    expect(told(sale([], [cash('50.00'), { paymentType: 'on-account', amount: '-50.00' }]))).toEqual([
      'Dr 5000 payment/cash main',
      'Cr 5000 payment/on-account main',
    ]);
  });
});

describe('a sale that does not foot', () => {
  const short = sale([{ ...item, cost: undefined }], [cash('89.95')]);
  const over = sale([{ ...item, cost: undefined }], [cash('90.05')]);
  const capped = (overShortCapMinor: bigint) => ({ ...usd, overShortCapMinor });

  test('may have no entry where the company allows no difference, or less', () => {
    expect(told(short)).toBe('it does not foot');
    expect(told(short, capped(4n))).toBe('it does not foot');
  });

  test('has its difference on over and short up to the cap, on the side that is missing', () => {
    expect(told(short, capped(5n))).toContain('Dr 5 over-short main');
    expect(told(over, capped(5n))).toContain('Cr 5 over-short main');
  });

  test('in another currency the cap is met at the rate of the sale, exactly', () => {
    const foreign = sale([{ ...item, cost: undefined }], [cash('89.95')], { currency: 'EUR', exchangeRate: '1.2' });
    expect(told(foreign, capped(6n))).toContain('Dr 5 over-short main EUR at 1.2');
    expect(told(foreign, capped(5n))).toBe('it does not foot');
  });
});

describe('a void', () => {
  const original = sale([item], [cash('90.00')]);
  const voidOf = (body: object, change: object = {}) =>
    event({ kind: 'sale', ...body }, { voids: { original, originalOutside: false, second: false, ...change } });
  const mirror = [
    'Cr 9000 payment/cash main',
    'Dr 9000 sales/apparel main',
    'Cr 4000 cogs/apparel main',
    'Dr 4000 inventory/apparel main',
  ];
  const negative = { ...item, quantity: '-1', amount: '-90.00', discount: '-10.00', cost: '-40.00' };

  test('without lines, or with every line negated, is its original with the sides changed', () => {
    expect(told(voidOf({}))).toEqual(mirror);
    expect(told(voidOf({ lines: [], payments: [] }))).toEqual(mirror);
    expect(told(voidOf({ lines: [negative], payments: [cash('-90.00')] }))).toEqual(mirror);
  });

  test('of a void is the first again', () => {
    const unvoided = event(
      { kind: 'sale' },
      { voids: { original: voidOf({}), originalOutside: false, second: false } },
    );
    expect(told(unvoided)).toEqual(told(original));
  });

  test.each<[string, AuditedEvent]>([
    ['what it voids is not recorded', voidOf({}, { original: null })],
    ['what it names was voided before', voidOf({}, { second: true })],
    ['what it voids was handled outside', voidOf({}, { originalOutside: true })],
    ['it is of another kind than what it voids', voidOf({ kind: 'cash-movement' })],
    [
      'it is not the exact negative of what it voids',
      voidOf({ lines: [{ ...negative, amount: '-90.01' }], payments: [cash('-90.01')] }),
    ],
    ['what it voids makes no entry: it does not foot', voidOf({}, { original: sale([item], [cash('80.00')]) })],
    [
      'it is not the exact negative of what it voids',
      voidOf({ currency: 'EUR', exchangeRate: '1.1', lines: [negative], payments: [cash('-90.00')] }),
    ],
  ])('has no entry where %s', (why, voiding) => {
    expect(told(voiding)).toBe(why);
  });
});
