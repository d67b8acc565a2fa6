// Closing while a sender is under way: what was begun is finished and answered, and nobody new comes in.
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { sale, startTestServer } from './server.fixture.ts';

test('a request that is under way is recorded and answered before the server is closed', async () => {
  const app = await startTestServer();
  try {
    const url = new URL(await app.server.listen({ port: 0, host: '127.0.0.1' }));
    const sending = request(new URL('/api/v1/events', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/x-ndjson' },
    });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      sending.once('error', reject);
      sending.once('response', (response) => response.resume().once('end', () => resolve(response.statusCode)));
    });
    const begun = new Promise<void>((resolve) => app.server.server.once('request', () => resolve()));
    sending.write(`${JSON.stringify(sale('before'))}\n`);
    await begun;
    const closing = app.server.close();
    sending.end(`${JSON.stringify(sale('after'))}\n`);
    expect(await answered).toBe(200);
    await closing;
    await expect(fetch(url)).rejects.toThrow();
  } finally {
    await app.close();
  }
});
