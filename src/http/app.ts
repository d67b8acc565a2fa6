// The Fastify application as routes see it: requests and answers typed by the schemas that validate them.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { CompanyBooks } from '../pipeline/company-books.ts';
import type { ImportBooks } from '../pipeline/import-port.ts';
import { callerOf } from './caller.ts';
import type { ServerOptions } from './server-options.ts';

export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

export interface Routing extends ServerOptions {
  /** The books of the company that the caller speaks for. */
  booksFor(request: FastifyRequest): CompanyBooks;
  importsFor(request: FastifyRequest): ImportBooks;
  /** What the audit log calls the caller. */
  whoOf(request: FastifyRequest): string;
  readonly countRecorded: (counts: Readonly<Record<string, number>>) => void;
}

export function routing(options: ServerOptions, countRecorded: Routing['countRecorded']): Routing {
  return {
    ...options,
    countRecorded,
    booksFor: (request) => options.booksOf(callerOf(request).companyId),
    importsFor: (request) => options.importsOf(callerOf(request).companyId),
    whoOf: (request) => callerOf(request).who,
  };
}
