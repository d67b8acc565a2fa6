// Undo and repost on the wire: the period that is chosen, what would change in it, and how far a repost has come.
import { z } from 'zod';
import { stayReasons } from '../../posting/repost.ts';
import { driftLineSchema } from './drift.ts';
import { problemSchema } from './problems.ts';
import { amountSchema, businessDateSchema, eventKindSchema, instantSchema } from './values.ts';

const entriesPerPage = { most: 100, usual: 20 };
const locationsMax = 500;

const choiceFields = {
  from: businessDateSchema,
  to: businessDateSchema,
  locations: z.array(z.string().min(1).max(100)).min(1).max(locationsMax).nullable().default(null),
  kinds: z.array(eventKindSchema).min(1).nullable().default(null),
};
const limitSchema = z.coerce.number().int().min(1).max(entriesPerPage.most).default(entriesPerPage.usual);

export const previewPeriodRequestSchema = z.strictObject({
  ...choiceFields,
  cursor: z.string().nullable().default(null),
  limit: limitSchema,
});
export const repostPeriodRequestSchema = z.strictObject({
  ...choiceFields,
  token: z.string().min(1).max(100).describe('Of the preview that is confirmed'),
});

export const stayReasonSchema = z.enum(stayReasons);

const entryNameFields = {
  postingId: z.string(),
  documentNumber: z.string().nullable(),
  businessDate: z.string(),
  postingDate: z.string().describe('The date in QuickBooks'),
  location: z.string(),
  quickbooksUrl: z.string().nullable(),
  events: z.array(z.object({ id: z.string(), key: z.string(), number: z.string() })),
  eventCount: z.int(),
};
const stayingEntrySchema = z.object({
  ...entryNameFields,
  reason: stayReasonSchema,
  detail: z.string().nullable().describe('What is missing, or what QuickBooks said'),
});
const chosenFields = {
  from: z.string(),
  to: z.string(),
  locations: z.array(z.string()).nullable(),
  kinds: z.array(eventKindSchema).nullable(),
};

export const periodPreviewSchema = z.object({
  ...chosenFields,
  token: z.string().describe('Names what was looked at: a repost repeats it'),
  entries: z.int().describe('Of the period, in QuickBooks or on their way'),
  changing: z.int(),
  changingLines: z.int(),
  staying: z.int(),
  notPosted: z.int().describe('Not posted yet: they go under the mapping of today by themselves'),
  reasons: z.array(z.object({ reason: stayReasonSchema, entries: z.int() })),
  /** Those where something changes; amounts are debits less credits over the entries of the period. */
  accounts: z.array(
    z.object({
      account: z.object({ id: z.string(), name: z.string(), number: z.string().nullable() }),
      currency: z.string(),
      before: amountSchema,
      after: amountSchema,
      difference: amountSchema,
    }),
  ),
  changes: z.array(
    z.object({
      ...entryNameFields,
      currency: z.string(),
      follows: z.boolean().describe('Not chosen itself: it voids something that is'),
      /** Those that differ, with two decimals as QuickBooks keeps them. */
      lines: z.array(z.object({ before: driftLineSchema.nullable(), after: driftLineSchema.nullable() })),
      sameLines: z.int(),
    }),
  ),
  stays: z.array(stayingEntrySchema),
  nextCursor: z.string().nullable(),
  running: z.string().nullable().describe('The repost that has to end before another can begin'),
  knownUntil: instantSchema.nullable().describe('What was changed in QuickBooks since is not known: nothing was asked'),
});

export const repostAskedSchema = z.object({ id: z.string(), entries: z.int() });
/** Where what was shown would not be what is done: with what would be. */
export const previewChangedSchema = z.object({ ...problemSchema.shape, preview: periodPreviewSchema });

export const repostQuerySchema = z.strictObject({ cursor: z.string().optional(), limit: limitSchema });
const repostFields = {
  ...chosenFields,
  id: z.string(),
  state: z.enum(['running', 'done', 'cancelled']),
  who: z.string(),
  at: instantSchema,
  cancelledBy: z.string().nullable(),
  endedAt: instantSchema.nullable(),
  entries: z.int(),
  written: z.int(),
  toGo: z.int(),
  left: z.int().describe('Those that stayed as they were'),
  waitsFor: z.string().nullable().describe('Why it does not go on for now'),
};
export const repostSchema = z.object({
  ...repostFields,
  stays: z.array(stayingEntrySchema),
  nextCursor: z.string().nullable(),
});
export const repostsAnswerSchema = z.object({ reposts: z.array(z.object(repostFields)) });
export const cancelledRepostSchema = z.object({ left: z.int() });

export type PeriodPreview = z.infer<typeof periodPreviewSchema>;
export type Repost = z.infer<typeof repostSchema>;
export type RepostsAnswer = z.infer<typeof repostsAnswerSchema>;
