// A journal entry: lines that debit and credit roles, then accounts; refused unless it balances to the last minor unit.
import type { ExchangeRate } from '../events/financial-event.ts';
import type { Role } from './role.ts';

export type Side = 'debit' | 'credit';

/** Which part of which event a journal line came from; `pointer` is a JSON pointer within that event. */
export interface LineSource {
  readonly key: string;
  readonly pointer: string;
}

/** A line before the mapping is applied: it names a role and a subject, never an account. */
export interface DraftLine {
  readonly role: Role;
  /** Payment type, item class, reason or tax code; null for a role that only has a company default. */
  readonly subject: string | null;
  readonly side: Side;
  /** Always positive; zero lines are left out. */
  readonly amountMinor: bigint;
  readonly location: string;
  readonly from: readonly LineSource[];
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
}

export interface JournalEntry extends DraftEntry {
  readonly lines: readonly JournalLine[];
}
