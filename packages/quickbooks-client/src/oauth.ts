// OAuth 2.0 with QuickBooks Online: consent address, code exchange, refresh, revoke.
import type { Endpoints } from './endpoints.ts';
import { type Exchange, exchange, type Fetch, requestTimeoutMs } from './exchange.ts';
import { property } from './faults.ts';

/** Read and write; QuickBooks has no read-only scope. */
export const accountingScope = 'com.intuit.quickbooks.accounting';

export interface OauthOptions {
  readonly endpoints: Pick<Endpoints, 'authorizeUrl' | 'tokenUrl' | 'revokeUrl'>;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs?: number;
  readonly fetch?: Fetch | undefined;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly accessTokenLifeSeconds: number;
  readonly refreshTokenLifeSeconds: number;
  /** Until a person has to give access anew, however often it is refreshed; null where QuickBooks does not say. */
  readonly authorizationLifeSeconds: number | null;
}

/** What OAuth calls its errors (RFC 6749, 5.2). */
const oauthErrors = [
  'invalid_grant',
  'invalid_client',
  'invalid_request',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
] as const;

export type OauthError = (typeof oauthErrors)[number];

/** `reason` never holds a token, a code or the secret. */
export type TokenOutcome =
  | { readonly outcome: 'tokens'; readonly tokens: Tokens }
  /**
   * `invalid_grant`: the code or refresh token is spent, revoked or wrong. Any other error is one of the app, as `invalid_client` of
   * its credentials, and says nothing about the token. The reason begins with it.
   */
  | { readonly outcome: 'refused'; readonly error: OauthError; readonly reason: string }
  /** The token was certainly not used up. */
  | { readonly outcome: 'not-sent'; readonly reason: string }
  /** It may have been used up, and new tokens given to nobody. */
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface Oauth {
  authorizeUrl(request: { readonly redirectUri: string; readonly state: string; readonly scope?: string }): string;
  exchangeCode(request: { readonly code: string; readonly redirectUri: string }): Promise<TokenOutcome>;
  /** Two at once with one token can revoke both: the caller takes care that there is one at a time. */
  refresh(refreshToken: string): Promise<TokenOutcome>;
  /** Ends the connection, whichever of its tokens is given. */
  revoke(token: string): Promise<{ readonly ok: boolean; readonly reason: string | null }>;
}

export function createOauth(options: OauthOptions): Oauth {
  return {
    authorizeUrl({ redirectUri, state, scope = accountingScope }) {
      const url = new URL(options.endpoints.authorizeUrl);
      url.searchParams.set('client_id', options.clientId);
      url.searchParams.set('response_type', 'code');
      url.searchParams.set('scope', scope);
      url.searchParams.set('redirect_uri', redirectUri);
      url.searchParams.set('state', state);
      return url.toString();
    },
    exchangeCode: ({ code, redirectUri }) =>
      askForTokens(options, { grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
    refresh: (refreshToken) => askForTokens(options, { grant_type: 'refresh_token', refresh_token: refreshToken }),
    async revoke(token) {
      const answer = await post(options, {
        url: options.endpoints.revokeUrl,
        contentType: 'application/json',
        body: JSON.stringify({ token }),
      });
      if (answer.outcome !== 'answered') return { ok: false, reason: answer.reason };
      const ok = answer.httpStatus >= 200 && answer.httpStatus < 300;
      return { ok, reason: ok ? null : `HTTP ${answer.httpStatus}` };
    },
  };
}

async function askForTokens(options: OauthOptions, form: Readonly<Record<string, string>>): Promise<TokenOutcome> {
  const answer = await post(options, {
    url: options.endpoints.tokenUrl,
    contentType: 'application/x-www-form-urlencoded',
    body: new URLSearchParams(form).toString(),
  });
  if (answer.outcome === 'not-connected') return { outcome: 'not-sent', reason: answer.reason };
  if (answer.outcome === 'lost') return { outcome: 'unknown', reason: answer.reason };
  const status = `HTTP ${answer.httpStatus}`;
  if (answer.httpStatus === 429) return { outcome: 'not-sent', reason: `${status}, too many requests` };
  if (answer.httpStatus >= 500) return { outcome: 'unknown', reason: status };
  const body = parseJson(answer.text);
  if (answer.httpStatus === 200) {
    const tokens = readTokens(body);
    return tokens === null ? { outcome: 'unknown', reason: `${status} without tokens` } : { outcome: 'tokens', tokens };
  }
  const error = oauthErrors.find((one) => one === property(body, 'error'));
  // What is no answer of OAuth says nothing about the token.
  if (error === undefined) return { outcome: 'unknown', reason: `something in between answered ${answer.httpStatus}` };
  const description = textOf(body, 'error_description');
  return { outcome: 'refused', error, reason: description === '' ? error : `${error}: ${description}` };
}

function post(
  options: OauthOptions,
  request: { readonly url: string; readonly contentType: string; readonly body: string },
): Promise<Exchange> {
  const credentials = Buffer.from(`${options.clientId}:${options.clientSecret}`).toString('base64');
  return exchange({
    fetch: options.fetch,
    url: request.url,
    method: 'POST',
    headers: {
      accept: 'application/json',
      authorization: `Basic ${credentials}`,
      'content-type': request.contentType,
      // Without it the end of the five years is told to nobody.
      'x-include-refresh-token-hard-expires-in': 'true',
    },
    body: request.body,
    timeoutMs: options.timeoutMs ?? requestTimeoutMs,
  });
}

function readTokens(body: unknown): Tokens | null {
  const accessToken = textOf(body, 'access_token');
  const refreshToken = textOf(body, 'refresh_token');
  const accessTokenLifeSeconds = Number(property(body, 'expires_in'));
  const refreshTokenLifeSeconds = Number(property(body, 'x_refresh_token_expires_in'));
  const whole = accessToken !== '' && refreshToken !== '' && accessTokenLifeSeconds > 0 && refreshTokenLifeSeconds > 0;
  if (!whole) return null;
  const left = Number(property(body, 'x_refresh_token_hard_expires_in'));
  const authorizationLifeSeconds = left > 0 ? left : null;
  return { accessToken, refreshToken, accessTokenLifeSeconds, refreshTokenLifeSeconds, authorizationLifeSeconds };
}

function textOf(body: unknown, name: string): string {
  const value = property(body, name);
  return typeof value === 'string' ? value : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
