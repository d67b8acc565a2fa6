// Connections of apps to companies, and the codes and tokens that stand for them.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/database.ts';
import { type Challenge, isProven } from './pkce.ts';

const dayMs = 86_400_000;
export const accessTokenMs = 3_600_000;
export const refreshTokenMs = 100 * dayMs;
export const hardExpiryMs = 5 * 365 * dayMs;

export interface Grant {
  readonly id: number;
  readonly realmId: string;
  readonly clientId: string;
  readonly scope: string;
  readonly authorizedAt: number;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly refreshExpiresInMs: number;
  readonly grant: Grant;
  readonly nonce: string | null;
}

export interface CodeRequest {
  readonly realmId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly nonce: string | null;
  readonly challenge: Challenge | null;
}

export interface Redemption {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier: string | undefined;
  /** The proof of key is looked at. */
  readonly isPkceChecked: boolean;
}

export type AccessCheck = { ok: true; grant: Grant } | { ok: false; reason: 'unknown' | 'expired' | 'revoked' };

export interface Grants {
  issueCode(request: CodeRequest, lifeMs: number): string;
  /** Null is invalid_grant. A code used before also ends what it gave. */
  redeemCode(redemption: Redemption): Tokens | null;
  connect(realmId: string, clientId: string, scope: string): Tokens;
  refresh(token: string, clientId: string): Tokens | null;
  grantOfRefreshToken(token: string): Grant | null;
  realmOfCode(code: string): string | undefined;
  check(accessToken: string): AccessCheck;
  /** By either token: whatever the app was given for the company ends with it. False where it stands for nothing. */
  revokeByToken(token: string): boolean;
  revokeCompany(realmId: string): void;
  expireAccessTokens(realmId: string): void;
  expireRefreshTokens(realmId: string): void;
  /** The next refresh gives a new value, as if a day had gone by. */
  rotateRefreshTokens(realmId: string): void;
  /** Of all apps, or of one. */
  connectionCount(realmId: string, clientId?: string): number;
  /** Asked for in the middle of a write: it leaves what a transaction has still to write where it is. */
  isConnected(realmId: string, clientId: string): boolean;
}

interface GrantRow {
  readonly id: number;
  readonly realm_id: string;
  readonly client_id: string;
  readonly scope: string;
  readonly authorized_at: number;
  readonly revoked: number;
}

interface CodeRow {
  readonly realm_id: string;
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly scope: string;
  readonly nonce: string | null;
  readonly expires_at: number;
  readonly grant_id: number | null;
  readonly challenge: string | null;
  readonly challenge_method: string | null;
}

interface RefreshRow {
  readonly token: string;
  readonly grant_id: number;
  readonly issued_at: number;
  readonly expires_at: number;
  readonly superseded: number;
}

export function openGrants(store: Store, clock: Clock): Grants {
  const grantRow = (id: number) => store.get<GrantRow>('SELECT * FROM grants WHERE id = ?', id);
  const refreshRow = (token: string) => store.get<RefreshRow>('SELECT * FROM refresh_tokens WHERE token = ?', token);
  const revoke = (id: number) => store.run('UPDATE grants SET revoked = 1 WHERE id = ?', id);
  const issuer = createIssuer(store, clock);
  return {
    issueCode: (request, lifeMs) => insertCode(store, request, clock.now() + lifeMs),
    redeemCode: ({ code, clientId, redirectUri, verifier, isPkceChecked }) => {
      const row = store.get<CodeRow>('SELECT * FROM codes WHERE code = ?', code);
      if (!row || row.client_id !== clientId) return null;
      if (row.grant_id !== null) {
        revoke(row.grant_id);
        return null;
      }
      if (row.expires_at <= clock.now() || row.redirect_uri !== redirectUri) return null;
      if (isPkceChecked && !isProven(challengeOf(row), verifier)) return null;
      const tokens = issuer.connect({ realmId: row.realm_id, clientId, scope: row.scope });
      store.run('UPDATE codes SET grant_id = ? WHERE code = ?', tokens.grant.id, code);
      return { ...tokens, nonce: row.nonce };
    },
    connect: (realmId, clientId, scope) => issuer.connect({ realmId, clientId, scope }),
    refresh: (token, clientId) => {
      const row = refreshRow(token);
      const grant = row && grantRow(row.grant_id);
      if (!row || !grant || grant.revoked || row.superseded || row.expires_at <= clock.now()) return null;
      if (grant.client_id !== clientId) return null;
      return issuer.refresh(fromRow(grant), row);
    },
    grantOfRefreshToken: (token) => {
      const row = refreshRow(token);
      const grant = row && grantRow(row.grant_id);
      return grant ? fromRow(grant) : null;
    },
    realmOfCode: (code) => store.get<CodeRow>('SELECT * FROM codes WHERE code = ?', code)?.realm_id,
    check: (accessToken) => {
      const row = store.get<{ grant_id: number; expires_at: number }>(
        'SELECT * FROM access_tokens WHERE token = ?',
        accessToken,
      );
      const grant = row && grantRow(row.grant_id);
      if (!row || !grant) return { ok: false, reason: 'unknown' };
      if (grant.revoked) return { ok: false, reason: 'revoked' };
      return row.expires_at <= clock.now() ? { ok: false, reason: 'expired' } : { ok: true, grant: fromRow(grant) };
    },
    revokeByToken: (token) => {
      const row =
        refreshRow(token) ?? store.get<{ grant_id: number }>('SELECT * FROM access_tokens WHERE token = ?', token);
      const grant = row && grantRow(row.grant_id);
      if (!grant || grant.revoked) return false;
      store.run('UPDATE grants SET revoked = 1 WHERE realm_id = ? AND client_id = ?', grant.realm_id, grant.client_id);
      return true;
    },
    ...endingsOf(store),
    connectionCount: (realmId, clientId) =>
      Number(
        store.integer(
          'SELECT count(*) FROM grants WHERE realm_id = ? AND revoked = 0 AND client_id = coalesce(?, client_id)',
          realmId,
          clientId ?? null,
        ),
      ),
    isConnected: (realmId, clientId) =>
      // Grants are never among the rows of a transaction that are still to be written.
      store.getWritten(
        'SELECT id FROM grants WHERE realm_id = ? AND client_id = ? AND revoked = 0 LIMIT 1',
        realmId,
        clientId,
      ) !== undefined,
  };
}

