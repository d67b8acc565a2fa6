// CompanyInfo and Preferences: one of each, made from the company, its settings, and what was written over them.
import { faults } from '../api/fault.ts';
import { pacificTime } from '../clock.ts';
import type { Company } from '../company/companies.ts';
import { changeSettings } from '../company/settings.ts';
import type { ApiObject } from '../store/objects.ts';
import { objectOf, type WriteContext } from './definition.ts';
import type { Writing } from './write.ts';

export interface Singleton {
  readonly name: string;
  readonly object: ApiObject;
}

type Holder = Pick<WriteContext, 'company' | 'objects' | 'includes'>;

export function singletonOf(given: string, { company, objects, includes }: Holder): Singleton | null {
  const name = ['CompanyInfo', 'Preferences'].find((known) => known.toLowerCase() === given.toLowerCase());
  if (name === undefined) return null;
  const firstDay = includes.has('firsttxndate') ? objects.firstDay(company.realmId) : null;
  const usesTax = objects.count(company.realmId, 'TaxAgency') > 0;
  const original = name === 'CompanyInfo' ? companyInfo(company, firstDay) : preferences(company, usesTax);
  const written = objects.get({ realmId: company.realmId, type: name, id: 1 });
  return { name, object: written ? shownOver(original, written) : original };
}

/** The settings have the last word on what they decide. */
function shownOver(original: ApiObject, written: ApiObject): ApiObject {
  const accounting = objectOf(original.AccountingInfoPrefs);
  if (!accounting) return merged(original, { ...written, NameValue: original.NameValue });
  const { BookCloseDate: _, ...kept } = objectOf(written.AccountingInfoPrefs) ?? {};
  const { ClassTrackingPerTxnLine, TrackDepartments } = accounting;
  const settled = {
    AccountingInfoPrefs: { ClassTrackingPerTxnLine, TrackDepartments },
    CurrencyPrefs: original.CurrencyPrefs,
    ...(objectOf(original.TaxPrefs)?.UsingSalesTax === true ? { TaxPrefs: original.TaxPrefs } : {}),
    OtherPrefs: original.OtherPrefs,
  };
  return merged(merged(original, { ...written, AccountingInfoPrefs: kept }), settled);
}

/** What is written is kept; the settings that it speaks of change with it. */
export function updateSingleton({ name, object: before }: Singleton, body: ApiObject, context: Writing): ApiObject {
  const { company, companies, objects, clock } = context;
  if (company.settings.lapsed) throw faults.lapsed();
  if (body.SyncToken === undefined || body.SyncToken === null) throw faults.missing('SyncToken');
  if (String(body.SyncToken) !== before.SyncToken) throw faults.stale();
  const unknown = Object.keys(body).find((field) => !Object.hasOwn(before, field) && !optionalFields.includes(field));
  if (unknown !== undefined) throw faults.unknownField(unknown, name, Object.keys(before).length);
  const settings = name === 'Preferences' ? changeSettings(company.settings, settingsIn(body)) : null;
  if (settings && !settings.ok) {
    const [problem] = settings.problems;
    throw faults.enumeration(String(problem?.field), problem?.value);
  }
  const changed = {
    ...merged(before, body),
    ...identity,
    SyncToken: String(Number(before.SyncToken) + 1),
    MetaData: { ...objectOf(before.MetaData), LastUpdatedTime: pacificTime(clock.now()).replace(/\.\d+/, '') },
  };
  objects.put({ realmId: company.realmId, type: name, id: 1 }, changed, clock.now());
  context.webhooks.note(company.realmId, { name, id: '1', operation: 'Update' });
  if (settings) companies.changeSettings(company.realmId, settings.settings);
  const after = companies.get(company.realmId) ?? company;
  return singletonOf(name, { ...context, company: after })?.object ?? changed;
}

const optionalFields: readonly string[] = [
  'EmployerId',
  'DefaultTimeZone',
  'VendorAndPurchasesPrefs',
  'TimeTrackingPrefs',
  'EmailMessagesPrefs',
];

/** One level down, as a sparse update of groups of preferences is meant. */
function merged(object: ApiObject, change: ApiObject): ApiObject {
  const fields = Object.entries(change).map(([field, value]) => {
    const [group, old] = [objectOf(value), objectOf(object[field])];
    return [field, group && old ? { ...old, ...group } : value];
  });
  return { ...object, ...Object.fromEntries(fields) };
}

