// The company's books on the wire: settings, alerts, mappings and their subjects, the chart, preflight, sales, the audit log.
import { z } from 'zod';
import { latestDayEnd } from '../../events/day-settings.ts';
import { dayCount } from '../../pipeline/compared-period.ts';
import { changeTo } from './change-to.ts';
import {
  amountSchema,
  businessDateSchema,
  causeKindSchema,
  closedPeriodPolicySchema,
  flagSchema,
  instantSchema,
  postingModeSchema,
  purposeSchema,
  roleSchema,
  subjectKindSchema,
} from './values.ts';

const dayEndRequestSchema = z.string().describe(`HH:MM after midnight, from 00:00 to ${latestDayEnd}`);
const dayFromHint =
  'First business date that time zone and day end hold for; null: from the beginning. Absent: the first setting, and its corrections until an event is recorded there, hold from the beginning, later ones from the business date of today. What is recorded keeps its date';
const since = 'First business date it holds for; null: from the beginning';
const ofThePath = 'the path says which one is meant';
const whatWasSeen = 'What the person saw of it: where something of that is otherwise by now, nothing is changed';

export const settingsSchema = z.object({
  name: z.string(),
  currency: z.string(),
  /** Of today. */
  timeZone: z.string(),
  dayEnd: z.string(),
  /** All there are, by date. */
  days: z.array(
    z.strictObject({ from: z.string().nullable().describe(since), timeZone: z.string(), dayEnd: z.string() }),
  ),
  postingMode: postingModeSchema,
  /** First business date the mode holds for; null: from the beginning. */
  from: z.string().nullable(),
  discounts: z.enum(['net', 'gross']),
  /** Up to so much a ticket's difference goes to over and short. */
  overShortCap: amountSchema,
  /** Days after its end that a day waits for late events before its summary is made. */
  summaryGraceDays: z.int(),
  /** What becomes of entries that are dated where QuickBooks' books are closed. */
  closedPeriods: closedPeriodPolicySchema,
  /** Metered calls a month after which changes made in QuickBooks are no longer looked for and registers not read; null: no budget. */
  meteredBudget: z.int().nullable(),
});
export const saveSettingsRequestSchema = changeTo(
  settingsSchema,
  {
    name: z.string().trim().min(1).max(200).optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'an ISO 4217 code')
      .optional(),
    timeZone: z.string().min(1).optional(),
    dayEnd: dayEndRequestSchema.optional(),
    dayFrom: businessDateSchema.nullable().optional().describe(dayFromHint),
    postingMode: postingModeSchema.optional(),
    from: businessDateSchema.nullable().optional(),
    discounts: z.enum(['net', 'gross']).optional(),
    overShortCap: amountSchema.optional(),
    summaryGraceDays: z.int().optional(),
    closedPeriods: closedPeriodPolicySchema.optional(),
    meteredBudget: z.int().min(0).max(2_000_000_000).nullable().optional(),
    seen: settingsSchema.partial().strict().optional().describe(whatWasSeen),
  },
  { days: 'it is changed by timeZone and dayEnd, from the business date given as dayFrom' },
);

export const alertSchema = z.object({
  kind: causeKindSchema,
  title: z.string(),
  role: roleSchema.nullable(),
  subject: z.string().nullable(),
  eventsHeld: z.int(),
  amountHeld: amountSchema,
  currency: z.string(),
  firstSeen: instantSchema,
  action: z.string(),
  detail: z.string().nullable(),
  mergedInto: z
    .object({ accountId: z.string(), name: z.string() })
    .optional()
    .describe(
      'Of an account that was merged away in QuickBooks: the one that is left, to which its mappings may follow',
    ),
});
export const alertsAnswerSchema = z.object({ alerts: z.array(alertSchema) });

export const includeInactiveQuerySchema = z.strictObject({ includeInactive: flagSchema });

export const mappingRowSchema = z.object({
  role: roleSchema,
  subject: z.string().nullable(),
  subjectName: z.string().nullable(),
  subjectKind: subjectKindSchema.nullable(),
  subjectActive: z.boolean(),
  subjectLastUsed: z.string().nullable().describe('Latest business date of an event that uses it'),
  accountId: z.string().nullable(),
  applicableFrom: z.string().nullable(),
  required: z.boolean(),
  /** What to know of the account in this role; null where there is nothing to say. */
  warning: z.string().nullable(),
});
export const mappingsAnswerSchema = z.object({
  mappings: z.array(mappingRowSchema),
  /** QuickBooks' AccountType values that each role takes. */
  accountTypes: z.record(roleSchema, z.array(z.string())),
});
const mappingChangesMax = 5000;
const ofTheSubject =
  'it is changed by PUT /api/v1/payment-types/:code, item-classes/:code, tax-codes/:code or reason-codes/:purpose/:code';
