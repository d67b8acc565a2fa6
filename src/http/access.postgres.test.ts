// Who may come in, by which door, and what a browser is told.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeServer, owner, publicUrl, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
let consoleDir: string;
beforeAll(async () => {
  consoleDir = await mkdtemp(join(tmpdir(), 'tillbook-console-'));
  await mkdir(join(consoleDir, 'assets'));
  await writeFile(join(consoleDir, 'index.html'), '<!doctype html><title>Tillbook</title>');
  await writeFile(join(consoleDir, 'assets', 'main-1a2b3c.js'), 'export {};');
  app = await startTestServer({ consoleDir });
});
afterAll(async () => {
  await app?.close();
  await rm(consoleDir, { recursive: true, force: true });
});

describe('the first owner', () => {
  test('is made once, also when two try at the same moment, and is signed in', async () => {
    const fresh = await composeServer();
    try {
      const session = async (cookie = '') =>
        (await fresh.server.inject({ url: '/api/v1/session', headers: { cookie } })).json();
      expect(await session()).toMatchObject({ setupNeeded: true, signedIn: false });
      const setUp = (email: string) =>
        fresh.server.inject({
          method: 'POST',
          url: '/api/v1/setup/owner',
          headers: { origin: publicUrl },
          payload: { email, password: owner.password },
        });
      const answers = await Promise.all([setUp('one@example.com'), setUp('two@example.com')]);
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
      const [cookie] = answers.flatMap(({ cookies }) => cookies.map(({ name, value }) => `${name}=${value}`));
      expect(await session(cookie)).toMatchObject({
        setupNeeded: false,
        signedIn: true,
        company: { currency: 'USD' },
      });
    } finally {
      await fresh.close();
    }
  });
});

describe('sessions', () => {
  test('the cookie is for HTTP alone and stays on this site', async () => {
    const answer = await app.server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: owner });
    expect(answer.statusCode).toBe(200);
    expect(answer.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  });

  test('a change by cookie needs the own Origin; a reading does not', async () => {
    const { cookie } = app;
    const post = (headers: Record<string, string>) =>
      app.server.inject({ method: 'POST', url: '/api/v1/api-keys', headers, payload: { name: 'x' } });
    expect((await post({ cookie })).json().code).toBe('wrong-origin');
    expect((await post({ cookie, origin: 'http://evil.example' })).json().code).toBe('wrong-origin');
    expect((await post({ cookie, origin: publicUrl })).statusCode).toBe(200);
    expect((await app.server.inject({ url: '/api/v1/settings', headers: { cookie } })).statusCode).toBe(200);
  });

  test('a wrong password is 401, and after ten the right one has to wait', async () => {
    const signIn = (password: string) =>
      app.server.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        remoteAddress: '192.0.2.7',
        payload: { email: owner.email, password },
      });
    for (let tries = 0; tries < 10; tries += 1) expect((await signIn('wrong')).statusCode).toBe(401);
    expect((await signIn(owner.password)).statusCode).toBe(429);
  });

  test('many wrong passwords at once are no more than one after the other', async () => {
    const signIn = () =>
      app.server.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        remoteAddress: '192.0.2.8',
        payload: { email: owner.email, password: 'wrong' },
      });
    const answers = await Promise.all(Array.from({ length: 30 }, signIn));
    const tried = answers.filter(({ statusCode }) => statusCode === 401);
    const kept = answers.filter(({ statusCode }) => statusCode === 429);
    expect([tried.length, kept.length]).toEqual([10, 20]);
  });

  test('the right password is not counted, however often and from whomever', async () => {
    const signIn = (email: string, password: string) =>
      app.server.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        remoteAddress: '192.0.2.9',
        payload: { email, password },
      });
    for (let times = 0; times < 55; times += 1) {
      expect((await signIn(owner.email, owner.password)).statusCode).toBe(200);
    }
    expect((await signIn('nobody@example.com', 'wrong')).statusCode).toBe(401);
  });

  test('behind a proxy that appends, what a caller writes before it makes no other caller', async () => {
    const proxied = await startTestServer({ trustProxy: true });
    try {
      const signIn = (written: string, caller: string) =>
        proxied.server.inject({
          method: 'POST',
          url: '/api/auth/sign-in/email',
          headers: { 'x-forwarded-for': `${written}, ${caller}` },
          payload: { email: owner.email, password: 'wrong' },
        });
      for (let tries = 0; tries < 10; tries += 1) {
        expect((await signIn(`198.51.100.${tries}`, '203.0.113.7')).statusCode).toBe(401);
      }
      expect((await signIn('198.51.100.99', '203.0.113.7')).statusCode).toBe(429);
      expect((await signIn('198.51.100.99', '203.0.113.8')).statusCode).toBe(401);
    } finally {
      await proxied.close();
    }
  });

  test('signing out ends the session at once', async () => {
    const signedIn = await app.server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: owner });
    const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
    const read = () => app.server.inject({ url: '/api/v1/settings', headers: { cookie } });
    expect((await read()).statusCode).toBe(200);
    const headers = { cookie, origin: publicUrl };
    expect((await app.server.inject({ method: 'POST', url: '/api/auth/sign-out', headers })).statusCode).toBe(200);
    expect((await read()).statusCode).toBe(401);
  });

  test('nobody signs up', async () => {
    const payload = { ...owner, email: 'new@example.com', name: 'New' };
    const answer = await app.server.inject({ method: 'POST', url: '/api/auth/sign-up/email', payload });
    expect(answer.statusCode).toBe(404);
  });
});

