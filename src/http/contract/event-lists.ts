// Lists of events on the wire: what they can be narrowed by, their rows, views that a person keeps, and what is done with many at once.
import { z } from 'zod';
import { financialEventKinds } from '../../events/financial-event.ts';
import { eventRowSchema } from './events.ts';
import {
  amountSchema,
  askedAmountSchema,
  businessDateSchema,
  causeKindSchema,
  eventKindSchema,
  eventStatusSchema,
} from './values.ts';

export const eventsPerPageMax = 500;
const eventsPerPageDefault = 50;
/** So many are taken out in one call: it may have to wait for the lane each time. */
export const handledPerCallMax = 200;
const searchLengthMax = 310;

/** One kind, or several between commas. */
const kindsSchema = z
  .string()
  .max(400)
  .transform((text) => text.split(','))
  .pipe(z.array(eventKindSchema, { error: `of ${financialEventKinds.join(', ')}` }).max(financialEventKinds.length))
  .meta({ description: 'one kind, or several between commas', example: 'purchasing-receipt,purchasing-return' });

export const eventFilterSchema = z.strictObject({
  status: eventStatusSchema.optional(),
  kind: kindsSchema.optional(),
  location: z.string().max(100).optional(),
  source: z.string().max(100).optional(),
  dateFrom: businessDateSchema.optional(),
  dateTo: businessDateSchema.optional(),
  amount: askedAmountSchema.optional().meta({ description: 'exactly; or from and to' }),
  amountFrom: askedAmountSchema.optional(),
  amountTo: askedAmountSchema.optional(),
  q: z
    .string()
    .max(searchLengthMax)
    .optional()
    .meta({ description: 'begin or end of a number, an exact amount, a key, or a document number of QuickBooks' }),
  cause: causeKindSchema.optional(),
  moved: z
    .enum(['gift-cards'])
    .optional()
    .meta({ description: 'what sold, redeemed or adjusted gift cards, by how much' }),
});
/** So many events may be picked one by one. */
const eventsPickedMax = 500;
const pickedIdsSchema = z.array(z.uuid()).min(1).max(eventsPickedMax);
export const pickedEventsSchema = z.strictObject({ ids: pickedIdsSchema });
/** A filter, or the events that a person picked. */
export const eventSelectionSchema = eventFilterSchema.extend({ ids: pickedIdsSchema.optional() });
export const listEventsQuerySchema = eventFilterSchema.extend({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(eventsPerPageMax).default(eventsPerPageDefault),
});

/** What the event's kind has besides its amount; a sale has none of these but the gift cards that it sold. */
export const particularsSchema = z.object({
  reason: z.string().optional(),
  vendor: z.string().optional(),
  direction: z.string().optional(),
  paymentType: z.string().optional(),
  card: z.string().optional().describe('Of a sale the gift cards that it sold, separated by commas'),
  order: z.string().optional(),
  stage: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  itemClasses: z.array(z.string()).optional(),
  /** Of all lines together, a decimal. */
  quantity: z.string().optional(),
});
export const listedEventSchema = eventRowSchema.extend({
  particulars: particularsSchema,
  version: z.int(),
  /** Which of several versions it is; null: it has no other version. */
  versionStanding: z.enum(['in-force', 'replaced', 'reversal']).nullable(),
  /** Where `moved=gift-cards` was asked for; a return or a void is negative. */
  giftCards: z.object({ sold: amountSchema, redeemed: amountSchema, adjusted: amountSchema }).optional(),
});
/** Of all events, in the company's currency: `balance` is what is owed now, issued less redeemed. */
export const giftCardsSchema = z.object({
  currency: z.string(),
  issued: amountSchema,
  redeemed: amountSchema,
  balance: amountSchema,
});
export const listEventsAnswerSchema = z.object({
  events: z.array(listedEventSchema),
  nextCursor: z.string().nullable(),
});

/** Counting ends at 10,000: then there are `more`. */
export const eventCountSchema = z.object({ count: z.int(), more: z.boolean() });
export const retryFailedRequestSchema = eventSelectionSchema.nullish();
export const handleManyRequestSchema = eventSelectionSchema.extend({
  reason: z.string().trim().min(1).max(500),
  cursor: z.string().optional(),
});
export const handledManyAnswerSchema = z.object({
  handled: z.int(),
  alreadyHandled: z.int().describe('Taken out before by somebody; the reason given then stands'),
  /** What could not be taken out, and why. */
  refused: z.array(z.object({ id: z.string(), number: z.string(), message: z.string() })),
  /** Call again with it until it is null. */
  nextCursor: z.string().nullable(),
});

export const savedViewRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  filter: z.record(z.string().max(40), z.string().max(searchLengthMax)),
});
export const savedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  filter: z.record(z.string(), z.string()),
});
export const savedViewsAnswerSchema = z.object({ views: z.array(savedViewSchema) });

export type GiftCards = z.infer<typeof giftCardsSchema>;
export type ListedEvent = z.infer<typeof listedEventSchema>;
export type ListEventsAnswer = z.infer<typeof listEventsAnswerSchema>;
export type EventCount = z.infer<typeof eventCountSchema>;
export type HandledManyAnswer = z.infer<typeof handledManyAnswerSchema>;
export type SavedView = z.infer<typeof savedViewSchema>;
