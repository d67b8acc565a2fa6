// Entries in a QuickBooks company in which the books were kept before: shown as they are, and never written to again.
import type { Account } from '../journal/account-mapping.ts';
import { isInFormerBooks } from '../posting/posting.ts';
import type { OperationRefusal } from './company-books.ts';
import type { PostingRow } from './posting-port.ts';
import type { CompanyStore, StoredEvent } from './storage-port.ts';

export const inFormerBooks: OperationRefusal = {
  ok: false,
  code: 'former-books',
  message:
    'Its entry is in the QuickBooks company in which the books were kept before, where nothing is written any more. Put it right there by hand.',
};

/** Of these, the ids of those that lie elsewhere than in the company that is connected, or was last. */
export async function formerOnes(
  store: CompanyStore,
  postings: readonly PostingRow[],
): Promise<ReadonlyMap<string, string>> {
  if (postings.every(({ realmId }) => realmId === null)) return new Map();
  const keptIn = (await store.connection.read())?.realmId;
  return new Map(
    postings.flatMap((posting) =>
      posting.realmId !== null && isInFormerBooks(posting, keptIn) ? [[posting.id, posting.realmId] as const] : [],
    ),
  );
}

export async function liesInFormerBooks(store: CompanyStore, event: StoredEvent): Promise<boolean> {
  const postings = event.postingKey === null ? [] : await store.postings.byKeys([event.postingKey]);
  return (await formerOnes(store, postings)).size > 0;
}

/** Of these voids: the keys of what they void where the void itself lies there, and no person took it out. */
export async function voidedInFormerBooks(
  store: CompanyStore,
  voids: readonly StoredEvent[],
): Promise<ReadonlySet<string>> {
  const inForce = voids.filter(({ status }) => status !== 'handled-outside');
  const postings = await store.postings.byKeys(inForce.flatMap(({ postingKey }) => postingKey ?? []));
  const former = await formerOnes(store, postings);
  const there = new Set(postings.flatMap(({ id, key }) => (former.has(id) ? [key] : [])));
  return new Set(inForce.flatMap(({ postingKey, reverses }) => (there.has(postingKey ?? '') ? (reverses ?? []) : [])));
}

export type AccountsById = ReadonlyMap<string, Account>;

/** For each of these postings the accounts of the company that it lies in: the same ids mean others elsewhere. */
export async function accountsOfPostings(
  store: CompanyStore,
  of: { readonly postings: readonly PostingRow[]; readonly connected: AccountsById },
): Promise<(postingId: string) => AccountsById> {
  const former = await formerOnes(store, of.postings);
  const charts = new Map<string, AccountsById>();
  for (const realmId of new Set(former.values())) {
    charts.set(realmId, new Map((await store.chart.accountsOf(realmId)).map((account) => [account.id, account])));
  }
  return (postingId) => charts.get(former.get(postingId) ?? '') ?? of.connected;
}
