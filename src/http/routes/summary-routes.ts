// Daily summaries: which days there are and how they stand, what is in one, and posting one without what holds it.
import type { App, Routing } from '../app.ts';
import {
  emptyBodySchema,
  lineSourcesAnswerSchema,
  lineSourcesQuerySchema,
  listSummariesAnswerSchema,
  listSummariesQuerySchema,
  overShortAnswerSchema,
  placeSchema,
  postWithoutBlockedAnswerSchema,
  summaryDetailSchema,
} from '../contract.ts';
import { granted, httpProblem } from '../http-problem.ts';
import { definedOnly } from '../optional-fields.ts';
import { checkedId, idSchema } from '../record-id.ts';
import { wireLineSources, wireOverShort, wireSummary, wireSummaryRow } from '../wire-summaries.ts';

/** A line by its posting and its place in the entry, from 1. */
const lineSchema = idSchema.extend({ line: placeSchema.min(1) });
const notThere = 'There is no such daily summary, or no such line.';
const tags = ['Summaries'];

export function summaryRoutes(app: App, routing: Routing): void {
  reading(app, routing);
  const { booksFor, whoOf } = routing;
  app.post(
    '/summaries/:id/post-without-blocked',
    {
      schema: {
        tags,
        summary: 'Post a day that waits without the events that hold it; they follow in a supplement',
        params: idSchema,
        body: emptyBodySchema,
        response: { 200: postWithoutBlockedAnswerSchema },
      },
    },
    async (request) => {
      const id = checkedId(request.params.id, notThere);
      const { left } = granted(await booksFor(request).postWithoutBlocked(id, whoOf(request)));
      return { left };
    },
  );
}

function reading(app: App, { booksFor }: Routing): void {
  app.get(
    '/summaries',
    {
      schema: {
        tags,
        summary: 'Daily summaries, newest business date first',
        querystring: listSummariesQuerySchema,
        response: { 200: listSummariesAnswerSchema },
      },
    },
    async (request) => {
      const { limit, ...filter } = request.query;
      const { summaries, nextCursor } = await booksFor(request).summaries({ ...definedOnly(filter), limit });
      return { summaries: summaries.map(wireSummaryRow), nextCursor };
    },
  );
  app.get(
    '/summaries/:id',
    {
      schema: {
        tags,
        summary: 'One daily summary with its entries, its timeline and what holds it',
        params: idSchema,
        response: { 200: summaryDetailSchema },
      },
    },
    async (request) => {
      const summary = await booksFor(request).summary(checkedId(request.params.id, notThere));
      if (summary === null) throw notFound();
      return wireSummary(summary);
    },
  );
  app.get(
    '/postings/:id/lines/:line/sources',
    {
      schema: {
        tags,
        summary: 'The tickets behind one line of an entry, page by page; lines are counted from 1',
        params: lineSchema,
        querystring: lineSourcesQuerySchema,
        response: { 200: lineSourcesAnswerSchema },
      },
    },
    async (request) => {
      const { id, line } = request.params;
      const page = await booksFor(request).lineSources({ postingId: checkedId(id, notThere), line, ...request.query });
      if (page === null) throw notFound();
      return wireLineSources(page);
    },
  );
  app.get(
    '/over-short',
    {
      schema: {
        tags,
        summary: 'What the cap on over and short let go, by month and currency',
        response: { 200: overShortAnswerSchema },
      },
    },
    async (request) => wireOverShort(await booksFor(request).overShort()),
  );
}

const notFound = () => httpProblem('not-found', { detail: notThere });
