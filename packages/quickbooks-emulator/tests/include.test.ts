// What `include` asks for: words that change what is done, and words that change what is answered. Words that are none change nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Body, entry, listOf, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany({ template: 'empty' });
  await company.api('POST', '/account', { Name: 'Bank', AccountType: 'Bank' });
  await company.api('POST', '/account', { Name: 'Sales', AccountType: 'Income' });
  await company.api('POST', '/customer', { DisplayName: 'Ann' });
});
afterAll(() => company.emulator.close());

const get = (path: string) => company.api('GET', path);
const post = (path: string, body: unknown) => company.api('POST', path, body);
const include = (...words: string[]) => words.map((word) => `include=${word}`).join('&');
const query = (text: string, words: string) => get(`/query?query=${encodeURIComponent(text)}&${words}`);

function invoice(more: Record<string, unknown> = {}) {
  const Line = [{ Amount: 5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }];
  return { CustomerRef: { value: '1' }, Line, ...more };
}

describe('words', () => {
  test.each([['nothing'], ['everything,tomorrow'], [''], ['%00'], ['__proto__']])(
    'that are none change nothing: %s',
    async (word) => {
      const made = await post(`/invoice?${include(word)}`, invoice());
      const plain = await get(`/invoice/${String(made.body.Invoice?.Id)}`);
      const asked = await get(`/invoice/${String(made.body.Invoice?.Id)}?${include(word)}`);
      expect([asked.status, asked.body.Invoice]).toEqual([200, plain.body.Invoice]);
      expect(made.body.Invoice).toEqual(plain.body.Invoice);
    },
  );

  test.each([
    ['allowduplicatedocnum'],
    ['AllowDuplicateDocNum'],
    ['invoiceLink,allowduplicatedocnum'],
    ['invoiceLink&include=allowduplicatedocnum'],
    [' allowduplicatedocnum , invoiceLink'],
  ])('come in any case, several in one and one in several: %s', async (words) => {
    await company.control('PUT', '/settings', { warnDuplicateJournalNumber: true });
    const numbered = entry(1, { DocNumber: 'J-1' });
    await post('/journalentry', numbered);
    expect((await post('/journalentry', numbered)).body.Fault?.Error?.[0]?.code).toBe('6140');
    expect((await post(`/journalentry?include=${words}`, numbered)).status).toBe(200);
    await company.control('PUT', '/settings', { warnDuplicateJournalNumber: false });
  });

  test('that begin or end as another does are not it', async () => {
    const { Id } = (await post('/journalentry?include=disallowautodocnum', entry())).body.JournalEntry ?? {};
    expect((await get(`/journalentry/${String(Id)}`)).body.JournalEntry).not.toHaveProperty('DocNumber');
  });
});

test.each([['include=void'], ['operation=update&include=void'], ['operation=update&include=VOID,other']])(
  'a payment is voided by %s',
  async (words) => {
    const { Id, SyncToken } = (await post('/payment', { CustomerRef: { value: '1' }, TotalAmt: 7 })).body.Payment ?? {};
    const voided = await post(`/payment?${words}`, { Id, SyncToken, sparse: true });
    expect(voided.body.Payment).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' });
  },
);

describe('invoiceLink', () => {
  const online = { AllowOnlineCreditCardPayment: true, BillEmail: { Address: 'ann@example.com' } };

  test('comes with what was made, read, found and batched, opens, and comes only where it is asked for', async () => {
    const made = (await post(`/invoice?${include('invoiceLink')}`, invoice(online))).body.Invoice ?? {};
    const link = String(made.InvoiceLink);
    expect((await fetch(link)).status).toBe(200);
    const id = String(made.Id);
    const read = await get(`/invoice/${id}?${include('invoiceLink')}`);
    const found = await query(`select * from Invoice where Id = '${id}'`, include('invoiceLink'));
    const batch = { BatchItemRequest: [{ bId: '1', Query: `select * from Invoice where Id = '${id}'` }] };
    const batched = await post(`/batch?${include('invoiceLink')}`, batch);
    for (const { text } of [read, found, batched]) expect(text).toContain(JSON.stringify(link));
    const plain = [await get(`/invoice/${id}`), await query(`select * from Invoice where Id = '${id}'`, '')];
    for (const { text } of plain) expect(text).not.toContain('InvoiceLink');
  });

  test.each([
    ['cannot be paid online', { BillEmail: online.BillEmail }],
    ['has no address', { AllowOnlineACHPayment: true }],
    ['may not be paid online', { ...online, AllowOnlineCreditCardPayment: false }],
  ])('does not come for an invoice that %s', async (_, fields) => {
    const made = await post(`/invoice?${include('invoiceLink')}`, invoice(fields));
    expect([made.status, made.body.Invoice?.InvoiceLink]).toEqual([200, undefined]);
  });

  test('is not kept where it is sent back', async () => {
    const made = (await post(`/invoice?${include('invoiceLink')}`, invoice(online))).body.Invoice ?? {};
    await post('/invoice', { ...made, InvoiceLink: 'http://elsewhere.example/' });
    expect((await get(`/invoice/${String(made.Id)}`)).text).not.toContain('InvoiceLink');
  });
});

