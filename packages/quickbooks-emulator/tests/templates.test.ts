// Companies to begin with: what each has, and that an entry can be posted in it at once.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { companyAt, entry, line, listOf, startLocalCompany } from './local-company.fixture.ts';

let url: string;
let first: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  first = await startLocalCompany({ template: 'empty' });
  url = first.emulator.url;
});
afterAll(() => first.emulator.close());

interface Account {
  readonly Id: string;
  readonly FullyQualifiedName: string;
  readonly AccountType: string;
  readonly AccountSubType: string;
  readonly Active: boolean;
  readonly CurrencyRef: { readonly value: string; readonly name: string };
}

type Company = Awaited<ReturnType<typeof companyAt>>;
const rowsOf = async <Row>(company: Company, entity: string) =>
  listOf<Row>((await company.query(`select * from ${entity} maxresults 1000`)).body.QueryResponse?.[entity]);

test('the retail shop has 90-odd accounts of every type that a shop needs, two locations and three classes', async () => {
  const company = await companyAt(url);
  const accounts = await rowsOf<Account>(company, 'Account');
  expect(accounts.length).toBeGreaterThanOrEqual(90);
  expect(accounts.length).toBeLessThan(100);
  expect(new Set(accounts.map(({ AccountType }) => AccountType))).toEqual(
    new Set([
      ...['Bank', 'Accounts Receivable', 'Other Current Asset', 'Fixed Asset', 'Accounts Payable', 'Credit Card'],
      ...['Other Current Liability', 'Long Term Liability', 'Equity', 'Income', 'Cost of Goods Sold', 'Expense'],
      ...['Other Income', 'Other Expense', 'Other Asset'],
    ]),
  );
  expect(await rowsOf(company, 'Department')).toHaveLength(2);
  expect(await rowsOf(company, 'Class')).toHaveLength(3);
});

test('the sample company has the chart that a sandbox of Intuit has', async () => {
  const accounts = await rowsOf<Account>(await companyAt(url, { template: 'sample' }), 'Account');
  expect(accounts.length).toBeGreaterThan(80);
  // Facts read from a sandbox, which lie beside the repository where they were fetched.
  const facts = join(
    import.meta.dirname,
    '../../../../shared/data/quickbooks/sandbox-company-facts/chart_of_accounts.csv',
  );
  if (!existsSync(facts)) return;
  const known = readFileSync(facts, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',').slice(1, 5).join(','));
  const ours = new Set(
    accounts.map((account) => {
      const { FullyQualifiedName, AccountType, AccountSubType } = account;
      return [
        FullyQualifiedName,
        (account as unknown as { Classification: string }).Classification,
        AccountType,
        AccountSubType,
      ].join(',');
    }),
  );
  const missing = known.filter((row) => !ours.has(row));
  // Three of the sandbox's accounts were made by its owner.
  expect(missing.filter((row) => !/^(Test Account|Bank Account May 2026)/.test(row))).toEqual([]);
});

test('an empty company has no accounts, and takes its first ones', async () => {
  expect(await rowsOf(first, 'Account')).toEqual([]);
  expect((await first.api('POST', '/account', { Name: 'Till', AccountType: 'Bank' })).status).toBe(200);
});

const elsewhere = [
  ['retail-gb', 'GB', 'GBP', 'British Pound Sterling', 'VAT Control'],
  ['retail-ca', 'CA', 'CAD', 'Canadian Dollar', 'GST/HST Payable'],
  ['retail-au', 'AU', 'AUD', 'Australian Dollar', 'GST Liabilities Payable'],
] as const;

test.each(elsewhere)(
  '%s keeps its books in its own currency, with its own taxes',
  async (template, country, currency, name, tax) => {
    const company = await companyAt(url, { template });
    const accounts = await rowsOf<Account>(company, 'Account');
    expect(accounts.find(({ FullyQualifiedName }) => FullyQualifiedName === tax)?.CurrencyRef).toEqual({
      value: currency,
      name,
    });
    expect((await company.api('GET', `/companyinfo/${company.realmId}`)).body.CompanyInfo?.Country).toBe(country);
    const made = await company.api('POST', '/journalentry', entry());
    expect([made.status, made.body.JournalEntry?.CurrencyRef?.value]).toEqual([200, currency]);
  },
);

test.each([
  ['retail-gb', 'GBR', ['20.0% S', '5.0% R', '0.0% Z', 'Exempt']],
  ['retail-ca', 'CAN', ['GST', 'HST ON', 'Zero-rated', 'Exempt']],
  ['retail-au', 'AUS', ['GST', 'GST free']],
] as const)('%s is at home there, and has the tax codes of its country at once', async (template, code, names) => {
  const company = await companyAt(url, { template });
  const { CompanyInfo } = (await company.api('GET', '/companyinfo/1')).body;
  expect([CompanyInfo?.CompanyAddr?.Country, CompanyInfo?.LegalAddr?.Country]).toEqual([code, code]);
  expect((await company.api('GET', '/preferences')).body.Preferences?.TaxPrefs).toEqual({ UsingSalesTax: true });
  const codes = await rowsOf<{ Id: string; Name: string }>(company, 'TaxCode');
  expect(codes.map(({ Name }) => Name)).toEqual(names);
  const [debit, credit] = [line('1', 'Debit', 5), line('2', 'Credit', 5)];
  const TaxCodeRef = { value: codes[0]?.Id };
  const taxed = { ...debit.JournalEntryLineDetail, TaxCodeRef, TaxApplicableOn: 'Sales', TaxAmount: 1 };
  const Line = [{ ...debit, JournalEntryLineDetail: taxed }, credit];
  expect((await company.api('POST', '/journalentry', { Line })).status).toBe(200);
});

test('sales tax is said to be used as soon as there is an agency to pay it to', async () => {
  const company = await companyAt(url);
  const prefs = async () => (await company.api('GET', '/preferences')).body.Preferences;
  const before = await prefs();
  expect(before?.TaxPrefs).toEqual({ UsingSalesTax: false });
  await company.api('POST', '/preferences', { ...before, SyncToken: '0' });
  await company.api('POST', '/taxagency', { DisplayName: 'State of Maine' });
  expect((await prefs())?.TaxPrefs).toEqual({ UsingSalesTax: true });
});

test('the multi-currency shop takes entries in euros, and wants the currency named', async () => {
  const company = await companyAt(url, { template: 'retail-multi-currency' });
  const accounts = await rowsOf<Account>(company, 'Account');
  const euros = accounts.filter(({ CurrencyRef }) => CurrencyRef.value === 'EUR').map(({ Id }) => Id);
  expect(euros).toHaveLength(3);
  const Line = [line(euros[0] ?? '', 'Debit', 5), line('1', 'Credit', 5)];
  const post = (more: object) => company.api('POST', '/journalentry', { TxnDate: '2026-11-01', Line, ...more });
  expect((await post({ CurrencyRef: { value: 'EUR' }, ExchangeRate: 1.1 })).status).toBe(200);
  expect((await post({})).body.Fault?.Error?.[0]).toMatchObject({ code: '2020' });
  const { body } = await company.api('GET', '/preferences');
  expect(body.Preferences?.CurrencyPrefs).toMatchObject({ MultiCurrencyEnabled: true, HomeCurrency: { value: 'USD' } });
});

test('settings given with a template go before its own', async () => {
  const company = await companyAt(url, { template: 'retail-gb', settings: { homeCurrency: 'EUR' } });
  expect((await company.control('GET', '/settings')).body).toMatchObject({ country: 'GB', homeCurrency: 'EUR' });
});
