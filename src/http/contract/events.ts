// Financial events on the wire: recording, listing, one event with its entries and postings, and the preview.
import { z } from 'zod';
import { eventSchemas } from '../../events/event-schema.ts';
import { financialEventKinds } from '../../events/financial-event.ts';
import { rules } from '../../journal/rule.ts';
import { driftSchema } from './drift.ts';
import { problemItemSchema, problemSchema } from './problems.ts';
import {
  amountSchema,
  causeKindSchema,
  eventKindSchema,
  eventStatusSchema,
  instantSchema,
  postingModeSchema,
  postingStateSchema,
  roleSchema,
} from './values.ts';

/** Events in one JSON body; NDJSON has no such bound. */
export const eventsPerRequestMax = 1000;

/** What an event is, as JSON schema: one strict shape a kind. For the description only, it validates nothing. */
export const eventDescription = {
  title: 'Event',
  oneOf: financialEventKinds.map((kind) => ({
    title: kind,
    ...jsonSchemaOf(eventSchemas[kind]),
  })),
};

function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema, ...described } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return described;
}

/** Each event is checked by itself, so that one bad event does not keep the others out. */
const inputsSchema = z
  .array(z.unknown().meta(eventDescription))
  .min(1, 'at least one event')
  .max(eventsPerRequestMax, `at most ${eventsPerRequestMax} events in one JSON body; send more as NDJSON`);

export const recordEventsRequestSchema = z.strictObject({ events: inputsSchema });

export const recordResultSchema = z.object({
  index: z.int(),
  key: z.string().nullable(),
  id: z.string().nullable(),
  status: z.enum(['recorded', 'duplicate', 'conflict', 'invalid']),
  problems: z.array(problemItemSchema),
});
export const recordEventsAnswerSchema = z.object({ results: z.array(recordResultSchema) });
/** 422: which events were refused and why; the others are recorded. */
export const recordEventsProblemSchema = problemSchema.extend({ results: z.array(recordResultSchema).optional() });

export const eventRowSchema = z.object({
  id: z.string(),
  key: z.string(),
  source: z.string(),
  sourceId: z.string(),
  kind: eventKindSchema,
  number: z.string(),
  businessDate: z.string(),
  occurredAt: z.string(),
  location: z.string(),
  amount: amountSchema,
  currency: z.string(),
  status: eventStatusSchema,
});

/** What gave a line its account, as it was when the line was built. */
export const lineMappingSchema = z.object({
  via: z.enum(['own', 'parent', 'company-default', 'original']),
  role: roleSchema,
  /** Null: the company default of the role. */
  subject: z.string().nullable(),
  /** First business date it holds for; null: from the beginning. */
  applicableFrom: z.string().nullable(),
  savedAt: instantSchema.nullable(),
  savedBy: z.string().nullable(),
});
export const lineSourceSchema = z.object({
  key: z.string(),
  /** JSON pointer within that event, or within what it voids. */
  pointer: z.string(),
  /** This part's share of a line that has several; absent: the whole line. */
  amount: amountSchema.optional(),
  /** The key of the event that this one voids. */
  reverses: z.string().optional(),
});
export const entryLineSchema = z.object({
  role: roleSchema,
  subject: z.string().nullable(),
  /** Null where unmapped. */
  account: z.object({ id: z.string(), name: z.string(), number: z.string().nullable() }).nullable(),
  debit: amountSchema,
  credit: amountSchema,
  location: z.string(),
  /** The first of the parts it came from; of a busy day's line not all. */
  from: z.array(lineSourceSchema),
  /** How many parts it came from in all. */
  fromCount: z.int(),
  explanation: z.string(),
  /** Null for a line that was built before rules were kept. */
  rule: z.object({ name: z.enum(rules), sentence: z.string() }).nullable(),
  /** Null where unmapped, and for a line that was built before mappings were kept. */
  mapping: lineMappingSchema.nullable(),
});
export const entrySchema = z.object({
  events: z.array(z.string()),
  businessDate: z.string(),
  location: z.string(),
  currency: z.string(),
  exchangeRate: z.string().nullable(),
  memo: z.string(),
  total: amountSchema,
  lines: z.array(entryLineSchema),
});

