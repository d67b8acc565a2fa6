// What the auditor lets an event wait for, or be out for: whatever anybody does, or until somebody does something.
import { type Audited, targetOf } from './audited.ts';
import { isAgainstTheirs, isOfWhatIsGone, mayWaitForTheirs } from './void-of-touched.ts';

/** Why nothing of it may be in QuickBooks, whatever anybody does; null where nothing speaks against it. */
export function blockedBecause(audited: Audited, key: string): string | null {
  const { shop, expected } = audited;
  const target = targetOf(shop, key);
  if (target === undefined) return expected(key) === null ? 'it does not foot' : null;
  if (!shop.given.has(target)) return 'what it voids was never given';
  const [own, others] = [realmOf(audited, key), realmOf(audited, target)];
  if (own !== null && others !== null && own !== others) return 'what it voids is in other books';
  if (isAgainstTheirs(audited, key)) return 'what it voids is something else in QuickBooks, and that was accepted';
  return otherVoidIs(audited, key, ['synced']) ? 'another void of the same is, too' : null;
}

/** The first void of an event is the one that counts, also where it was taken out, is of a time before sync start, or waits itself. */
export function mayWait(audited: Audited, key: string): boolean {
  const statuses = ['synced', 'handled-outside', 'never-synced'];
  return (
    blockedBecause(audited, key) !== null ||
    otherVoidIs(audited, key, statuses) ||
    isOfFormerBooks(audited, key) ||
    isVoidedInFormerBooks(audited, key) ||
    [key, ...otherVoids(audited, key)].some((one) => waits.some((mayWaitSo) => mayWaitSo(audited, one)))
  );
}

const waits = [mayWaitClosed, mayWaitMerged, mayWaitForTheirs, mayWaitBehind];

/** What takes back or replaces an entry in books that are no longer kept is posted in none. */
function isOfFormerBooks(audited: Audited, key: string): boolean {
  const { given } = audited.shop;
  const reversal = given.has(key.replace(/^version/, 'reversal')) ? key.replace(/^version/, 'reversal') : key;
  return isInFormerBooks(audited, targetOf(audited.shop, reversal) ?? '');
}

/** Nor is what was taken back there before it was posted anywhere: it waits, and says that it is for this. */
function isVoidedInFormerBooks(audited: Audited, key: string): boolean {
  const { shop, causes } = audited;
  const isTold = (causes.get(key) ?? []).some((message) => /its void is in .* were kept before/.test(message));
  const voids = [...shop.given.keys()].filter((other) => targetOf(shop, other) === key);
  return isTold && voids.some((other) => isInFormerBooks(audited, other));
}

function isInFormerBooks(audited: Audited, key: string): boolean {
  const realm = realmOf(audited, key);
  return realm !== null && realm !== audited.shop.quickbooks.realmId;
}

/** Nothing tells a merge from an edit of an entry that was changed besides, or by the merge itself: a void of it meets the account that is gone. */
function mayWaitMerged({ shop, causes, postings }: Audited, key: string): boolean {
  const { touched, moved, mergedInto } = shop;
  const target = targetOf(shop, key);
  if (target === undefined || mergedInto.size === 0) return false;
  const isChanged = postings.some(({ eventKeys, quickbooksId }) => {
    const id = quickbooksId ?? '';
    return eventKeys.includes(target) && (touched.has(id) || moved.has(id));
  });
  return isChanged && (causes.get(key) ?? []).some((message) => /was made inactive in QuickBooks/.test(message));
}

/** The company that holds its entry; null where none does. */
function realmOf({ postings }: Audited, key: string): string | null {
  const holding = postings.find(({ state, eventKeys }) => state === 'accepted' && eventKeys.includes(key));
  return holding?.realmId ?? null;
}

/** Books that stay closed hold what is dated within, unless it was chosen that it goes on the first open day. */
function mayWaitClosed({ shop, causes }: Audited, key: string): boolean {
  const { closedAtEnd } = shop.plan;
  if (closedAtEnd === null || shop.closedPolicies.at(-1) === 'first-open-day') return false;
  const isWithin = (shop.given.get(key)?.businessDate ?? '9999') <= closedAtEnd;
  return isWithin && (causes.get(key) ?? []).some((message) => /^the books are closed/i.test(message));
}

/** A void goes behind its original, and waits with it. */
function mayWaitBehind(audited: Audited, key: string): boolean {
  const target = targetOf(audited.shop, key);
  const isTold = (audited.causes.get(key) ?? []).some((message) => /what it voids waits itself/.test(message));
  return isTold && target !== undefined && audited.causes.has(target) && mayWait(audited, target);
}

const otherVoidIs = (audited: Audited, key: string, among: readonly string[]): boolean =>
  otherVoids(audited, key).some((other) => among.includes(audited.statuses.get(other) ?? ''));

function otherVoids({ shop }: Audited, key: string): readonly string[] {
  const target = targetOf(shop, key);
  if (target === undefined) return [];
  return [...shop.given.keys()].filter((other) => other !== key && targetOf(shop, other) === target);
}

/** By a person; or a void with what it voids, also where that is gone in QuickBooks, and both where the one that is voided never footed. */
export function mayBeOutside(audited: Audited, key: string): boolean {
  const { shop, statuses, expected } = audited;
  if (shop.takenOut.has(key) || shop.replaced.has(key)) return true;
  const target = targetOf(shop, key);
  if (target !== undefined && statuses.get(target) === 'handled-outside') return true;
  if (isOfWhatIsGone(audited, key)) return true;
  return expected(key) === null && [...shop.given.keys()].some((other) => targetOf(shop, other) === key);
}
