// Merges lines that differ in nothing but their amount: both sides keep their totals, and no source is lost.
import type { DraftLine, LineSource } from './journal-entry.ts';

/** A source that says its share of the line's amount. */
export interface SourceShare extends LineSource {
  readonly amountMinor: bigint;
}

/** Lines added up under their keys, in the order in which each key was first seen. */
export interface MergedLines<Line extends DraftLine> {
  readonly size: number;
  has(key: string): boolean;
  add(key: string, line: Line, shares: readonly SourceShare[]): void;
  lines(): readonly Line[];
}

export function mergeLines<Line extends DraftLine>(): MergedLines<Line> {
  const merged = new Map<string, { line: Line; amountMinor: bigint; from: SourceShare[] }>();
  return {
    get size() {
      return merged.size;
    },
    has: (key) => merged.has(key),
    add(key, line, shares) {
      const known = merged.get(key) ?? { line, amountMinor: 0n, from: [] };
      if (known.from.length === 0) merged.set(key, known);
      for (const share of shares) {
        known.amountMinor += share.amountMinor;
        known.from.push(share);
      }
    },
    lines: () => [...merged.values()].map(({ line, amountMinor, from }) => ({ ...line, amountMinor, from })),
  };
}

/** What one key merges: debits and credits never net, nor a sale with a refund, which are of different rules. */
export function lineKey(line: DraftLine, accountId: string | null): string {
  const { rule, role, subject, side, location } = line;
  const key = `${role}\n${subject ?? ''}\n${side}\n${location}\n${accountId ?? ''}\n${rule ?? ''}`;
  return line.dimensions === undefined ? key : `${key}\n${dimensionsKey(line)}`;
}

/** Voids of originals that carry others stay apart; empty where they are chosen when the line is written. */
export function dimensionsKey({ dimensions }: Pick<DraftLine, 'dimensions'>): string {
  return dimensions === undefined ? '' : JSON.stringify([dimensions.departmentId, dimensions.classId]);
}

/** `contributor`: the event whose entry the line is of; a void's line came from what it voids, and says so. */
export function sharesOf(line: DraftLine, contributor: string): readonly SourceShare[] {
  // What rounding an event's own entry left came from several parts together, of which none has an amount.
  const isOfAll = line.from.length > 1 && line.from.every(({ amountMinor }) => amountMinor === undefined);
  return (isOfAll ? line.from.slice(0, 1) : line.from).map(
    ({ key, pointer, amountMinor = line.amountMinor, reverses }) => {
      if (key === contributor)
        return reverses === undefined ? { key, pointer, amountMinor } : { key, pointer, amountMinor, reverses };
      return { key: contributor, pointer, amountMinor, reverses: reverses ?? key };
    },
  );
}
