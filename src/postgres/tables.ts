// The tables as Kysely sees them, by hand from migrations/: minor units are bigint, dates are YYYY-MM-DD text.
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { FinancialEventKind } from '../events/financial-event.ts';
import type { DimensionKind } from '../journal/dimension.ts';
import type { LineDimensions } from '../journal/journal-entry.ts';
import type { Mapping } from '../journal/mapping.ts';
import type { Role, SubjectKind } from '../journal/role.ts';
import type { Rule } from '../journal/rule.ts';
import type { SyncState } from '../pipeline/lane-port.ts';
import type { ReceiverKind } from '../pipeline/notification-port.ts';
import type { CauseKind } from '../posting/causes.ts';
import type { ClosedPeriodChoice, ClosedPeriodPolicy } from '../posting/closed-period.ts';
import type { PostingState } from '../posting/posting.ts';
import type { PostingModes } from '../posting/posting-mode.ts';
import type { Recheck } from '../posting/recheck.ts';
import type { PostingRecordKind } from '../posting/record-kind.ts';
import type { RepostItemState, StayReason } from '../posting/repost.ts';
import type { DriftTable, FoundEntryTable, MeteredMonthTable, RollCallTable, SweepTable } from './change-tables.ts';
import type {
  EventConflictTable,
  EventWithStatusView,
  FinancialEventTable,
  Fixed,
  Json,
  UnsyncedEventTable,
} from './event-tables.ts';

interface CompanyTable {
  company_id: string;
  name: string;
  currency: string;
  time_zone: string;
  day_end: string;
  posting_modes: ColumnType<PostingModes, string | undefined, string>;
  discounts: 'net' | 'gross';
  over_short_cap_minor: ColumnType<bigint, bigint | undefined, bigint>;
  summary_grace_days: ColumnType<number, number | undefined, number>;
  closed_periods: ColumnType<ClosedPeriodPolicy, ClosedPeriodPolicy | undefined, ClosedPeriodPolicy>;
  metered_budget: ColumnType<number | null, number | null | undefined, number | null>;
  sync_start: string | null;
  sync_state: SyncState;
  created_at: Date;
}

interface LocationTable {
  company_id: string;
  code: string;
  name: string;
  time_zone: string | null;
  day_end: string | null;
  active: ColumnType<boolean, boolean | undefined, boolean>;
  quickbooks_department_id: string | null;
  first_seen: Date;
}

interface DaySettingTable {
  company_id: Fixed<string>;
  location: Fixed<string>;
  applicable_from: Fixed<string>;
  time_zone: Fixed<string | null>;
  day_end: Fixed<string | null>;
}

interface SubjectTable {
  company_id: string;
  kind: SubjectKind;
  purpose: string;
  code: string;
  name: string;
  active: ColumnType<boolean, boolean | undefined, boolean>;
  parent_code: string | null;
  takes_deposits: ColumnType<boolean, boolean | undefined, boolean>;
  first_seen: Date;
  last_used: string | null;
  quickbooks_class_id: ColumnType<string | null, string | null | undefined, string | null>;
}

interface SalesDayTable {
  company_id: string;
  business_date: string;
  location: string;
  currency: string;
  tickets: number;
  net_sales_minor: bigint;
  refunds_minor: bigint;
  tax_minor: bigint;
  discounts_minor: bigint;
}

interface RecheckTable {
  company_id: string;
  what: Recheck;
  asked_at: Date | null;
  not_before: Date | null;
}

interface ConnectionTable {
  company_id: string;
  state: 'connected' | 'reconnect-required' | 'disconnected';
  environment: 'local' | 'sandbox' | 'production';
  realm_id: string;
  quickbooks_company_name: string;
  home_currency: string | null;
  closed_until: string | null;
  refused_until: ColumnType<string | null, string | null | undefined, string | null>;
  multi_currency: boolean | null;
  department_tracking: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
  class_tracking: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
  access_token_encrypted: Buffer | null;
  refresh_token_encrypted: Buffer | null;
  access_token_expires_at: Date | null;
  refresh_token_expires_at: Date | null;
  authorization_expires_at: Date | null;
  token_version: ColumnType<bigint, bigint | undefined, bigint>;
  refreshing_until: Date | null;
  connected_by: string | null;
  connected_at: Date;
  last_success_at: Date | null;
  entry_answered_at: ColumnType<Date | null, Date | undefined, Date>;
  last_error_at: Date | null;
  last_error: string | null;
  accounts_imported_at: Date | null;
}

interface ConnectAttemptTable {
  company_id: string;
  state_hash: Buffer;
  who: string;
  expires_at: Date;
  new_books: boolean;
}

