// Currencies as Intuit names them in references.
import type { ApiObject } from '../store/objects.ts';

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
