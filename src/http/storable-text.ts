// No database takes a NUL or half a surrogate pair within text: whatever field of a request holds one is refused by name.
import type { FastifyInstance } from 'fastify';
import type { ProblemItem } from './contract/problems.ts';
import { httpProblem } from './http-problem.ts';

const unstorable = /\0|\p{Surrogate}/u;
const rule = 'no NUL character and no half of a surrogate pair';
const problemsMax = 100;
const depthMax = 20;

export function refuseUnstorableText(app: FastifyInstance): void {
  app.addHook('preValidation', async (request) => {
    const problems = [request.params, request.query, withoutEvents(request.body)].flatMap((part) => [
      ...unstorableFields(part, ''),
    ]);
    if (problems.length > 0) throw httpProblem('invalid-request', { problems: problems.slice(0, problemsMax) });
  });
}

/** Events have rules of their own for their texts, and are refused one by one. A stream, or plain bytes, are read later. */
function withoutEvents(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Symbol.asyncIterator in body) return null;
  if (body instanceof Uint8Array) return null;
  if (!('events' in body) || !Array.isArray(body.events)) return body;
  const { events, ...others } = body;
  return others;
}

function* unstorableFields(value: unknown, pointer: string, depth = 0): Generator<ProblemItem> {
  if (typeof value === 'string' && unstorable.test(value)) yield { pointer, value, rule };
  if (typeof value !== 'object' || value === null || depth > depthMax) return;
  for (const [name, within] of Object.entries(value)) {
    const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (unstorable.test(name)) yield { pointer: at, value: null, rule };
    yield* unstorableFields(within, at, depth + 1);
  }
}
