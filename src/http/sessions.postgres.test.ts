// What a session's cookie is, how sessions end, also by another password, and what is entered of keys and passwords in the audit log.
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserRole } from '../auth/users-port.ts';
import { setPassword } from '../cli/set-password.ts';
import { readConfig } from '../config.ts';
import { composeServer, cookiesOf, owner, publicUrl, startTestServer, type TestServer } from './server.fixture.ts';

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
});
afterAll(() => app?.close());

const first = 'correct horse battery';
const next = 'staple battery horse';

const signingIn = (email: string, password: string, remoteAddress = '127.0.0.1') =>
  app.server.inject({
    ...{ method: 'POST', url: '/api/auth/sign-in/email', remoteAddress },
    payload: { email, password },
  });
const signIn = async (email = owner.email, password = owner.password) => cookiesOf(await signingIn(email, password));
const change = (cookie: string, payload: object, remoteAddress = '127.0.0.1') =>
  app.server.inject({
    ...{ method: 'POST', url: '/api/v1/password', remoteAddress, payload },
    headers: { cookie, origin: publicUrl },
  });
const reading = async (cookie: string) =>
  (await app.server.inject({ url: '/api/v1/settings', headers: { cookie } })).statusCode;
const signOutEverywhere = (cookie: string) =>
  app.server.inject({ method: 'POST', url: '/api/auth/sign-out-everywhere', headers: { cookie, origin: publicUrl } });

async function bringIn(email: string, role: UserRole): Promise<void> {
  const invited = await app.person({ method: 'POST', url: '/api/v1/invitations', payload: { email, role } });
  const token = new URL(invited.json().link).searchParams.get('token') ?? '';
  const joined = await app.server.inject({ method: 'POST', url: '/api/v1/join', payload: { token, password: first } });
  expect(joined.statusCode).toBe(200);
}

describe('changing the own password', () => {
  test.each(['owner', 'bookkeeper', 'viewer'] as const)('a %s may, and ends the other sessions', async (role) => {
    const email = `${role}@shop.example.com`;
    await bringIn(email, role);
    const [here, there, others] = [await signIn(email, first), await signIn(email, first), app.cookie];
    expect([await reading(here), await reading(there)]).toEqual([200, 200]);
    const changed = await change(here, { current: first, new: next });
    expect([changed.statusCode, changed.json()]).toEqual([200, { ok: true }]);
    expect([await reading(here), await reading(there), await reading(others)]).toEqual([200, 401, 200]);
    expect((await signingIn(email, first)).statusCode).toBe(401);
    expect((await signingIn(email, next)).statusCode).toBe(200);
    const [entry] = (await app.person({ url: '/api/v1/audit-log?what=password-changed' })).json().entries;
    expect(entry).toMatchObject({ who: email, detail: {}, inBooks: {} });
    expect(JSON.stringify(entry)).not.toContain(next);
  });

  test('takes the one of now, and changes nothing without it', async () => {
    await bringIn('ann@example.com', 'viewer');
    const [here, there] = [await signIn('ann@example.com', first), await signIn('ann@example.com', first)];
    const refused = await change(here, { current: 'wrong', new: next });
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'wrong-password']);
    expect([await reading(here), await reading(there)]).toEqual([200, 200]);
    expect((await signingIn('ann@example.com', first)).statusCode).toBe(200);
  });

  test('of several at once one changes it: the others have no longer the one of now', async () => {
    await bringIn('cleo@example.com', 'viewer');
    const cookie = await signIn('cleo@example.com', first);
    const wanted = Array.from({ length: 5 }, (_, index) => `${next} ${index}`);
    const answers = await Promise.all(wanted.map((password) => change(cookie, { current: first, new: password })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422, 422, 422, 422]);
    const standing = wanted[answers.findIndex(({ statusCode }) => statusCode === 200)] ?? '';
    expect((await signingIn('cleo@example.com', standing)).statusCode).toBe(200);
  });

  test('takes no short one, no long one, and nothing besides', async () => {
    for (const payload of [
      { current: owner.password, new: '1234567' },
      { current: owner.password, new: 'x'.repeat(129) },
      { current: owner.password, new: next, email: 'ann@example.com' },
      { new: next },
    ]) {
      expect((await change(app.cookie, payload)).statusCode).toBe(422);
    }
    expect((await signingIn(owner.email, owner.password)).statusCode).toBe(200);
  });

  test('wrong ones are counted with those of signing in', async () => {
    await bringIn('bob@example.com', 'bookkeeper');
    const cookie = await signIn('bob@example.com', first);
    const address = '192.0.2.20';
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await signingIn('bob@example.com', 'wrong', address)).statusCode).toBe(401);
    }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => change(cookie, { current: 'wrong', new: next }, address)),
    );
    const codes = answers.map((answer) => answer.json().code).sort();
    expect(codes).toEqual([...Array(3).fill('too-many-attempts'), ...Array(5).fill('wrong-password')]);
    expect((await change(cookie, { current: first, new: next }, address)).statusCode).toBe(429);
    expect((await signingIn('bob@example.com', first, address)).statusCode).toBe(429);
  });

  test('is for a person who is signed in, from the own pages', async () => {
    const payload = { current: owner.password, new: next };
    const key = await app.till({ method: 'POST', url: '/api/v1/password', payload });
    expect([key.statusCode, key.json().code]).toEqual([403, 'person-needed']);
    expect((await change('', payload)).statusCode).toBe(401);
    const elsewhere = await app.server.inject({
      ...{ method: 'POST', url: '/api/v1/password', payload },
      headers: { cookie: app.cookie, origin: 'https://evil.example' },
    });
    expect(elsewhere.statusCode).toBe(403);
    expect((await signingIn(owner.email, owner.password)).statusCode).toBe(200);
  });
});

describe('tillbook set-password', () => {
  const set = (email: string, sent: string) =>
    setPassword(
      readConfig({ DATABASE_URL: app.connectionString, TILLBOOK_KEY: '0'.repeat(64) }),
      { email },
      { input: Readable.from([Buffer.from(sent)]), output: new PassThrough() },
    );

  test('ends all sessions of that person and of nobody else, whatever the case of the address', async () => {
    await bringIn('eve@example.com', 'viewer');
    const [here, there] = [await signIn('eve@example.com', first), await signIn('eve@example.com', first)];
    // Remembered for some seconds, until the stream of a page that is open asks anew, as it does when it hears of people.
    expect(await reading(here)).toBe(200);
    await set('Eve@Example.com', `${next}\n`);
    expect(await app.auth.personOf(here, { anew: true })).toBeNull();
    expect([await reading(here), await reading(there), await reading(app.cookie)]).toEqual([401, 401, 200]);
    expect((await signingIn('eve@example.com', first)).statusCode).toBe(401);
    expect((await signingIn('eve@example.com', next)).statusCode).toBe(200);
    const log = await app.person({ url: '/api/v1/audit-log?what=password-set' });
    expect(log.json().entries).toMatchObject([{ who: 'the command line', detail: { user: 'eve@example.com' } }]);
    expect(log.body).not.toContain(next);
  });

  test.each([
    ['for nobody', 'nobody@example.com', next],
    ['that is too short', owner.email, '1234567'],
    ['that is too long', owner.email, 'x'.repeat(129)],
    ['that was not given', owner.email, ''],
  ])('a password %s is refused, and nothing is changed', async (_what, email, sent) => {
    await expect(set(email, sent)).rejects.toMatchObject({ code: 'refused' });
    expect(await reading(app.cookie)).toBe(200);
    expect((await signingIn(owner.email, owner.password)).statusCode).toBe(200);
  });
});

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
