// The API's description, made from the schemas that validate it, and a page to read it on.
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';

export function describeApi(app: FastifyInstance, options: { publicUrl: string; version: string }): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tillbook',
        version: options.version,
        description:
          'Takes what happens in a shop and keeps its books in QuickBooks Online. Errors are RFC 9457 problems.',
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
    transform: jsonSchemaTransform,
  });
  app.register(swaggerUi, { routePrefix: '/api/docs' });
}