interface AccountTable {
  company_id: string;
  realm_id: string;
  account_id: string;
  name: string;
  fully_qualified_name: string;
  number: string | null;
  type: string;
  sub_type: string | null;
  currency: string | null;
  active: boolean;
  refreshed_at: Date;
  merged_into: Generated<string | null>;
  merge_asked_at: Generated<Date | null>;
}

interface DimensionTable {
  company_id: string;
  realm_id: string;
  kind: DimensionKind;
  dimension_id: string;
  name: string;
  fully_qualified_name: string;
  active: boolean;
  refreshed_at: Date;
}

interface MappingTable {
  company_id: string;
  mapping_id: ColumnType<string, never, never>;
  role: Role;
  subject: string;
  applicable_from: string;
  account_id: string;
  saved_at: Date;
  saved_by: string;
  ended_at: ColumnType<Date | null, never, Date>;
}

interface AuditLogTable {
  company_id: string;
  entry_id: string;
  at: Date;
  who: string;
  action: string;
  detail: Json;
  in_books: Json | null;
}

interface PostingTable {
  company_id: string;
  posting_id: string;
  posting_key: string;
  part: number;
  state: PostingState;
  business_date: string;
  attempt: ColumnType<number, number | undefined, number>;
  request_id: string | null;
  document_number: string | null;
  batch_id: string | null;
  batch_item_id: string | null;
  batch_size: number | null;
  first_sent_at: Date | null;
  next_step_at: Date | null;
  goes_alone: ColumnType<boolean, boolean | undefined, boolean>;
  unanswered: ColumnType<number, never, number>;
  not_before: ColumnType<Date | null, Date | undefined, Date | null>;
  found_there: ColumnType<boolean, boolean | undefined, boolean>;
  posting_date: ColumnType<string | null, never, string | null>;
  closed_choice: ColumnType<ClosedPeriodChoice | null, never, ClosedPeriodChoice | null>;
  realm_id: string | null;
  quickbooks_id: string | null;
  sync_token: string | null;
  accepted_at: Date | null;
  created_at: Date;
}

interface PostingBodyTable {
  company_id: string;
  posting_id: string;
  body: string;
  digest: Buffer;
}

interface JournalEntryTable {
  company_id: string;
  posting_id: string;
  business_date: string;
  location: string;
  currency: string;
  exchange_rate: string | null;
  memo: string;
  debit_minor: bigint;
  credit_minor: bigint;
  built_at: Date;
}

interface JournalLineTable {
  company_id: string;
  posting_id: string;
  line_number: number;
  role: Role;
  subject: string | null;
  account_id: string;
  side: 'debit' | 'credit';
  amount_minor: bigint;
  location: string;
  business_date: string;
  rule: Rule | null;
  mapping_id: string | null;
  sources: JSONColumnType<readonly StoredSource[], string, string>;
  dimensions: JSONColumnType<LineDimensions | null, string | null, string | null>;
}

export interface StoredSource {
  readonly key: string;
  readonly pointer: string;
  readonly amountMinor?: string;
  readonly reverses?: string;
}

interface DailySummaryTable {
  company_id: string;
  posting_key: string;
  business_date: string;
  location: string;
  sequence: number;
  created_at: Date;
}

interface CauseTable {
  company_id: string;
  cause_id: string;
  cause_key: string;
  kind: CauseKind;
  role: string | null;
  subject: string | null;
  detail: Json;
  first_seen: Date;
  resolved_at: Date | null;
}

interface PostingCauseTable {
  company_id: string;
  cause_id: string;
  posting_id: string;
}

interface PostingRecordTable {
  company_id: string;
  record_id: string;
  record_number: ColumnType<bigint, never, never>;
  posting_id: string;
  at: Date;
  what: PostingRecordKind;
  request_id: string | null;
  http_status: number | null;
  intuit_tid: string | null;
  detail: Json;
}

interface LaneTable {
  company_id: string;
  lease_token: ColumnType<bigint, bigint | undefined, bigint>;
  lease_holder: string | null;
  lease_until: Date | null;
  paused_until: Date | null;
  paused_reason: string | null;
  failures: ColumnType<number, number | undefined, number>;
}

interface LaneCallTable {
  company_id: string;
  call_id: string;
  called_at: Date;
  kind: 'single' | 'batch' | 'read';
}

interface RepostTable {
  company_id: string;
  repost_id: string;
  realm_id: string;
  from_date: string;
  to_date: string;
  locations: string[] | null;
  kinds: FinancialEventKind[] | null;
  who: string;
  asked_at: Date;
  cancelled_by: string | null;
  cancelled_at: Date | null;
  ended_at: Date | null;
}