const mappingChangeSchema = changeTo(
  mappingRowSchema,
  {
    role: roleSchema,
    subject: z.string().min(1).max(100).nullable().default(null),
    /** Null takes the mapping away. */
    accountId: z.string().nullable(),
    applicableFrom: businessDateSchema.nullable().optional(),
    seen: z
      .string()
      .nullable()
      .optional()
      .describe('The account that the person saw there: where another one is there by now, the change is refused'),
  },
  {
    subjectName: ofTheSubject,
    subjectKind: 'the role says of which kind its subjects are',
    subjectActive: ofTheSubject,
    ...{ subjectLastUsed: null, required: null, warning: null },
  },
);
export const saveMappingsRequestSchema = changeTo(
  mappingsAnswerSchema,
  { mappings: z.array(mappingChangeSchema).max(mappingChangesMax) },
  { accountTypes: 'which accounts a role takes is no choice' },
);
export const repostOfferSchema = z.object({
  entries: z.int(),
  lines: z.int(),
  /** First and last business date of the lines that would now have another account. */
  from: z.string(),
  to: z.string(),
  /** There are more lines than were counted. */
  more: z.boolean(),
});
export const savedMappingsAnswerSchema = z.object({
  released: z.int(),
  /** What is posted already, or on its way, to another account than it would have now: it stays as it is. Null: nothing is. */
  repostOffer: repostOfferSchema.nullable(),
  /** What to know of the accounts chosen, by the index of their row in the request. */
  warnings: z.array(z.object({ index: z.int(), warning: z.string() })),
});
export const mappingSuggestionSchema = z.object({
  role: roleSchema,
  subject: z.string().nullable(),
  accountId: z.string(),
  reason: z.string(),
});
export const mappingHistoryQuerySchema = z.strictObject({
  role: roleSchema,
  subject: z.string().min(1).max(100).optional().describe('Absent: the company default'),
});
export const pastMappingSchema = z.object({
  accountId: z.string(),
  applicableFrom: z.string().nullable(),
  savedAt: instantSchema,
  savedBy: z.string(),
  endedAt: instantSchema.nullable().describe('When another took its place, or it was taken away; null: it holds'),
});
export const mappingHistoryAnswerSchema = z.object({ history: z.array(pastMappingSchema) });
export const suggestionsAnswerSchema = z.object({ suggestions: z.array(mappingSuggestionSchema) });

export const subjectSchema = z.object({
  kind: subjectKindSchema,
  purpose: z.enum(['', ...purposeSchema.options]),
  code: z.string(),
  name: z.string(),
  active: z.boolean(),
  parentCode: z.string().nullable(),
  takesDeposits: z.boolean(),
  lastUsed: z.string().nullable(),
  /** Of an item class: the class that its lines carry in QuickBooks. */
  quickbooksClassId: z.string().nullable(),
});
export const saveSubjectRequestSchema = changeTo(
  subjectSchema,
  {
    name: z.string().trim().min(1).max(200).optional(),
    active: z.boolean().optional(),
    parentCode: z.string().nullable().optional(),
    /** Of an item class alone: one of `GET /api/v1/classes`. */
    quickbooksClassId: z.string().min(1).nullable().optional(),
  },
  {
    ...{ kind: ofThePath, purpose: ofThePath, code: ofThePath },
    takesDeposits: 'it is learned from the events that take a deposit by it',
    lastUsed: null,
  },
);

export const locationSchema = z.object({
  code: z.string(),
  name: z.string(),
  /** Of today; null: the company's. */
  timeZone: z.string().nullable(),
  dayEnd: z.string().nullable(),
  /** All there are, by date. */
  days: z.array(
    z.strictObject({
      from: z.string().nullable().describe(since),
      timeZone: z.string().nullable(),
      dayEnd: z.string().nullable(),
    }),
  ),
  active: z.boolean(),
  quickbooksDepartmentId: z.string().nullable(),
});
export const locationsAnswerSchema = z.object({ locations: z.array(locationSchema) });
export const saveLocationRequestSchema = changeTo(
  locationSchema,
  {
    name: z.string().trim().min(1).max(200).optional(),
    timeZone: z.string().nullable().optional(),
    dayEnd: dayEndRequestSchema.nullable().optional(),
    from: businessDateSchema.nullable().optional().describe(dayFromHint),
    active: z.boolean().optional(),
    /** One of `GET /api/v1/departments`. */
    quickbooksDepartmentId: z.string().min(1).nullable().optional(),
    seen: locationSchema.partial().strict().optional().describe(whatWasSeen),
  },
  { code: ofThePath, days: 'it is changed by timeZone and dayEnd, from the business date given as from' },
);

