// The HTTP server: the API, its description, the console's files, and health, over one company's books per caller.
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { watchMethods } from './allowed-methods.ts';
import { type App, type Routing, routing } from './app.ts';
import { identifyCallers } from './caller.ts';
import { serveConsole } from './console-files.ts';
import { answerErrors, answerUnroutable } from './error-answers.ts';
import { watchHealth } from './health.ts';
import { httpProblem } from './http-problem.ts';
import { readJsonBodies } from './json-body.ts';
import { describeApi } from './openapi.ts';
import { closedPeriodRoutes } from './routes/closed-period-routes.ts';
import { companyRoutes } from './routes/company-routes.ts';
import { driftRoutes } from './routes/drift-routes.ts';
import { eventListRoutes } from './routes/event-list-routes.ts';
import { eventRoutes } from './routes/event-routes.ts';
import { importRoutes } from './routes/import-routes.ts';
import { mappingRoutes } from './routes/mapping-routes.ts';
import { notificationRoutes } from './routes/notification-routes.ts';
import { peopleRoutes, signInRoutes } from './routes/people-routes.ts';
import { periodRoutes } from './routes/period-routes.ts';
import { preflightRoutes } from './routes/preflight-routes.ts';
import { quickbooksRoutes } from './routes/quickbooks-routes.ts';
import { reconciliationRoutes } from './routes/reconciliation-routes.ts';
import { streamRoutes } from './routes/stream-routes.ts';
import { summaryRoutes } from './routes/summary-routes.ts';
import { userRoutes } from './routes/user-routes.ts';
import { webhookRoutes } from './routes/webhook-routes.ts';
import { secureAnswers } from './security-headers.ts';
import type { ServerOptions } from './server-options.ts';
import { refuseUnstorableText } from './storable-text.ts';

export type { ServerOptions };

const bodyBytesMax = 16 * 1024 * 1024;
const parameterLengthMax = 300;

export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytesMax,
    // One proxy is believed, of the address that it appended: those before it are what a caller wrote.
    trustProxy: options.trustProxy === true ? (_address, hop) => hop === 0 : false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: parameterLengthMax },
    frameworkErrors: (error, _request, reply) => answerUnroutable(error, reply, options.publicUrl),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  readJsonBodies(app);
  const methodsOf = watchMethods(app);
  answerErrors(app, options.readiness);
  secureAnswers(app, options.publicUrl);
  identifyCallers(app, options);
  limitBodies(app);
  refuseUnstorableText(app);
  describeApi(app, options);
  const metrics = watchHealth(app, options.readiness);
  addRoutes(app, routing(options, metrics.countRecorded));
  serveConsole(app, options.consoleDir, methodsOf);
  await app.ready();
  return app;
}

function addRoutes(app: App, routes: Routing): void {
  app.register(async (scope: App) => webhookRoutes(scope, routes), { prefix: '/webhooks' });
  app.register(
    async (api: App) => {
      api.get('/openapi.json', { config: { open: true }, schema: { hide: true } }, async () => app.swagger());
      api.register(async (scope: App) => signInRoutes(scope, routes), { prefix: '/auth' });
      api.register(
        async (scope: App) => {
          peopleRoutes(scope, routes);
          companyRoutes(scope, routes);
          eventRoutes(scope, routes);
          importRoutes(scope, routes);
          eventListRoutes(scope, routes);
          mappingRoutes(scope, routes);
          preflightRoutes(scope, routes);
          summaryRoutes(scope, routes);
          closedPeriodRoutes(scope, routes);
          reconciliationRoutes(scope, routes);
          quickbooksRoutes(scope, routes);
          driftRoutes(scope, routes);
          periodRoutes(scope, routes);
          notificationRoutes(scope, routes);
          streamRoutes(scope, routes);
          userRoutes(scope, routes);
        },
        { prefix: '/v1' },
      );
    },
    { prefix: '/api' },
  );
}

/**
 * Refused by its announced length, before a byte is read. The connection stays open, so that a client still sending
 * gets to see the answer.
 */
function limitBodies(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const json = (request.headers['content-type'] ?? '').startsWith('application/json');
    if (json && Number(request.headers['content-length'] ?? 0) > bodyBytesMax) throw httpProblem('body-too-large');
  });
}
