// Requests that no honest client sends: each is answered with a problem that names what is wrong, none with a 500.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

const problemJson = 'application/problem+json';

describe('a NUL byte', () => {
  test.each([
    ['in a search', { url: '/api/v1/events?q=%00' }, '/q'],
    ['in a filter', { url: '/api/v1/events?location=%00' }, '/location'],
    ['in a path', { method: 'PUT' as const, url: '/api/v1/payment-types/n%00o', payload: { name: 'x' } }, '/code'],
    ['in a body', { method: 'PUT' as const, url: '/api/v1/payment-types/no', payload: { name: 'a\0b' } }, '/name'],
    [
      'deep in a body',
      {
        method: 'PUT' as const,
        url: '/api/v1/mappings',
        payload: { mappings: [{ role: 'sales', subject: 'a\0', accountId: '1' }] },
      },
      '/mappings/0/subject',
    ],
  ])('%s is 422 and names the field', async (_where, request, pointer) => {
    const answer = await app.person(request);
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain(problemJson);
    expect(answer.json()).toMatchObject({
      code: 'invalid-request',
      problems: [{ pointer, rule: expect.stringContaining('NUL') }],
    });
  });

  test('so is half a surrogate pair, which JSON can spell', async () => {
    const answer = await app.person({
      method: 'PUT',
      url: '/api/v1/payment-types/half',
      headers: { 'content-type': 'application/json' },
      payload: '{"name":"\\ud800"}',
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().problems[0].pointer).toBe('/name');
  });
});
