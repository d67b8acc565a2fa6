// Hands out the built console: files named by their content for good, its one page for every address that is not the API's.
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import serveStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, sendProblem } from './http-problem.ts';

const forever = 'public, max-age=31536000, immutable';
const askEachTime = 'no-cache';

export function serveConsole(
  app: FastifyInstance,
  consoleDir: string | null,
  methodsOf: (url: string) => readonly string[],
): void {
  const built = consoleDir !== null && existsSync(join(consoleDir, 'index.html'));
  if (built) {
    app.register(serveStatic, {
      root: consoleDir,
      cacheControl: false,
      setHeaders: (reply, path) =>
        void reply.header('cache-control', path.includes(`${sep}assets${sep}`) ? forever : askEachTime),
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (built && isPage(request)) return consolePage(reply);
    const methods = methodsOf(request.url);
    if (methods.length === 0) return sendProblem(reply, problemOf('not-found'));
    return sendProblem(reply.header('allow', methods.join(', ')), problemOf('method-not-allowed'));
  });
}

/** An address that a person may have open: not the API's, and not a file that is gone. */
function isPage(request: FastifyRequest): boolean {
  const [path = ''] = request.url.split('?');
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  return (
    !path.startsWith('/api/') &&
    !path.startsWith('/assets/') &&
    (request.headers.accept ?? '*/*').match(/html|\*\/\*/) !== null
  );
}

function consolePage(reply: FastifyReply): FastifyReply {
  return reply.sendFile('index.html');
}
