// XML in and out: the same company in both tongues, and answers that Intuit's own schema accepts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithProgram } from '../../../tests/outside-program.ts';
import { parseXml, XmlError } from '../src/xml/parse.ts';
import { entry, line, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());

async function xml(
  method: string,
  path: string,
  body?: string,
): Promise<{ status: number; type: string; text: string }> {
  const response = await fetch(`${company.emulator.url}/v3/company/${company.realmId}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${company.tokens.access}`,
      'content-type': 'application/xml',
      accept: 'application/xml',
    },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

const namespace = 'xmlns="http://schema.intuit.com/finance/v3"';
const entryXml = (note: string) => `<?xml version="1.0" encoding="UTF-8"?>
<JournalEntry ${namespace}><DocNumber>X-1</DocNumber><TxnDate>2026-11-01</TxnDate><PrivateNote>${note}</PrivateNote>
<Line><Description><![CDATA[a <b>]]></Description><Amount>12.30</Amount><DetailType>JournalEntryLineDetail</DetailType>
<JournalEntryLineDetail><PostingType>Debit</PostingType><AccountRef name="any">1</AccountRef></JournalEntryLineDetail></Line>
<Line><Amount>12.30</Amount><DetailType>JournalEntryLineDetail</DetailType>
<JournalEntryLineDetail><PostingType>Credit</PostingType><AccountRef>2</AccountRef></JournalEntryLineDetail></Line></JournalEntry>`;

describe('an entry sent in XML', () => {
  test('is what the same entry in JSON would be, and is answered in XML', async () => {
    const made = await xml('POST', '/journalentry', entryXml('Tom &amp; Ann &#228;&#x20AC;'));
    expect([made.status, made.type]).toEqual([200, 'application/xml;charset=UTF-8']);
    const root = parseXml(made.text);
    expect([root.name, root.children[0]?.name, root.children[0]?.attributes.domain]).toEqual([
      'IntuitResponse',
      'JournalEntry',
      'QBO',
    ]);
    const id = root.children[0]?.children.find(({ name }) => name === 'Id')?.text;
    const { body } = await company.api('GET', `/journalentry/${id}`);
    expect(body.JournalEntry).toMatchObject({
      DocNumber: 'X-1',
      PrivateNote: 'Tom & Ann ä€',
      Line: [
        {
          Amount: 12.3,
          Description: 'a <b>',
          JournalEntryLineDetail: { PostingType: 'Debit', AccountRef: { value: '1', name: 'Cash in Drawer' } },
        },
        { Amount: 12.3, JournalEntryLineDetail: { PostingType: 'Credit' } },
      ],
    });
  });

  test('is changed sparsely by the attribute of its root', async () => {
    const made = await company.api('POST', '/journalentry', entry(1, { DocNumber: 'X-2' }));
    const id = String(made.body.JournalEntry?.Id);
    const change = `<JournalEntry ${namespace} sparse="true"><Id>${id}</Id><SyncToken>0</SyncToken><PrivateNote>new</PrivateNote></JournalEntry>`;
    expect((await xml('POST', '/journalentry?operation=update', change)).status).toBe(200);
    const { body } = await company.api('GET', `/journalentry/${id}`);
    expect(body.JournalEntry).toMatchObject({ DocNumber: 'X-2', PrivateNote: 'new', SyncToken: '1' });
  });

  test.each([
    ['broken', '<JournalEntry><Line></JournalEntry>', '2010'],
    ['with a field that nobody knows', `<JournalEntry ${namespace}><Mood>good</Mood></JournalEntry>`, '2010'],
    ['with a document type', '<!DOCTYPE x [<!ENTITY a "b">]><JournalEntry>&a;</JournalEntry>', '2010'],
    ['without lines', `<JournalEntry ${namespace}/>`, '2020'],
  ])('is refused %s, in XML', async (_, body, code) => {
    const { status, text } = await xml('POST', '/journalentry', body);
    expect(status).toBe(400);
    expect(text).toMatch(new RegExp(`<Fault type="ValidationFault"><Error code="${code}"`));
  });
});

test('a batch in XML is answered item by item', async () => {
  const item = (bId: string, inner: string) =>
    `<BatchItemRequest bId="${bId}" operation="create">${inner}</BatchItemRequest>`;
  const body = `<IntuitBatchRequest ${namespace}>${item('a', entryXml('in a batch').replace(/<\?xml.*\?>/, ''))}${item('b', '<JournalEntry/>')}<BatchItemRequest bId="c"><Query>select count(*) from Account</Query></BatchItemRequest></IntuitBatchRequest>`;
  const { children } = parseXml((await xml('POST', '/batch', body)).text);
  expect(children.map(({ attributes, children: [first] }) => [attributes.bId, first?.name])).toEqual([
    ['a', 'JournalEntry'],
    ['b', 'Fault'],
    ['c', 'QueryResponse'],
  ]);
  expect(children[2]?.children[0]?.attributes.totalCount).toBe('90');
});

describe('reading XML', () => {
  test.each([
    '',
    'text',
    '<a>',
    '<a></b>',
    '<a b=c/>',
    '<a/><b/>',
    '<a>&nope;</a>',
    '<a>&#0;</a>',
    '<a><!-- </a>',
    '<a'.repeat(99),
  ])('refuses %j', (text) => {
    expect(() => parseXml(text)).toThrow(XmlError);
  });

  test('refuses nesting without end', () => {
    expect(() => parseXml('<a>'.repeat(100_000))).toThrow(/nested more than 50 deep/);
  });
});

const schemaFolder = fileURLToPath(new URL('../../../../shared/data/quickbooks/xsd-php-sdk', import.meta.url));
const schemaFile = join(schemaFolder, 'IntuitRestServiceDef.xsd');
const schema = existsSync(schemaFile) ? ['--nonet', '--schema', schemaFile] : [];
if (schema.length === 0) process.stderr.write('Intuit’s schemas are not here: XML is held only to be well formed\n');

describeWithProgram({ name: 'xmllint', debianPackage: 'libxml2-utils' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'quickbooks-emulator-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** All at once: what takes long is to read the schema. */
  function problemsIn(texts: readonly string[]): string {
    const files = texts.map((text, index) => {
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, text);
      return file;
    });
    const { stderr } = spawnSync('xmllint', ['--noout', ...schema, ...files], { encoding: 'utf8' });
    return stderr.replace(/^.* validates\n/gm, '');
  }

  const sale = { Line: [{ Amount: 5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }] };
  const expense = (accountId: string) => ({
    Line: [
      {
        Amount: 5,
        DetailType: 'AccountBasedExpenseLineDetail',
        AccountBasedExpenseLineDetail: { AccountRef: { value: accountId } },
      },
    ],
  });

  test('accepts every entity that is written here, alone, in a query, and as a fault', async () => {
    const [customer, vendor] = [{ CustomerRef: { value: '1' } }, { VendorRef: { value: '1' } }];
    const bodies: Readonly<Record<string, object>> = {
      JournalEntry: {
        ...entry(1, { DocNumber: '1', PrivateNote: '<&>' }),
        Line: [{ ...line('1', 'Debit', 1), Description: 'd' }, line('2', 'Credit', 1)],
      },
      Account: { Name: 'XML & <more>', AccountType: 'Bank' },
      Class: { Name: 'XML' },
      Department: { Name: 'XML' },
      Customer: { DisplayName: 'XML C', PrimaryEmailAddr: { Address: 'a@example.com' } },
      Vendor: { DisplayName: 'XML V' },
      Employee: { DisplayName: 'XML E' },
      Item: { Name: 'XML', Type: 'Service' },
      Term: { Name: 'XML', DueDays: 3 },
      PaymentMethod: { Name: 'XML' },
      SalesReceipt: sale,
      Invoice: { ...sale, ...customer },
      CreditMemo: { ...sale, ...customer },
      Estimate: { ...sale, ...customer },
      RefundReceipt: { ...sale, DepositToAccountRef: { value: '1' } },
      Payment: { ...customer, TotalAmt: 3 },
      Bill: { ...vendor, ...expense('1') },
      VendorCredit: { ...vendor, ...expense('1') },
      PurchaseOrder: { ...vendor, ...expense('1') },
      Purchase: { AccountRef: { value: '1' }, PaymentType: 'Cash', ...expense('2') },
      BillPayment: { ...vendor, TotalAmt: 3, PayType: 'Check', CheckPayment: { BankAccountRef: { value: '1' } } },
      Deposit: {
        DepositToAccountRef: { value: '1' },
        Line: [{ Amount: 5, DetailType: 'DepositLineDetail', DepositLineDetail: { AccountRef: { value: '2' } } }],
      },
      Transfer: { FromAccountRef: { value: '1' }, ToAccountRef: { value: '2' }, Amount: 1 },
    };
    const answers: string[] = [];
    for (const [type, body] of Object.entries(bodies)) {
      const made = await company.api('POST', `/${type.toLowerCase()}`, body);
      expect(made.status, made.text).toBe(200);
      const alone = await xml('GET', `/${type.toLowerCase()}/${String(made.body[type]?.Id)}`);
      const query = await xml('GET', `/query?query=${encodeURIComponent(`select * from ${type} maxresults 5`)}`);
      answers.push(alone.text, query.text);
    }
    for (const path of ['/companyinfo/1', '/preferences', '/account/9999', '/query?query=nonsense']) {
      answers.push((await xml('GET', path)).text);
    }
    expect(problemsIn(answers)).toBe('');
  });
});
