// Tax codes and rates: read and queried here, made by TaxService alone; and the two codes that every American company has.
import { faults } from '../api/fault.ts';
import { pacificTime } from '../clock.ts';
import type { ApiObject } from '../store/objects.ts';
import { commonReadOnly, type Definition, fieldNames, type WriteContext } from './definition.ts';
import { duplicateName, isTaken } from './unique-names.ts';

const nameLengthMax = 100;

export const taxRate: Definition = taxList('TaxRate', (draft) => ({
  SpecialTaxType: 'NONE',
  DisplayType: 'ReadOnly',
  ...draft,
}));

export const taxCode: Definition = {
  ...taxList('TaxCode', (draft) => ({ Taxable: true, TaxGroup: true, ...draft })),
  fixed: fixedTaxCodes,
};

/** In the United States a line is taxable or not; which rates apply is said by the transaction. */
export function fixedTaxCodes({ company }: Pick<WriteContext, 'company'>): readonly ApiObject[] {
  if (company.settings.country !== 'US') return [];
  const time = pacificTime(company.createdAt).replace(/\.\d+/, '');
  return ['TAX', 'NON'].map((Id) => ({
    Name: Id,
    Description: Id,
    Active: true,
    Taxable: Id === 'TAX',
    TaxGroup: false,
    domain: 'QBO',
    sparse: false,
    Id,
    SyncToken: '0',
    MetaData: { CreateTime: time, LastUpdatedTime: time },
  }));
}

function taxList(name: 'TaxRate' | 'TaxCode', withDefaults: (draft: ApiObject) => ApiObject): Definition {
  return {
    name,
    kind: 'list',
    isReadOnly: true,
    fields: fieldNames(name),
    readOnly: commonReadOnly,
    prepare: (draft, before, context) => {
      const own = String(draft.Name).trim();
      if (own.length > nameLengthMax) throw faults.tooLong('Name', nameLengthMax, own.length);
      if (isTaken({ type: name, name: own, before }, context)) throw duplicateName(name.toLowerCase());
      return withDefaults({ Description: own, Active: true, ...draft, Name: own });
    },
  };
}
