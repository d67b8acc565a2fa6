// Daily summaries on the wire: the list of days, one day, the tickets behind a line, and what went to over and short.
import { z } from 'zod';
import { eventRowSchema, lineSourceSchema, namedCauseSchema, postingSchema, summaryRefSchema } from './events.ts';
import {
  amountSchema,
  businessDateSchema,
  eventStatusSchema,
  instantSchema,
  placeSchema,
  postingStateSchema,
} from './values.ts';

const summariesPerPage = { most: 200, usual: 50 };
const sourcesPerPage = { most: 1000, usual: 100 };

export const listSummariesQuerySchema = z.strictObject({
  location: z.string().optional(),
  dateFrom: businessDateSchema.optional(),
  dateTo: businessDateSchema.optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(summariesPerPage.most).default(summariesPerPage.usual),
});

export const summaryRowSchema = summaryRefSchema.extend({
  status: eventStatusSchema,
  /** When it is made, where it waits for its day to be over. */
  dueAt: instantSchema.nullable(),
  /** What a person took out left out. */
  events: z.int(),
  parts: z.array(
    z.object({
      part: z.int(),
      state: postingStateSchema,
      /** The date of its entry in QuickBooks: another than the business date where the books were closed then. */
      postingDate: z.string(),
      documentNumber: z.string().nullable(),
      quickbooksUrl: z.string().nullable(),
      /** Null while it has not been built. */
      total: amountSchema.nullable(),
      currency: z.string().nullable(),
    }),
  ),
});
export const listSummariesAnswerSchema = z.object({
  summaries: z.array(summaryRowSchema),
  nextCursor: z.string().nullable(),
});

export const summaryDetailSchema = summaryRowSchema.extend({
  postings: z.array(postingSchema),
  causes: z.array(namedCauseSchema),
  /** The first of the events that hold the day. */
  blocked: z.array(eventRowSchema.extend({ causes: z.array(namedCauseSchema) })),
  blockedCount: z.int(),
  /** The day's own summary and its supplements, this one too: what the day comes to is in all of them together. */
  day: z.array(
    z.object({
      id: z.string(),
      sequence: z.int(),
      status: eventStatusSchema,
      events: z.int(),
      /** What its tickets come to, with what was taken back taken away. */
      tickets: amountSchema,
    }),
  ),
  currency: z.string(),
});

export const lineSourcesQuerySchema = z.strictObject({
  offset: placeSchema.default(0),
  limit: z.coerce.number().int().min(1).max(sourcesPerPage.most).default(sourcesPerPage.usual),
});
export const lineSourcesAnswerSchema = z.object({
  /** Each with its share: of a line that has one source, the whole. */
  sources: z.array(lineSourceSchema.extend({ amount: amountSchema, eventId: z.string(), number: z.string() })),
  total: z.int(),
});

export const postWithoutBlockedAnswerSchema = z.object({
  /** Events that follow in a supplement. */
  left: z.int(),
});

export const overShortAnswerSchema = z.object({
  months: z.array(
    z.object({
      /** YYYY-MM. */
      month: z.string(),
      currency: z.string(),
      tickets: z.int(),
      over: amountSchema,
      short: amountSchema,
    }),
  ),
});

export type SummaryRow = z.infer<typeof summaryRowSchema>;
export type SummaryDetail = z.infer<typeof summaryDetailSchema>;
export type LineSources = z.infer<typeof lineSourcesAnswerSchema>;
export type OverShort = z.infer<typeof overShortAnswerSchema>;
export type ListSummariesAnswer = z.infer<typeof listSummariesAnswerSchema>;
