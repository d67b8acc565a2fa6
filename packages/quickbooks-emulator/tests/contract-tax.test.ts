// Contract: tax agencies, rates and codes, made through TaxService, and the tax of a sale.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';

let quickbooks: Contract;
let made: Row;
const rate = (TaxRateName: string, RateValue: number, more: Row = {}): Row => ({
  TaxRateName,
  RateValue,
  TaxAgencyId: quickbooks.ref('agency').value,
  ...more,
});

beforeAll(async () => {
  quickbooks = await startContract();
  await quickbooks.make('agency', 'TaxAgency', { DisplayName: 'State of New York' });
  await quickbooks.make('customer', 'Customer', { DisplayName: 'Ann' });
  await quickbooks.make('item', 'Item', { Name: 'Shoes', Type: 'Service' });
  made = await quickbooks.call('createTaxService', {
    TaxCode: 'New York City',
    TaxRateDetails: [rate('State', 4), rate('City', 4.875, { TaxApplicableOn: 'Sales' })],
  });
});
afterAll(() => quickbooks.close());

const found = async (method: string, where: unknown, type: string) =>
  ((await quickbooks.call(method, where)).QueryResponse as Row)[type] as Row[];

test('an agency tracks tax on sales unless it says otherwise, and is never deleted', async () => {
  const agency = await quickbooks.call('getTaxAgency', quickbooks.ref('agency').value);
  expect(agency).toMatchObject({ TaxTrackedOnSales: true, TaxTrackedOnPurchases: false });
  expect(await quickbooks.codes('createTaxAgency', {})).toEqual(['2020']);
  expect(await quickbooks.codes('createTaxAgency', { DisplayName: 'state of new york' })).toEqual(['6240']);
});

describe('TaxService', () => {
  test('answers the ids of the code and of each rate that it made', () => {
    expect(made).toMatchObject({
      TaxCode: 'New York City',
      TaxCodeId: '1',
      TaxRateDetails: [
        { TaxRateId: '1', TaxRateName: 'State', RateValue: 4, TaxApplicableOn: 'Sales' },
        { TaxRateId: '2', TaxRateName: 'City', RateValue: 4.875, TaxAgencyId: quickbooks.ref('agency').value },
      ],
    });
  });

  test('makes a code of a rate that is there', async () => {
    const again = await quickbooks.call('createTaxService', {
      TaxCode: 'Upstate',
      TaxRateDetails: [{ TaxRateId: '1' }],
    });
    expect(again.TaxRateDetails).toMatchObject([{ TaxRateId: '1', TaxRateName: 'State' }]);
  });

  test.each([
    ['without a name', () => ({ TaxRateDetails: [rate('x', 1)] }), '2020'],
    ['without rates', () => ({ TaxCode: 'x' }), '2020'],
    ['with a rate without its percentage', () => ({ TaxCode: 'x', TaxRateDetails: [{ TaxRateName: 'x' }] }), '2020'],
    ['with a rate above a hundred', () => ({ TaxCode: 'x', TaxRateDetails: [rate('x', 101)] }), '2090'],
    ['with a name that is taken', () => ({ TaxCode: 'new york city', TaxRateDetails: [rate('x', 1)] }), '6240'],
    ['with a rate that is taken', () => ({ TaxCode: 'x', TaxRateDetails: [rate('State', 1)] }), '6240'],
    [
      'with an agency that is not there',
      () => ({ TaxCode: 'x', TaxRateDetails: [rate('x', 1, { TaxAgencyId: '99' })] }),
      '2500',
    ],
    ['with a rate that is not there', () => ({ TaxCode: 'x', TaxRateDetails: [{ TaxRateId: '99' }] }), '2500'],
    [
      'applied to the moon',
      () => ({ TaxCode: 'x', TaxRateDetails: [rate('x', 1, { TaxApplicableOn: 'Moon' })] }),
      '2170',
    ],
  ])('%s is refused and makes nothing', async (_, body, code) => {
    const before = await found('findTaxRates', {}, 'TaxRate');
    expect(await quickbooks.codes('createTaxService', body())).toEqual([code]);
    expect(await found('findTaxRates', {}, 'TaxRate')).toEqual(before);
  });
});

test('rates and codes are read and queried, and not written by their own path', async () => {
  expect(await quickbooks.call('getTaxRate', '2')).toMatchObject({
    Name: 'City',
    RateValue: 4.875,
    SpecialTaxType: 'NONE',
  });
  expect(await found('findTaxRates', { Name: 'City' }, 'TaxRate')).toMatchObject([{ Id: '2' }]);
  const code = await quickbooks.call('getTaxCode', '1');
  expect(code).toMatchObject({
    Name: 'New York City',
    TaxGroup: true,
    SalesTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: '1' } }, { TaxRateRef: { value: '2' }, TaxOrder: 1 }] },
  });
  expect(await quickbooks.codes('updateTaxCode', code)).toEqual(['500']);
  expect(await quickbooks.codes('updateTaxRate', { Id: '2', SyncToken: '0', RateValue: 5 })).toEqual(['500']);
});

test('an American company has the codes TAX and NON, in reads and in queries', async () => {
  expect(await quickbooks.call('getTaxCode', 'NON')).toMatchObject({ Name: 'NON', Taxable: false });
  const codes = await found('findTaxCodes', { asc: 'Name' }, 'TaxCode');
  expect(codes.map(({ Id }) => Id)).toEqual(['1', 'NON', 'TAX', '2']);
  expect(await found('findTaxCodes', { Id: 'TAX' }, 'TaxCode')).toMatchObject([{ Id: 'TAX' }]);
  expect((await quickbooks.call('findTaxCodes', { count: true })).QueryResponse).toEqual({ totalCount: 4 });
});