describe('firsttxndate', () => {
  const pairsOf = (info: Body | undefined) =>
    listOf<{ Name: string; Value: string }>(info?.NameValue).filter(({ Name }) => Name === 'firsttxndate');

  test('is a pair of the company: the day of its first transaction, whatever that is', async () => {
    await post('/payment', { CustomerRef: { value: '1' }, TotalAmt: 1, TxnDate: '2019-02-03' });
    const read = await get(`/companyinfo/1?${include('firsttxndate')}`);
    expect(pairsOf(read.body.CompanyInfo)).toEqual([{ Name: 'firsttxndate', Value: '2019-02-03' }]);
    const found = await query('select * from CompanyInfo', include('firsttxndate'));
    expect(found.text).toContain('"2019-02-03"');
    expect(pairsOf((await get('/companyinfo/1')).body.CompanyInfo)).toEqual([]);
  });

  test('is none where there is no transaction, and not kept where it is sent back', async () => {
    const other = await company.request('POST', '/_emulator/companies', { template: 'empty' });
    const realm = String(other.body.realmId);
    const issued = await company.request('POST', `/_emulator/companies/${realm}/tokens`, {});
    const at = `/v3/company/${realm}/companyinfo`;
    const ask = (method: string, path: string, body?: unknown) =>
      company.request(method, `${at}${path}`, body, String(issued.body.access_token));
    const { CompanyInfo } = (await ask('GET', '/1?include=firsttxndate')).body;
    expect(pairsOf(CompanyInfo)).toEqual([]);
    const NameValue = [{ Name: 'firsttxndate', Value: '1999-01-01' }];
    expect((await ask('POST', '', { ...CompanyInfo, NameValue })).status).toBe(200);
    await company.request('PUT', `/_emulator/companies/${realm}/settings`, { lapsed: true });
    const after = (await ask('GET', '/1')).body.CompanyInfo;
    expect(pairsOf(after)).toEqual([]);
    expect(listOf(after?.NameValue)).toContainEqual({ Name: 'SubscriptionStatus', Value: 'EXPIRED' });
  });
});

describe('enhancedAllCustomFields', () => {
  const text = (number: number) => ({
    DefinitionId: String(number),
    Name: `Field ${number}`,
    Type: 'StringType',
    StringValue: `text ${number}`,
  });
  const count = { DefinitionId: '9', Name: 'Count', Type: 'NumberType', NumberValue: 4 };
  const all = [text(1), count, text(2), text(3), text(4)];
  const firsts = [text(1), text(2), text(3)];

  test('has all of them; without it a sale or an order has the first three texts', async () => {
    const made = await post(`/invoice?${include('enhancedAllCustomFields')}`, invoice({ CustomField: all }));
    expect(made.body.Invoice?.CustomField).toEqual(all);
    const id = String(made.body.Invoice?.Id);
    const find = (words: string) => query(`select * from Invoice where Id = '${id}'`, words);
    const shown = async (words: string) => [
      (await get(`/invoice/${id}?${words}`)).body.Invoice?.CustomField,
      listOf((await find(words)).body.QueryResponse?.Invoice)[0]?.CustomField,
    ];
    expect(await shown(include('enhancedAllCustomFields'))).toEqual([all, all]);
    expect(await shown('')).toEqual([firsts, firsts]);
  });

  test('has those of names; without it they have none', async () => {
    const made = await post('/customer', { DisplayName: 'Bob', CustomField: all });
    expect(made.body.Customer).not.toHaveProperty('CustomField');
    const read = await get(`/customer/${String(made.body.Customer?.Id)}?${include('enhancedAllCustomFields')}`);
    expect(read.body.Customer?.CustomField).toEqual(all);
  });

  test('leaves in place what a sparse update of something else did not see', async () => {
    const { Id, SyncToken } = (await post('/invoice', invoice({ CustomField: all }))).body.Invoice ?? {};
    await post('/invoice', { Id, SyncToken, sparse: true, PrivateNote: 'seen' });
    const read = await get(`/invoice/${String(Id)}?${include('enhancedAllCustomFields')}`);
    expect(read.body.Invoice?.CustomField).toEqual(all);
  });
});
