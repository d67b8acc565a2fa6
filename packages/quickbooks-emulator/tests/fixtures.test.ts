// Payloads that another client recorded: taken where they are requests, and matched in shape where they are answers.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWithFolder } from '../../../tests/outside-program.ts';
import { definitionOf } from '../src/entities/catalogue.ts';
import { entityFromXml } from '../src/xml/entities.ts';
import { parseXml, type XmlElement, XmlError } from '../src/xml/parse.ts';
import { type Contract, type Row, startContract } from './contract.fixture.ts';
import { fixtures } from './intuit-schemas.fixture.ts';
import { makeBasics } from './samples.fixture.ts';

let quickbooks: Contract;
beforeAll(async () => {
  quickbooks = await startContract();
  await makeBasics(quickbooks);
  await quickbooks.call('updateExchangeRate', { SourceCurrencyCode: 'EUR', Rate: 2.5, AsOfDate: '2015-07-07' });
});
afterAll(() => quickbooks?.close());

const read = (file: string) => readFileSync(join(fixtures.path, file), 'utf8');

/** Whole entities, wherever in a document they are: deletions and parts of entities are none. */
function entitiesIn(element: XmlElement): readonly XmlElement[] {
  const isEntity = definitionOf(element.name) !== undefined && element.attributes.status === undefined;
  if (isEntity && element.children.some(({ name }) => name === 'Id' || name === 'Line')) return [element];
  return element.children.flatMap(entitiesIn);
}

interface Payload {
  readonly name: string;
  readonly element: XmlElement;
}

function payloads(): readonly Payload[] {
  if (!existsSync(fixtures.path)) return [];
  const files = readdirSync(fixtures.path).filter((file) => file.endsWith('.xml'));
  return files.flatMap((file) => {
    try {
      const entities = entitiesIn(parseXml(read(file)));
      return entities.map((element, index) => ({ name: `${file} ${element.name} ${index + 1}`, element }));
    } catch (error) {
      if (error instanceof XmlError) return [];
      throw error;
    }
  });
}

/** What stands here for an object of theirs. */
const standsFor: Readonly<Record<string, string>> = {
  CustomerRef: 'customer',
  VendorRef: 'vendor',
  EmployeeRef: 'employee',
  ItemRef: 'item',
  GroupItemRef: 'item',
  ClassRef: 'class',
  DepartmentRef: 'department',
  SalesTermRef: 'term',
  TermRef: 'term',
  PaymentMethodRef: 'method',
  DepositToAccountRef: 'bank',
  FromAccountRef: 'bank',
  ToAccountRef: 'savings',
  BankAccountRef: 'bank',
  CCAccountRef: 'card',
  ARAccountRef: 'receivable',
  APAccountRef: 'payable',
  IncomeAccountRef: 'income',
  ExpenseAccountRef: 'cost',
  AssetAccountRef: 'stock',
  DiscountAccountRef: 'income',
};

/** Kept by the service, or about objects that are theirs alone. */
const notSent =
  /^(Id|SyncToken|MetaData|domain|sparse|status|ParentRef|CurrencyRef|TemplateRef|CustomField|RecurDataRef|TaxLine)$/;

function translated(name: string, value: unknown, holder: Row): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => translated(name, one, holder));
  if (typeof value !== 'object' || value === null) return value;
  const row = value as Row;
  if (/Tax(Code|Rate)Ref$/.test(name)) return { value: /^(TAX|NON)$/.test(String(row.value)) ? row.value : '1' };
  if (name === 'EntityRef') return { ...quickbooks.ref('vendor'), type: 'Vendor' };
  if (name === 'Entity') return { ...quickbooks.ref('customer'), type: 'Customer' };
  if (name === 'AccountRef')
    return quickbooks.ref(holder.PaymentType === 'CreditCard' ? 'card' : holder.PaymentType ? 'bank' : 'rent');
  if (standsFor[name]) return quickbooks.ref(standsFor[name]);
  const members = Object.entries(row).filter(([member]) => !notSent.test(member));
  return Object.fromEntries(members.map(([member, inner]) => [member, translated(member, inner, row)]));
}

let names = 0;

