// The API's description, made from the schemas that validate it, and a page to read it on.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { eventDescription, problemSchema, recordEventsAnswerSchema, recordEventsProblemSchema } from './contract.ts';
import { problemType } from './http-problem.ts';

export function describeApi(app: FastifyInstance, options: { publicUrl: string; version: string }): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tillbook',
        version: options.version,
        description:
          'Takes what happens in a shop and keeps its books in QuickBooks Online. Errors are RFC 9457 problems. ' +
          'Settings, mappings, their subjects, locations, receivers of notifications and users may be sent back as they were read, ' +
          'with what is to change: what is read-only of them has to be as it stands, unless it changes by itself, ' +
          'and any other field that is not described is refused.',
      },
      servers: [{ url: options.publicUrl }],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, made in the console' },
          session: { type: 'apiKey', in: 'cookie', name: 'tillbook.session_token' },
        },
      },
      security: [{ apiKey: [] }, { session: [] }],
    },
    transform: describeRoute,
  });
  app.register(swaggerUi, { routePrefix: '/api/docs' });
}

type Transform = typeof jsonSchemaTransform;

/** Every call may answer with a problem; a few need no credentials; events come in two content types. */
const describeRoute: Transform = (document) => {
  const { schema, url } = jsonSchemaTransform(document);
  if (schema === undefined || schema.hide === true) return { schema, url };
  const streamed = url === '/api/v1/events' && document.route.method === 'POST';
  const described: Record<string, unknown> = {
    ...schema,
    ...(streamed ? { body: eventsBody(schema.body) } : {}),
    response: {
      ...(answersWithoutSchema(url, streamed) ?? (schema.response as object | undefined)),
      default: anyProblem,
    },
  };
  if (document.route.config?.open === true) described.security = [];
  return { schema: described, url };
};

const anyProblem = answer(problemType, problemSchema, 'A problem, by its code');

/** Of what is sent piece by piece, or sends somebody on, which no schema of the route could be told of. */
function answersWithoutSchema(url: string, streamed: boolean): object | undefined {
  if (streamed) return eventsAnswers;
  if (url.endsWith('.csv')) return { 200: textAnswer('text/csv', 'A row each, its columns named in the first') };
  if (url === '/api/v1/stream') return { 200: textAnswer('text/event-stream', 'For as long as the session lasts') };
  if (url === '/api/v1/connection/callback')
    return { 303: { description: 'To the console, which says what came of it' } };
  return undefined;
}

const eventsAnswers = {
  200: answer('application/json', recordEventsAnswerSchema, 'None is invalid, and all are durable'),
  422: answer(problemType, recordEventsProblemSchema, 'Some are invalid; the others are recorded'),
};

function eventsBody(json: unknown) {
  return {
    content: {
      'application/json': { schema: json },
      'application/x-ndjson': { schema: { ...eventDescription, description: 'One event a line' } },
    },
  };
}

const textAnswer = (contentType: string, description: string) => ({
  description,
  content: { [contentType]: { schema: { type: 'string' } } },
});

function answer(contentType: string, zodSchema: z.ZodType, description: string) {
  const { $schema, ...schema } = z.toJSONSchema(zodSchema);
  return { description, content: { [contentType]: { schema } } };
}
