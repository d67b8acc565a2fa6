// Closed books: until when, what waits for them, and the decision to post it on the first open day or to leave it waiting.
import type { App, Routing } from '../app.ts';
import {
  closedPeriodQuerySchema,
  closedPeriodSchema,
  decideClosedPeriodRequestSchema,
  decidedAnswerSchema,
} from '../contract.ts';
import { granted } from '../http-problem.ts';
import { wireClosedPeriod } from '../wire-books.ts';

const tags = ['Closed period'];

export function closedPeriodRoutes(app: App, { booksFor, whoOf }: Routing): void {
  app.get(
    '/closed-period',
    {
      schema: {
        tags,
        summary: 'Until when the books are closed, and what waits for that, the oldest first',
        querystring: closedPeriodQuerySchema,
        response: { 200: closedPeriodSchema },
      },
    },
    async (request) => {
      const { cursor = null, limit } = request.query;
      return wireClosedPeriod(await booksFor(request).closedPeriod({ cursor, limit }));
    },
  );
  app.post(
    '/closed-period/decide',
    {
      schema: {
        tags,
        summary: 'Decide what becomes of entries in the closed period, where the settings say to ask',
        body: decideClosedPeriodRequestSchema,
        response: { 200: decidedAnswerSchema },
      },
    },
    async (request) => {
      const { choice, postings = null } = request.body;
      const decided = await booksFor(request).decideClosedPeriod({ choice, postingIds: postings }, whoOf(request));
      return { decided: granted(decided).decided };
    },
  );
}
