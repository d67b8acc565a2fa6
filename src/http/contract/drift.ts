// Drift on the wire: ours beside theirs, line by line, and what a person decides.
import { z } from 'zod';
import { driftStates, settlements } from '../../posting/drift.ts';
import { versionFields } from '../../posting/entry-version.ts';
import { amountSchema, instantSchema } from './values.ts';

const driftPageDefault = 50;
const driftPageMax = 200;

export const driftLineSchema = z.object({
  account: z.object({ id: z.string(), name: z.string(), number: z.string().nullable() }),
  debit: amountSchema,
  credit: amountSchema,
  description: z.string(),
  department: z.string().nullable(),
  class: z.string().nullable(),
});
export const driftSchema = z.object({
  id: z.string(),
  postingId: z.string(),
  kind: z
    .enum(['changed', 'deleted', 'unreadable'])
    .describe('unreadable: an amount of theirs cannot be read here; look at it in QuickBooks'),
  state: z.enum(driftStates),
  settledAs: z.enum(settlements).nullable(),
  documentNumber: z.string(),
  businessDate: z.string(),
  /** Null: the company's own. Amounts have two decimals, as QuickBooks keeps them in every currency. */
  currency: z.string().nullable(),
  quickbooksId: z.string(),
  quickbooksUrl: z.string().nullable(),
  syncToken: z.string().nullable().describe('Names what was seen; a decision repeats it. Null: it is gone'),
  foundAt: instantSchema,
  changedAt: instantSchema.nullable(),
  problem: z.string().nullable().describe('Why ours could not be put back'),
  who: z.string().nullable(),
  settledAt: instantSchema.nullable(),
  oursWasTheirs: z.boolean().describe('Ours is a version of theirs that was accepted earlier'),
  fields: z.array(z.object({ field: z.enum(versionFields), ours: z.string(), theirs: z.string() })),
  lines: z.array(z.object({ ours: driftLineSchema.nullable(), theirs: driftLineSchema.nullable(), same: z.boolean() })),
  events: z.array(z.object({ id: z.string(), key: z.string(), number: z.string() })),
  eventCount: z.int(),
});
export const listDriftQuerySchema = z.object({
  state: z.enum(['open', 'settled']).default('open'),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(driftPageMax).default(driftPageDefault),
});
export const listDriftAnswerSchema = z.object({
  drift: z.array(driftSchema),
  nextCursor: z.string().nullable(),
  /** Not settled, in all. */
  openCount: z.int(),
  /** Everything that was changed in QuickBooks before then is known; null: nothing is connected. */
  coveredUntil: instantSchema.nullable(),
  /** Since when changes are not looked for, the month's budget of metered calls being spent; null: they are. */
  skippedSince: instantSchema.nullable(),
});
export const decideDriftRequestSchema = z.strictObject({
  choice: z.enum(['accept-theirs', 'put-ours-back']),
  syncToken: z.string().max(50).nullable(),
});

export type Drift = z.infer<typeof driftSchema>;
export type DriftLine = z.infer<typeof driftLineSchema>;
export type ListDriftAnswer = z.infer<typeof listDriftAnswerSchema>;
export type DecideDriftRequest = z.infer<typeof decideDriftRequestSchema>;
