// A valid access token for one connection: refreshed ahead of its end, by one caller in this process and one process of all.
import type { Oauth, Tokens } from '@tillbook/quickbooks-client';
import type { Clock } from '../clock.ts';
import type { TokenPair, TokenStore } from '../pipeline/ledger-port.ts';

/** Refreshed when less than this is left, so that a call under way does not outlive its token. */
const refreshAheadMs = 5 * 60_000;
/** Time limit of a call for tokens, to which QuickBooks answers quickly. */
export const tokenTimeoutMs = 30_000;
/** What was certainly not sent is sent again at once, so often in all, before it is left for later. */
const refreshTriesMax = 2;
/** QuickBooks may be at a request for 120 s, however soon its sender gave it up; and clocks are apart. */
const underWayMsMax = 150_000;
/**
 * The right to refresh outlasts whatever was sent under it: two refreshes that overlap may cost the connection, were the second
 * our own. It is given back early only where nothing is under way.
 */
const refreshLeaseMs = refreshTriesMax * tokenTimeoutMs + underWayMsMax;
/** Another process's refresh is looked for soon, then ever less often, and so long before giving up for now. */
const firstPollMs = 100;
const pollMsMax = 1_000;
const waitedMsMax = 30_000;

export interface CurrentAccess {
  readonly realmId: string;
  readonly accessToken: string;
  /** Of the tokens it was read from: names it when QuickBooks refuses it. */
  readonly version: bigint;
}

export type AccessOutcome =
  | { readonly ok: true; readonly access: CurrentAccess }
  | { readonly ok: false; readonly why: 'authentication' | 'unreachable'; readonly reason: string };

export interface QuickbooksSession {
  access(): Promise<AccessOutcome>;
  /** After QuickBooks refused the token of this version: another one, by a refresh if nobody has done it meanwhile. */
  accessAfterRefusal(refusedVersion: bigint): Promise<AccessOutcome>;
  /** QuickBooks refused a token fresh from a refresh: only a person can put that right. */
  giveUp(version: bigint, reason: string): Promise<void>;
}

export interface SessionPorts {
  readonly tokens: TokenStore;
  readonly oauth: Pick<Oauth, 'refresh'>;
  readonly clock: Clock;
  wait(ms: number): Promise<void>;
}

type StoredTokens = NonNullable<Awaited<ReturnType<TokenStore['read']>>>;

/** `soon`: it still serves where a refresh is not to be had. `now`: it is refused or at its end. */
type RefreshNeed = 'none' | 'soon' | 'now';

export function createSession(ports: SessionPorts): QuickbooksSession {
  let underWay: Promise<AccessOutcome> | null = null;
  const obtainOnce = (refusedVersion: bigint | null): Promise<AccessOutcome> => {
    underWay ??= obtain(ports, refusedVersion).finally(() => {
      underWay = null;
    });
    return underWay;
  };
  return {
    access: () => obtainOnce(null),
    accessAfterRefusal: async (refusedVersion) => {
      // What is under way may not know of the refusal; what it obtained may be newer all the same.
      if (underWay !== null) await underWay;
      return obtainOnce(refusedVersion);
    },
    giveUp: (version, reason) => ports.tokens.markRefused(version, reason),
  };
}

const notConnected: AccessOutcome = { ok: false, why: 'authentication', reason: 'QuickBooks is not connected' };

async function obtain(ports: SessionPorts, refusedVersion: bigint | null): Promise<AccessOutcome> {
  let waitedMs = 0;
  for (let pollMs = firstPollMs; waitedMs < waitedMsMax; pollMs = Math.min(pollMs * 2, pollMsMax)) {
    const stored = await ports.tokens.read();
    if (stored === null) return notConnected;
    const now = ports.clock.now();
    const need = refreshNeed(stored, refusedVersion, now);
    if (need === 'none') return accessOf(stored);
    const untilMs = now.getTime() + refreshLeaseMs;
    if (isFree(stored, now) && (await ports.tokens.beginRefresh(stored.version, untilMs))) {
      return refresh(ports, stored, { need, untilMs });
    }
    if (need === 'soon') return accessOf(stored);
    if (isGivenUp(stored, now)) return unreachable('the last refresh was given up, and may be under way');
    // Another process is at it, or has just done it: the next reading tells.
    await ports.wait(pollMs);
    waitedMs += pollMs;
  }
  return unreachable('another refresh has been under way for too long');
}

