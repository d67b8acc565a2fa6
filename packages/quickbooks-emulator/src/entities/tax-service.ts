// TaxService: the one call that makes a tax code, with the rates in it and the agencies that they are owed to.
import { fault, faults } from '../api/fault.ts';
import { pacificTime } from '../clock.ts';
import { shaped } from '../schema/shape.ts';
import type { ApiObject } from '../store/objects.ts';
import { objectOf, type WriteContext } from './definition.ts';
import { listIn } from './links.ts';
import { checkedReference } from './references.ts';
import { taxCode, taxRate } from './tax.ts';
import { createObject } from './write.ts';

const detailFields: readonly string[] = ['TaxRateName', 'TaxRateId', 'RateValue', 'TaxAgencyId', 'TaxApplicableOn'];
const percentMax = 100;

/** The same members as Intuit's answer has: the code with its id, and each rate with its own. */
export function createTaxService(body: ApiObject, context: WriteContext): ApiObject {
  if (context.company.settings.lapsed) throw faults.lapsed();
  const details = listIn(shaped('TaxService', body).TaxRateDetails);
  if (details.length === 0) throw faults.missing('TaxRateDetails');
  if (typeof body.TaxCode !== 'string' || body.TaxCode.trim() === '') throw faults.missing('TaxCode');
  for (const detail of details) checkDetail(detail, context);
  const rates = details.map((detail) => rateOf(detail, context));
  const list = (on: string) => ({
    TaxRateDetail: rates
      .filter(({ detail }) => (detail.TaxApplicableOn ?? 'Sales') === on)
      .map(({ rate }, index) => ({
        TaxRateRef: { value: String(rate.Id), name: String(rate.Name) },
        TaxTypeApplicable: 'TaxOnAmount',
        TaxOrder: index,
      })),
  });
  const code = createObject(
    taxCode,
    { Name: body.TaxCode, SalesTaxRateList: list('Sales'), PurchaseTaxRateList: list('Purchase') },
    context,
  );
  return {
    TaxCode: code.Name,
    TaxCodeId: code.Id,
    TaxRateDetails: rates.map(({ rate, detail }) => ({
      TaxRateName: rate.Name,
      TaxRateId: rate.Id,
      RateValue: rate.RateValue,
      TaxAgencyId: objectOf(rate.AgencyRef)?.value,
      TaxApplicableOn: detail.TaxApplicableOn ?? 'Sales',
    })),
  };
}

function checkDetail(detail: ApiObject, context: WriteContext): void {
  const unknown = Object.keys(detail).find((field) => !detailFields.includes(field));
  if (unknown !== undefined) throw faults.unknownField(unknown, 'TaxRateDetails', detailFields.length);
  if (detail.TaxRateId !== undefined) {
    checkedReference('TaxRate', { value: detail.TaxRateId }, context);
    return;
  }
  for (const field of ['TaxRateName', 'RateValue', 'TaxAgencyId']) {
    if (detail[field] === undefined || detail[field] === '') throw faults.missing(field);
  }
  checkedReference('TaxAgency', { value: detail.TaxAgencyId }, context);
  const percent = Number(detail.RateValue);
  if (percent < 0 || percent > percentMax) throw faults.number('RateValue', detail.RateValue);
}

/** One that is there already, or a new one. */
function rateOf(detail: ApiObject, context: WriteContext): { rate: ApiObject; detail: ApiObject } {
  if (detail.TaxRateId !== undefined) {
    return { rate: checkedReference('TaxRate', { value: detail.TaxRateId }, context), detail };
  }
  const value = Number(detail.RateValue);
  const from = pacificTime(0).replace(/\.\d+/, '');
  const body = {
    Name: detail.TaxRateName,
    RateValue: value,
    AgencyRef: { value: String(detail.TaxAgencyId) },
    EffectiveTaxRate: [{ RateValue: value, EffectiveDate: from }],
  };
  return { rate: createObject(taxRate, body, context), detail };
}

/** The rates of a code add up; a code that is not made of rates taxes nothing. */
export function salesRatesOf(code: ApiObject, { company, objects }: WriteContext): readonly ApiObject[] {
  return listIn(objectOf(code.SalesTaxRateList)?.TaxRateDetail).map((detail) => {
    const id = Number(objectOf(detail.TaxRateRef)?.value);
    const rate = objects.get({ realmId: company.realmId, type: 'TaxRate', id });
    if (!rate) throw fault('610', 'Object Not Found', `The tax rate ${id} is not there`);
    return rate;
  });
}
