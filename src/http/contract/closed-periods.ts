// Closed books on the wire: what is known of the closing date, what waits for it, and the decision of a person.
import { z } from 'zod';
import { amountSchema, closedPeriodChoiceSchema, closedPeriodPolicySchema, eventKindSchema } from './values.ts';

const entriesPerPage = { most: 500, usual: 100 };
const decidedAtOnceMax = 1000;

export const closedPeriodQuerySchema = z.strictObject({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(entriesPerPage.most).default(entriesPerPage.usual),
});

export const closedPeriodSchema = z.object({
  policy: closedPeriodPolicySchema,
  /** The last day of the closed books; null: they are open, as far as is known. */
  closedUntil: z.string().nullable(),
  /** Whether QuickBooks gives that date; otherwise it was learned from what it refused: at least until then. */
  given: z.boolean(),
  firstOpenDay: z.string().nullable(),
  currency: z.string(),
  /** The oldest first: an event's entry, or a day's summary with all its parts. */
  waiting: z.array(
    z.object({
      /** What a decision names it by. */
      postingId: z.string(),
      businessDate: z.string(),
      location: z.string(),
      choice: closedPeriodChoiceSchema.nullable(),
      events: z.int(),
      amount: amountSchema,
      /** Null for a day's summary. */
      event: z.object({ id: z.string(), kind: eventKindSchema, number: z.string() }).nullable(),
      /** Null for an event with an entry of its own. */
      summary: z.object({ id: z.string(), sequence: z.int() }).nullable(),
    }),
  ),
  total: z.int(),
  nextCursor: z.string().nullable(),
});

export const decideClosedPeriodRequestSchema = z.strictObject({
  choice: closedPeriodChoiceSchema,
  /** Absent: everything that waits. */
  postings: z.array(z.uuid()).min(1).max(decidedAtOnceMax).optional(),
});
export const decidedAnswerSchema = z.object({
  /** Events with an entry of their own, and days. */
  decided: z.int(),
});

export type ClosedPeriod = z.infer<typeof closedPeriodSchema>;
