// CompanyInfo and Preferences: one of each, made from the company and its settings.
import { pacificTime } from '../clock.ts';
import type { Company } from '../company/companies.ts';
import type { ApiObject } from '../store/objects.ts';

interface Singleton {
  readonly name: string;
  readonly object: ApiObject;
}

export function singletonOf(name: string, { company }: { readonly company: Company }): Singleton | null {
  switch (name.toLowerCase()) {
    case 'companyinfo':
      return { name: 'CompanyInfo', object: companyInfo(company) };
    case 'preferences':
      return { name: 'Preferences', object: preferences(company) };
    default:
      return null;
  }
}

function common(company: Company): ApiObject {
  const time = pacificTime(company.createdAt).replace(/\.\d+/, '');
  return {
    domain: 'QBO',
    sparse: false,
    Id: '1',
    SyncToken: '0',
    MetaData: { CreateTime: time, LastUpdatedTime: time },
  };
}

function companyInfo(company: Company): ApiObject {
  const address = {
    Id: '1',
    Line1: '1 Main Street',
    City: 'Portland',
    CountrySubDivisionCode: 'ME',
    PostalCode: '04101',
    Country: 'USA',
  };
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
    ],
    ...common(company),
  };
}

function preferences(company: Company): ApiObject {
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
    TaxPrefs: { UsingSalesTax: false },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    OtherPrefs: {
      NameValue: [{ Name: 'WarnDuplicateJournalNumber', Value: String(settings.warnDuplicateJournalNumber) }],
    },
    ...common(company),
  };
}
