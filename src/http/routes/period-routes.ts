// Undo and repost a period: the dry run, the repost of what it showed, and how far that has come.
import type { App, Routing } from '../app.ts';
import {
  cancelledRepostSchema,
  emptyBodySchema,
  periodPreviewSchema,
  previewChangedSchema,
  previewPeriodRequestSchema,
  repostAskedSchema,
  repostPeriodRequestSchema,
  repostQuerySchema,
  repostSchema,
  repostsAnswerSchema,
} from '../contract.ts';
import { granted, HttpProblem, httpProblem, problemType, refusalProblem } from '../http-problem.ts';
import { checkedId, idSchema } from '../record-id.ts';
import { wirePreview, wireRepost } from '../wire-period.ts';

const notThere = 'There is no such repost.';
const tags = ['Period'];

export function periodRoutes(app: App, { booksFor, whoOf }: Routing): void {
  app.post(
    '/period/preview',
    {
      schema: {
        tags,
        summary:
          "What posting these days again would change under today's mapping, and what it could not: writes nothing",
        body: previewPeriodRequestSchema,
        response: { 200: periodPreviewSchema },
      },
    },
    async (request) => {
      const { cursor, limit, ...choice } = request.body;
      return wirePreview(granted(await booksFor(request).previewPeriod(choice, { cursor, limit })));
    },
  );
  app.post(
    '/period/repost',
    {
      schema: {
        tags,
        summary:
          'Post again what a preview showed; where it would not be that any more, the answer is what it would be',
        body: repostPeriodRequestSchema,
        response: { 200: repostAskedSchema, 409: previewChangedSchema },
      },
    },
    async (request, reply) => {
      const { token, ...choice } = request.body;
      const asked = await booksFor(request).repostPeriod(choice, { token, who: whoOf(request) });
      if (asked.ok) return { id: asked.id, entries: asked.entries };
      if (asked.preview === undefined) throw new HttpProblem(refusalProblem(asked));
      const problem = { ...refusalProblem(asked), preview: wirePreview(asked.preview) };
      return reply.code(409).header('content-type', problemType).send(problem);
    },
  );
  reposts(app, { booksFor, whoOf });
}

function reposts(app: App, { booksFor, whoOf }: Pick<Routing, 'booksFor' | 'whoOf'>): void {
  app.get(
    '/period/repost',
    {
      schema: { tags, summary: 'Reposts, newest first', response: { 200: repostsAnswerSchema } },
    },
    async (request) => ({ reposts: (await booksFor(request).reposts()).map(wireRepost) }),
  );
  app.get(
    '/period/repost/:id',
    {
      schema: {
        tags,
        summary: 'How far a repost has come, and what stayed as it was',
        params: idSchema,
        querystring: repostQuerySchema,
        response: { 200: repostSchema },
      },
    },
    async (request) => {
      const { cursor = null, limit } = request.query;
      const repost = await booksFor(request).repost(checkedId(request.params.id, notThere), { cursor, limit });
      if (repost === null) throw httpProblem('not-found', { detail: notThere });
      return wireRepost(repost);
    },
  );
  app.post(
    '/period/repost/:id/cancel',
    {
      schema: {
        tags,
        summary: 'Stop it: what was not sent yet stays as it was',
        params: idSchema,
        body: emptyBodySchema,
        response: { 200: cancelledRepostSchema },
      },
    },
    async (request) => {
      const id = checkedId(request.params.id, notThere);
      return { left: granted(await booksFor(request).cancelRepost(id, whoOf(request))).left };
    },
  );
}
