// The discovery documents: Intuit's fields, naming the host that was asked; and userinfo.
import type { Emulator } from '../emulator.ts';
import { type Call, headerOf, jsonReply, type Reply } from '../http/exchange.ts';
import { issuer, localUser } from './id-token.ts';

export function discovery({ origin }: Call): Reply {
  return jsonReply(200, {
    issuer,
    authorization_endpoint: `${origin}/connect/oauth2`,
    token_endpoint: `${origin}/oauth2/v1/tokens/bearer`,
    userinfo_endpoint: `${origin}/v1/openid_connect/userinfo`,
    revocation_endpoint: `${origin}/v2/oauth2/tokens/revoke`,
    jwks_uri: `${origin}/op/v1/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile', 'address', 'phone'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'realmid', 'sub'],
  });
}

/** What a scope lets an app know of the person; the id itself comes with `openid`. */
const claimsOf = {
  email: ['email', 'emailVerified'],
  profile: ['givenName', 'familyName'],
  phone: ['phoneNumber', 'phoneNumberVerified'],
  address: ['address'],
} as const;

export function userInfo({ grants }: Emulator, call: Call): Reply {
  const access = grants.check(headerOf(call, 'authorization').replace(/^bearer /i, ''));
  if (!access.ok) return jsonReply(401, { error: 'invalid_token' });
  const scopes = access.grant.scope.split(/\s+/);
  if (!scopes.includes('openid')) return jsonReply(403, { error: 'insufficient_scope' });
  const known = Object.entries(claimsOf).flatMap(([scope, claims]) => (scopes.includes(scope) ? claims : []));
  const shown = ['sub', ...known];
  return jsonReply(200, Object.fromEntries(Object.entries(localUser).filter(([claim]) => shown.includes(claim))));
}