describe('a sale', () => {
  const line = (Amount: number, code?: string): Row => ({
    Amount,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: { ItemRef: quickbooks.ref('item'), ...(code ? { TaxCodeRef: { value: code } } : {}) },
  });
  const tax = { TxnTaxDetail: { TxnTaxCodeRef: { value: '1' } } };
  const sell = (Line: readonly Row[], more: Row = tax) =>
    quickbooks.call('createInvoice', { CustomerRef: quickbooks.ref('customer'), Line, ...more });

  test('is taxed by each rate of its code on its taxable lines', async () => {
    const invoice = await sell([line(100, 'TAX'), line(50, 'NON'), line(7)]);
    expect(invoice).toMatchObject({ TotalAmt: 165.88, Balance: 165.88 });
    expect(invoice.TxnTaxDetail).toMatchObject({
      TotalTax: 8.88,
      TxnTaxCodeRef: { value: '1', name: 'New York City' },
      TaxLine: [
        { Amount: 4, TaxLineDetail: { TaxRateRef: { value: '1' }, TaxPercent: 4, NetAmountTaxable: 100 } },
        { Amount: 4.88, TaxLineDetail: { TaxRateRef: { value: '2' }, TaxPercent: 4.875 } },
      ],
    });
  });

  test('keeps the tax that it names itself', async () => {
    const invoice = await sell([line(100, 'TAX')], { TxnTaxDetail: { TxnTaxCodeRef: { value: '1' }, TotalTax: 5 } });
    expect(invoice).toMatchObject({ TotalAmt: 105, TxnTaxDetail: { TotalTax: 5 } });
  });

  test('is taxed before its discount, or after it where it says so', async () => {
    const lines = [line(100, 'TAX'), { Amount: 50, DetailType: 'DiscountLineDetail', DiscountLineDetail: {} }];
    expect((await sell(lines)).TotalAmt).toBe(58.88);
    expect((await sell(lines, { ...tax, ApplyTaxAfterDiscount: true })).TotalAmt).toBe(54.44);
  });

  test('with a code that is not there is refused', async () => {
    const sale = { CustomerRef: quickbooks.ref('customer'), Line: [line(1, 'WHAT')] };
    expect(await quickbooks.codes('createInvoice', sale)).toEqual(['2500']);
  });
});

describe('a sale outside the United States', () => {
  let london: Contract;
  beforeAll(async () => {
    london = await startContract({ template: 'retail-gb' });
    await london.make('ann', 'Customer', { DisplayName: 'Ann' });
  });
  afterAll(() => london.close());

  const line = (Amount: number, value?: string): Row => ({
    Amount,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: value ? { TaxCodeRef: { value } } : {},
  });
  const sell = (Line: readonly Row[], more: Row = {}) =>
    london.call('createInvoice', { CustomerRef: london.ref('ann'), Line, ...more });
  // In the order of the template: 20, 5 and 0 percent, exempt.
  const [standard, reduced, zero] = ['1', '2', '3'];

  test('is taxed line by line, by the codes that its lines name', async () => {
    const invoice = await sell([line(100, standard), line(0.99, standard), line(50, reduced), line(7, zero), line(3)]);
    expect(invoice.TxnTaxDetail).toEqual({
      TotalTax: 22.7,
      TaxLine: [
        [20.2, 100.99, 20],
        [2.5, 50, 5],
        [0, 7, 0],
      ].map(([Amount, NetAmountTaxable, TaxPercent]) => ({
        Amount,
        DetailType: 'TaxLineDetail',
        TaxLineDetail: { TaxRateRef: expect.anything(), PercentBased: true, TaxPercent, NetAmountTaxable },
      })),
    });
    expect(invoice).toMatchObject({ TotalAmt: 183.69, Balance: 183.69 });
  });

  test.each([
    ['says so itself', [line(100, '1')], { TxnTaxDetail: { TotalTax: 5 } }, 105],
    ['is not applicable', [line(100, '1')], { GlobalTaxCalculation: 'NotApplicable' }, 100],
    ['has no codes', [line(100)], {}, 100],
  ])('is not, where it %s', async (_, lines, more, total) => {
    expect((await sell(lines, more)).TotalAmt).toBe(total);
  });
});

test('outside the United States there is no TAX or NON, and a taxed line of an entry says how much and on what', async () => {
  const london = await startContract({ template: 'retail', settings: { country: 'GB', homeCurrency: 'GBP' } });
  expect(await london.codes('getTaxCode', 'NON')).toEqual(['2030']);
  await london.make('agency', 'TaxAgency', { DisplayName: 'HMRC' });
  await london.call('createTaxService', {
    TaxCode: '20% S',
    TaxRateDetails: [{ TaxRateName: 'Standard', RateValue: 20, TaxAgencyId: '1' }],
  });
  const entry = (detail: Row) => ({
    Line: ['Debit', 'Credit'].map((PostingType, index) => ({
      Amount: 10,
      DetailType: 'JournalEntryLineDetail',
      JournalEntryLineDetail: {
        PostingType,
        AccountRef: { value: String(index + 1) },
        ...(index === 0 ? { TaxCodeRef: { value: '1' }, ...detail } : {}),
      },
    })),
  });
  expect(await london.codes('createJournalEntry', entry({}))).toEqual(['2270']);
  expect(await london.codes('createJournalEntry', entry({ TaxApplicableOn: 'Sales' }))).toEqual(['2280']);
  expect(await london.codes('createJournalEntry', entry({ TaxApplicableOn: 'Sales', TaxAmount: 2 }))).toEqual([]);
  await london.close();
});
