// A journal entry: lines that debit and credit roles, then accounts; refused unless it balances to the last minor unit.
import type { ExchangeRate } from '../events/financial-event.ts';
import type { Mapping } from './mapping.ts';
import type { Role } from './role.ts';
import type { Rule } from './rule.ts';

export type Side = 'debit' | 'credit';

/** Which part of which event a journal line came from; `pointer` is a JSON pointer within that event. */
export interface LineSource {
  readonly key: string;
  readonly pointer: string;
  /** This source's share of a line that has several; absent: the line's whole amount. */
  readonly amountMinor?: bigint;
  /** The event that this one voids, within which the pointer then is. */
  readonly reverses?: string;
}

/** What QuickBooks tracks a line by, known by its ids; null: by nothing of that kind. */
export interface LineDimensions {
  readonly departmentId: string | null;
  readonly classId: string | null;
}

/** A line before the mapping is applied: it names a role and a subject, never an account. */
export interface DraftLine {
  /** Which rule made it; null: it was built before rules were kept. */
  readonly rule: Rule | null;
  readonly role: Role;
  /** Payment type, item class, reason or tax code; null for a role that only has a company default. */
  readonly subject: string | null;
  readonly side: Side;
  /** Always positive; zero lines are left out. */
  readonly amountMinor: bigint;
  readonly location: string;
  readonly from: readonly LineSource[];
  /** Of what mirrors an entry that was posted: as that carries them. Absent: as they are chosen when it is written. */
  readonly dimensions?: LineDimensions;
}

export interface DraftEntry {
  readonly events: readonly string[];
  readonly businessDate: string;
  readonly location: string;
  readonly currency: string;
  readonly exchangeRate: ExchangeRate | null;
  readonly memo: string;
  readonly lines: readonly DraftLine[];
}

export interface JournalLine extends DraftLine {
  /** QuickBooks' id of the account. */
  readonly accountId: string;
  /** What gave the account; null: it was built before mappings were kept. */
  readonly mapping: Mapping | null;
}

export interface JournalEntry extends DraftEntry {
  readonly lines: readonly JournalLine[];
}

/** A line whose account was looked for; null where there is none. */
export interface ResolvedLine extends DraftLine {
  readonly accountId: string | null;
  /** Null where nothing is mapped. */
  readonly mapping: Mapping | null;
}

export interface ResolvedEntry extends DraftEntry {
  readonly lines: readonly ResolvedLine[];
}

export interface EntryTotals {
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
}

export type CreatedEntry =
  | { readonly ok: true; readonly entry: JournalEntry }
  | {
      readonly ok: false;
      readonly reason: { readonly kind: 'unbalanced' | 'unmapped'; readonly differenceMinor: bigint };
    };

/** The only way to a journal entry: every line has its account, and both sides are equal to the last minor unit. */
export function createJournalEntry(draft: ResolvedEntry): CreatedEntry {
  const { debitMinor, creditMinor } = entryTotals(draft.lines);
  const differenceMinor = debitMinor - creditMinor;
  if (differenceMinor !== 0n) return { ok: false, reason: { kind: 'unbalanced', differenceMinor } };
  if (!isMapped(draft)) return { ok: false, reason: { kind: 'unmapped', differenceMinor } };
  return { ok: true, entry: draft };
}

export function entryTotals(lines: readonly Pick<DraftLine, 'side' | 'amountMinor'>[]): EntryTotals {
  let debitMinor = 0n;
  let creditMinor = 0n;
  for (const line of lines) {
    if (line.amountMinor <= 0n) throw new Error('A journal line is always positive; its side says which way.');
    if (line.side === 'debit') debitMinor += line.amountMinor;
    else creditMinor += line.amountMinor;
  }
  return { debitMinor, creditMinor };
}

function isMapped(entry: ResolvedEntry): entry is JournalEntry {
  for (const line of entry.lines) if (line.accountId === null) return false;
  return true;
}
