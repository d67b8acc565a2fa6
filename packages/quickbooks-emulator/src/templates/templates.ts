// Companies to begin with: a retail shop, Intuit's sample company's chart, an empty one.
import type { Company } from '../company/companies.ts';
import type { Settings } from '../company/settings.ts';
import { contextOf, type Emulator } from '../emulator.ts';
import { account } from '../entities/account.ts';
import type { Definition } from '../entities/definition.ts';
import { classList, customer, department, vendor } from '../entities/names.ts';
import { write } from '../entities/write.ts';
import type { ApiObject } from '../store/objects.ts';
import { retailChart } from './retail-chart.ts';
import { sampleChart } from './sample-chart.ts';

export const templates = ['retail', 'sample', 'empty'] as const;
export type Template = (typeof templates)[number];

export interface NewCompany {
  readonly template: Template;
  readonly name?: string | undefined;
  readonly settings?: Partial<Settings> | undefined;
}

const defaultNames: Readonly<Record<Template, string>> = {
  retail: 'Corner Shop',
  sample: "Craig's Design and Landscaping Services",
  empty: 'Empty Company',
};

export function createCompany(emulator: Emulator, { template, name, settings }: NewCompany): Company {
  return emulator.store.transaction(() => {
    const company = emulator.companies.create({
      name: name ?? defaultNames[template],
      template,
      settings: settings ?? {},
    });
    const create = (definition: Definition, body: ApiObject) =>
      write(
        definition,
        'create',
        body,
        contextOf(emulator, { ...company, settings: { ...company.settings, lapsed: false } }),
      );
    if (template === 'retail') fillRetail(create);
    if (template === 'sample') createChart(create, sampleChart);
    return company;
  });
}

type Create = (definition: Definition, body: ApiObject) => ApiObject;

function fillRetail(create: Create): void {
  createChart(create, retailChart);
  for (const Name of ['Main Street', 'Harbor Outlet']) create(department, { Name });
  for (const Name of ['Store', 'Online', 'Wholesale']) create(classList, { Name });
  create(customer, { DisplayName: 'Walk-in Customer' });
  create(vendor, { DisplayName: 'Acme Wholesale' });
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
