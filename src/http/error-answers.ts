// Makes a problem of whatever went wrong: bad input, a database that is gone, or a bug, which is logged and not explained.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { pointerOf, shownValue, valueAt } from '../events/schema-problems.ts';
import { PipelineError } from '../pipeline/errors.ts';
import type { Problem, ProblemItem } from './contract/problems.ts';
import { HttpProblem, problemOf, sendProblem } from './http-problem.ts';
import { securityHeaders } from './security-headers.ts';

export function answerErrors(app: FastifyInstance, readiness: () => Promise<void>): void {
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const problem = knownProblem(error, request) ?? (await unknownProblem(error, readiness));
    if (problem.status >= 500) request.log.error({ err: error, url: addressShown(request) }, problem.title);
    return sendProblem(reply, problem);
  });
}

/** What follows the path may be a secret: an invitation's token, the code of a consent. */
const addressShown = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';

/** An address that no router can read: no route and none of its hooks see the request. */
export function answerUnroutable(error: FastifyError, reply: FastifyReply, publicUrl: string): void {
  reply.headers(securityHeaders(publicUrl));
  sendProblem(reply, problemOf('bad-request', { detail: error.message }));
}

function knownProblem(error: FastifyError, request: FastifyRequest): Problem | null {
  if (error instanceof HttpProblem) return error.problem;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return problemOf('invalid-request', { problems: invalidFields(error, request) });
  }
  if (error instanceof PipelineError) return pipelineProblem(error);
  return frameworkProblem(error);
}

function pipelineProblem(error: PipelineError): Problem | null {
  if (error.code === 'invalid-cursor') return problemOf('bad-cursor');
  if (error.code === 'company-not-found') return problemOf('no-company');
  return null;
}

function frameworkProblem(error: FastifyError): Problem | null {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problemOf('body-too-large');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problemOf('unsupported-media-type');
    default:
      break;
  }
  if (error instanceof SyntaxError) return problemOf('not-json');
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? problemOf('bad-request', { detail: error.message }) : null;
}

function invalidFields(
  error: Pick<FastifyError, 'validationContext'> & { validation: NonNullable<FastifyError['validation']> },
  request: FastifyRequest,
): ProblemItem[] {
  const { params, query, body } = request;
  const given =
    error.validationContext === 'params' ? params : error.validationContext === 'querystring' ? query : body;
  return error.validation.flatMap(({ instancePath, keyword, message, params: { keys } }) => {
    // The path of the whole is empty, not the path of a field without a name.
    const path = instancePath === '/' ? [] : instancePath.split('/').slice(1);
    const problem = (at: readonly string[], rule: string) => ({
      pointer: pointerOf(at),
      value: shownListed(valueAt(given, at)),
      rule,
    });
    return keyword === 'unrecognized_keys' && Array.isArray(keys)
      ? keys.map((name) => problem([...path, String(name)], 'an unknown field'))
      : [problem(path, message ?? 'not valid')];
  });
}

const shownItemsMax = 20;

/** Long lists are named by their length, and objects as such: the sender knows what is in them. */
export function shownListed(value: unknown): unknown {
  return Array.isArray(value) && value.length <= shownItemsMax ? value.map(shownValue) : shownValue(value);
}

const outOfRoom = new Set(['53100', '53200', 'ENOSPC']);
const unreachable = /^(08|57P)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|53300)$/;
const brokenConnection = /Connection terminated|timeout exceeded when trying to connect|Client has encountered/;

/** An error that a broken database may have caused in disguise is one when the database does not answer. */
async function unknownProblem(error: FastifyError, readiness: () => Promise<void>): Promise<Problem> {
  const code = String(error.code ?? '');
  if (outOfRoom.has(code)) return problemOf('storage-full');
  if (unreachable.test(code) || brokenConnection.test(error.message)) return problemOf('database-unavailable');
  try {
    await readiness();
  } catch {
    return problemOf('database-unavailable');
  }
  return problemOf('internal');
}