const unreachable = (reason: string): AccessOutcome => ({
  ok: false,
  why: 'unreachable',
  reason: `the access could not be refreshed: ${reason}`,
});

const isFree = ({ refreshingUntil }: StoredTokens, now: Date): boolean =>
  refreshingUntil === null || refreshingUntil <= now;

/** Whoever has the right to refresh waits for no answer any more, and it ends too late to be waited for. */
function isGivenUp({ refreshingUntil }: StoredTokens, now: Date): boolean {
  const leftMs = refreshingUntil === null ? 0 : refreshingUntil.getTime() - now.getTime();
  return leftMs > waitedMsMax && leftMs <= underWayMsMax;
}

function refreshNeed(stored: StoredTokens, refusedVersion: bigint | null, now: Date): RefreshNeed {
  const leftMs = stored.tokens.accessTokenExpiresAt.getTime() - now.getTime();
  if (stored.version === refusedVersion || leftMs <= 0) return 'now';
  return leftMs < refreshAheadMs ? 'soon' : 'none';
}

async function refresh(
  ports: SessionPorts,
  stored: StoredTokens,
  right: { need: RefreshNeed; untilMs: number },
): Promise<AccessOutcome> {
  const without = (reason: string) => (right.need === 'soon' ? accessOf(stored) : unreachable(reason));
  const giveBack = async (reason: string) => {
    await ports.tokens.endRefresh(stored.version, right.untilMs);
    return without(reason);
  };
  let reason = 'this process stood still while it had the right to refresh';
  for (let attempt = 1; attempt <= refreshTriesMax; attempt += 1) {
    // A process that was stopped and wakes too late leaves the token to whoever has the right by now.
    if (ports.clock.now().getTime() + underWayMsMax > right.untilMs) break;
    const answer = await ports.oauth.refresh(stored.tokens.refreshToken);
    switch (answer.outcome) {
      case 'tokens': {
        // Saved before use. False: a person reconnected meanwhile, and what is stored now is what counts.
        await ports.tokens.saveRefreshed(stored.version, tokenPair(answer.tokens, ports.clock.now()));
        const current = await ports.tokens.read();
        return current === null ? notConnected : accessOf(current);
      }
      case 'refused':
        // An error of the app, which all companies share, says nothing about the token: no connection is lost over it.
        if (answer.error !== 'invalid_grant') return giveBack(answer.reason);
        // After a lost answer this is the old token, spent, and the new one was given to nobody. Never in silence.
        await ports.tokens.markRefused(stored.version, answer.reason);
        return { ok: false, why: 'authentication', reason: answer.reason };
      case 'unknown':
        // The right stays taken, so that nobody asks beside it.
        return without(answer.reason);
      case 'not-sent':
        reason = answer.reason;
    }
  }
  return giveBack(reason);
}

function accessOf(stored: StoredTokens): AccessOutcome {
  return {
    ok: true,
    access: { realmId: stored.realmId, accessToken: stored.tokens.accessToken, version: stored.version },
  };
}

/** Lives become times of ours. */
export function tokenPair(tokens: Tokens, now: Date): TokenPair {
  const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  return {
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken,
    accessTokenExpiresAt: after(tokens.accessTokenLifeSeconds),
    refreshTokenExpiresAt: after(tokens.refreshTokenLifeSeconds),
    authorizationExpiresAt: tokens.authorizationLifeSeconds === null ? null : after(tokens.authorizationLifeSeconds),
  };
}
