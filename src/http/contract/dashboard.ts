// The Sales Dashboard on the wire: one answer for all that its page shows.
import { z } from 'zod';
import { comparisons, dayCount } from '../../pipeline/compared-period.ts';
import { dayStates } from '../../pipeline/dashboard-port.ts';
import { alertSchema } from './books.ts';
import { connectionSchema, syncSchema } from './quickbooks.ts';
import { amountSchema, businessDateSchema, eventCountsSchema, monthSchema } from './values.ts';

/** Three years and a day or two: what a chart by day can still show. */
export const dashboardDaysMax = 1100;
/** Late enough for the days before it, with which it is compared. */
const dashboardFirstDay = '1000-01-01';

export const dashboardQuerySchema = z
  .strictObject({
    from: businessDateSchema,
    to: businessDateSchema,
    location: z.string().optional(),
    comparison: z
      .enum(comparisons)
      .optional()
      .describe('With as many days right before (the default), the same days of the year before, or nothing'),
    month: monthSchema.optional().describe("YYYY-MM, of the calendar; absent: that of the period's last day"),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'not before `from`' })
  .refine(({ from }) => from >= dashboardFirstDay, { path: ['from'], error: `not before ${dashboardFirstDay}` })
  .refine((days) => dayCount(days) <= dashboardDaysMax, { path: ['from'], error: `at most ${dashboardDaysMax} days` });

/** `before`: of the days it is compared with; null: with none. `changePercent` is null where there was nothing before. */
const figureOf = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, before: value.nullable(), changePercent: z.number().nullable() });
const amountFigure = figureOf(amountSchema);
const ofDay = { date: z.string(), netSales: amountSchema, tickets: z.int() };

export const dashboardSchema = z.object({
  from: z.string(),
  to: z.string(),
  location: z.string().nullable(),
  currency: z.string(),
  compared: z.object({ with: z.enum(['previous-period', 'last-year']), from: z.string(), to: z.string() }).nullable(),
  figures: z.object({
    netSales: amountFigure,
    tickets: figureOf(z.int()),
    averageTicket: amountFigure,
    refunds: amountFigure,
    tax: amountFigure,
    discounts: amountFigure,
  }),
  /** Every day of the period; `before` is the day in the same place of what it is compared with. */
  days: z.array(z.object({ ...ofDay, before: z.object(ofDay).nullable() })),
  tenders: z.array(z.object({ paymentType: z.string(), name: z.string(), amount: amountSchema })),
  /** Net sales, the largest first. */
  itemClasses: z.array(z.object({ itemClass: z.string(), name: z.string(), amount: amountSchema })),
  /** Owed on gift cards at the end of the period, since the first event; issued and redeemed in the period. */
  giftCards: z.object({ balance: amountSchema, issued: amountSchema, redeemed: amountSchema }),
  /** Taken ahead and not applied yet, at the end of the period; taken and applied in it. */
  deposits: z.object({ balance: amountSchema, taken: amountSchema, applied: amountSchema }),
  /** Sales that are in none of these figures. */
  otherCurrencies: z.array(z.object({ currency: z.string(), tickets: z.int(), netSales: amountSchema })),
  /** First and last business date with a sale, over all time; null without any. */
  firstDate: z.string().nullable(),
  lastDate: z.string().nullable(),
  calendar: z.object({
    month: z.string().describe('YYYY-MM'),
    days: z.array(
      z.object({
        date: z.string(),
        state: z.enum(dayStates).describe('How far the events of the day are: the worst that is true of any'),
        events: z.int(),
        counts: eventCountsSchema,
      }),
    ),
  }),
  alerts: z.array(alertSchema),
  connection: connectionSchema,
  sync: syncSchema,
  /** Changes made in QuickBooks that wait for a person. */
  driftCount: z.int(),
  locations: z.array(z.object({ code: z.string(), name: z.string() })),
});

export type Dashboard = z.infer<typeof dashboardSchema>;
