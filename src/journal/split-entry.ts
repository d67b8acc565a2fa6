// Keeps an entry within the lines that QuickBooks can be given: merged, and if that is not enough, in parts that each balance.
import type { DraftEntry, DraftLine } from './journal-entry.ts';
import { lineKey, type MergedLines, mergeLines, type SourceShare, sharesOf } from './merge-lines.ts';

/**
 * QuickBooks' practical limit. Intuit publishes none for a journal entry (its 10,000 lines a transaction leave entries out), and
 * its own form grows slow with hundreds.
 */
export const entryLinesMax = 1000;

/** The same parts for the same draft, whatever is mapped. An entry that fits stays as it is. */
export function withinLineLimit(entry: DraftEntry, linesMax: number = entryLinesMax): readonly DraftEntry[] {
  if (entry.lines.length <= linesMax) return [entry];
  const merged = mergeLines();
  const contributor = entry.events[0] ?? '';
  for (const line of entry.lines) merged.add(lineKey(line, null), line, sharesOf(line, contributor));
  const parts = balancedParts(merged.lines(), linesMax);
  if (parts.length === 1) return [{ ...entry, lines: merged.lines() }];
  return parts.map((lines, index) => ({ ...entry, memo: partMemo(entry.memo, index + 1, parts.length), lines }));
}

/** Nearly every entry fits; and mapping over them would take longer than making them. */
export function allWithinLineLimit(entries: readonly DraftEntry[]): readonly DraftEntry[] {
  for (const { lines } of entries)
    if (lines.length > entryLinesMax) return entries.flatMap((one) => withinLineLimit(one));
  return entries;
}

export function partMemo(memo: string, part: number, parts: number): string {
  return parts === 1 ? memo : `${memo}, part ${part} of ${parts}`;
}

interface Atom<Line> {
  readonly line: Line;
  readonly key: string;
  readonly share: SourceShare;
}

/**
 * Sets debits against credits, each time as much as the smaller of the two, so that what is in a part balances at every step;
 * a part that has no room for the next two is full. Lines on a border are cut in two; no side's total changes.
 */
export function balancedParts<Line extends DraftLine>(
  lines: readonly Line[],
  linesMax: number,
): readonly (readonly Line[])[] {
  if (linesMax < 2) throw new Error('A part of an entry has at least a line on each side.');
  if (lines.length <= linesMax) return [lines];
  const debits = atomsOf(lines, 'debit');
  const credits = atomsOf(lines, 'credit');
  const parts: (readonly Line[])[] = [];
  let part: MergedLines<Line> = mergeLines();
  for (let debit = debits.next(), credit = credits.next(); debit !== null && credit !== null; ) {
    const pair = [debit, credit];
    if (part.size + pair.filter(({ key }) => !part.has(key)).length > linesMax) {
      parts.push(part.lines());
      part = mergeLines();
    }
    const amountMinor = smaller(debit.share.amountMinor, credit.share.amountMinor);
    for (const { key, line, share } of pair) part.add(key, line, [{ ...share, amountMinor }]);
    debit = rest(debit, amountMinor) ?? debits.next();
    credit = rest(credit, amountMinor) ?? credits.next();
  }
  return [...parts, part.lines()];
}

function atomsOf<Line extends DraftLine>(lines: readonly Line[], side: Line['side']): { next(): Atom<Line> | null } {
  const atoms = lines.flatMap((line, index) =>
    line.side === side
      ? sharesOf(line, line.from[0]?.key ?? '').map((share) => ({ line, key: String(index), share }))
      : [],
  );
  let at = 0;
  return { next: () => atoms[at++] ?? null };
}

function rest<Line>(atom: Atom<Line>, takenMinor: bigint): Atom<Line> | null {
  const amountMinor = atom.share.amountMinor - takenMinor;
  return amountMinor === 0n ? null : { ...atom, share: { ...atom.share, amountMinor } };
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
