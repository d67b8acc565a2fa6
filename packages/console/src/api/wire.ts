// The shapes of the server's answers: amounts are decimal text, instants ISO text.
export type Role =
  | 'payment'
  | 'deposit'
  | 'sales'
  | 'cogs'
  | 'inventory'
  | 'purchases-received'
  | 'purchases-returned'
  | 'adjustment'
  | 'gift-card-adjustment'
  | 'cash-movement'
  | 'sales-tax'
  | 'discounts'
  | 'shipping'
  | 'tips'
  | 'gift-card-liability'
  | 'inventory-in-transit'
  | 'rounding'
  | 'over-short';
export type SubjectKind = 'payment-type' | 'item-class' | 'reason-code' | 'tax-code';
export type CauseKind =
  | 'missing-account'
  | 'inactive-account'
  | 'authentication'
  | 'closed-period'
  | 'company-lapsed'
  | 'out-of-balance'
  | 'conflict'
  | 'reversal'
  | 'number-taken'
  | 'refused';
export type EventStatus =
  | 'never-synced'
  | 'ready'
  | 'syncing'
  | 'synced'
  | 'action-required'
  | 'failed'
  | 'handled-outside';
export type EventKind =
  | 'sale'
  | 'customer-deposit'
  | 'purchasing-receipt'
  | 'purchasing-return'
  | 'transfer'
  | 'inventory-adjustment'
  | 'gift-card-adjustment'
  | 'cash-movement';
export type PostingState =
  | 'pending'
  | 'waiting'
  | 'ready'
  | 'intent-saved'
  | 'unknown'
  | 'accepted'
  | 'refused'
  | 'number-taken'
  | 'handled-outside'
  | 'nothing-to-post';
export interface Session {
  setupNeeded: boolean;
  signedIn: boolean;
  user: { email: string; name: string | null } | null;
  company: { id: string; name: string; currency: string; timeZone: string } | null;
  quickbooks: { local: boolean; url: string | null };
}
export interface Settings {
  name: string;
  currency: string;
  timeZone: string;
  dayEnd: string;
  postingMode: 'per-event' | 'daily-summary';
  discounts: 'net' | 'gross';
}
export interface EventRow {
  id: string;
  key: string;
  source: string;
  sourceId: string;
  kind: EventKind;
  number: string;
  businessDate: string;
  occurredAt: string;
  location: string;
  amount: string;
  currency: string;
  status: EventStatus;
}
export interface EntryLine {
  role: Role;
  subject: string | null;
  account: { id: string; name: string; number: string | null } | null;
  debit: string;
  credit: string;
  location: string;
  from: { key: string; pointer: string }[];
  explanation: string;
}
export interface Entry {
  events: string[];
  businessDate: string;
  location: string;
  currency: string;
  exchangeRate: string | null;
  memo: string;
  total: string;
  lines: EntryLine[];
}
export interface TimelineItem {
  at: string;
  what: string;
  message: string;
  requestId: string | null;
  intuitTid: string | null;
  detail: Record<string, unknown>;
}
export interface Posting {
  id: string;
  part: number;
  state: PostingState;
  documentNumber: string | null;
  quickbooksId: string | null;
  quickbooksUrl: string | null;
  entry: Entry | null;
  timeline: TimelineItem[];
}
export interface EventCause {
  kind: CauseKind;
  message: string;
  role?: Role;
  subject?: string | null;
}
export interface EventDetail extends EventRow {
  recordedAt: string;
  handledOutsideReason: string | null;
  body: unknown;
  entries: Entry[];
  postings: Posting[];
  causes: EventCause[];
}
export interface Alert {
  kind: CauseKind;
  title: string;
  role: Role | null;
  subject: string | null;
  eventsHeld: number;
  amountHeld: string;
  currency: string;
  firstSeen: string;
  action: string;
  detail: string | null;
}
export interface MappingRow {
  role: Role;
  subject: string | null;
  subjectName: string | null;
  subjectKind: SubjectKind | null;
  subjectActive: boolean;
  accountId: string | null;
  applicableFrom: string | null;
  required: boolean;
}
export interface MappingSuggestion {
  role: Role;
  subject: string | null;
  accountId: string;
  reason: string;
}
export interface Subject {
  kind: SubjectKind;
  purpose: string;
  code: string;
  name: string;
  active: boolean;
  parentCode: string | null;
  takesDeposits: boolean;
  lastUsed: string | null;
}
export interface Location {
  code: string;
  name: string;
  timeZone: string | null;
  dayEnd: string | null;
  active: boolean;
  quickbooksDepartmentId: string | null;
}
export interface Connection {
  state: 'not-connected' | 'set-up-incomplete' | 'connected' | 'reconnect-required';
  left: number;
  realmId: string | null;
  companyName: string | null;
  environment: 'local' | 'sandbox' | 'production';
  connectedBy: string | null;
  connectedAt: string | null;
  lastSuccessAt: string | null;
  lastErrorAt: string | null;
  lastError: string | null;
  accountsImportedAt: string | null;
  pausedUntil: string | null;
}
export interface Sync {
  state: 'not-started' | 'running' | 'paused';
  from: string | null;
  counts: Record<EventStatus, number>;
  pastEvents: number;
}
export interface PreflightProblem {
  kind: string;
  role: Role | null;
  subject: string | null;
  message: string;
  events: number;
  amount: string;
}
export interface SalesSummary {
  from: string;
  to: string;
  location: string | null;
  currency: string;
  netSales: string;
  refunds: string;
  tax: string;
  discounts: string;
  tickets: number;
  averageTicket: string;
  tenders: { paymentType: string; name: string; amount: string }[];
  days: { date: string; netSales: string; tickets: number }[];
  firstDate: string | null;
  lastDate: string | null;
}
export interface Account {
  id: string;
  name: string;
  fullyQualifiedName: string;
  number: string | null;
  type: string;
  subType: string | null;
  currency: string | null;
  active: boolean;
}
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  createdAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}
export interface AuditEntry {
  at: string;
  who: string;
  what: string;
  detail: Record<string, unknown>;
}