/** The request that would have made it: with a name that is new here, and links only to what is here. */
async function requestOf(type: string, element: XmlElement): Promise<Row> {
  const { LinkedTxn: _, ...whole } = translated('', entityFromXml(type, element), {}) as Row;
  const row = Object.fromEntries(
    Object.entries(whole).filter(([name]) => !definitionOf(type)?.readOnly.includes(name)),
  );
  names += 1;
  const fresh = Object.fromEntries(
    Object.keys(row)
      .filter((key) => /^(Display)?Name$/.test(key))
      .map((key) => [key, `Number ${names}`]),
  );
  const lines = await Promise.all(((row.Line ?? []) as Row[]).map(withTarget));
  return { ...row, ...fresh, ...(row.Line === undefined ? {} : { Line: lines.filter((line) => line !== null) }) };
}

/** A line that is paid or deposited gets something here to be for. */
async function withTarget(line: Row): Promise<Row | null> {
  const [link] = (line.LinkedTxn ?? []) as Row[];
  if (!link) return line;
  const { LinkedTxn: _, ...rest } = line;
  if (line.DetailType !== undefined) return rest;
  const Amount = Number(line.Amount);
  const sale = [
    { Amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: quickbooks.ref('item') } },
  ];
  const cost = [
    {
      Amount,
      DetailType: 'AccountBasedExpenseLineDetail',
      AccountBasedExpenseLineDetail: { AccountRef: quickbooks.ref('rent') },
    },
  ];
  const bodies: Readonly<Record<string, Row>> = {
    Invoice: { CustomerRef: quickbooks.ref('customer'), Line: sale },
    CreditMemo: { CustomerRef: quickbooks.ref('customer'), Line: sale },
    Bill: { VendorRef: quickbooks.ref('vendor'), Line: cost },
    VendorCredit: { VendorRef: quickbooks.ref('vendor'), Line: cost },
    Payment: { CustomerRef: quickbooks.ref('customer'), TotalAmt: Amount },
    SalesReceipt: { Line: sale },
  };
  const type = String(link.TxnType);
  if (!bodies[type]) return null;
  const target = await quickbooks.call(`create${type}`, bodies[type]);
  return { Amount, LinkedTxn: [{ TxnId: target.Id, TxnType: type }] };
}

/** The names in it, each with where it stands: `Line.SalesItemLineDetail.Qty`. */
function pathsIn(value: unknown, at = ''): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one: unknown) => pathsIn(one, at)))];
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, inner]) => pathsIn(inner, at === '' ? name : `${at}.${name}`));
}

const all = payloads();

/** Not recorded but written by hand: 15 for one at 100. */
const wrong = /^(fetch_)?sales_receipt(_by_id)?\.xml/;

describeWithFolder(fixtures, () => {
  test('are of most entities', () => {
    const types = new Set(all.map(({ element }) => element.name));
    expect(types.size).toBeGreaterThan(20);
    expect(all.length).toBeGreaterThan(100);
  });

  const written = all.filter(({ element }) => !definitionOf(element.name)?.isReadOnly);
  test.each(written)('$name is taken, and answered with all its members', async ({ name, element }) => {
    const type = definitionOf(element.name)?.name ?? '';
    const request = await requestOf(type, element);
    const response = await fetch(
      `${quickbooks.url}/v3/company/${quickbooks.realmId}/${type.toLowerCase()}?format=json`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${quickbooks.tokens.access}`, 'content-type': 'application/json' },
        body: JSON.stringify(request),
      },
    );
    const answer = (await response.json()) as Row;
    if (wrong.test(name)) {
      expect(answer).toMatchObject({ Fault: { Error: [{ code: '6070' }] } });
      return;
    }
    expect([answer.Fault, response.status]).toEqual([undefined, 200]);
    const answered = new Set(pathsIn(answer[type]));
    const missing = pathsIn(request).filter((path) => !answered.has(path));
    expect(missing).toEqual([]);
  });

  test.each(all.filter(({ element }) => definitionOf(element.name)?.isReadOnly))(
    '$name has no member that is not answered here',
    async ({ element }) => {
      const type = element.name;
      const recorded = pathsIn(entityFromXml(type, element));
      const { QueryResponse } = await quickbooks.call(`find${type}s`, {});
      const answered = new Set(((QueryResponse as Row)[type] as Row[]).flatMap((row) => pathsIn(row)));
      const own = /^(PurchaseTaxRateList|EffectiveTaxRate\.EndDate)/;
      expect(recorded.filter((path) => !answered.has(path) && !own.test(path))).toEqual([]);
    },
  );
});
