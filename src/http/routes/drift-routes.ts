// Entries of ours that somebody changed or deleted in QuickBooks: which there are, and what a person decides of each.
import type { App, Routing } from '../app.ts';
import {
  decideDriftRequestSchema,
  driftSchema,
  listDriftAnswerSchema,
  listDriftQuerySchema,
  okSchema,
} from '../contract.ts';
import { granted, httpProblem } from '../http-problem.ts';
import { checkedId, idSchema } from '../record-id.ts';
import { wireDrift, wireDriftList } from '../wire-drift.ts';

const notThere = 'There is no such drift.';
const tags = ['QuickBooks'];

export function driftRoutes(app: App, { booksFor, whoOf }: Routing): void {
  app.get(
    '/drift',
    {
      schema: {
        tags,
        summary: 'Entries that somebody changed or deleted in QuickBooks, newest first',
        querystring: listDriftQuerySchema,
        response: { 200: listDriftAnswerSchema },
      },
    },
    async (request) => {
      const { state, cursor, limit } = request.query;
      return wireDriftList(
        await booksFor(request).drift({ settled: state === 'settled', cursor: cursor ?? null, limit }),
      );
    },
  );
  app.get(
    '/drift/:id',
    {
      schema: {
        tags,
        summary: 'One of them: ours beside theirs, line by line',
        params: idSchema,
        response: { 200: driftSchema },
      },
    },
    async (request) => {
      const drift = await booksFor(request).driftById(checkedId(request.params.id, notThere));
      if (drift === null) throw httpProblem('not-found', { detail: notThere });
      return wireDrift(drift);
    },
  );
  app.post(
    '/drift/:id/decide',
    {
      schema: {
        tags,
        summary: 'Accept theirs, which then counts as ours, or put ours back',
        params: idSchema,
        body: decideDriftRequestSchema,
        response: { 200: okSchema },
      },
    },
    async (request) => {
      const id = checkedId(request.params.id, notThere);
      granted(await booksFor(request).decideDrift({ id, ...request.body }, whoOf(request)));
      return { ok: true as const };
    },
  );
}
