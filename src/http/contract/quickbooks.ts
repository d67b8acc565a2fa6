// The QuickBooks connection and the sync on the wire.
import { z } from 'zod';
import { businessDateSchema, eventCountsSchema, instantSchema } from './values.ts';

export const connectionSchema = z.object({
  state: z.enum(['not-connected', 'set-up-incomplete', 'connected', 'reconnect-required']),
  /** Roles still unmapped that events in scope need. */
  left: z.int(),
  realmId: z.string().nullable(),
  companyName: z.string().nullable(),
  environment: z.enum(['local', 'sandbox', 'production']),
  connectedBy: z.string().nullable(),
  connectedAt: instantSchema.nullable(),
  lastSuccessAt: instantSchema.nullable(),
  lastErrorAt: instantSchema.nullable(),
  lastError: z.string().nullable().describe('As it was said'),
  lastErrorInWords: z.string().nullable(),
  accountsImportedAt: instantSchema.nullable(),
  pausedUntil: instantSchema.nullable(),
  /** Reads of this month that Intuit counts; writes are free. */
  metered: z.object({
    month: z.string().describe('YYYY-MM, in UTC'),
    calls: z.int(),
    skippedSince: instantSchema
      .nullable()
      .describe('Since when changes made in QuickBooks are not looked for, the budget being spent; null: they are'),
  }),
  /** When the access ends, where that is within 14 days: connecting again before then holds nothing up. */
  reconnectBy: instantSchema.nullable(),
});
export const connectRequestSchema = z
  .strictObject({
    newBooks: z
      .boolean()
      .optional()
      .describe(
        'Start a new set of books: another QuickBooks company may take the place of the one in which entries have been posted. Those stay there; what was not posted goes to the new one.',
      ),
  })
  .nullish();
/** What has to be entered at Intuit, and what of it Tillbook has been given: never a key itself. */
export const intuitKeysSchema = z.object({
  environment: z.enum(['local', 'sandbox', 'production']).describe('local: no keys are set'),
  redirectUri: z.string(),
  webhooksUrl: z.string(),
  verifierTokenSet: z.boolean(),
  /** Intuit takes addresses of this machine for development keys alone. */
  publicUrl: z.string(),
});
export const connectAnswerSchema = z.object({ consentUrl: z.string() });
/** What QuickBooks adds to the redirect URI; names it may add later are let through. */
export const callbackQuerySchema = z.object({
  state: z.string().max(500).default(''),
  code: z.string().max(2000).optional(),
  realmId: z.string().max(100).optional(),
  error: z.string().max(500).optional(),
});
export const importAccountsAnswerSchema = z.object({ accounts: z.int() });

export const syncSchema = z.object({
  state: z.enum(['not-started', 'running', 'paused']),
  from: z.string().nullable(),
  counts: eventCountsSchema,
  /** Recorded events from before the sync's first business date. */
  pastEvents: z.int(),
});
export const startSyncRequestSchema = z.strictObject({ from: businessDateSchema });
export const pastEventsRequestSchema = z.strictObject({ from: businessDateSchema.nullable().optional() }).nullish();
export const pastEventsAnswerSchema = z.object({ events: z.int() });

export type Connection = z.infer<typeof connectionSchema>;
export type IntuitKeys = z.infer<typeof intuitKeysSchema>;
export type ConnectAnswer = z.infer<typeof connectAnswerSchema>;
export type Sync = z.infer<typeof syncSchema>;
