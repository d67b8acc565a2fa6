// The description against the OpenAPI 3.1 rules that a client generator stumbles over, and against the calls there are.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { financialEventKinds } from '../events/financial-event.ts';
import { startTestServer, type TestServer } from './server.fixture.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
  readonly security?: readonly object[];
}
interface Schema {
  readonly oneOf?: readonly { readonly title: string; readonly properties: Readonly<Record<string, unknown>> }[];
  readonly properties?: Readonly<Record<string, Schema & { readonly items: Schema }>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

let app: TestServer;
let paths: Paths;
let document: { readonly openapi: string; readonly info: object; readonly paths: Paths };
beforeAll(async () => {
  app = await startTestServer();
  document = (await app.server.inject('/api/openapi.json')).json();
  paths = document.paths;
});
afterAll(() => app?.close());

const operations = () =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
  );

test.each([
  'post /api/v1/events',
  'get /api/v1/events',
  'get /api/v1/events/{id}',
  'post /api/v1/events/retry-failed',
  'post /api/v1/events/{id}/retry',
  'post /api/v1/events/{id}/handled-outside',
  'post /api/v1/journal/preview',
  'get /api/v1/alerts',
  'get /api/v1/mappings',
  'put /api/v1/mappings',
  'get /api/v1/mappings/suggestions',
  'get /api/v1/payment-types',
  'put /api/v1/payment-types/{code}',
  'get /api/v1/reason-codes',
  'put /api/v1/reason-codes/{purpose}/{code}',
  'get /api/v1/item-classes',
  'put /api/v1/item-classes/{code}',
  'get /api/v1/tax-codes',
  'put /api/v1/tax-codes/{code}',
  'get /api/v1/locations',
  'put /api/v1/locations/{code}',
  'get /api/v1/accounts',
  'post /api/v1/accounts/import',
  'get /api/v1/connection',
  'post /api/v1/connection/connect',
  'get /api/v1/connection/callback',
  'post /api/v1/connection/disconnect',
  'post /api/v1/sync/start',
  'post /api/v1/sync/pause',
  'post /api/v1/sync/past-events',
  'get /api/v1/preflight',
  'get /api/v1/preflight/first-day',
  'post /api/v1/imports',
  'get /api/v1/imports',
  'get /api/v1/imports/{id}',
  'get /api/v1/imports/{id}/preview',
  'get /api/v1/imports/{id}/problems',
  'post /api/v1/imports/{id}/check',
  'post /api/v1/imports/{id}/start',
  'post /api/v1/imports/{id}/cancel',
  'get /api/v1/sales/summary',
  'get /api/v1/dashboard',
  'get /api/v1/settings',
  'put /api/v1/settings',
  'post /api/auth/sign-in/email',
])('%s is described', (name) => {
  expect(operations().map((operation) => operation.name)).toContain(name);
});

describe('OpenAPI 3.1', () => {
  test('the document says which version it is of, and of what', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'Tillbook', version: expect.any(String) });
  });

  test('every operation says what it does, under a tag, and describes each answer', () => {
    for (const { name, operation } of operations()) {
      expect([name, operation.summary, operation.tags]).toEqual([name, expect.any(String), [expect.any(String)]]);
      expect([name, Object.keys(operation.responses)]).toEqual([name, expect.arrayContaining(['default'])]);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect([name, status]).toEqual([name, expect.stringMatching(/^([1-5]\d\d|default)$/)]);
        expect([name, response.description]).toEqual([name, expect.any(String)]);
      }
    }
  });

  test('every operation says what it answers where nothing is wrong, also where that is no JSON', () => {
    const goesWell = (operation: Operation) => Object.keys(operation.responses).some((status) => /^[23]/.test(status));
    expect(operations().filter(({ operation }) => !goesWell(operation))).toEqual([]);
    const csv = operations().filter(({ path }) => path.endsWith('.csv'));
    expect(csv.map(({ operation }) => Object.keys(operation.responses['200']?.content ?? {}))).toEqual(
      csv.map(() => ['text/csv']),
    );
    expect(csv.map(({ name }) => name)).toContain('post /api/v1/events.csv');
  });

  test('the parameters of a path are those in its braces, each required', () => {
    for (const { name, path, operation } of operations()) {
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      const braced = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect([name, inPath.map((parameter) => parameter.name).sort()]).toEqual([name, braced.sort()]);
      expect(inPath.every((parameter) => parameter.required === true)).toBe(true);
    }
  });

  test('every reference leads somewhere within the document, and no part names a schema dialect', () => {
    const text = JSON.stringify(document);
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#([^"]+)"/g)) {
      const found = pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((value, part) => Reflect.get(Object(value), part), document);
      expect([pointer, found]).toEqual([pointer, expect.any(Object)]);
    }
    expect(text).not.toContain('"$ref":"http');
    expect(text).not.toContain('"$schema"');
  });
});

