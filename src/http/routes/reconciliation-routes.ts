// Tie-out: clearing accounts by month beside QuickBooks' register, reading it anew, and saying that nothing is left between the two.
import type { App, Routing } from '../app.ts';
import { personOf } from '../caller.ts';
import {
  accountMonthSchema,
  emptyBodySchema,
  reconciliationMonthSchema,
  reconciliationQuerySchema,
  reconciliationSchema,
} from '../contract.ts';
import { granted } from '../http-problem.ts';
import { wireReconciliation, wireReconciliationMonth } from '../wire-reconciliation.ts';

const tags = ['Reconciliation'];
const path = '/reconciliation/:accountId/:month';

export function reconciliationRoutes(app: App, { booksFor }: Routing): void {
  app.get(
    '/reconciliation',
    {
      schema: {
        tags,
        summary: 'Clearing accounts by month, ours beside QuickBooks as it was last read; the last twelve months',
        querystring: reconciliationQuerySchema,
        response: { 200: reconciliationSchema },
      },
    },
    async (request) => {
      const { from = null, to = null } = request.query;
      return wireReconciliation(granted(await booksFor(request).reconciliation({ from, to })).view);
    },
  );
  app.get(
    path,
    {
      schema: {
        tags,
        summary: 'One month of a clearing account, line by line: matched, only here, only there',
        params: accountMonthSchema,
        response: { 200: reconciliationMonthSchema },
      },
    },
    async (request) =>
      wireReconciliationMonth(granted(await booksFor(request).reconciliationMonth(request.params)).detail),
  );
  app.post(
    `${path}/read`,
    {
      schema: {
        tags,
        summary: "Read QuickBooks' register anew: one metered call, within the month's budget",
        params: accountMonthSchema,
        body: emptyBodySchema,
        response: { 200: reconciliationMonthSchema },
      },
    },
    async (request) => wireReconciliationMonth(granted(await booksFor(request).readRegister(request.params)).detail),
  );
  app.post(
    `${path}/tie-out`,
    {
      schema: {
        tags,
        summary:
          'Say that the month is tied out: only where nothing is left between the two, and every line of ours matches',
        params: accountMonthSchema,
        body: emptyBodySchema,
        response: { 200: reconciliationMonthSchema },
      },
    },
    async (request) =>
      wireReconciliationMonth(granted(await booksFor(request).tieOut(request.params, personOf(request).who)).detail),
  );
}
