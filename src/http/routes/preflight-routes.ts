// Before the first entry goes: what would block and what was outstanding, all of it or page by page, and the entries of the first day.
import type { App, Routing } from '../app.ts';
import { firstDayQuerySchema, firstDaySchema, preflightAnswerSchema, preflightQuerySchema } from '../contract.ts';
import { wireOutstandingAmount, wirePreflightProblem } from '../wire-books.ts';
import { wireFirstDay } from '../wire-events.ts';

const tags = ['Company'];

export function preflightRoutes(app: App, { booksFor }: Routing): void {
  app.get(
    '/preflight',
    {
      schema: {
        tags,
        summary: 'Everything that would block, over the events in scope, and what was outstanding at sync start',
        querystring: preflightQuerySchema,
        response: { 200: preflightAnswerSchema },
      },
    },
    async (request) => {
      const { cursor = null, events = Number.POSITIVE_INFINITY, outstandingBefore = null } = request.query;
      const books = booksFor(request);
      const { currency } = await books.settings();
      const { problems, outstanding, ...page } = await books.preflightPage({ cursor, events, outstandingBefore });
      return {
        problems: problems.map((problem) => wirePreflightProblem(problem, currency)),
        outstanding: outstanding.map(wireOutstandingAmount),
        ...page,
      };
    },
  );
  app.get(
    '/preflight/first-day',
    {
      schema: {
        tags,
        summary: 'The entries of the first business date as they would be posted; writes nothing',
        querystring: firstDayQuerySchema,
        response: { 200: firstDaySchema },
      },
    },
    async (request) => wireFirstDay(await booksFor(request).firstDay(request.query.from ?? null)),
  );
}
