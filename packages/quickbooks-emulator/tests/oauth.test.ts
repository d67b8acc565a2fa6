// Codes and tokens over the virtual clock: lives, rotation, both expiries, revocation, and the token endpoint's bad days.
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entry, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());
beforeEach(async () => {
  await company.request('PUT', '/_emulator/clock', {});
  await company.control('PUT', '/faults', []);
});

const [hourMs, dayMs, yearMs] = [3_600_000, 86_400_000, 365 * 86_400_000];
const advance = (advanceMs: number) => company.request('PUT', '/_emulator/clock', { advanceMs });

interface TokenPair {
  readonly access: string;
  readonly refresh: string;
}

async function connect({ clientId = 'test', realmId = company.realmId } = {}): Promise<TokenPair> {
  const { body } = await company.request('POST', `/_emulator/companies/${realmId}/tokens`, { client_id: clientId });
  return { access: String(body.access_token), refresh: String(body.refresh_token) };
}

interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

async function token(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<TokenAnswer> {
  const response = await fetch(`${company.emulator.url}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from('test:secret').toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: new URLSearchParams(fields),
  });
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, body };
}

const refresh = (value: string, headers?: Record<string, string>) =>
  token({ grant_type: 'refresh_token', refresh_token: value }, headers);

const read = async (access: string, realmId = company.realmId) =>
  company.request('GET', `/v3/company/${realmId}/companyinfo/${realmId}`, undefined, access);

describe('an access token', () => {
  test('runs out after an hour of the virtual clock, with the gateway’s lower-case fault', async () => {
    const { access } = await connect();
    await advance(hourMs - 60_000);
    expect((await read(access)).status).toBe(200);
    await advance(120_000);
    const late = await read(access);
    expect(late.status).toBe(401);
    expect(late.headers.get('www-authenticate')).toBe('Bearer realm="Intuit", error="invalid_token"');
    expect(late.body).toMatchObject({
      fault: { type: 'AUTHENTICATION', error: [{ code: '3200', detail: expect.stringContaining('Token expired') }] },
    });
    await company.request('PUT', '/_emulator/clock', {});
    expect((await read(access)).status).toBe(200);
  });

  test('of one company does not open another', async () => {
    const other = await startLocalCompanyIn();
    const answer = await company.request(
      'GET',
      `/v3/company/${other}/companyinfo/${other}`,
      undefined,
      company.tokens.access,
    );
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ fault: { error: [{ code: '3100' }] } });
  });
});

async function startLocalCompanyIn(): Promise<string> {
  const { body } = await company.request('POST', '/_emulator/companies', { template: 'empty' });
  return String(body.realmId);
}

describe('a refresh token', () => {
  test('keeps its value for a day and changes with the first refresh after it; the old value is refused', async () => {
    const first = await connect();
    expect((await refresh(first.refresh)).body.refresh_token).toBe(first.refresh);
    await advance(dayMs + 1000);
    const rotated = await refresh(first.refresh);
    expect(rotated.status).toBe(200);
    expect(rotated.body.refresh_token).not.toBe(first.refresh);
    const old = await refresh(first.refresh);
    expect(old.status).toBe(400);
    expect(old.body).toEqual({ error: 'invalid_grant', error_description: 'Incorrect or invalid refresh token' });
    expect((await refresh(String(rotated.body.refresh_token))).status).toBe(200);
  });

  test('rolls on for a hundred days after its last use', async () => {
    const { refresh: value } = await connect();
    await advance(99 * dayMs);
    const rolled = await refresh(value);
    expect(rolled.body).toMatchObject({ expires_in: 3600, x_refresh_token_expires_in: 8_640_000 });
    await advance(99 * dayMs);
    const again = await refresh(String(rolled.body.refresh_token));
    expect(again.status).toBe(200);
    await advance(100 * dayMs + 1000);
    expect((await refresh(String(again.body.refresh_token))).body.error).toBe('invalid_grant');
  });

  test('ends five years after the consent whatever happens, and says when asked to', async () => {
    let value = (await connect()).refresh;
    const header = { 'x-include-refresh-token-hard-expires-in': 'true' };
    expect((await refresh(value)).body).not.toHaveProperty('x_refresh_token_hard_expires_in');
    for (let day = 0; day + 90 < 5 * 365; day += 90) {
      await advance(90 * dayMs);
      const answer = await refresh(value, header);
      value = String(answer.body.refresh_token);
      const left = (5 * yearMs - (day + 90) * dayMs) / 1000;
      expect(Math.abs(Number(answer.body.x_refresh_token_hard_expires_in) - left)).toBeLessThan(60);
      expect(Number(answer.body.x_refresh_token_expires_in)).toBeLessThanOrEqual(Math.min(8_640_000, left + 60));
    }
    await advance(30 * dayMs);
    expect((await refresh(value, header)).body.error).toBe('invalid_grant');
  });

  test('of another client is refused', async () => {
    const { refresh: value } = await connect();
    const authorization = `Basic ${Buffer.from('someone-else:secret').toString('base64')}`;
    expect((await refresh(value, { authorization })).body.error).toBe('invalid_grant');
  });
});

test('refreshes that overlap cost the app its connection, where that is said, once the first is answered', async () => {
  await company.control('PUT', '/settings', { refreshMs: 1000, overlappingRefreshRevokes: true });
  const [pair, another] = [await connect(), await connect({ clientId: 'another-app' })];
  const answers = await Promise.all([refresh(pair.refresh), refresh(pair.refresh)]);
  await company.control('PUT', '/settings', { refreshMs: 0, overlappingRefreshRevokes: false });
  const [first, second] = answers.sort((one, other) => one.status - other.status);
  expect([first?.status, second?.body.error]).toEqual([200, 'invalid_grant']);
  expect((await read(String(first?.body.access_token))).status).toBe(401);
  expect((await refresh(String(first?.body.refresh_token))).body.error).toBe('invalid_grant');
  expect((await read(another.access)).status).toBe(200);
});

describe('revoking', () => {
  test.each(['access', 'refresh'] as const)('by the %s token ends both, by JSON and by form', async (which) => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
      const pair = await connect();
      const body = type.endsWith('json')
        ? JSON.stringify({ token: pair[which] })
        : new URLSearchParams({ token: pair[which] }).toString();
      const authorization = `Basic ${Buffer.from('test:secret').toString('base64')}`;
      const url = `${company.emulator.url}/v2/oauth2/tokens/revoke`;
      const send = () => fetch(url, { method: 'POST', headers: { authorization, 'content-type': type }, body });
      const answer = await send();
      expect([answer.status, await answer.text()]).toEqual([200, '']);
      expect(answer.headers.get('intuit_tid')).toBeTruthy();
      expect((await read(pair.access)).status).toBe(401);
      expect((await refresh(pair.refresh)).body.error).toBe('invalid_grant');
      expect((await send()).status).toBe(400);
    }
  });

  test('ends whatever the app was ever given for the company, and nothing of another app or company', async () => {
    const [older, newer] = [await connect(), await connect()];
    const another = await connect({ clientId: 'another-app' });
    const elsewhere = await startLocalCompanyIn();
    const there = await connect({ realmId: elsewhere });
    await company.request('POST', '/v2/oauth2/tokens/revoke', { token: newer.access, client_id: 'test' });
    expect((await read(older.access)).status).toBe(401);
    expect((await refresh(older.refresh)).body.error).toBe('invalid_grant');
    expect((await read(another.access)).status).toBe(200);
    expect((await read(there.access, elsewhere)).status).toBe(200);
  });
});

describe('the control API', () => {
  test('expires access tokens, which a refresh mends', async () => {
    const pair = await connect();
    await company.control('POST', '/tokens/expire', {});
    expect((await read(pair.access)).status).toBe(401);
    const mended = await refresh(pair.refresh);
    expect((await read(String(mended.body.access_token))).status).toBe(200);
  });

  test('revokes the connection, which no refresh mends', async () => {
    const pair = await connect();
    await company.control('POST', '/tokens/revoke', {});
    expect((await read(pair.access)).status).toBe(401);
    expect((await refresh(pair.refresh)).body.error).toBe('invalid_grant');
  });
});

describe('a bad day of the token endpoint', () => {
  test.each([
    ['error-before-write', 503],
    ['error-after-write', 500],
    ['throttle', 429],
  ])('%s answers %i and the next refresh works', async (fault, status) => {
    const pair = await connect();
    await company.control('PUT', '/faults', [{ call: 'token', fault, status, times: 1 }]);
    expect((await refresh(pair.refresh)).status).toBe(status);
    expect((await refresh(pair.refresh)).status).toBe(200);
  });

  test.each(['drop-before-write', 'drop-after-write', 'truncate'])('%s breaks the connection', async (fault) => {
    const pair = await connect();
    await company.control('PUT', '/faults', [{ call: 'token', fault, times: 1 }]);
    await expect(refresh(pair.refresh)).rejects.toThrow();
    expect((await refresh(pair.refresh)).status).toBe(200);
  });

  test('a lost answer to a rotating refresh leaves the client with a dead token, as Intuit would', async () => {
    const pair = await connect();
    await advance(dayMs + 1000);
    await company.control('PUT', '/faults', [{ call: 'token', fault: 'drop-after-write', times: 1 }]);
    await expect(refresh(pair.refresh)).rejects.toThrow();
    expect((await refresh(pair.refresh)).body.error).toBe('invalid_grant');
  });

  test('a rule for every call leaves the token endpoint alone', async () => {
    const pair = await connect();
    await company.control('PUT', '/faults', [{ call: '*', fault: 'error-before-write' }]);
    expect((await refresh(pair.refresh)).status).toBe(200);
    expect((await company.api('POST', '/journalentry', entry())).status).not.toBe(200);
  });
});

describe('the authorize page', () => {
  const redirectUri = 'http://localhost:9/callback';
  const open = (more: Record<string, string>) => {
    const fields = {
      client_id: 'test',
      response_type: 'code',
      scope: 'openid com.intuit.quickbooks.accounting',
      redirect_uri: redirectUri,
      state: 's p&c',
      ...more,
    };
    return fetch(`${company.emulator.url}/connect/oauth2?${new URLSearchParams(fields)}`, { redirect: 'manual' });
  };
  const answerOf = async (more: Record<string, string>) =>
    Object.fromEntries(new URL((await open(more)).headers.get('location') ?? '').searchParams);

  test('sends a denial and an unknown scope back with the state', async () => {
    expect(await answerOf({ emulator_deny: '1' })).toEqual({ error: 'access_denied', state: 's p&c' });
    expect(await answerOf({ scope: 'everything' })).toEqual({ error: 'invalid_scope', state: 's p&c' });
  });

  test('never redirects where it cannot trust the address', async () => {
    for (const redirect_uri of ['', 'javascript:alert(1)', 'not a url', 'http://elsewhere.example/back']) {
      const answer = await open({ redirect_uri, emulator_deny: '1' });
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
  });

  test('gives a code that is redeemed once, with its own redirect address, within ten minutes', async () => {
    const redeem = (code: string, redirect_uri = redirectUri) =>
      token({ grant_type: 'authorization_code', code, redirect_uri });
    const approve = async () => (await answerOf({ emulator_approve: company.realmId })).code ?? '';
    expect((await redeem(await approve(), 'http://localhost:9/other')).body.error).toBe('invalid_grant');
    const late = await approve();
    await advance(11 * 60_000);
    expect((await redeem(late)).body.error).toBe('invalid_grant');
    const issued = await redeem(await approve());
    expect(issued.body).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
  });

  test('signs an id token that the published keys prove, with Intuit as the issuer', async () => {
    const { code = '' } = await answerOf({ emulator_approve: company.realmId });
    const issued = await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri });
    const keys = (await company.request('GET', '/op/v1/jwks')).body as unknown as JSONWebKeySet;
    const { payload } = await jwtVerify(String(issued.body.id_token), createLocalJWKSet(keys), {
      issuer: 'https://oauth.platform.intuit.com/op/v1',
      audience: 'test',
    });
    expect(payload.realmid).toBe(company.realmId);
    const user = await company.request(
      'GET',
      '/v1/openid_connect/userinfo',
      undefined,
      String(issued.body.access_token),
    );
    expect(user.body.sub).toBe(payload.sub);
  });
});

test.each(['openid_configuration', 'openid_sandbox_configuration'])(
  'discovery (%s) names every endpoint on the port that was asked, and Intuit as the issuer',
  async (name) => {
    const { body } = await company.request('GET', `/.well-known/${name}`);
    expect(body.issuer).toBe('https://oauth.platform.intuit.com/op/v1');
    const endpoints = Object.entries(body).filter(([field]) => /endpoint$|_uri$/.test(field));
    expect(endpoints).toHaveLength(5);
    for (const [, url] of endpoints) expect(String(url)).toContain(company.emulator.url);
  },
);

test('a client without credentials is refused', async () => {
  const response = await fetch(`${company.emulator.url}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' }),
  });
  expect([response.status, await response.json()]).toEqual([401, { error: 'invalid_client' }]);
  expect((await token({ grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
  expect((await token({ grant_type: 'authorization_code' })).body.error).toBe('invalid_request');
});
