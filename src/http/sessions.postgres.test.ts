// What a session's cookie is, how sessions end, and what is entered of keys in the audit log.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeServer, cookiesOf, owner, publicUrl, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

const signIn = async () =>
  cookiesOf(await app.server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: owner }));
const reading = async (cookie: string) =>
  (await app.server.inject({ url: '/api/v1/settings', headers: { cookie } })).statusCode;
const signOutEverywhere = (cookie: string) =>
  app.server.inject({ method: 'POST', url: '/api/auth/sign-out-everywhere', headers: { cookie, origin: publicUrl } });

describe('signing out everywhere', () => {
  test('ends the sessions of other devices too, and forgets the cookie here', async () => {
    const here = await signIn();
    const there = await signIn();
    expect([await reading(here), await reading(there)]).toEqual([200, 200]);
    const ended = await signOutEverywhere(here);
    expect(ended.statusCode).toBe(200);
    expect(ended.cookies).toContainEqual(expect.objectContaining({ name: 'tillbook.session_token', maxAge: 0 }));
    expect([await reading(here), await reading(there)]).toEqual([401, 401]);
  });

  test('with a cookie that was never given out ends nothing', async () => {
    const cookie = await signIn();
    expect((await signOutEverywhere('tillbook.session_token=made.up')).statusCode).toBe(200);
    expect(await reading(cookie)).toBe(200);
  });
});

test('behind https the cookie is for https alone', async () => {
  const secure = await composeServer({ publicUrl: 'https://books.example.com' });
  try {
    await secure.auth.ensureOwner(owner);
    const answer = await secure.server.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload: owner });
    expect(answer.cookies[0]).toMatchObject({
      name: '__Secure-tillbook.session_token',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
    });
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d+$/);
    const cookie = cookiesOf(answer);
    expect((await secure.server.inject({ url: '/api/v1/settings', headers: { cookie } })).statusCode).toBe(200);
  } finally {
    await secure.close();
  }
});

test("making and revoking an API key are entered under the person's e-mail, without the key", async () => {
  const fresh = await startTestServer();
  try {
    const payload = { name: 'second till' };
    const made = (await fresh.person({ method: 'POST', url: '/api/v1/api-keys', payload })).json();
    const revoke = () => fresh.person({ method: 'DELETE', url: `/api/v1/api-keys/${made.id}` });
    expect((await revoke()).statusCode).toBe(200);
    expect((await revoke()).statusCode).toBe(404);
    const log = await fresh.person({ url: '/api/v1/audit-log' });
    const detail = { name: 'second till', prefix: made.prefix };
    expect(log.json().entries).toMatchObject([
      { who: owner.email, what: 'api-key-revoked', detail },
      { who: owner.email, what: 'api-key-created', detail },
    ]);
    expect(log.body).not.toContain(made.key);
  } finally {
    await fresh.close();
  }
});
