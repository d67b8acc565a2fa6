// The small values that the wire is made of, each with the one rule it is checked by.
import { z } from 'zod';
import { financialEventKinds } from '../../events/financial-event.ts';
import { roles } from '../../journal/role.ts';
import { decimalRule } from '../../money.ts';
import { eventStatuses } from '../../pipeline/company-books.ts';
import type { NewsKind } from '../../pipeline/news-port.ts';
import { causeKinds } from '../../posting/causes.ts';
import { closedPeriodChoices, closedPeriodPolicies } from '../../posting/closed-period.ts';
import { postingStates } from '../../posting/posting.ts';

/** A decimal string in the currency's decimals: "140.00", "-0.01", "1500" for JPY. */
export const amountSchema = z.string().regex(/^-?\d+(\.\d+)?$/);
/** The same as it is typed by hand into a filter. */
export const askedAmountSchema = z
  .string()
  .max(24)
  .refine((text) => decimalRule(text) === null, 'a decimal such as "12.50" or "-3"');
/** YYYY-MM-DD, in the shop's own time. The calendar has no year 0. */
export const businessDateSchema = z.iso
  .date()
  .refine((date) => !date.startsWith('0000'), 'a date of the calendar, which begins with year 1');
/** YYYY-MM. Months before it are shown with it, so it begins well after the calendar does. */
export const monthSchema = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM');
/** How many are passed over, or the place of one: no list is as long as this, and the database counts somewhat further. */
const placeMax = 1_000_000_000;
export const placeSchema = z.coerce.number().int().min(0).max(placeMax);
/** RFC 3339, UTC. */
export const instantSchema = z.string();
export const roleSchema = z.enum(roles);
export const eventKindSchema = z.enum(financialEventKinds);
export const causeKindSchema = z.enum(causeKinds);
export const postingStateSchema = z.enum(postingStates);
export const subjectKindSchema = z.enum(['payment-type', 'item-class', 'reason-code', 'tax-code']);
export const purposeSchema = z.enum(['inventory-adjustment', 'gift-card-adjustment', 'cash-movement']);

export const eventStatusSchema = z.enum(eventStatuses);

const countsShape = Object.fromEntries(eventStatuses.map((status) => [status, z.int()])) as Record<
  (typeof eventStatuses)[number],
  z.ZodInt
>;
/** Events by status. */
export const eventCountsSchema = z.object(countsShape);

export const postingModeSchema = z.enum(['per-event', 'daily-summary']);

export const closedPeriodPolicySchema = z.enum(closedPeriodPolicies);
export const closedPeriodChoiceSchema = z.enum(closedPeriodChoices);

/** Query strings carry text: only `true` and `false` are taken. */
export const flagSchema = z
  .enum(['true', 'false'])
  .optional()
  .transform((text) => text === 'true');

export const emptyBodySchema = z.strictObject({}).nullish();
export const okSchema = z.object({ ok: z.literal(true) });

export type { NewsKind };
export type Role = z.infer<typeof roleSchema>;
export type EventKind = z.infer<typeof eventKindSchema>;
export type CauseKind = z.infer<typeof causeKindSchema>;
export type SubjectKind = z.infer<typeof subjectKindSchema>;
export type EventStatus = z.infer<typeof eventStatusSchema>;
