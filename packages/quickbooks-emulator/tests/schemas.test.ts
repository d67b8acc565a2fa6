// Intuit's XML schemas: our list of types is theirs, and whatever is answered is valid by them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithFolder, describeWithProgram } from '../../../tests/outside-program.ts';
import { accountSubTypes } from '../src/entities/account-sub-types.ts';
import { fieldsOf } from '../src/schema/types.ts';
import { entityFromXml } from '../src/xml/entities.ts';
import { parseXml, type XmlElement } from '../src/xml/parse.ts';
import { type Contract, type Row, startContract } from './contract.fixture.ts';
import { schemaProblems, schemas } from './intuit-schemas.fixture.ts';
import { makeBasics, samples } from './samples.fixture.ts';

function within(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...within(child, name)]);
}

describeWithFolder(schemas, () => {
  const files = ['IntuitBaseTypes', 'IntuitNamesTypes', 'Finance', 'SalesTax'];
  const roots = files.map((file) => parseXml(readFileSync(join(schemas.path, `${file}.xsd`), 'utf8')));
  const types = new Map(
    roots.flatMap((root) => within(root, 'complexType')).map((type) => [type.attributes.name, type]),
  );
  const enumerations = new Map(
    roots
      .flatMap((root) => within(root, 'simpleType'))
      .map((type) => [type.attributes.name, within(type, 'enumeration').map(({ attributes }) => attributes.value)]),
  );

  /** The elements of a type, its base's first, without the openings for extensions. */
  function elementsOf(name: string): readonly XmlElement[] {
    const type = types.get(name);
    if (!type) throw new Error(`${name} is not in the schema`);
    const [extension] = within(type, 'extension');
    const base = extension?.attributes.base;
    const own = within(type, 'element').filter(
      ({ attributes }) => attributes.type !== 'IntuitAnyType' && attributes.type !== 'Fault',
    );
    return [...(base && types.has(base) ? elementsOf(base) : []), ...own];
  }

  test('every sub-type of an account is known', () => {
    const known = enumerations.get('AccountSubTypeEnum') ?? [];
    expect(known.length).toBeGreaterThan(200);
    expect(known.filter((name) => !accountSubTypes.has(name))).toEqual([]);
  });

  const written = readFileSync(new URL('../src/schema/finance.txt', import.meta.url), 'utf8');
  const names = [...written.matchAll(/^(\w+)(?: < \w+)? = (?!\|)/gm)].map(([, name = '']) => name);

  test.each(names)('%s in finance.txt has the fields of the schema, in its order, with its enumerations', (name) => {
    const fields = [...(fieldsOf(name)?.values() ?? [])];
    const elements = elementsOf(name).filter(({ attributes }) => !/Exe?t?$/.test(attributes.name ?? ''));
    expect(fields.map((field) => field.name)).toEqual(elements.map(({ attributes }) => attributes.name));
    for (const [index, { type, isList }] of fields.entries()) {
      const { attributes } = elements[index] as XmlElement;
      expect([attributes.name, isList]).toEqual([attributes.name, attributes.maxOccurs === 'unbounded']);
      const values = enumerations.get(attributes.type);
      const own = typeof type === 'object' && 'values' in type ? type.values : [];
      expect([attributes.name, own]).toEqual([attributes.name, values ?? []]);
    }
  });
});

