// Contract: sales forms and orders as they reach a customer or a vendor: printed and sent.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Contract, type Row, startContract } from './contract.fixture.ts';
import { makeBasics, samples } from './samples.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
  await makeBasics(quickbooks);
});
afterAll(() => quickbooks.close());

const make = (type: string, more: Row = {}) => {
  const body = samples.find((sample) => sample.type === type)?.body(quickbooks.ref) ?? {};
  return quickbooks.make('form', type, { ...body, ...more });
};

describe('a form is printed', () => {
  test.each(['Invoice', 'Estimate', 'SalesReceipt', 'CreditMemo'])('%s', async (type) => {
    const { Id } = await make(type);
    expect(String(await quickbooks.call(`get${type}Pdf`, Id))).toMatch(/^%PDF-1\.4[\s\S]*%%EOF\n$/);
  });

  test('with its number, its customer and its total', async () => {
    const { Id, DocNumber, TotalAmt } = await make('Invoice');
    const text = String(await quickbooks.call('getInvoicePdf', Id));
    for (const part of [`Invoice ${String(DocNumber)}`, 'Ann', `Total ${Number(TotalAmt).toFixed(2)} USD`]) {
      expect(text).toContain(`(${part})`);
    }
  });

  test('where it is there', async () => {
    await expect(quickbooks.call('getInvoicePdf', '999')).rejects.toMatchObject({ response: { status: 400 } });
  });
});

describe('a form is sent', () => {
  test.each([
    ['Invoice', 'sendInvoicePdf', 'BillEmail'],
    ['Estimate', 'sendEstimatePdf', 'BillEmail'],
    ['SalesReceipt', 'sendSalesReceiptPdf', 'BillEmail'],
    ['CreditMemo', 'sendCreditMemoPdf', 'BillEmail'],
    ['PurchaseOrder', 'sendPurchaseOrder', 'POEmail'],
  ])('%s, to the address given, which it keeps', async (type, method, field) => {
    const { Id, SyncToken } = await make(type);
    const sent = await quickbooks.call(method, Id, 'ann@example.com');
    expect(sent).toMatchObject({ Id, SyncToken, EmailStatus: 'EmailSent', [field]: { Address: 'ann@example.com' } });
    if (field === 'BillEmail') {
      expect(sent.DeliveryInfo).toEqual({ DeliveryType: 'Email', DeliveryTime: expect.stringMatching(/-0[78]:00$/) });
    }
    expect(await quickbooks.call(`get${type}`, Id)).toEqual(sent);
  });

  test('to its own address where none is given', async () => {
    const { Id } = await make('Invoice', { BillEmail: { Address: 'own@example.com' } });
    expect(await quickbooks.call('sendInvoicePdf', Id)).toMatchObject({ EmailStatus: 'EmailSent' });
  });

  test('nowhere without an address, and not to what is none', async () => {
    const { Id } = await make('Invoice');
    expect(await quickbooks.codes('sendInvoicePdf', Id)).toEqual(['2020']);
    expect(await quickbooks.codes('sendInvoicePdf', Id, 'nobody')).toEqual(['2020']);
  });
});