export const dimensionSchema = z.object({
  id: z.string(),
  name: z.string(),
  fullyQualifiedName: z.string(),
  active: z.boolean(),
});
/** Whether QuickBooks takes them on the lines of an entry; null: it has not said. */
const trackingSchema = z.boolean().nullable();
export const departmentsAnswerSchema = z.object({ tracking: trackingSchema, departments: z.array(dimensionSchema) });
export const classesAnswerSchema = z.object({ tracking: trackingSchema, classes: z.array(dimensionSchema) });

export const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  fullyQualifiedName: z.string(),
  number: z.string().nullable(),
  type: z.string(),
  subType: z.string().nullable(),
  currency: z.string().nullable(),
  active: z.boolean(),
});
export const accountsAnswerSchema = z.object({ accounts: z.array(accountSchema) });
export const createAccountRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  number: z.string().trim().min(1).max(20).nullable().default(null),
  type: z.string().min(1).max(100).describe("QuickBooks' AccountType spelling"),
  subType: z
    .string()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .describe("QuickBooks' AccountSubType; null: its own choice"),
});
export const createAccountAnswerSchema = z.object({ account: accountSchema });
export const accountProposalSchema = z.object({
  name: z.string(),
  type: z.string(),
  subType: z.string(),
  types: z.array(z.object({ type: z.string(), subTypes: z.array(z.string()) })),
});

/** A century: each day is a row of the answer. */
const summaryDaysMax = 36_525;
export const salesSummaryQuerySchema = z
  .strictObject({
    from: businessDateSchema,
    to: businessDateSchema,
    location: z.string().optional(),
  })
  .refine((days) => dayCount(days) <= summaryDaysMax, { path: ['from'], error: `at most ${summaryDaysMax} days` });
export const salesSummarySchema = z.object({
  from: z.string(),
  to: z.string(),
  location: z.string().nullable(),
  currency: z.string(),
  netSales: amountSchema,
  refunds: amountSchema,
  tax: amountSchema,
  discounts: amountSchema,
  tickets: z.int(),
  averageTicket: amountSchema,
  tenders: z.array(z.object({ paymentType: z.string(), name: z.string(), amount: amountSchema })),
  days: z.array(z.object({ date: z.string(), netSales: amountSchema, tickets: z.int() })),
  firstDate: z.string().nullable(),
  lastDate: z.string().nullable(),
});

const auditPageMax = 500;
export const auditFilterSchema = z.strictObject({
  who: z.string().min(1).max(400).optional(),
  what: z.string().min(1).max(100).optional(),
  from: businessDateSchema.optional().describe("First day of the shop's calendar"),
  to: businessDateSchema.optional(),
});
export const auditLogQuerySchema = auditFilterSchema.extend({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(auditPageMax).default(100),
});
const auditNamesSchema = z.record(z.string(), z.string());
export const auditEntrySchema = z.object({
  id: z.string(),
  at: instantSchema,
  who: z.string(),
  what: z.string(),
  detail: z.record(z.string(), z.unknown()),
  names: z
    .object({ accounts: auditNamesSchema, classes: auditNamesSchema, departments: auditNamesSchema })
    .describe(
      'What the QuickBooks company that was connected then calls the ids in the detail, by id; an id that it does not know is not among them',
    ),
  inBooks: z
    .record(z.string(), z.int())
    .nullable()
    .describe('How many events and entries it recorded, released, moved…; empty: none; null: it was not kept yet'),
});
export const auditLogAnswerSchema = z.object({
  entries: z.array(auditEntrySchema),
  /** Whoever is named in the log, whatever it was narrowed by. */
  people: z.array(z.string()),
  nextCursor: z.string().nullable(),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Alert = z.infer<typeof alertSchema>;
export type MappingRow = z.infer<typeof mappingRowSchema>;
export type AccountTypes = z.infer<typeof mappingsAnswerSchema>['accountTypes'];
export type MappingSuggestion = z.infer<typeof mappingSuggestionSchema>;
export type Location = z.infer<typeof locationSchema>;
export type Account = z.infer<typeof accountSchema>;
export type AccountProposal = z.infer<typeof accountProposalSchema>;
export type PastMapping = z.infer<typeof pastMappingSchema>;
export type SalesSummary = z.infer<typeof salesSummarySchema>;
export type Subject = z.infer<typeof subjectSchema>;
export type Dimension = z.infer<typeof dimensionSchema>;
export type RepostOffer = z.infer<typeof repostOfferSchema>;
export type SavedMappingsAnswer = z.infer<typeof savedMappingsAnswerSchema>;
export type AuditLogAnswer = z.infer<typeof auditLogAnswerSchema>;
export type AuditEntry = z.infer<typeof auditEntrySchema>;
