// Bodies that no client means: whatever is sent to whichever entity is refused or taken, and never breaks the service.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definitions } from '../src/entities/catalogue.ts';
import { startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());

const customer = { CustomerRef: { value: '1' } };
const paid = (link: unknown) => ({ ...customer, TotalAmt: 1, Line: [{ Amount: 1, LinkedTxn: link }] });
const sold = (line: unknown) => ({ ...customer, Line: [line] });
const group = (inner: unknown) => ({ DetailType: 'GroupLineDetail', GroupLineDetail: { Line: [inner] } });
const bodies: readonly unknown[] = [
  ...[null, [], {}, 'x', 1, true, { Line: null }, { Line: [null] }, { Line: [[]] }, { Line: 'x' }],
  ...[
    paid([null]),
    paid('x'),
    paid([{ TxnId: {}, TxnType: 'constructor' }]),
    paid([{ TxnId: '1', TxnType: '__proto__' }]),
  ],
  ...[
    { ...customer, TotalAmt: 1e300 },
    { CustomerRef: [], TotalAmt: 1 },
    { CustomerRef: 'x', TotalAmt: 1 },
  ],
  ...[sold({ DetailType: '__proto__', Amount: 1 }), sold({ DetailType: {}, Amount: 1 }), sold(group(group(null)))],
  sold({ Amount: 1, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { TaxCodeRef: { value: 'constructor' } } }),
  sold({ DetailType: 'DiscountLineDetail', DiscountLineDetail: { PercentBased: true, DiscountPercent: 'x' } }),
  { ...sold(group({})), TxnTaxDetail: { TxnTaxCodeRef: { value: '__proto__' } } },
  ...[
    { Name: 'x', Type: 'Service', IncomeAccountRef: { value: {} } },
    { DisplayName: 'a', ParentRef: { value: '1' } },
  ],
  ...[
    { Note: 'x', AttachableRef: [null] },
    { Note: 'x', AttachableRef: {} },
    { constructor: 1 },
    { Id: {}, SyncToken: [] },
  ],
];

test.each(definitions.map(({ name }) => name))('%s is refused or taken, whatever it is made of', async (name) => {
  for (const body of bodies) {
    const { status, text } = await company.api('POST', `/${name.toLowerCase()}`, body);
    expect([200, 400], `${JSON.stringify(body)}: ${text}`).toContain(status);
  }
});

test.each([
  '/reports/__proto__',
  '/reports/constructor',
  '/__proto__',
  '/constructor/1',
  '/taxcode/__proto__',
  '/download/x',
])('%s is an address like any other that is not there', async (path) => {
  const { status, body } = await company.api('GET', path);
  expect(status).toBe(400);
  expect(body.Fault?.Error?.[0]?.code).toMatch(/^(500|2030)$/);
});
