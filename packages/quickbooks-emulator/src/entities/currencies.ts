// Currencies as Intuit names them in references, and which of them a company may use.
import { faults } from '../api/fault.ts';
import type { ApiObject } from '../store/objects.ts';
import { referenceValue, type WriteContext } from './definition.ts';

const intuitNames: ReadonlyMap<string, string> = new Map([
  ['USD', 'United States Dollar'],
  ['GBP', 'British Pound Sterling'],
  ['EUR', 'Euro'],
  ['CAD', 'Canadian Dollar'],
  ['AUD', 'Australian Dollar'],
]);

const otherNames = new Intl.DisplayNames('en', { type: 'currency', fallback: 'code' });

export function currencyReference(value: string): ApiObject {
  return { value, name: intuitNames.get(value) ?? (/^[A-Z]{3}$/.test(value) ? otherNames.of(value) : value) };
}

const codes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** A fault where it is none, or another than the company's own while multicurrency is off. */
export function checkCurrency(currency: string, { company }: Pick<WriteContext, 'company'>): void {
  const { homeCurrency, multiCurrency } = company.settings;
  if (currency === homeCurrency) return;
  if (!codes.has(currency)) throw faults.currency(currency);
  // Its real words are not known; that it is refused is.
  if (!multiCurrency) throw faults.business(`Multicurrency is off, so ${currency} cannot be used.`);
}

/** The same for an account or a name, which keeps the currency that it has. */
export function checkOwnCurrency(draft: ApiObject, before: ApiObject | null, context: WriteContext): void {
  const currency = referenceValue(draft.CurrencyRef);
  if (currency !== null && currency !== referenceValue(before?.CurrencyRef)) checkCurrency(currency, context);
}
