// docs/tills.md is true: its requests are sent in its order, and answered as it says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventStatuses } from '../pipeline/company-books.ts';
import { startTestServer, type TestServer } from './server.fixture.ts';

const guide = readFileSync(join(import.meta.dirname, '../../docs/tills.md'), 'utf8');
const examples = [
  ...guide.matchAll(/^```http\n(?<method>[A-Z]+) (?<url>\S+)\n\n(?<body>.*?)^```\n\n^```json\n(?<answer>.*?)^```/gms),
].map(({ groups = {} }) => groups);

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

/** What the guide leaves open with an ellipsis is some text. */
function answerIn(text: string): unknown {
  return JSON.parse(text, (_name, value: unknown) => (value === '…' ? expect.any(String) : value));
}

test('every request of the guide has an answer beside it', () => {
  expect(examples).toHaveLength([...guide.matchAll(/^```http$/gm)].length);
  expect(examples.length).toBeGreaterThanOrEqual(5);
});

test('what the guide sends is answered as it says', async () => {
  for (const { method, url = '', body = '', answer = '' } of examples) {
    const payload = JSON.parse(body) as object;
    const given = await app.till({ method: method as NonNullable<InjectOptions['method']>, url, payload });
    expect(given.json(), `${method} ${url} ${body}`).toMatchObject(answerIn(answer) as object);
  }
});

test('it says of each status of an event what it means', () => {
  const told = eventStatuses.filter((status) => !new RegExp(`^\\|.*\`${status}\`.*\\|$`, 'm').test(guide));
  expect(told).toEqual([]);
});
