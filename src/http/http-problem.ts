// Errors as answers: RFC 9457 problem details, thrown by routes and made of whatever else goes wrong.
import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { OperationRefusal } from '../pipeline/company-books.ts';
import type { Problem, ProblemItem } from './contract/problems.ts';
import { type ProblemCode, problemCodes } from './problem-codes.ts';

export const problemType = 'application/problem+json';

export class HttpProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'HttpProblem';
    this.problem = problem;
  }
}

export function problemOf(
  code: ProblemCode,
  more: { readonly detail?: string; readonly problems?: readonly ProblemItem[] } = {},
): Problem {
  const { status, title } = problemCodes[code];
  return {
    type: 'about:blank',
    title,
    status,
    code,
    ...(more.detail === undefined ? {} : { detail: more.detail }),
    ...(more.problems === undefined ? {} : { problems: [...more.problems] }),
  };
}

export function httpProblem(code: ProblemCode, more: Parameters<typeof problemOf>[1] = {}): HttpProblem {
  return new HttpProblem(problemOf(code, more));
}

/** What the books refuse keeps the books' own code and words. */
export function granted<T extends { readonly ok: true }>(answer: T | OperationRefusal): T {
  if (answer.ok) return answer;
  throw new HttpProblem(refusalProblem(answer));
}

export function refusalProblem({ code, message }: Pick<OperationRefusal, 'code' | 'message'>): Problem {
  const status = refusalStatus(code);
  const title = STATUS_CODES[status] ?? problemCodes.refused.title;
  return { type: 'about:blank', title, status, code, detail: message };
}

/** By the form of the code: nothing there, a value that no state would make right, or a state that forbids it. */
function refusalStatus(code: string): number {
  if (code.endsWith('-not-found')) return 404;
  return /^(bad|unknown|invalid)-|-needed$/.test(code) ? 422 : 409;
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).header('content-type', problemType).send(JSON.stringify(problem));
}
