// JSON as RFC 8259 has it, in UTF-8: other bytes are refused. Read loosely, "café" and "cafè" of a till would be one event.
import type { FastifyInstance } from 'fastify';
import { httpProblem } from './http-problem.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** `__proto__` stays a field like any other, which no schema knows: refused by name rather than with the whole body. */
export function readJsonBodies(app: FastifyInstance): void {
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
    JSON.parse(decoded(body)),
  );
}

function decoded(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw httpProblem('not-json', { detail: 'The body is not UTF-8, in which JSON is sent.' });
  }
}
