// POST /oauth2/v1/tokens/bearer and the revocation endpoint, with Intuit's error bodies.
import type { Settings } from '../company/settings.ts';
import type { Emulator } from '../emulator.ts';
import { type Call, fieldsOf, headerOf, jsonReply, type Reply } from '../http/exchange.ts';
import { accessTokenMs, hardExpiryMs, type Tokens } from './grants.ts';
import { idToken } from './id-token.ts';

interface Client {
  readonly id: string;
  readonly secret: string;
}

/** Refresh tokens that are being refreshed, each with whether the tokens that it gets are dead. */
export type Refreshing = Map<string, { dead: boolean }>;

export async function answerToken(emulator: Emulator, call: Call, refreshing: Refreshing): Promise<Reply> {
  const fields = fieldsOf(call);
  const client = clientOf(call, fields);
  if (!client || !isAdmitted(emulator, client)) return invalidClient(emulator);
  switch (fields.grant_type) {
    case 'authorization_code': {
      const { code, redirect_uri, code_verifier } = fields;
      if (!code || !redirect_uri) return invalidRequest('code and redirect_uri are required');
      const redemption = { code, clientId: client.id, redirectUri: redirect_uri, verifier: code_verifier };
      const isPkceChecked = pkceOf(emulator, code) === 'checked';
      const tokens = emulator.store.transaction(() => emulator.grants.redeemCode({ ...redemption, isPkceChecked }));
      return tokens ? tokenReply(emulator, call, tokens) : invalidGrant('Token invalid');
    }
    case 'refresh_token': {
      if (!fields.refresh_token) return invalidRequest('refresh_token is required');
      return answerRefresh(emulator, call, { token: fields.refresh_token, client, refreshing });
    }
    default:
      return jsonReply(400, { error: fields.grant_type ? 'unsupported_grant_type' : 'invalid_request' });
  }
}

function pkceOf({ grants, companies }: Emulator, code: string): Settings['pkce'] | undefined {
  const realmId = grants.realmOfCode(code);
  return realmId === undefined ? undefined : companies.get(realmId)?.settings.pkce;
}

interface Refresh {
  readonly token: string;
  readonly client: Client;
  readonly refreshing: Refreshing;
}

/** Two refreshes of one value that overlap: the first is answered, the second is invalid_grant and may end what the first gets. */
async function answerRefresh(emulator: Emulator, call: Call, { token, client, refreshing }: Refresh): Promise<Reply> {
  const { grants, store, companies } = emulator;
  const realmId = grants.grantOfRefreshToken(token)?.realmId;
  const settings = realmId === undefined ? undefined : companies.get(realmId)?.settings;
  const first = refreshing.get(token);
  if (first !== undefined) {
    first.dead ||= settings?.overlappingRefreshRevokes ?? false;
    return invalidGrant('Incorrect or invalid refresh token');
  }
  const own = { dead: false };
  refreshing.set(token, own);
  try {
    await new Promise((resolve) => setTimeout(resolve, settings?.refreshMs ?? 0));
    const tokens = store.transaction(() => grants.refresh(token, client.id));
    return tokens ? await tokenReply(emulator, call, tokens) : invalidGrant('Incorrect or invalid refresh token');
  } finally {
    refreshing.delete(token);
    if (own.dead) grants.revokeByToken(token);
  }
}

async function tokenReply({ store, clock }: Emulator, call: Call, tokens: Tokens): Promise<Reply> {
  const seconds = (milliseconds: number) => Math.max(0, Math.floor(milliseconds / 1000));
  const { grant } = tokens;
  const withHardExpiry = headerOf(call, 'x-include-refresh-token-hard-expires-in') === 'true';
  const hardExpiry = seconds(grant.authorizedAt + hardExpiryMs - clock.now());
  const reply = jsonReply(200, {
    x_refresh_token_expires_in: seconds(tokens.refreshExpiresInMs),
    ...(withHardExpiry ? { x_refresh_token_hard_expires_in: hardExpiry } : {}),
    refresh_token: tokens.refreshToken,
    access_token: tokens.accessToken,
    token_type: 'bearer',
    expires_in: accessTokenMs / 1000,
    ...(grant.scope.split(' ').includes('openid') ? { id_token: await idToken(store, clock.now(), tokens) } : {}),
  });
  return { ...reply, headers: { ...reply.headers, 'cache-control': 'no-store' } };
}

export function answerRevoke(emulator: Emulator, call: Call): Reply {
  const { grants } = emulator;
  const fields = fieldsOf(call);
  const client = clientOf(call, fields);
  if (!client || !isAdmitted(emulator, client)) return invalidClient(emulator);
  if (!fields.token) return invalidRequest('token is required');
  return grants.revokeByToken(fields.token)
    ? { status: 200, headers: {}, body: '' }
    : jsonReply(400, { error: 'invalid_request' });
}

function isAdmitted({ apps }: Emulator, client: Client): boolean {
  return client.id !== '' && apps.admits(client);
}

function invalidClient({ apps }: Emulator): Reply {
  return jsonReply(apps.rules().invalidClientStatus, { error: 'invalid_client' });
}

function invalidGrant(description: string): Reply {
  return jsonReply(400, { error: 'invalid_grant', error_description: description });
}

function invalidRequest(description: string): Reply {
  return jsonReply(400, { error: 'invalid_request', error_description: description });
}

export function clientOf(call: Call, fields: Readonly<Record<string, string>>): Client | null {
  const [scheme, value] = headerOf(call, 'authorization').split(' ');
  if (scheme?.toLowerCase() === 'basic' && value) {
    const [id = '', ...secret] = Buffer.from(value, 'base64').toString('utf8').split(':');
    return { id, secret: secret.join(':') };
  }
  return fields.client_id ? { id: fields.client_id, secret: fields.client_secret ?? '' } : null;
}
