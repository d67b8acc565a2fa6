// Whether an account was merged into another in QuickBooks: told by entries of ours that were posted to it, as they are there now.
import { type EntryVersion, versionDifference } from './entry-version.ts';

export interface SeenOf {
  readonly ours: EntryVersion;
  readonly theirs: EntryVersion;
}

/**
 * The one account that all lines of it have gone to, with their amounts and sides. Null: some are where they were, they went
 * to several, or nothing tells; an accountant who moves a few lines merges nothing.
 */
export function takenOverBy(accountId: string, seen: readonly SeenOf[]): string | null {
  if (seen.some(({ theirs }) => theirs.lines.some((line) => line.accountId === accountId))) return null;
  const pairs = seen.flatMap(({ ours, theirs }) => versionDifference(ours, theirs).lines);
  const into = new Set(
    pairs.flatMap(({ ours, theirs }) =>
      ours?.accountId === accountId && theirs !== null && isSameMoney(ours, theirs) ? [theirs.accountId] : [],
    ),
  );
  const [only] = into;
  return into.size === 1 && only !== undefined ? only : null;
}

type Line = EntryVersion['lines'][number];

const isSameMoney = (one: Line, other: Line): boolean =>
  one.side === other.side && one.amountHundredths === other.amountHundredths;
