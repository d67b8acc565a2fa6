// The independent auditor: from the events that were given, and from what QuickBooks holds, says what is missing, double or wrong.
import type pg from 'pg';
import { checkPostings } from './audit-entries.ts';
import { checkTouched, checkUnasked } from './audit-touched.ts';
import { type Audited, look } from './audited.ts';
import type { EventJson } from './draw-events.ts';
import type { AuditedBooks } from './kept-books.ts';
import { blockedBecause, mayBeOutside, mayWait } from './may-wait.ts';
import type { Shop } from './shop.ts';

/** What is wrong, in words; nothing where all is well. */
export async function auditShop(shop: Shop, database: pg.Pool): Promise<readonly string[]> {
  const audited = await look(shop, database);
  const { touched, moved, mergedInto, quickbooks } = shop;
  const { accountIds, realmId } = quickbooks;
  const { held } = booksOf(audited, realmId);
  const ofTouched = {
    ...{ touched, moved, mergedInto, held, accountIds },
    ...{ drifts: audited.drifts, claimed: claimedIn(audited, realmId) },
  };
  return [
    ...checkStatuses(audited),
    ...checkPostings(audited),
    ...checkMappedAnew(audited),
    ...[...audited.books].flatMap(([id, books]) => checkNothingElse(books, claimedIn(audited, id))),
    ...[...audited.books.values()].flatMap(checkLeftAlone),
    ...checkTouched(ofTouched),
  ].map((problem) => `company ${shop.plan.number}: ${problem}`);
}

/** Each event that was given stands once, as it must. */
function checkStatuses(audited: Audited): string[] {
  const { shop, statuses } = audited;
  const problems: string[] = [];
  for (const key of statuses.keys()) if (!shop.given.has(key)) problems.push(`${key} was never given`);
  for (const [key, event] of shop.given) {
    const problem = statusProblem(audited, key, event);
    if (problem !== null) problems.push(`${key} ${problem}`);
  }
  return problems;
}

function statusProblem(audited: Audited, key: string, event: EventJson): string | null {
  const { shop, statuses, causes } = audited;
  const status = statuses.get(key);
  switch (status) {
    case undefined:
      return 'is lost';
    case 'synced':
      return blockedBecause(audited, key) === null ? null : `is synced, although ${blockedBecause(audited, key)}`;
    case 'never-synced':
      return event.businessDate < shop.plan.syncStart ? null : 'was left out';
    case 'handled-outside':
      return mayBeOutside(audited, key) ? null : 'was taken out by nobody';
    case 'action-required':
    case 'failed': {
      const named = causes.get(key) ?? [];
      if (named.length === 0) return `is ${status} without a cause`;
      return mayWait(audited, key) ? null : `waits without need: ${named.join(', ')}`;
    }
    default:
      return `is still ${status} at the end`;
  }
}

function checkMappedAnew({ leftBehind }: Audited): string[] {
  return leftBehind === 0 ? [] : [`${leftBehind} entries are under a mapping of before, and nothing holds them`];
}

const claimedIn = ({ postings }: Audited, realm: string): readonly string[] =>
  postings.flatMap(({ state, quickbooksId, realmId }) =>
    state === 'accepted' && realmId === realm ? (quickbooksId ?? []) : [],
  );

function booksOf({ books }: Audited, realmId: string): AuditedBooks {
  const found = books.get(realmId);
  if (found === undefined) throw new Error(`No books are kept in ${realmId}.`);
  return found;
}

/** In books that are no longer kept everything stays as somebody left it. */
function checkLeftAlone({ isFormer, kept, held }: AuditedBooks): string[] {
  if (!isFormer) return [];
  return [...kept.touched].flatMap(([id, entry]) =>
    checkUnasked(entry, held.get(id) ?? null).map((what) => `entry ${id} of the books before ${what}`),
  );
}

/** No entry of ours without its posting, none twice, none that was deleted. */
function checkNothingElse({ held, deletedIds }: AuditedBooks, claimed: readonly string[]): string[] {
  const problems = claimed
    .filter((id, index) => claimed.indexOf(id) !== index)
    .map((id) => `entry ${id} is claimed twice`);
  const numbers = new Map<string | null, string>();
  for (const { id, documentNumber } of held.values()) {
    const other = numbers.get(documentNumber);
    if (other !== undefined) problems.push(`entries ${other} and ${id} are one, twice (${documentNumber})`);
    numbers.set(documentNumber, id);
    if (!claimed.includes(id))
      problems.push(`entry ${id} (${documentNumber}) is in QuickBooks and Tillbook does not say so`);
  }
  return [...problems, ...deletedIds.map((id) => `entry ${id} was deleted`)];
}
