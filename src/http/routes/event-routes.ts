// Financial events: recording, one of them, and what a person can do about one that failed.
import { Readable } from 'node:stream';
import { z } from 'zod';
import { schemaProblems, shownValue } from '../../events/schema-problems.ts';
import type { App, Routing } from '../app.ts';
import {
  emptyBodySchema,
  eventDetailSchema,
  handledOutsideRequestSchema,
  okSchema,
  previewAnswerSchema,
  previewRequestSchema,
  recordEventsRequestSchema,
  releasedAnswerSchema,
  takeVersionRequestSchema,
  versionTakenAnswerSchema,
} from '../contract.ts';
import { granted, httpProblem, problemType } from '../http-problem.ts';
import { checkedId, idSchema } from '../record-id.ts';
import { type GivenEvent, recordStream } from '../record-stream.ts';
import { wireEvent, wirePreview } from '../wire-events.ts';

const noEvent = 'There is no such event.';

export function eventRoutes(app: App, routing: Routing): void {
  recordingRoute(app, routing);
  readingRoutes(app, routing);
  retryRoutes(app, routing);
  conflictRoutes(app, routing);
  app.post(
    '/journal/preview',
    {
      schema: {
        tags: ['Journal'],
        summary: 'The journal entries that events would make; stores nothing',
        body: previewRequestSchema,
        response: { 200: previewAnswerSchema },
      },
    },
    async (request) => {
      const { events, mode } = request.body;
      const preview = await routing.booksFor(request).previewJournal(events, mode);
      return wirePreview(preview);
    },
  );
}

/** In a scope of its own: NDJSON is taken here alone, as a stream. */
function recordingRoute(app: App, routing: Routing): void {
  app.register(async (scope: App) => {
    scope.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
    scope.post(
      '/events',
      {
        schema: {
          tags: ['Events'],
          summary: 'Record events: JSON, or application/x-ndjson with any number of lines',
          // A stream cannot be validated beforehand; JSON is, by the same schema, in the handler.
          body: z.unknown().meta(z.toJSONSchema(recordEventsRequestSchema, { target: 'draft-2020-12', io: 'input' })),
        },
      },
      async (request, reply) => {
        const recording = await recordStream(routing.booksFor(request), eventsOf(request.body, routing));
        routing.countRecorded({ ...recording.counts });
        return reply
          .code(recording.status)
          .header('content-type', recording.status === 200 ? 'application/json; charset=utf-8' : problemType)
          .send(Readable.from(recording.pieces));
      },
    );
  });
}

function eventsOf(body: unknown, routing: Routing): Iterable<GivenEvent> | AsyncIterable<GivenEvent> {
  if (body instanceof Readable) return routing.readNdjson(body);
  const parsed = recordEventsRequestSchema.safeParse(body);
  if (parsed.success) return parsed.data.events.map((input) => ({ input, bytes: 0 }));
  const problems = schemaProblems(parsed.error.issues, body);
  throw httpProblem('invalid-request', {
    problems: problems.map(({ value, ...problem }) => ({ ...problem, value: shownValue(value) })),
  });
}

function readingRoutes(app: App, routing: Routing): void {
  app.get(
    '/events/:id',
    {
      schema: {
        tags: ['Events'],
        summary: 'One event with its entries, postings, timeline and causes',
        params: idSchema,
        response: { 200: eventDetailSchema },
      },
    },
    async (request) => {
      const event = await routing.booksFor(request).event(checkedId(request.params.id, noEvent));
      if (event === null) throw httpProblem('not-found', { detail: noEvent });
      return wireEvent(event);
    },
  );
}

function retryRoutes(app: App, routing: Routing): void {
  const { booksFor, whoOf } = routing;
  app.post(
    '/events/:id/retry',
    {
      schema: {
        tags: ['Events'],
        summary: 'Try one event again',
        params: idSchema,
        body: emptyBodySchema,
        response: { 200: releasedAnswerSchema },
      },
    },
    async (request) => {
      const retried = await booksFor(request).retryEvent(checkedId(request.params.id, noEvent), whoOf(request));
      return { released: granted(retried).released };
    },
  );
  app.post(
    '/events/:id/handled-outside',
    {
      schema: {
        tags: ['Events'],
        summary: 'Take one event out: its entry was made by hand elsewhere',
        params: idSchema,
        body: handledOutsideRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const { reason } = request.body;
      granted(await booksFor(request).handleOutside(checkedId(request.params.id, noEvent), reason, whoOf(request)));
      return { ok: true as const };
    },
  );
}

function conflictRoutes(app: App, { booksFor, whoOf }: Routing): void {
  app.post(
    '/events/:id/keep-first',
    {
      schema: {
        tags: ['Events'],
        summary: 'End a conflict: the first content stands, the other is put aside',
        params: idSchema,
        body: emptyBodySchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      granted(await booksFor(request).keepFirst(checkedId(request.params.id, noEvent), whoOf(request)));
      return { ok: true as const };
    },
  );
  app.post(
    '/events/:id/take-version',
    {
      schema: {
        tags: ['Events'],
        summary: 'End a conflict the other way: the other content takes the place of the first, as an event of its own',
        params: idSchema,
        body: takeVersionRequestSchema,
        response: { 200: versionTakenAnswerSchema },
      },
    },
    async (request) => {
      const of = { id: checkedId(request.params.id, noEvent), contentId: request.body?.content ?? null };
      const { id, version, reversed } = granted(await booksFor(request).takeVersion(of, whoOf(request)));
      return { id, version, reversed };
    },
  );
}
