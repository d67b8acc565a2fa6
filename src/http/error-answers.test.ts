// What each kind of failure is answered with.
import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { PipelineError } from '../pipeline/errors.ts';
import { answerErrors } from './error-answers.ts';
import { httpProblem } from './http-problem.ts';

const answers = async () => undefined;
const isGone = async () => {
  throw new Error('the database does not answer');
};

async function answerTo(error: Error, readiness: () => Promise<void> = answers, log: string[] = []) {
  const app = fastify({ logger: { level: 'error', stream: { write: (line) => void log.push(line) } } });
  answerErrors(app, readiness);
  app.get('/', async () => {
    throw error;
  });
  const answer = await app.inject('/?token=of-an-invitation');
  return { status: answer.statusCode, contentType: answer.headers['content-type'], ...answer.json() };
}

const withCode = (code: string, message = 'secret words') => Object.assign(new Error(message), { code });

describe('a failure', () => {
  test.each([
    ['53100', 'storage-full'],
    ['ENOSPC', 'storage-full'],
    ['57P01', 'database-unavailable'],
    ['08006', 'database-unavailable'],
    ['53300', 'database-unavailable'],
    ['ECONNREFUSED', 'database-unavailable'],
  ])('of the database, %s, is 503 %s', async (code, problem) => {
    const answer = await answerTo(withCode(code));
    expect(answer).toMatchObject({
      status: 503,
      contentType: expect.stringContaining('application/problem+json'),
      code: problem,
    });
    expect(JSON.stringify(answer)).not.toContain('secret words');
  });

  test('that a database which is gone may have caused in disguise is told as that', async () => {
    expect(await answerTo(new TypeError('undefined is not'), isGone)).toMatchObject({ code: 'database-unavailable' });
  });

  test('of our own making is 500, and its words stay in the log', async () => {
    const answer = await answerTo(new TypeError('secret words'));
    expect(answer).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(answer)).not.toContain('secret words');
  });

  test('is logged by its path alone: what follows may let somebody in', async () => {
    const log: string[] = [];
    await answerTo(new TypeError('not expected'), answers, log);
    expect(log.join('')).toContain('"url":"/"');
    expect(log.join('')).not.toContain('of-an-invitation');
  });

  test('that a route names is told as it names it', async () => {
    expect(await answerTo(httpProblem('no-company'))).toMatchObject({ status: 403, code: 'no-company' });
  });

  test('of a cursor that no list gave is 400', async () => {
    expect(await answerTo(new PipelineError('invalid-cursor', 'x'))).toMatchObject({ status: 400, code: 'bad-cursor' });
  });
});