describeWithFolder(schemas, () => {
  describeWithProgram({ name: 'xmllint', debianPackage: 'libxml2-utils' }, () => {
    let quickbooks: Contract;
    beforeAll(async () => {
      quickbooks = await startContract();
      await makeBasics(quickbooks);
    });
    afterAll(() => quickbooks.close());

    async function xml(method: string, path: string, body?: string): Promise<string> {
      const response = await fetch(`${quickbooks.url}/v3/company/${quickbooks.realmId}${path}`, {
        method,
        headers: { authorization: `Bearer ${quickbooks.tokens.access}`, accept: 'application/xml' },
        ...(body === undefined ? {} : { body }),
      });
      return response.text();
    }
    async function upload(): Promise<string> {
      const form = new FormData();
      form.append('file_content_01', new Blob(['a']), 'a.txt');
      const response = await fetch(`${quickbooks.url}/v3/company/${quickbooks.realmId}/upload`, {
        method: 'POST',
        headers: { authorization: `Bearer ${quickbooks.tokens.access}` },
        body: form,
      });
      return response.text();
    }
    const firstIn = (text: string) => parseXml(text).children[0] as XmlElement;

    test('an answer about an entity is valid: made, read, changed, found, counted, since, deleted, and the same as in JSON', async () => {
      const documents: Record<string, string> = {};
      for (const { type, body, change } of samples) {
        const made = await quickbooks.call(`create${type}`, body(quickbooks.ref));
        const path = `/${type.toLowerCase()}`;
        const keep = (name: string, text: string) => {
          documents[`${type} ${name}`] = text;
          return text;
        };
        const read = keep('read', await xml('GET', `${path}/${String(made.Id)}`));
        expect(entityFromXml(type, firstIn(read))).toEqual({ ...made, sparse: false });
        const where = encodeURIComponent(`select * from ${type} where Id = '${String(made.Id)}'`);
        keep('query', await xml('GET', `/query?query=${where}`));
        keep('count', await xml('GET', `/query?query=${encodeURIComponent(`select count(*) from ${type}`)}`));
        const sparse = JSON.stringify({ Id: made.Id, SyncToken: '0', sparse: true, ...change });
        keep('update', await xml('POST', `${path}?operation=update`, sparse));
        // What was read in XML is taken back in XML.
        const again = keep('again', await xml('GET', `${path}/${String(made.Id)}`));
        const sent = again.slice(again.indexOf(`<${type}`), again.lastIndexOf('</IntuitResponse>'));
        keep('full update', await xml('POST', path, sent));
        expect([type, firstIn(documents[`${type} full update`] ?? '').name]).toEqual([type, type]);
        const since = new Date(Date.now() - 60_000).toISOString();
        keep('since', await xml('GET', `/cdc?entities=${type}&changedSince=${since}`));
        keep('delete', await xml('POST', `${path}?operation=delete`, JSON.stringify({ Id: made.Id, SyncToken: '2' })));
        keep('after', await xml('GET', `/cdc?entities=${type}&changedSince=${since}`));
        keep('fault', await xml('POST', path, '{"Mood":"good"}'));
      }
      expect(schemaProblems(documents)).toBe('');
    });

    test('an answer with links, taxes, voids, files, batches, lists of one, and reports is valid', async () => {
      const { ref, make } = quickbooks;
      const line = { Amount: 10, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: ref('item') } };
      await make('invoice', 'Invoice', { CustomerRef: ref('customer'), Line: [line] });
      const link = [{ Amount: 10, LinkedTxn: [{ TxnId: ref('invoice').value, TxnType: 'Invoice' }] }];
      const payment = await make('payment', 'Payment', { CustomerRef: ref('customer'), TotalAmt: 10, Line: link });
      const rates = [{ TaxRateName: 'Maine', RateValue: 5.5, TaxAgencyId: ref('agency').value }];
      const batch = {
        BatchItemRequest: [
          { bId: '1', Query: 'select * from TaxCode' },
          { bId: '2', operation: 'create', Class: {} },
          { bId: '3', operation: 'create', Class: { Name: 'Batched' } },
          { bId: '4', operation: 'update', Class: { Id: '0', SyncToken: '0' } },
          {
            bId: '5',
            CDCQuery: { Entities: 'Class,Account', ChangedSince: new Date(Date.now() - 60_000).toISOString() },
          },
        ],
      };
      const documents: Record<string, string> = {
        'paid invoice': await xml('GET', `/invoice/${ref('invoice').value}`),
        'sent invoice': await xml('POST', `/invoice/${ref('invoice').value}/send?sendTo=ann@example.com`),
        payment: await xml('GET', `/payment/${String(payment.Id)}`),
        'void payment': await xml(
          'POST',
          '/payment?operation=void',
          JSON.stringify({ Id: payment.Id, SyncToken: '0' }),
        ),
        'tax service': await xml(
          'POST',
          '/taxservice/taxcode',
          JSON.stringify({ TaxCode: 'ME', TaxRateDetails: rates }),
        ),
        'tax code': await xml('GET', '/taxcode/1'),
        'fixed tax code': await xml('GET', '/taxcode/NON'),
        'tax rates': await xml('GET', `/query?query=${encodeURIComponent('select * from TaxRate')}`),
        batch: await xml('POST', '/batch', JSON.stringify(batch)),
        upload: await upload(),
        company: await xml('GET', '/companyinfo/1'),
        preferences: await xml('GET', '/preferences'),
        'nothing found': await xml(
          'GET',
          `/query?query=${encodeURIComponent(`select * from Bill where DocNumber = 'x'`)}`,
        ),
        'nothing there': await xml('GET', '/account/9999'),
        'no such query': await xml('GET', '/query?query=nonsense'),
      };
      expect(documents.upload).toContain('<AttachableResponse><Attachable ');
      for (const name of [
        'TrialBalance',
        'GeneralLedger',
        'JournalReport',
        'ProfitAndLoss',
        'BalanceSheet',
        'CashFlow',
      ]) {
        documents[`${name} in columns`] = await xml(
          'GET',
          `/reports/${name}?summarize_column_by=Month&accounting_method=Cash`,
        );
        documents[name] = await xml('GET', `/reports/${name}`);
        expect(documents[name]).toMatch(/^<\?xml [^>]*><Report xmlns=/);
      }
      expect(schemaProblems(documents)).toBe('');
    });

    test('an answer with all that include asks for is valid', async () => {
      const { ref, make } = quickbooks;
      const line = { Amount: 10, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: ref('item') } };
      const made = await make('online', 'Invoice', {
        ...{ CustomerRef: ref('customer'), Line: [line] },
        ...{ AllowOnlineACHPayment: true, BillEmail: { Address: 'ann@example.com' } },
        CustomField: [
          { DefinitionId: '1', Name: 'Season', Type: 'StringType', StringValue: 'Fall' },
          { DefinitionId: '4', Name: 'Pieces', Type: 'NumberType', NumberValue: 4 },
        ],
      });
      const words = 'include=invoiceLink,enhancedAllCustomFields';
      const documents = {
        invoice: await xml('GET', `/invoice/${String(made.Id)}?${words}`),
        company: await xml('GET', '/companyinfo/1?include=firsttxndate'),
      };
      expect(documents.invoice).toMatch(/<NumberValue>4<.*<ItemAccountRef name=.*<InvoiceLink>http/);
      expect(documents.company).toContain('<Name>firsttxndate</Name>');
      expect(schemaProblems(documents)).toBe('');
    });

    test('an answer in another currency, or about stock, is valid', async () => {
      const basics = quickbooks;
      quickbooks = await startContract({ settings: { multiCurrency: true } });
      await makeBasics(quickbooks);
      const { ref, make } = quickbooks;
      const euro = { CurrencyRef: { value: 'EUR' } };
      await make('anna', 'Customer', { DisplayName: 'Anna', ...euro });
      const boots = samples.find(({ type }) => type === 'Item')?.body(ref) ?? {};
      await make('boots', 'Item', { ...boots, PurchaseCost: 5 });
      const detail = { ItemRef: ref('boots'), Qty: 2, UnitPrice: 5 };
      const line = { Amount: 10, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: detail };
      const sale = { TxnDate: '2026-06-01', CustomerRef: ref('anna'), ExchangeRate: 1.1, Line: [line] };
      const made = await make('invoice', 'Invoice', sale);
      const documents = {
        invoice: await xml('GET', `/invoice/${String(made.Id)}`),
        customer: await xml('GET', `/customer/${ref('anna').value}`),
        item: await xml('GET', `/item/${ref('boots').value}`),
        accounts: await xml('GET', `/query?query=${encodeURIComponent('select * from Account')}`),
        ledger: await xml('GET', '/reports/GeneralLedger?date_macro=All'),
      };
      await quickbooks.close();
      quickbooks = basics;
      expect(documents.item).toContain('<QtyOnHand>1</QtyOnHand>');
      expect(documents.invoice).toContain('<HomeTotalAmt>11</HomeTotalAmt>');
      expect(schemaProblems(documents)).toBe('');
    });

    test('an answer that is wrong is found: the judge of these tests judges', () => {
      const row: Row = { Mood: 'good' };
      const wrong = `<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Class><Mood>${String(row.Mood)}</Mood></Class></IntuitResponse>`;
      expect(schemaProblems({ wrong })).toMatch(/Mood.*not expected/);
    });
  });
});
