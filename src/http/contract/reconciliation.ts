// Tie-out on the wire: clearing accounts by month, ours beside QuickBooks' register, and the lines of one month.
import { z } from 'zod';
import { monthStates } from '../../pipeline/tie-out-port.ts';
import { amountSchema, businessDateSchema, instantSchema, monthSchema } from './values.ts';

export const reconciliationQuerySchema = z.strictObject({ from: monthSchema.optional(), to: monthSchema.optional() });
export const accountMonthSchema = z.object({ accountId: z.string(), month: monthSchema });

/** Debits less credits, in home currency. */
const sumsSchema = z.object({ opening: amountSchema, movements: amountSchema, closing: amountSchema });

const monthViewSchema = z.object({
  month: monthSchema,
  /**
   * `earlier-unread`: `readFirst` is to be read. `lines-unmatched`: the difference is zero, and lines of ours do not match.
   * `attention-required`: it was tied out, and something beneath it has changed since.
   */
  state: z.enum(monthStates),
  ours: sumsSchema,
  /** As read last; null: never. */
  quickbooks: sumsSchema.extend({ readAt: instantSchema }).nullable(),
  quickbooksOwn: sumsSchema
    .extend({ lines: z.int().describe('Of this month') })
    .nullable()
    .describe(
      'Lines of the register in transactions that are none of ours, since `firstMonth`; null: not known until `readFirst` is read',
    ),
  difference: amountSchema
    .nullable()
    .describe('What QuickBooks closes with beyond ours, beyond `before` and beyond `quickbooksOwn`; null: not known'),
  before: amountSchema
    .nullable()
    .describe('What QuickBooks held there before the first line of ours; null: not known until `firstMonth` is read'),
  firstMonth: monthSchema.nullable(),
  readFirst: monthSchema
    .nullable()
    .describe('The month whose register is to be read, or read again, before this one can be told'),
  unmatched: z.int().nullable().describe('Lines of ours that QuickBooks has not, or has otherwise; null: never read'),
  tieOut: z.object({ who: z.string(), at: instantSchema, closing: amountSchema }).nullable(),
  /** Entries of ours in it that somebody changed in QuickBooks, and that nobody has settled. */
  drifts: z.int(),
  /** Postings of the month that wait without an entry: in no account yet. */
  waiting: z.int(),
  /** Postings of the month that QuickBooks refused, or whose document number is taken. */
  refused: z.int(),
});

const accountShape = {
  ...{ accountId: z.string(), name: z.string(), type: z.string() },
  ownCurrency: z
    .string()
    .nullable()
    .describe('Of an account in another currency; amounts are in home currency all the same'),
};

export const reconciliationSchema = z.object({
  from: monthSchema,
  to: monthSchema,
  currency: z.string(),
  accounts: z.array(z.object({ ...accountShape, months: z.array(monthViewSchema) })),
});

const lineShape = { date: businessDateSchema, amount: amountSchema, documentNumber: z.string() };

export const reconciliationMonthSchema = monthViewSchema.extend({
  ...accountShape,
  currency: z.string(),
  counts: z.object({ matched: z.int(), 'only-here': z.int(), 'only-there': z.int() }),
  /** What stands in the way first, then QuickBooks' own; 1,000 at most, while all are counted. */
  lines: z.array(
    z.object({
      where: z.enum(['matched', 'only-here', 'only-there']),
      isOurs: z.boolean().describe('In an entry of ours; only there, it is one that was changed in QuickBooks'),
      ours: z.object({ ...lineShape, postingKey: z.string(), quickbooksId: z.string().nullable() }).nullable(),
      theirs: z.object({ ...lineShape, kind: z.string(), text: z.string(), quickbooksId: z.string() }).nullable(),
    }),
  ),
});

export type Reconciliation = z.infer<typeof reconciliationSchema>;
export type ReconciliationMonth = z.infer<typeof reconciliationMonthSchema>;
