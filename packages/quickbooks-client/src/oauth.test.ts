import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpointsOnOneHost, intuitEndpoints } from './endpoints.ts';
import { createOauth, type Oauth, type TokenOutcome } from './oauth.ts';
import {
  answer,
  hangUp,
  type Reply,
  type ScriptedServer,
  silence,
  startScriptedServer,
  truncated,
} from './scripted-server.fixture.ts';

const tokens = {
  token_type: 'bearer',
  access_token: 'access-1',
  expires_in: 3600,
  refresh_token: 'refresh-2',
  x_refresh_token_expires_in: 8_640_000,
};

let server: ScriptedServer;
let oauth: Oauth;

const oauthWith = (timeoutMs: number): Oauth => {
  const endpoints = endpointsOnOneHost(`${server.url}/`);
  return createOauth({ endpoints, clientId: 'our-id', clientSecret: 'our-secret', timeoutMs });
};

beforeEach(async () => {
  server = await startScriptedServer();
  oauth = oauthWith(10_000);
});
afterEach(() => server.close());

describe('the consent address', () => {
  it('carries what Intuit asks for', () => {
    const url = new URL(oauth.authorizeUrl({ redirectUri: 'http://localhost:4780/callback', state: 'a b&c' }));
    expect(url.pathname).toBe('/connect/oauth2');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'our-id',
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting',
      redirect_uri: 'http://localhost:4780/callback',
      state: 'a b&c',
    });
  });

  it('is never asked of plain http at Intuit', () => {
    for (const endpoints of Object.values(intuitEndpoints)) {
      expect(Object.values(endpoints).every((url) => url.startsWith('https://'))).toBe(true);
    }
  });
});

describe('tokens', () => {
  it('tell the end of the five years, where QuickBooks says it: it is asked to', async () => {
    server.reply = answer(200, { ...tokens, x_refresh_token_hard_expires_in: 157_680_000 });
    const outcome = await oauth.refresh('refresh-1');
    expect(outcome).toMatchObject({ outcome: 'tokens', tokens: { authorizationLifeSeconds: 157_680_000 } });
    expect(server.heard[0]?.headers['x-include-refresh-token-hard-expires-in']).toBe('true');
  });

  it('are given for a code, to who shows the secret', async () => {
    server.reply = answer(200, tokens);
    const outcome = await oauth.exchangeCode({ code: 'code-1', redirectUri: 'http://localhost:4780/callback' });
    expect(outcome).toEqual({
      outcome: 'tokens',
      tokens: {
        accessToken: 'access-1',
        refreshToken: 'refresh-2',
        accessTokenLifeSeconds: 3600,
        refreshTokenLifeSeconds: 8_640_000,
        authorizationLifeSeconds: null,
      },
    });
    const [heard] = server.heard;
    expect(heard?.url.pathname).toBe('/oauth2/v1/tokens/bearer');
    expect(heard?.headers.authorization).toBe(`Basic ${Buffer.from('our-id:our-secret').toString('base64')}`);
    expect(Object.fromEntries(new URLSearchParams(heard?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: 'http://localhost:4780/callback',
    });
  });

  it.each<[string, Reply, Partial<TokenOutcome>]>([
    ['a spent token', answer(400, { error: 'invalid_grant' }), { outcome: 'refused', error: 'invalid_grant' }],
    [
      'a person who left the company',
      answer(400, { error: 'invalid_grant', error_description: 'User is not a member' }),
      { outcome: 'refused', error: 'invalid_grant', reason: 'invalid_grant: User is not a member' },
    ],
    ['wrong credentials', answer(401, { error: 'invalid_client' }), { outcome: 'refused', error: 'invalid_client' }],
    ['too many requests', answer(429, ''), { outcome: 'not-sent' }],
    ['a 500', answer(500, ''), { outcome: 'unknown' }],
    [
      'wrong credentials, in words',
      answer(401, { error: 'invalid_client', error_description: 'Client authentication failed' }),
      { outcome: 'refused', error: 'invalid_client', reason: 'invalid_client: Client authentication failed' },
    ],
    ['a 403 of something in between', answer(403, '<html>'), { outcome: 'unknown' }],
    ['a 403 of something in between, in JSON', answer(403, { error: 'Forbidden' }), { outcome: 'unknown' }],
    ['a 404 of something in between, in JSON', answer(404, { error: 'not_found' }), { outcome: 'unknown' }],
    ['a lost answer', hangUp, { outcome: 'unknown' }],
    ['an answer cut off', truncated('{"access_token":'), { outcome: 'unknown' }],
    ['no answer in time', silence, { outcome: 'unknown' }],
    ['an answer without tokens', answer(200, { access_token: 'only-one' }), { outcome: 'unknown' }],
  ])('a refresh ends in %s', async (_, reply, expected) => {
    server.reply = reply;
    const outcome = await oauthWith(reply === silence ? 200 : 10_000).refresh('refresh-1');
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toMatch(/refresh-1|our-secret|only-one/);
  });

  it('were certainly not used up where nothing was reached', async () => {
    await server.close();
    expect(await oauth.refresh('refresh-1')).toEqual({ outcome: 'not-sent', reason: 'ECONNREFUSED' });
  });
});

describe('revoking', () => {
  it('says whether it was done', async () => {
    server.reply = answer(200, '');
    expect(await oauth.revoke('refresh-1')).toEqual({ ok: true, reason: null });
    expect(server.heard[0]).toMatchObject({ body: '{"token":"refresh-1"}' });
    server.reply = answer(400, '');
    expect(await oauth.revoke('refresh-1')).toEqual({ ok: false, reason: 'HTTP 400' });
    server.reply = hangUp;
    expect(await oauth.revoke('refresh-1')).toMatchObject({ ok: false });
    server.reply = silence;
    expect(await oauthWith(200).revoke('refresh-1')).toEqual({ ok: false, reason: 'no answer within 0.2 s' });
  });
});
