// The tables of what happened in the shop and of how it stands, as Kysely sees them.
import type { ColumnType, JSONColumnType } from 'kysely';
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { EventStatus } from '../pipeline/company-books.ts';

export type Json = JSONColumnType<Record<string, unknown>, string, string>;
/** Read-only to the application once written. */
export type Fixed<T> = ColumnType<T, T, never>;

export interface FinancialEventTable {
  company_id: Fixed<string>;
  event_id: Fixed<string>;
  event_key: Fixed<string>;
  source: Fixed<string>;
  kind: Fixed<FinancialEventKind>;
  source_id: Fixed<string>;
  number: Fixed<string>;
  occurred_at: Fixed<Date>;
  business_date: Fixed<string>;
  location: Fixed<string>;
  currency: Fixed<string>;
  exchange_rate: Fixed<string | null>;
  amount_minor: Fixed<bigint>;
  reverses: Fixed<string | null>;
  body: Fixed<unknown>;
  digest: Fixed<Buffer>;
  posting_key: string | null;
  posting_parts: ColumnType<number[] | null, never, number[] | null>;
  version_of: Fixed<string | null>;
  version: Fixed<number>;
  recorded_at: Fixed<Date>;
}

export interface UnsyncedEventTable {
  company_id: Fixed<string>;
  event_id: Fixed<string>;
  status: Exclude<EventStatus, 'synced'>;
  handled_outside_reason: string | null;
  business_date: Fixed<string>;
  location: Fixed<string>;
}

/** A view: nothing is written to it. */
export interface EventWithStatusView extends FinancialEventTable {
  status: Fixed<EventStatus>;
  handled_outside_reason: Fixed<string | null>;
  unsynced_status: Fixed<Exclude<EventStatus, 'synced'> | null>;
  unsynced_date: Fixed<string | null>;
  unsynced_id: Fixed<string | null>;
}

export interface EventConflictTable {
  company_id: string;
  conflict_id: string;
  event_id: string;
  body: Json;
  digest: Buffer;
  seen_at: Date;
  put_aside_at: ColumnType<Date | null, never, Date>;
  put_aside_by: ColumnType<string | null, never, string>;
  taken_as: ColumnType<string | null, never, string>;
}
