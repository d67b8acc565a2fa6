// Lists of events: a page, the whole as CSV, how many a filter finds, what is done with many at once, and the views a person keeps.
import type { App, Routing } from '../app.ts';
import { askedFilter } from '../asked-filter.ts';
import { personOf } from '../caller.ts';
import {
  eventCountSchema,
  eventFilterSchema,
  eventSelectionSchema,
  giftCardsSchema,
  handledManyAnswerSchema,
  handledPerCallMax,
  handleManyRequestSchema,
  listEventsAnswerSchema,
  listEventsQuerySchema,
  okSchema,
  pickedEventsSchema,
  releasedAnswerSchema,
  retryFailedRequestSchema,
  savedViewRequestSchema,
  savedViewSchema,
  savedViewsAnswerSchema,
} from '../contract.ts';
import { sendCsv } from '../csv.ts';
import { eventsCsv } from '../events-csv.ts';
import { granted } from '../http-problem.ts';
import { checkedId, idSchema } from '../record-id.ts';
import { wireGiftCardsView, wireListedEvent } from '../wire-events.ts';

export function eventListRoutes(app: App, routing: Routing): void {
  listRoutes(app, routing);
  bulkRoutes(app, routing);
  viewRoutes(app, routing);
}

function listRoutes(app: App, { booksFor }: Routing): void {
  app.get(
    '/events',
    {
      schema: {
        tags: ['Events'],
        summary: 'List events, newest business date first',
        querystring: listEventsQuerySchema,
        response: { 200: listEventsAnswerSchema },
      },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query;
      const page = { limit, ...(cursor !== undefined && { cursor }) };
      const { events, nextCursor } = await booksFor(request).listEvents({ ...askedFilter(filter), ...page });
      return { events: events.map(wireListedEvent), nextCursor };
    },
  );
  app.get(
    '/gift-cards',
    {
      schema: { tags: ['Events'], summary: 'What is owed on gift cards', response: { 200: giftCardsSchema } },
    },
    async (request) => wireGiftCardsView(await booksFor(request).giftCards()),
  );
  app.get(
    '/events.csv',
    {
      schema: {
        tags: ['Events'],
        summary: 'All events that a filter finds, as CSV for a spreadsheet',
        querystring: eventFilterSchema,
      },
    },
    async (request, reply) => sendCsv(reply, csvName, eventsCsv(booksFor(request), askedFilter(request.query))),
  );
  app.post(
    '/events.csv',
    {
      schema: {
        tags: ['Events'],
        summary: 'The events that a person picked, as the same CSV',
        body: pickedEventsSchema,
      },
    },
    async (request, reply) => sendCsv(reply, csvName, eventsCsv(booksFor(request), request.body)),
  );
}

const csvName = 'financial-events.csv';

function bulkRoutes(app: App, { booksFor, whoOf }: Routing): void {
  app.post(
    '/events/count-unsettled',
    {
      schema: {
        tags: ['Events'],
        summary: 'How many of what a filter finds are neither on their way nor settled',
        body: eventSelectionSchema,
        response: { 200: eventCountSchema },
      },
    },
    async (request) => booksFor(request).countUnsettled(askedFilter(request.body)),
  );
  app.post(
    '/events/retry-failed',
    {
      schema: {
        tags: ['Events'],
        summary: 'Try everything that failed again, or what the filter names',
        body: retryFailedRequestSchema,
        response: { 200: releasedAnswerSchema },
      },
    },
    async (request) => booksFor(request).retryFailed(askedFilter(request.body ?? {}), whoOf(request)),
  );
  app.post(
    '/events/handled-outside',
    {
      schema: {
        tags: ['Events'],
        summary: `Take many events out, at most ${handledPerCallMax} in a call: call again with the cursor until it is null`,
        body: handleManyRequestSchema,
        response: { 200: handledManyAnswerSchema },
      },
    },
    async (request) => {
      const { reason, cursor, ...selection } = request.body;
      const page = { limit: handledPerCallMax, ...(cursor !== undefined && { cursor }) };
      const filter = { ...askedFilter(selection), ...page };
      const answer = granted(await booksFor(request).handleManyOutside({ filter, reason }, whoOf(request)));
      const { handled, alreadyHandled, refused, nextCursor } = answer;
      return { handled, alreadyHandled, refused: [...refused], nextCursor };
    },
  );
}

const noView = 'You have no such view.';

function viewRoutes(app: App, { booksFor }: Routing): void {
  app.get(
    '/saved-views',
    {
      schema: {
        tags: ['Events'],
        summary: 'The filters that you keep under a name',
        response: { 200: savedViewsAnswerSchema },
      },
    },
    async (request) => {
      const { person } = personOf(request);
      const views = await booksFor(request).views(person.userId);
      return { views: views.map((view) => savedViewSchema.parse(view)) };
    },
  );
  app.post(
    '/saved-views',
    {
      schema: {
        tags: ['Events'],
        summary: 'Keep a filter under a name, in the place of the one of that name',
        body: savedViewRequestSchema,
        response: { 200: savedViewSchema },
      },
    },
    async (request) => {
      const { userId } = personOf(request).person;
      const { name, filter } = request.body;
      const saved = granted(await booksFor(request).saveView({ userId, name, filter }));
      return savedViewSchema.parse(saved);
    },
  );
  app.delete(
    '/saved-views/:id',
    {
      schema: { tags: ['Events'], summary: 'Keep it no longer', params: idSchema, response: { 200: okSchema } },
    },
    async (request) => {
      const { userId } = personOf(request).person;
      granted(await booksFor(request).removeView(userId, checkedId(request.params.id, noView)));
      return { ok: true as const };
    },
  );
}
