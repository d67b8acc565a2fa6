// The preflight on the wire: what would block, what was outstanding at sync start, and the entries of the first day.
import { z } from 'zod';
import { outstandingKinds } from '../../pipeline/company-books.ts';
import { entrySchema, namedCauseSchema } from './events.ts';
import { amountSchema, businessDateSchema, causeKindSchema, postingModeSchema, roleSchema } from './values.ts';

/** So many events are looked at before an answer: a long history is asked for page by page. */
const preflightEventsMax = 50_000;
export const preflightQuerySchema = z.strictObject({
  events: z.coerce
    .number()
    .int()
    .min(1)
    .max(preflightEventsMax)
    .optional()
    .describe('Look at so many events, and give a cursor for the next; absent: at all of them'),
  cursor: z.string().optional(),
  outstandingBefore: businessDateSchema
    .optional()
    .describe(
      'List what was outstanding before this business date; absent: before sync start, or today while there is none',
    ),
});
/** From a business date on; absent: from the first event there is. */
export const firstDayQuerySchema = z.strictObject({ from: businessDateSchema.optional() });
export const preflightProblemSchema = z.object({
  key: z.string().describe('The same of each page that it is on'),
  kind: z.enum([...causeKindSchema.options, 'missing-deposit-account']),
  role: roleSchema.nullable(),
  subject: z.string().nullable(),
  message: z.string(),
  named: z.string().describe('The message by names: "Amex is missing a payment account"'),
  events: z.int(),
  amount: amountSchema,
  from: z.string().nullable(),
  to: z.string().nullable(),
  examples: z.array(z.object({ id: z.string(), number: z.string() })).describe('The first of the events'),
});
/** For the accountant's opening entry; Tillbook posts nothing of it. */
export const outstandingAmountSchema = z.object({
  key: z.string().describe('The same of each page that it is on'),
  kind: z.enum(outstandingKinds),
  subject: z.string().nullable().describe('An item class of stock; null of the others'),
  name: z.string().nullable().describe('What the item class is called'),
  account: z
    .object({ id: z.string(), name: z.string(), number: z.string().nullable() })
    .nullable()
    .describe('As mapped on the day that the sync starts from; null: not yet'),
  side: z.enum(['debit', 'credit']).describe('Where it stands in the books'),
  amount: amountSchema.describe('Negative where more went out than these events show coming in'),
  currency: z.string(),
});
export const preflightAnswerSchema = z.object({
  problems: z.array(preflightProblemSchema),
  outstanding: z
    .array(outstandingAmountSchema)
    .describe('By the events of before sync start that are not synced; of a page, by those that were looked at'),
  outstandingBefore: z
    .string()
    .describe('The business date before which they were outstanding: to be opened with as of the day before'),
  checked: z.int(),
  nextCursor: z.string().nullable(),
});

export const firstDaySchema = z.object({
  date: z.string().nullable().describe('Null: no event waits to be sent'),
  mode: postingModeSchema,
  events: z.int(),
  more: z.boolean().describe('The day has more events than were looked at'),
  entries: z.array(entrySchema),
  causes: z.array(namedCauseSchema.extend({ events: z.array(z.string()) })),
});

export type PreflightProblem = z.infer<typeof preflightProblemSchema>;
export type OutstandingAmount = z.infer<typeof outstandingAmountSchema>;
export type PreflightAnswer = z.infer<typeof preflightAnswerSchema>;
export type FirstDay = z.infer<typeof firstDaySchema>;
