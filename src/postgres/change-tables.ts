// The tables of what is in QuickBooks and was not done from here: changes, roll calls, and the calls that asking took.
import type { Generated } from 'kysely';
import type { DriftState, Settlement } from '../posting/drift.ts';

export interface MeteredMonthTable {
  company_id: string;
  month: string;
  calls: bigint;
  skipped_since: Date | null;
}

export interface SweepTable {
  company_id: string;
  realm_id: string;
  covered_until: Date | null;
  swept_at: Date | null;
  asked_at: Date | null;
  accepted: number;
  accepted_at: Date | null;
  reread_covers: Date | null;
  reread_after: string | null;
  others: Generated<boolean>;
}

export interface RollCallTable {
  company_id: string;
  realm_id: string;
  called_under: string;
  called_at: Date;
  announced_at: Generated<Date | null>;
  alone_until: Generated<Date | null>;
  covered_until: Date;
}

export interface FoundEntryTable {
  company_id: string;
  realm_id: string;
  quickbooks_id: string;
  document_number: string;
  entry_date: string | null;
  owner_id: string | null;
  is_ours: boolean;
  body: string;
  sync_token: string;
  found_at: Date;
  acknowledged_at: Date | null;
  taken_up_at: Date | null;
}

export interface DriftTable {
  company_id: string;
  drift_id: string;
  posting_id: string;
  realm_id: string;
  quickbooks_id: string;
  state: DriftState;
  settled_as: Settlement | null;
  theirs: string | null;
  sync_token: string | null;
  found_at: Date;
  changed_at: Date | null;
  problem: string | null;
  who: string | null;
  settled_at: Date | null;
  attempt: number;
  unanswered: number;
  request_id: string | null;
  body: string | null;
  sent_at: Date | null;
  next_step_at: Date | null;
}
