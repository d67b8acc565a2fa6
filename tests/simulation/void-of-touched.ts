// What the auditor expects of a void of an entry that somebody laid hands on: it goes by what the owner decided of that.
import type { Touched } from './accountant.ts';
import { type Audited, targetOf } from './audited.ts';
import { afterMerges, labelOf } from './chart.ts';
import { byAccount, differences, totalsHeld } from './entry-totals.ts';
import type { HeldEntry } from './simulated-quickbooks.ts';

interface TouchedEntry {
  readonly quickbooksId: string;
  readonly entry: Touched;
  readonly mergedInto: ReadonlyMap<string, string>;
}

/** Of what a void takes back. */
function touchedOf(audited: Audited, key: string): readonly TouchedEntry[] {
  const target = targetOf(audited.shop, key);
  if (target === undefined) return [];
  return audited.postings.flatMap(({ state, eventKeys, quickbooksId, realmId }) => {
    const kept = audited.books.get(realmId ?? '')?.kept;
    const entry = kept?.touched.get(quickbooksId ?? '');
    if (state !== 'accepted' || !eventKeys.includes(target)) return [];
    if (kept === undefined || quickbooksId === null || entry === undefined) return [];
    return [{ quickbooksId, entry, mergedInto: kept.mergedInto }];
  });
}

/** It is posted, although nothing of what it takes back counted as ours any more, or something else did. */
export function isAgainstTheirs(audited: Audited, key: string): boolean {
  const own = audited.postings.filter(({ state, eventKeys }) => state === 'accepted' && eventKeys.includes(key));
  return touchedOf(audited, key).some(
    (touched) => isOther(touched) && own.some(({ id }) => touched.entry.sentBy?.has(id) === false),
  );
}

/** It waits for a person, or for the owner to decide; what a merge alone changed may have been taken for an edit. */
export function mayWaitForTheirs(audited: Audited, key: string): boolean {
  const { causes, drifts, postings, shop } = audited;
  const says = (words: RegExp): boolean => (causes.get(key) ?? []).some((message) => words.test(message));
  const target = targetOf(shop, key) ?? '';
  const isMoved = postings.some(
    ({ eventKeys, quickbooksId }) => eventKeys.includes(target) && shop.moved.has(quickbooksId ?? ''),
  );
  const all = touchedOf(audited, key);
  if (says(/decide about that first/)) {
    return isMoved || all.some((one) => drifts.some(({ quickbooksId }) => quickbooksId === one.quickbooksId));
  }
  return says(/and that was accepted/) && (isMoved || all.some(isOther));
}

/** Nothing is left of what it takes back, and that was accepted. */
export const isOfWhatIsGone = (audited: Audited, key: string): boolean =>
  touchedOf(audited, key).some(({ entry }) => entry.inForce === null);

/** By amounts and accounts: which of two accounts of a label it is on is told of reposts alone. */
function isOther({ entry, mergedInto }: TouchedEntry): boolean {
  if (entry.inForce === null) return true;
  const totals = (held: HeldEntry) =>
    byAccount(totalsHeld(held), (account) => labelOf(afterMerges(mergedInto, account)));
  return differences(totals(entry.original), totals(entry.inForce)).length > 0;
}
