// A connection's tokens for tests, with the promises that the port makes: one refresh at a time, saved only from the version read.
import type { Clock } from '../clock.ts';
import type { TokenPair, TokenStore } from '../pipeline/ledger-port.ts';

export interface MemoryTokenStore extends TokenStore {
  readonly refused: readonly string[];
  readonly refreshing: boolean;
  /** How often it was read, or asked for the right to refresh. */
  readonly timesAsked: number;
}

export function memoryTokenStore(request: { realmId: string; tokens: TokenPair; clock: Clock }): MemoryTokenStore {
  const { realmId, clock } = request;
  let { tokens } = request;
  let version = 1n;
  let refreshingUntilMs = 0;
  let asked = 0;
  const refused: string[] = [];
  return {
    refused,
    get refreshing() {
      return refreshingUntilMs > clock.now().getTime();
    },
    get timesAsked() {
      return asked;
    },
    read: async () => {
      asked += 1;
      if (refused.length > 0) return null;
      return {
        realmId,
        tokens,
        version,
        refreshingUntil: refreshingUntilMs === 0 ? null : new Date(refreshingUntilMs),
      };
    },
    beginRefresh: async (from, untilMs) => {
      asked += 1;
      if (from !== version || refreshingUntilMs > clock.now().getTime()) return false;
      refreshingUntilMs = untilMs;
      return true;
    },
    endRefresh: async (from, untilMs) => {
      if (from === version && untilMs === refreshingUntilMs) refreshingUntilMs = 0;
    },
    saveRefreshed: async (from, refreshed) => {
      if (from !== version) return false;
      tokens = refreshed;
      version += 1n;
      refreshingUntilMs = 0;
      return true;
    },
    markRefused: async (from, reason) => {
      if (from === version) refused.push(reason);
    },
  };
}

/** Tokens that end so long after a time. */
export function tokensEnding(now: Date, afterMs: number): TokenPair {
  return {
    accessToken: 'access-0',
    refreshToken: 'refresh-0',
    accessTokenExpiresAt: new Date(now.getTime() + afterMs),
    refreshTokenExpiresAt: new Date(now.getTime() + 100 * 86_400_000),
    authorizationExpiresAt: null,
  };
}
