// Liveness, readiness and figures for whoever watches over the program.
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { problemOf, sendProblem } from './http-problem.ts';

export interface Metrics {
  countRecorded(counts: Readonly<Record<string, number>>): void;
}

export function watchHealth(app: FastifyInstance, readiness: () => Promise<void>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'tillbook_http_request_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers: [registry],
  });
  const events = new Counter({
    name: 'tillbook_events_received_total',
    help: 'Events that came in over HTTP, by what became of them.',
    labelNames: ['status'] as const,
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    try {
      await readiness();
      return { status: 'ready' };
    } catch {
      return sendProblem(reply, problemOf('database-unavailable'));
    }
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  );
  return {
    countRecorded(counts) {
      for (const [status, count] of Object.entries(counts)) events.inc({ status }, count);
    },
  };
}