function settingsIn(body: ApiObject): Record<string, unknown> {
  const [accounting, currency] = [objectOf(body.AccountingInfoPrefs), objectOf(body.CurrencyPrefs)];
  const named = objectOf(body.OtherPrefs)?.NameValue;
  const warns = (Array.isArray(named) ? named : [])
    .map((pair: unknown) => objectOf(pair))
    .find((pair) => pair?.Name === 'WarnDuplicateJournalNumber');
  const given = {
    closingDate: accounting?.BookCloseDate,
    classTracking: accounting?.ClassTrackingPerTxnLine,
    departmentTracking: accounting?.TrackDepartments,
    multiCurrency: currency?.MultiCurrencyEnabled,
    warnDuplicateJournalNumber: warns && String(warns.Value) === 'true',
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const identity: ApiObject = { domain: 'QBO', sparse: false, Id: '1' };

function common(company: Company): ApiObject {
  const time = pacificTime(company.createdAt).replace(/\.\d+/, '');
  return {
    ...identity,
    SyncToken: '0',
    MetaData: { CreateTime: time, LastUpdatedTime: time },
  };
}

const atHome = ['1 Main Street', 'Portland', 'ME', '04101', 'USA'] as const;

/** The country as Intuit writes it in addresses since 2025: in three letters. */
const addresses: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  GB: ['1 High Street', 'Norwich', 'Norfolk', 'NR2 1AA', 'GBR'],
  CA: ['1 Water Street', 'Halifax', 'NS', 'B3H 1A1', 'CAN'],
  AU: ['1 Harbour Street', 'Hobart', 'TAS', '7000', 'AUS'],
};

function companyInfo(company: Company, firstDay: string | null): ApiObject {
  const [Line1, City, CountrySubDivisionCode, PostalCode, Country] = addresses[company.settings.country] ?? atHome;
  const address = { Id: '1', Line1, City, CountrySubDivisionCode, PostalCode, Country };
  return {
    CompanyName: company.name,
    LegalName: company.name,
    CompanyAddr: address,
    CustomerCommunicationAddr: address,
    LegalAddr: address,
    PrimaryPhone: {},
    CompanyStartDate: new Date(company.createdAt).toISOString().slice(0, 10),
    FiscalYearStartMonth: 'January',
    Country: company.settings.country,
    Email: { Address: 'owner@example.com' },
    WebAddr: {},
    SupportedLanguages: 'en',
    NameValue: [
      { Name: 'NeoEnabled', Value: 'true' },
      { Name: 'IndustryType', Value: 'Retail' },
      { Name: 'SubscriptionStatus', Value: company.settings.lapsed ? 'EXPIRED' : 'SUBSCRIBED' },
      { Name: 'OfferingSku', Value: 'QuickBooks Online Plus' },
      ...(firstDay === null ? [] : [{ Name: 'firsttxndate', Value: firstDay }]),
    ],
    ...common(company),
  };
}

function preferences(company: Company, usesTax: boolean): ApiObject {
  const { settings } = company;
  return {
    AccountingInfoPrefs: {
      FirstMonthOfFiscalYear: 'January',
      UseAccountNumbers: false,
      TaxYearMonth: 'January',
      ClassTrackingPerTxn: false,
      ClassTrackingPerTxnLine: settings.classTracking,
      TrackDepartments: settings.departmentTracking,
      DepartmentTerminology: 'Location',
      CustomerTerminology: 'Customers',
      ...(settings.closingDate === null ? {} : { BookCloseDate: settings.closingDate }),
    },
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: true,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: true,
    },
    SalesFormsPrefs: { CustomTxnNumbers: false, AllowDeposit: true, AllowDiscount: true, AllowShipping: true },
    CurrencyPrefs: { MultiCurrencyEnabled: settings.multiCurrency, HomeCurrency: { value: settings.homeCurrency } },
    TaxPrefs: { UsingSalesTax: usesTax },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    OtherPrefs: {
      NameValue: [{ Name: 'WarnDuplicateJournalNumber', Value: String(settings.warnDuplicateJournalNumber) }],
    },
    ...common(company),
  };
}
