// The id_token of OpenID Connect and the key that its signature is checked with; the issuer stays Intuit's.
import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Store } from '../store/database.ts';
import { accessTokenMs, type Tokens } from './grants.ts';

export const issuer = 'https://oauth.platform.intuit.com/op/v1';

/** The one person who signs in here. */
export const localUser = {
  sub: createHash('sha256').update('quickbooks-emulator').digest('hex').slice(0, 36),
  email: 'owner@example.com',
  emailVerified: true,
  givenName: 'Local',
  familyName: 'Owner',
  phoneNumber: '+1 5550100',
  phoneNumberVerified: false,
  address: { streetAddress: '1 Main Street', locality: 'Portland', region: 'ME', postalCode: '04101', country: 'US' },
} as const;

export async function publicKeys(store: Store): Promise<{ keys: JWK[] }> {
  const { kty, n, e, kid } = await signingKey(store);
  return { keys: [{ kty, n, e, kid, use: 'sig', alg: 'RS256' } as JWK] };
}

export async function idToken(store: Store, now: number, { grant, nonce, accessToken }: Tokens): Promise<string> {
  const key = await signingKey(store);
  const hash = createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
  const seconds = Math.floor(now / 1000);
  return new SignJWT({ realmid: grant.realmId, auth_time: seconds, at_hash: hash, ...(nonce ? { nonce } : {}) })
    .setProtectedHeader({ alg: 'RS256', kid: String(key.kid) })
    .setIssuer(issuer)
    .setSubject(localUser.sub)
    .setAudience([grant.clientId])
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + accessTokenMs / 1000)
    .sign(await importJWK(key, 'RS256'));
}

/** Made when first asked for and kept, so that a token of yesterday still checks. */
async function signingKey(store: Store): Promise<JWK> {
  const kept = store.get<{ value: string }>(`SELECT value FROM facts WHERE key = 'signing key'`);
  if (kept) return JSON.parse(kept.value) as JWK;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: 'emulator-1' };
  store.run(`INSERT OR IGNORE INTO facts (key, value) VALUES ('signing key', ?)`, JSON.stringify(key));
  const first = store.get<{ value: string }>(`SELECT value FROM facts WHERE key = 'signing key'`);
  return JSON.parse(first?.value ?? '{}') as JWK;
}
