// The tax of a sale, where the request names a tax code and no amount: each of its rates on the lines that are taxable.
import { amountNumber } from '../ledger/amount.ts';
import type { ApiObject } from '../store/objects.ts';
import { objectOf, referenceValue, type WriteContext } from './definition.ts';
import { checkedReference } from './references.ts';
import { salesRatesOf } from './tax-service.ts';
import { isMissing, signedAmount } from './transaction-lines.ts';

/** A rate is exact to a millionth of a percent. */
const rateScale = 1_000_000;

/** The tax detail as it is stored; null where the request has none. */
export function taxDetailOf(draft: ApiObject, lines: readonly ApiObject[], context: WriteContext): ApiObject | null {
  const detail = objectOf(draft.TxnTaxDetail);
  if (!isMissing(detail?.TotalTax)) return detail;
  const nets = netsOf(draft, lines, context);
  if (nets.length === 0) return detail;
  const taxes = nets.map(({ rate, net }) => ({ rate, net, taxMinor: taxAt(net, Number(rate.RateValue)) }));
  return {
    ...detail,
    TotalTax: amountNumber(taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0n)),
    TaxLine: taxes.map(({ rate, net, taxMinor }) => ({
      Amount: amountNumber(taxMinor),
      DetailType: 'TaxLineDetail',
      TaxLineDetail: {
        TaxRateRef: { value: String(rate.Id) },
        PercentBased: true,
        TaxPercent: rate.RateValue,
        NetAmountTaxable: amountNumber(net),
      },
    })),
  };
}

interface Net {
  readonly rate: ApiObject;
  readonly net: bigint;
}

/** What each rate is on: in the United States by the code of the whole, elsewhere by those of its lines. */
function netsOf(draft: ApiObject, lines: readonly ApiObject[], context: WriteContext): readonly Net[] {
  if (context.company.settings.country !== 'US') return netsOfLines(draft, lines, context);
  const reference = objectOf(draft.TxnTaxDetail)?.TxnTaxCodeRef;
  if (referenceValue(reference) === null) return [];
  const net = taxableOf(draft, lines, context);
  return salesRatesOf(checkedReference('TaxCode', reference, context), context).map((rate) => ({ rate, net }));
}

function netsOfLines(draft: ApiObject, lines: readonly ApiObject[], context: WriteContext): readonly Net[] {
  if (draft.GlobalTaxCalculation === 'NotApplicable') return [];
  const nets = new Map<unknown, Net>();
  for (const line of lines) {
    const reference = objectOf(line.SalesItemLineDetail)?.TaxCodeRef;
    if (referenceValue(reference) === null) continue;
    for (const rate of salesRatesOf(checkedReference('TaxCode', reference, context), context)) {
      nets.set(rate.Id, { rate, net: (nets.get(rate.Id)?.net ?? 0n) + signedAmount(line) });
    }
  }
  return [...nets.values()];
}

function taxAt(taxable: bigint, percent: number): bigint {
  const whole = 100n * BigInt(rateScale);
  return (taxable * BigInt(Math.round(percent * rateScale)) + whole / 2n) / whole;
}

/** The taxable lines; with tax after discount, less their share of it. */
function taxableOf(draft: ApiObject, lines: readonly ApiObject[], context: WriteContext): bigint {
  const sum = (some: readonly ApiObject[]) => some.reduce((total, line) => total + signedAmount(line), 0n);
  const discounts = lines.filter(({ DetailType }) => DetailType === 'DiscountLineDetail');
  const others = lines.filter((line) => !discounts.includes(line));
  const taxable = sum(others.filter((line) => isTaxable(line, context)));
  if (draft.ApplyTaxAfterDiscount !== true || sum(others) === 0n) return taxable;
  return taxable + (sum(discounts) * taxable) / sum(others);
}

function isTaxable(line: ApiObject, context: WriteContext): boolean {
  const reference = objectOf(line.SalesItemLineDetail)?.TaxCodeRef;
  return referenceValue(reference) !== null && checkedReference('TaxCode', reference, context).Taxable === true;
}