/** What happens to the connections of a whole company. */
function endingsOf(
  store: Store,
): Pick<Grants, 'revokeCompany' | 'expireAccessTokens' | 'expireRefreshTokens' | 'rotateRefreshTokens'> {
  const tokensOf = 'WHERE grant_id IN (SELECT id FROM grants WHERE realm_id = ?)';
  return {
    revokeCompany: (realmId) => store.run('UPDATE grants SET revoked = 1 WHERE realm_id = ?', realmId),
    expireAccessTokens: (realmId) => store.run(`UPDATE access_tokens SET expires_at = 0 ${tokensOf}`, realmId),
    expireRefreshTokens: (realmId) => store.run(`UPDATE refresh_tokens SET expires_at = 0 ${tokensOf}`, realmId),
    rotateRefreshTokens: (realmId) => store.run(`UPDATE refresh_tokens SET issued_at = 0 ${tokensOf}`, realmId),
  };
}

function insertCode(store: Store, request: CodeRequest, expiresAt: number): string {
  const code = `AB1${randomBytes(24).toString('hex')}`;
  store.run(
    `INSERT INTO codes (code, realm_id, client_id, redirect_uri, scope, nonce, expires_at, challenge, challenge_method)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    code,
    request.realmId,
    request.clientId,
    request.redirectUri,
    request.scope,
    request.nonce,
    expiresAt,
    request.challenge?.text ?? null,
    request.challenge?.method ?? null,
  );
  return code;
}

function challengeOf({ challenge, challenge_method }: CodeRow): Challenge | null {
  return challenge === null ? null : { text: challenge, method: challenge_method === 'S256' ? 'S256' : 'plain' };
}

function fromRow(row: GrantRow): Grant {
  return {
    id: row.id,
    realmId: row.realm_id,
    clientId: row.client_id,
    scope: row.scope,
    authorizedAt: row.authorized_at,
  };
}

function createIssuer(store: Store, clock: Clock) {
  const accessToken = (grantId: number): string => {
    const token = `eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..${randomBytes(48).toString('base64url')}`;
    store.run(
      'INSERT INTO access_tokens (token, grant_id, expires_at) VALUES (?, ?, ?)',
      token,
      grantId,
      clock.now() + accessTokenMs,
    );
    return token;
  };
  const refreshToken = (grant: Grant): string => {
    const token = `RT1-${randomBytes(24).toString('hex')}`;
    const expiresAt = Math.min(clock.now() + refreshTokenMs, grant.authorizedAt + hardExpiryMs);
    store.run(
      'INSERT INTO refresh_tokens (token, grant_id, issued_at, expires_at) VALUES (?, ?, ?, ?)',
      token,
      grant.id,
      clock.now(),
      expiresAt,
    );
    return token;
  };
  const pair = (grant: Grant, refresh: string): Tokens => ({
    accessToken: accessToken(grant.id),
    refreshToken: refresh,
    refreshExpiresInMs: Math.min(refreshTokenMs, grant.authorizedAt + hardExpiryMs - clock.now()),
    grant,
    nonce: null,
  });
  return {
    connect: ({ realmId, clientId, scope }: { realmId: string; clientId: string; scope: string }): Tokens => {
      const authorizedAt = clock.now();
      const row = store.get<{ id: number }>(
        'INSERT INTO grants (realm_id, client_id, scope, authorized_at) VALUES (?, ?, ?, ?) RETURNING id',
        realmId,
        clientId,
        scope,
        authorizedAt,
      );
      const grant: Grant = { id: row?.id ?? 0, realmId, clientId, scope, authorizedAt };
      return pair(grant, refreshToken(grant));
    },
    /** The value changes with the first refresh after a day; until then its life rolls on. */
    refresh: (grant: Grant, row: RefreshRow): Tokens => {
      if (clock.now() - row.issued_at < dayMs) {
        const expiresAt = Math.min(clock.now() + refreshTokenMs, grant.authorizedAt + hardExpiryMs);
        store.run('UPDATE refresh_tokens SET expires_at = ? WHERE token = ?', expiresAt, row.token);
        return pair(grant, row.token);
      }
      store.run('UPDATE refresh_tokens SET superseded = 1 WHERE token = ?', row.token);
      return pair(grant, refreshToken(grant));
    },
  };
}
