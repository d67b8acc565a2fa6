// The preflight on the wire: what would block, and the entries of the first day.
import { z } from 'zod';
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
export const preflightAnswerSchema = z.object({
  problems: z.array(preflightProblemSchema),
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
export type PreflightAnswer = z.infer<typeof preflightAnswerSchema>;
export type FirstDay = z.infer<typeof firstDaySchema>;