const bodyOf = (path: string) =>
  paths[`/api/v1${path}`]?.put?.requestBody?.content['application/json']?.schema.properties ?? {};

test.each([
  ['/settings', ['days'], []],
  ['/mappings', ['accountTypes'], []],
  ['/payment-types/{code}', ['kind', 'purpose', 'code', 'takesDeposits'], ['lastUsed']],
  ['/locations/{code}', ['code', 'days'], []],
  [
    '/notifications/receivers/{id}',
    ['id', 'kind', 'shownAs', 'signed'],
    ['lastSuccessAt', 'lastErrorAt', 'lastError', 'waiting'],
  ],
  ['/users/{id}', ['id', 'email', 'name', 'since'], ['sessions', 'you']],
])(
  'what is read and cannot be changed by PUT %s is told to be read-only, and whether it is looked at',
  (path, standing, moving) => {
    const readOnly = Object.entries(bodyOf(path)).filter(([, field]) => Reflect.get(field, 'readOnly') === true);
    const described = (words: string) =>
      readOnly.filter(([, field]) => Reflect.get(field, 'description').includes(words)).map(([name]) => name);
    expect(described('as it stands, or left out: ')).toEqual(standing);
    expect(described('not looked at')).toEqual(moving);
    expect(readOnly).toHaveLength(standing.length + moving.length);
  },
);

test.each(['/settings', '/locations/{code}'])('PUT %s may say what was seen, of all that is read', (path) => {
  const seen = Object.keys(bodyOf(path).seen?.properties ?? {});
  expect(seen).toEqual(expect.arrayContaining(['name', 'timeZone', 'dayEnd', 'days']));
});

describe('events', () => {
  const kindsOf = (schema: Schema | undefined) => schema?.oneOf?.map((one) => one.properties.kind);
  const allKinds = financialEventKinds.map((kind) => ({ type: 'string', enum: [kind] }));

  test('are described kind by kind where they are recorded, as JSON and as NDJSON', () => {
    const content = paths['/api/v1/events']?.post?.requestBody?.content ?? {};
    expect(kindsOf(content['application/json']?.schema.properties?.events?.items)).toEqual(allKinds);
    expect(kindsOf(content['application/x-ndjson']?.schema)).toEqual(allKinds);
  });

  test('are described in the preview too, and what is not valid there is still told event by event', async () => {
    const content = paths['/api/v1/journal/preview']?.post?.requestBody?.content ?? {};
    expect(kindsOf(content['application/json']?.schema.properties?.events?.items)).toEqual(allKinds);
    const payload = { events: [{ kind: 'nothing of the sort' }] };
    const answer = await app.till({ method: 'POST', url: '/api/v1/journal/preview', payload });
    expect(answer.statusCode).toBe(200);
    expect(answer.json().results).toMatchObject([{ index: 0, status: 'invalid' }]);
  });
});

test('signing in needs no credentials, recording does', () => {
  expect(paths['/api/auth/sign-in/email']?.post?.security).toEqual([]);
  expect(paths['/api/v1/events']?.post?.security).toBeUndefined();
});
