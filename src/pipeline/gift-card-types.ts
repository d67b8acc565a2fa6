// Which payment types are gift cards: paying with one redeems what is owed on it.
import type { CompanyStore } from './storage-port.ts';

/** Those that are mapped to the account of the liability. */
export async function paymentTypesOfGiftCards(store: CompanyStore): Promise<ReadonlySet<string>> {
  const mappings = await store.chart.mappings();
  const liabilities = new Set(
    mappings.flatMap(({ role, accountId }) => (role === 'gift-card-liability' ? [accountId] : [])),
  );
  return new Set(
    mappings.flatMap(({ role, subject, accountId }) =>
      role === 'payment' && subject !== null && liabilities.has(accountId) ? [subject] : [],
    ),
  );
}

/** Until one is mapped so, those that are called so. */
export async function giftCardTypes(store: CompanyStore): Promise<ReadonlySet<string>> {
  const mapped = await paymentTypesOfGiftCards(store);
  if (mapped.size > 0) return mapped;
  const types = await store.subjects.list('payment-type');
  return new Set(types.flatMap(({ code, name }) => (soundsSo.test(code) || soundsSo.test(name) ? [code] : [])));
}

const soundsSo = /gift|store.?credit/i;
