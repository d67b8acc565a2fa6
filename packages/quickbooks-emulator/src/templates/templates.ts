// Companies to begin with: retail shops here and elsewhere, Intuit's sample company's chart, an empty one.
import type { Company } from '../company/companies.ts';
import type { Settings } from '../company/settings.ts';
import { contextOf, type Emulator } from '../emulator.ts';
import { account } from '../entities/account.ts';
import type { Definition, WriteContext } from '../entities/definition.ts';
import { classList, customer, department, vendor } from '../entities/names.ts';
import { taxAgency } from '../entities/plain-lists.ts';
import { createTaxService } from '../entities/tax-service.ts';
import { write } from '../entities/write.ts';
import type { ApiObject } from '../store/objects.ts';
import { retailChart } from './retail-chart.ts';
import { sampleChart } from './sample-chart.ts';
import { variantOf, variants } from './variants.ts';

const variantNames = Object.keys(variants) as (keyof typeof variants)[];
export const templates = ['retail', 'sample', 'empty', ...variantNames] as const;
export type Template = (typeof templates)[number];

export interface NewCompany {
  readonly template: Template;
  readonly name?: string | undefined;
  readonly settings?: Partial<Settings> | undefined;
}

const shopName = 'Corner Shop';
const otherNames: Readonly<Partial<Record<Template, string>>> = {
  sample: "Craig's Design and Landscaping Services",
  empty: 'Empty Company',
};

export function createCompany(emulator: Emulator, { template, name, settings }: NewCompany): Company {
  return emulator.store.transaction(() => {
    const company = emulator.companies.create({
      name: name ?? otherNames[template] ?? shopName,
      template,
      settings: { ...variantOf(template).settings, ...settings },
    });
    const context = contextOf(emulator, { ...company, settings: { ...company.settings, lapsed: false } });
    const create = (definition: Definition, body: ApiObject) => write(definition, 'create', body, context);
    if (template === 'sample') createChart(create, sampleChart);
    else if (template !== 'empty') {
      fillRetail(create, template);
      createTaxes(template, context);
    }
    return company;
  });
}

type Create = (definition: Definition, body: ApiObject) => ApiObject;

function fillRetail(create: Create, template: Template): void {
  const { renamed, added } = variantOf(template);
  createChart(
    create,
    retailChart.map(([name, type, subType]) => [renamed[name] ?? name, type, subType] as const),
  );
  for (const [Name, AccountType, AccountSubType, value] of added) {
    create(account, { Name, AccountType, AccountSubType, CurrencyRef: { value } });
  }
  for (const Name of ['Main Street', 'Harbor Outlet']) create(department, { Name });
  for (const Name of ['Store', 'Online', 'Wholesale']) create(classList, { Name });
  create(customer, { DisplayName: 'Walk-in Customer' });
  create(vendor, { DisplayName: 'Acme Wholesale' });
}

/** As the bookkeeper there would, by the one call that makes them. */
function createTaxes(template: Template, context: WriteContext): void {
  const { taxes } = variantOf(template);
  if (!taxes) return;
  const { Id: TaxAgencyId } = write(taxAgency, 'create', { DisplayName: taxes.agency }, context);
  for (const [TaxCode, RateValue] of taxes.codes) {
    const TaxRateDetails = [
      { TaxRateName: `${TaxCode} (Sales)`, RateValue, TaxAgencyId, TaxApplicableOn: 'Sales' },
      { TaxRateName: `${TaxCode} (Purchases)`, RateValue, TaxAgencyId, TaxApplicableOn: 'Purchase' },
    ];
    createTaxService({ TaxCode, TaxRateDetails }, context);
  }
}

function createChart(create: Create, chart: readonly (readonly [string, string, string])[]): void {
  const ids = new Map<string, string>();
  for (const [fullName, AccountType, AccountSubType] of chart) {
    const parts = fullName.split(':');
    const Name = parts.pop() ?? fullName;
    const parent = ids.get(parts.join(':'));
    const ParentRef = parent === undefined ? {} : { ParentRef: { value: parent } };
    const object = create(account, { Name, AccountType, AccountSubType, ...ParentRef });
    ids.set(fullName, String(object.Id));
  }
}