/** What blocks; which fields are there depends on the kind. */
export const causeSchema = z.object({
  kind: causeKindSchema,
  message: z.string(),
  role: roleSchema.optional(),
  subject: z.string().nullable().optional(),
  account: z.object({ id: z.string(), name: z.string() }).optional(),
  closedUntil: z.string().nullable().optional(),
  eventKey: z.string().optional(),
  number: z.string().optional(),
  amount: amountSchema.optional(),
  currency: z.string().optional(),
  documentNumber: z.string().optional(),
  quickbooksId: z.string().optional(),
  /** QuickBooks' own words. */
  fault: z.object({ code: z.string(), message: z.string(), detail: z.string() }).optional(),
});

/** For people, too: by the names of the shop. */
export const namedCauseSchema = causeSchema.extend({
  named: z.string().describe('The message by names: "Amex is missing a payment account"'),
});

export const timelineItemSchema = z.object({
  at: instantSchema,
  what: z.string(),
  message: z.string(),
  requestId: z.string().nullable(),
  intuitTid: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export const postingSchema = z.object({
  id: z.string(),
  part: z.int(),
  state: postingStateSchema,
  /** The date of its entry in QuickBooks: another than the business date where the books were closed then. */
  postingDate: z.string(),
  documentNumber: z.string().nullable(),
  quickbooksId: z.string().nullable(),
  quickbooksUrl: z.string().nullable(),
  /** It lies in a QuickBooks company in which the books were kept before. */
  inFormerBooks: z.boolean(),
  entry: entrySchema.nullable(),
  timeline: z.array(timelineItemSchema),
  /** What somebody made of it in QuickBooks, while nobody has decided, or where that was accepted. */
  drift: driftSchema.nullable(),
});
/** The daily summary that an event is part of; `sequence` is 1 for the day's own, more for a supplement. */
export const summaryRefSchema = z.object({
  id: z.string(),
  businessDate: z.string(),
  location: z.string(),
  sequence: z.int(),
});
export const eventDetailSchema = eventRowSchema.extend({
  recordedAt: instantSchema,
  handledOutsideReason: z.string().nullable(),
  body: z.unknown(),
  entries: z.array(entrySchema),
  postings: z.array(postingSchema),
  causes: z.array(namedCauseSchema),
  /** Null for an event with an entry of its own. */
  summary: summaryRefSchema.nullable(),
  version: z.int(),
  /** All under its key, the first of them too; empty where there is one alone. */
  versions: z.array(
    z.object({
      id: z.string(),
      version: z.int(),
      /** It takes the version before back, to make way for this one. */
      isReversal: z.boolean(),
      businessDate: z.string(),
      amount: amountSchema,
      currency: z.string(),
      status: eventStatusSchema,
    }),
  ),
  /** What came besides it under its key and waits for a person, the latest last. */
  otherContents: z.array(
    z.object({ id: z.string(), seenAt: instantSchema, amount: amountSchema, currency: z.string(), body: z.unknown() }),
  ),
});

export const takeVersionRequestSchema = z
  .strictObject({
    /** One of the event's `otherContents`; absent: the latest. */
    content: z.uuid().optional(),
  })
  .nullish();
export const versionTakenAnswerSchema = z.object({
  /** Of the version: an event of its own. */
  id: z.string(),
  version: z.int(),
  /** Whether the one before is taken back by an entry; otherwise nothing of it was sent. */
  reversed: z.boolean(),
});

export const releasedAnswerSchema = z.object({ released: z.int() });
export const handledOutsideRequestSchema = z.strictObject({ reason: z.string().min(1).max(500) });

export const previewRequestSchema = z.strictObject({
  events: inputsSchema,
  mode: postingModeSchema.default('per-event'),
});
export const previewAnswerSchema = z.object({
  results: z.array(
    z.object({
      index: z.int(),
      key: z.string().optional(),
      status: z.enum(['valid', 'invalid']),
      problems: z.array(problemItemSchema).optional(),
    }),
  ),
  entries: z.array(entrySchema),
  causes: z.array(causeSchema.extend({ events: z.array(z.string()) })),
});

export type EventRow = z.infer<typeof eventRowSchema>;
export type EntryLine = z.infer<typeof entryLineSchema>;
export type LineSource = z.infer<typeof lineSourceSchema>;
export type LineMapping = z.infer<typeof lineMappingSchema>;
export type Entry = z.infer<typeof entrySchema>;
export type EventCause = z.infer<typeof causeSchema>;
export type NamedCause = z.infer<typeof namedCauseSchema>;
export type Posting = z.infer<typeof postingSchema>;
export type EventDetail = z.infer<typeof eventDetailSchema>;
export type PreviewAnswer = z.infer<typeof previewAnswerSchema>;