/** A change as it is stored: the mapping's time is text. */
export interface StoredChange {
  readonly line: number;
  readonly shares: readonly {
    readonly accountId: string;
    readonly mapping: (Omit<Mapping, 'saved'> & { readonly saved?: { id: string; at: string; by: string } }) | null;
    readonly events: readonly string[] | null;
  }[];
}

interface RepostItemTable {
  company_id: string;
  item_id: string;
  repost_id: string;
  posting_id: string;
  place: number;
  realm_id: string;
  quickbooks_id: string;
  state: RepostItemState;
  target: string;
  changes: JSONColumnType<readonly StoredChange[], string, string>;
  reason: StayReason | null;
  problem: string | null;
  over_token: string;
  attempt: number;
  unanswered: ColumnType<number, never, number>;
  request_id: string | null;
  body: string | null;
  sent_at: Date | null;
  next_step_at: Date | null;
  ended_at: Date | null;
}

interface RegisterReadingTable {
  company_id: string;
  account_id: string;
  month: string;
  realm_id: string;
  read_at: Date;
  opening_hundredths: bigint;
  closing_hundredths: bigint;
  line_count: number;
  lines: Json;
  mark: string;
}

interface TieOutTable {
  company_id: string;
  account_id: string;
  month: string;
  realm_id: string;
  who: string;
  tied_out_at: Date;
  closing_hundredths: bigint;
  ours_mark: string;
  register_mark: string;
}

interface SavedViewTable {
  company_id: string;
  view_id: string;
  user_id: string;
  name: string;
  filter: Json;
  saved_at: Date;
}

interface ReceiverTable {
  company_id: string;
  receiver_id: string;
  kind: ReceiverKind;
  name: string;
  shown_as: string;
  address_encrypted: Buffer;
  secret_encrypted: Buffer | null;
  wants_alerts: boolean;
  wants_digest: boolean;
  created_at: Date;
  last_success_at: Date | null;
  last_error_at: Date | null;
  last_error: string | null;
}

interface AlertNoticeTable {
  company_id: string;
  receiver_id: string;
  cause_id: string;
  cause_key: string;
  noticed_at: Date;
  message_id: string | null;
}

interface MessageTable {
  company_id: string;
  message_id: string;
  receiver_id: string;
  content: ColumnType<unknown, string, string>;
  created_at: Date;
  attempts: Generated<number>;
  next_attempt_at: Date | null;
}

interface DigestTable {
  company_id: string;
  at_time: string;
  next_at: Date;
}

/** Qualified by schema, so that no query depends on a search path. */
export interface Tables {
  'tillbook.company': CompanyTable;
  'tillbook.location': LocationTable;
  'tillbook.day_setting': DaySettingTable;
  'tillbook.subject': SubjectTable;
  'tillbook.financial_event': FinancialEventTable;
  'tillbook.unsynced_event': UnsyncedEventTable;
  'tillbook.event_with_status': EventWithStatusView;
  'tillbook.event_conflict': EventConflictTable;
  'tillbook.sales_day': SalesDayTable;
  'tillbook.connection': ConnectionTable;
  'tillbook.connect_attempt': ConnectAttemptTable;
  'tillbook.account': AccountTable;
  'tillbook.dimension': DimensionTable;
  'tillbook.mapping': MappingTable;
  'tillbook.audit_log': AuditLogTable;
  'tillbook.posting': PostingTable;
  'tillbook.posting_body': PostingBodyTable;
  'tillbook.daily_summary': DailySummaryTable;
  'tillbook.journal_entry': JournalEntryTable;
  'tillbook.journal_line': JournalLineTable;
  'tillbook.cause': CauseTable;
  'tillbook.posting_cause': PostingCauseTable;
  'tillbook.posting_record': PostingRecordTable;
  'tillbook.lane': LaneTable;
  'tillbook.lane_call': LaneCallTable;
  'tillbook.recheck': RecheckTable;
  'tillbook.metered_month': MeteredMonthTable;
  'tillbook.sweep': SweepTable;
  'tillbook.roll_call': RollCallTable;
  'tillbook.found_entry': FoundEntryTable;
  'tillbook.drift': DriftTable;
  'tillbook.register_reading': RegisterReadingTable;
  'tillbook.tie_out': TieOutTable;
  'tillbook.repost': RepostTable;
  'tillbook.repost_item': RepostItemTable;
  'tillbook.saved_view': SavedViewTable;
  'tillbook.receiver': ReceiverTable;
  'tillbook.alert_notice': AlertNoticeTable;
  'tillbook.message': MessageTable;
  'tillbook.digest': DigestTable;
}
