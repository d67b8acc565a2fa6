// Whether an account was merged into another in QuickBooks: told by entries of ours that were posted to it, as they are there now.
import { type EntryVersion, type VersionDifference, versionDifference } from './entry-version.ts';

export interface SeenOf {
  readonly ours: EntryVersion;
  readonly theirs: EntryVersion;
  /** QuickBooks counts it as changed since we knew it last, as whatever somebody does to it by hand. */
  readonly isTouched: boolean;
}

/** One that is touched may be an accountant's, who moved a line and meant no other. */
const touchedMin = 2;

/**
 * The one account that all lines of it have gone to, with their amounts and sides, in entries that are as they were otherwise.
 * Null: some are where they were, they went to several, or too little tells; an accountant who moves a few lines merges nothing.
 * `alsoGone`: accounts that went at the same time, whose lines may have gone elsewhere in the same entries.
 */
export function takenOverBy(
  accountId: string,
  { seen, alsoGone }: { readonly seen: readonly SeenOf[]; readonly alsoGone: ReadonlySet<string> },
): string | null {
  if (seen.some(({ theirs }) => theirs.lines.some((line) => line.accountId === accountId))) return null;
  const telling = seen.flatMap(({ ours, theirs, isTouched }) => {
    const into = movedTo(accountId, { ...versionDifference(ours, theirs), alsoGone });
    return into === null ? [] : [{ into, isTouched }];
  });
  const [first] = telling;
  if (first === undefined || telling.some(({ into }) => into !== first.into)) return null;
  return telling.some(({ isTouched }) => !isTouched) || telling.length >= touchedMin ? first.into : null;
}

/** Ours that lines have gone from, each with its amount and side, in an entry that is as it was otherwise; none where that is not all. */
export function accountsLeftBy(ours: EntryVersion, theirs: EntryVersion): readonly string[] {
  const { fields, lines } = versionDifference(ours, theirs);
  const left = new Set<string>();
  if (fields.length > 0) return [];
  for (const pair of lines) {
    if (pair.same) continue;
    if (pair.ours === null || pair.theirs === null || !isOnlyMoved(pair.ours, pair.theirs)) return [];
    left.add(pair.ours.accountId);
  }
  return [...left];
}

/** Null: not all to one, or that is not all that is different. */
function movedTo(
  accountId: string,
  { fields, lines, alsoGone }: VersionDifference & { readonly alsoGone: ReadonlySet<string> },
): string | null {
  const into = new Set(
    lines.flatMap(({ ours, theirs, same }) => {
      if (same) return [];
      if (ours === null || theirs === null || !isSameMoney(ours, theirs)) return [null];
      if (ours.accountId === accountId) return [theirs.accountId];
      return alsoGone.has(ours.accountId) ? [] : [null];
    }),
  );
  const [only = null] = into;
  return fields.length === 0 && into.size === 1 ? only : null;
}

type Line = EntryVersion['lines'][number];

const isSameMoney = (one: Line, other: Line): boolean =>
  one.side === other.side && one.amountHundredths === other.amountHundredths;

const isOnlyMoved = (one: Line, other: Line): boolean =>
  isSameMoney(one, other) &&
  one.accountId !== other.accountId &&
  one.departmentId === other.departmentId &&
  one.classId === other.classId;
