// Imports: a file is brought as it is, checked by a worker, started or cancelled by a person, and what was wrong with it is told.
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ImportAnswer, importBytesMax, importLinesMax, importProblemsMax } from '../../pipeline/import-port.ts';
import { tooLarge } from '../../pipeline/receive-file.ts';
import type { App, Routing } from '../app.ts';
import {
  bringFileQuerySchema,
  emptyBodySchema,
  importPreviewSchema,
  importProblemsAnswerSchema,
  importProblemsQuerySchema,
  importSchema,
  importsAnswerSchema,
  readOtherwiseRequestSchema,
} from '../contract.ts';
import { sendCsv } from '../csv.ts';
import { granted, httpProblem } from '../http-problem.ts';
import { problemsCsv } from '../problems-csv.ts';
import { checkedId, idSchema } from '../record-id.ts';
import { wireImport, wireImportPreview } from '../wire-imports.ts';

const notThere = 'There is no such import.';
const noFile = 'There is no such import, or its file is gone: it is kept until the import has ended.';
const tags = ['Imports'];
const fileTypes = ['text/csv', 'application/x-ndjson', 'application/octet-stream'];

export function importRoutes(app: App, routing: Routing): void {
  bringRoute(app, routing);
  readingRoutes(app, routing);
  problemRoutes(app, routing);
  changeRoutes(app, routing);
}

/** In a scope of its own: files are taken here alone, as a stream, whatever they say they are. */
function bringRoute(app: App, { importsFor, whoOf }: Routing): void {
  app.register(async (scope: App) => {
    scope.addContentTypeParser(fileTypes, (_request, payload, done) => done(null, payload));
    scope.post(
      '/imports',
      {
        schema: {
          tags,
          summary:
            'Bring a file of events, CSV or NDJSON, as the raw body: it is kept and checked, and records nothing yet',
          querystring: bringFileQuerySchema,
          body: z.unknown().meta({ type: 'string', format: 'binary' }),
          consumes: fileTypes,
          response: { 201: importSchema },
        },
        onRequest: async (request) => {
          if (Number(request.headers['content-length'] ?? 0) > importBytesMax) throw tooLargeProblem();
        },
      },
      async (request, reply) => {
        const { name, format = null, kind = null } = request.query;
        if (!(request.body instanceof Readable)) throw httpProblem('unsupported-media-type');
        const file = { fileName: name, format, kind, chunks: request.body };
        const answer = await importsFor(request)
          .receive(file, whoOf(request))
          .catch((error: unknown) => {
            throw request.raw.readableAborted || request.raw.errored ? brokenOff() : error;
          });
        // What is still to come of a refused file is let go, so that the sender gets to see the answer.
        if (!answer.ok) request.raw.resume();
        return reply.code(201).send(wireImport(given(answer)));
      },
    );
  });
}

const tooLargeProblem = () => httpProblem('import-too-large', { detail: tooLarge.message });
const brokenOff = () =>
  httpProblem('bad-request', { detail: 'The file broke off on its way, and nothing of it is kept: bring it again.' });

function given(answer: ImportAnswer) {
  if (!answer.ok && answer.code === tooLarge.code) throw tooLargeProblem();
  return granted(answer).import;
}

const found = async <T>(answer: Promise<T | null>, detail: string): Promise<T> => {
  const value = await answer;
  if (value === null) throw httpProblem('not-found', { detail });
  return value;
};

const idOf = (request: FastifyRequest<{ Params: { id: string } }>): string => checkedId(request.params.id, notThere);

function readingRoutes(app: App, { importsFor }: Routing): void {
  app.get(
    '/imports',
    {
      schema: {
        tags,
        summary: 'Imports, newest first, and how large a file may be',
        response: { 200: importsAnswerSchema },
      },
    },
    async (request) => ({
      imports: (await importsFor(request).imports()).map(wireImport),
      limits: { bytes: importBytesMax, lines: importLinesMax, problems: importProblemsMax },
    }),
  );
  app.get(
    '/imports/:id',
    {
      schema: {
        tags,
        summary: 'How far an import is, what its dry run says, and what it came to',
        params: idSchema,
        response: { 200: importSchema },
      },
    },
    async (request) => wireImport(await found(importsFor(request).import(idOf(request)), notThere)),
  );
  app.get(
    '/imports/:id/preview',
    {
      schema: {
        tags,
        summary: 'The first rows of a file as it has them, and as they will be understood',
        params: idSchema,
        response: { 200: importPreviewSchema },
      },
    },
    async (request) => wireImportPreview(await found(importsFor(request).preview(idOf(request)), noFile)),
  );
}

function problemRoutes(app: App, { importsFor }: Routing): void {
  app.get(
    '/imports/:id/problems',
    {
      schema: {
        tags,
        summary: 'All that is wrong with a file, by row, field, value and rule',
        params: idSchema,
        querystring: importProblemsQuerySchema,
        response: { 200: importProblemsAnswerSchema },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const page = await found(importsFor(request).problems(idOf(request), { after: cursor, limit }), notThere);
      const last = page.length < limit ? undefined : page.at(-1);
      return {
        problems: [...page],
        nextCursor: last === undefined ? null : String(last.number),
      };
    },
  );
  app.get(
    '/imports/:id/problems.csv',
    { schema: { tags, summary: 'The same as a CSV file', params: idSchema } },
    async (request, reply) => {
      const id = idOf(request);
      const imports = importsFor(request);
      const row = await found(imports.import(id), notThere);
      const name = `problems-${row.at.toISOString().slice(0, 10)}.csv`;
      return sendCsv(reply, name, problemsCsv(imports, id));
    },
  );
}

function changeRoutes(app: App, { importsFor, whoOf }: Routing): void {
  app.post(
    '/imports/:id/check',
    {
      schema: {
        tags,
        summary: 'Read the file otherwise than was guessed: the dry run begins anew',
        params: idSchema,
        body: readOtherwiseRequestSchema,
        response: { 200: importSchema },
      },
    },
    async (request) => wireImport(given(await importsFor(request).checkAgain(idOf(request), request.body))),
  );
  app.post(
    '/imports/:id/start',
    {
      schema: {
        tags,
        summary: 'Record what the dry run found new; a worker does it, and goes on after a stop',
        params: idSchema,
        body: emptyBodySchema,
        response: { 200: importSchema },
      },
    },
    async (request) => wireImport(given(await importsFor(request).start(idOf(request), whoOf(request)))),
  );
  app.post(
    '/imports/:id/cancel',
    {
      schema: {
        tags,
        summary: 'End it: what is recorded stays recorded, the file is removed',
        params: idSchema,
        body: emptyBodySchema,
        response: { 200: importSchema },
      },
    },
    async (request) => wireImport(given(await importsFor(request).cancel(idOf(request), whoOf(request)))),
  );
}