describe('API keys', () => {
  test('a key is told once, works, and stops at once when revoked', async () => {
    const made = (await app.person({ method: 'POST', url: '/api/v1/api-keys', payload: { name: 'second' } })).json();
    expect(made.key).toMatch(new RegExp(`^${made.prefix}_[\\w-]{43}$`));
    const read = () => app.server.inject({ url: '/api/v1/settings', headers: { authorization: `Bearer ${made.key}` } });
    expect((await read()).statusCode).toBe(200);
    const listed = (await app.person({ url: '/api/v1/api-keys' })).body;
    expect(listed).not.toContain(made.key);
    expect((await app.person({ method: 'DELETE', url: `/api/v1/api-keys/${made.id}` })).statusCode).toBe(200);
    expect((await read()).statusCode).toBe(401);
  });

  test('a key does not make keys nor connect QuickBooks', async () => {
    expect((await app.till({ url: '/api/v1/api-keys' })).json().code).toBe('person-needed');
    const connect = await app.till({ method: 'POST', url: '/api/v1/connection/connect', payload: {} });
    expect(connect.statusCode).toBe(403);
  });
});

test.each([
  'settings',
  'events',
  'alerts',
  'mappings',
  'mappings/suggestions',
  'payment-types',
  'item-classes',
  'reason-codes',
  'tax-codes',
  'locations',
  'accounts',
  'connection',
  'sync',
  'preflight',
  'preflight/first-day',
  'imports',
  'audit-log',
  'sales/summary?from=2026-11-01&to=2026-11-30',
  'dashboard?from=2026-11-01&to=2026-11-30',
])('GET %s is closed to strangers and answers its shape to the owner', async (path) => {
  expect((await app.server.inject({ url: `/api/v1/${path}` })).statusCode).toBe(401);
  expect((await app.server.inject({ url: `/api/%761/${path}` })).statusCode).toBe(401);
  const answer = await app.person({ url: `/api/v1/${path}` });
  expect([answer.statusCode, answer.body.slice(0, 200)]).toEqual([200, expect.any(String)]);
});

describe('what a browser gets', () => {
  test('the page for every address of the console, and a problem for one of the API', async () => {
    const page = await app.server.inject({ url: '/settings/financial', headers: { accept: 'text/html' } });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<title>Tillbook</title>');
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect((await app.person({ url: '/api/v1/nothing' })).headers['content-type']).toContain('problem+json');
    expect((await app.server.inject('/assets/gone.js')).statusCode).toBe(404);
  });

  test('files named by their content are kept for good, the page is asked for each time', async () => {
    const asset = await app.server.inject('/assets/main-1a2b3c.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect((await app.server.inject('/')).headers['cache-control']).toBe('no-cache');
  });

  test('the OpenAPI document names every call, and the reference page is there', async () => {
    const document = (await app.server.inject('/api/openapi.json')).json();
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/v1/events', '/api/v1/journal/preview', '/api/auth/sign-in/email']),
    );
    expect((await app.server.inject('/api/docs/')).statusCode).toBe(200);
    expect((await app.server.inject('/metrics')).body).toContain('tillbook_http_request_seconds');
  });
});
