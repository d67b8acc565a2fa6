// The live stream over real connections: what it tells, to whom, how many there may be, and how it ends.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamsPerPersonMax } from './live-streams.ts';
import { cookiesOf, owner, publicUrl, sale, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
let url: string;

beforeAll(async () => {
  app = await startTestServer();
  url = await app.server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => app?.close());

const signIn = async () =>
  cookiesOf(await app.server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: owner }));

interface Reading {
  readonly response: Response;
  /** Resolves with all that came so far once the text is in it, or the stream has ended. */
  until(text: string): Promise<string>;
  close(): void;
}

async function openStream(cookie: string, at = url): Promise<Reading> {
  const ending = new AbortController();
  const response = await fetch(`${at}/api/v1/stream`, { headers: { cookie }, signal: ending.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    async until(wanted) {
      while (!text.includes(wanted)) {
        const piece = await reader?.read();
        if (piece === undefined || piece.done) return `${text}(ended)`;
        text += piece.value;
      }
      return text;
    },
    close: () => ending.abort(),
  };
}

test('a page is told what to read again and no more, and no proxy keeps it back', async () => {
  const stream = await openStream(app.cookie);
  expect(stream.response.status).toBe(200);
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
  expect(stream.response.headers.get('cache-control')).toBe('no-store, no-transform');
  expect(stream.response.headers.get('content-security-policy')).toContain("default-src 'none'");
  await stream.until('event: open');
  await app.till({ method: 'POST', url: '/api/v1/events', payload: { events: [sale('streamed-1')] } });
  const told = await stream.until('"events"');
  expect(told).toMatch(/event: news\ndata: \{"kinds":\[[^\]]*"events"[^\]]*\]\}\n\n/);
  expect(told).not.toContain('streamed-1');
  stream.close();
});

test('a program has no stream, nor has anybody who is not signed in', async () => {
  const program = await app.till({ url: '/api/v1/stream' });
  expect([program.statusCode, program.json().code]).toEqual([403, 'person-needed']);
  const stream = await openStream('');
  expect(stream.response.status).toBe(401);
});

test('a stream ends when its session does, and no other one', async () => {
  const [here, there] = [await signIn(), await signIn()];
  const [ending, staying] = [await openStream(here), await openStream(there)];
  await Promise.all([ending.until('event: open'), staying.until('event: open')]);
  const signedOut = await app.server.inject({
    ...{ method: 'POST', url: '/api/auth/sign-out', headers: { cookie: here, origin: publicUrl } },
  });
  expect(signedOut.statusCode).toBe(200);
  expect(await ending.until('never said')).toMatch(/event: over\ndata: \{\}\n\n\(ended\)$/);
  await app.till({ method: 'POST', url: '/api/v1/events', payload: { events: [sale('streamed-2')] } });
  expect(await staying.until('"events"')).not.toContain('over');
  staying.close();
});

test('a person has so many at once; one that is closed makes room for another', async () => {
  const cookie = await signIn();
  const open = await Promise.all(Array.from({ length: streamsPerPersonMax }, () => openStream(cookie)));
  expect(open.map(({ response }) => response.status)).toEqual(open.map(() => 200));
  const more = await openStream(cookie);
  expect(more.response.status).toBe(429);
  expect(await more.until('}')).toContain('too-many-streams');
  open[0]?.close();
  await expect
    .poll(async () => {
      const again = await openStream(cookie);
      again.close();
      return again.response.status;
    })
    .toBe(200);
  for (const stream of open) stream.close();
});

test('streams do not keep a server from closing', async () => {
  const other = await startTestServer();
  try {
    const at = await other.server.listen({ port: 0, host: '127.0.0.1' });
    const stream = await openStream(other.cookie, at);
    await stream.until('event: open');
    await other.server.close();
    expect(await stream.until('never said')).toContain('(ended)');
  } finally {
    await other.close();
  }
});
