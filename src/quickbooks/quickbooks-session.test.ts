import type { OauthError, TokenOutcome } from '@tillbook/quickbooks-client';
import { describe, expect, it } from 'vitest';
import { memoryTokenStore, tokensEnding } from './memory-token-store.fixture.ts';
import {
  type AccessOutcome,
  createSession,
  type QuickbooksSession,
  type SessionPorts,
  tokenTimeoutMs,
} from './quickbooks-session.ts';

const hourMs = 3_600_000;
/** As long as Intuit lets a request run. */
const requestMsMax = 120_000;

/** A connection whose access token ends after a time, QuickBooks' answers to refreshes in turn, and a clock that waiting moves. */
function connection(endsAfterMs: number, answers: readonly TokenOutcome[]) {
  let nowMs = Date.UTC(2026, 10, 3);
  const clock = { now: () => new Date(nowMs) };
  const tokens = memoryTokenStore({ realmId: '4620', tokens: tokensEnding(clock.now(), endsAfterMs), clock });
  const spent: string[] = [];
  const oauth = {
    refresh: async (refreshToken: string): Promise<TokenOutcome> => {
      spent.push(refreshToken);
      return answers[spent.length - 1] ?? { outcome: 'refused', error: 'invalid_grant', reason: 'no more answers' };
    },
  };
  const wait = async (ms: number) => {
    nowMs += ms;
  };
  const session = (other: Partial<SessionPorts> = {}) => createSession({ tokens, oauth, clock, wait, ...other });
  return { tokens, spent, session, clock, wait, oauth };
}

const fresh = (name: string): TokenOutcome => ({
  outcome: 'tokens',
  tokens: {
    accessToken: `access-${name}`,
    refreshToken: `refresh-${name}`,
    accessTokenLifeSeconds: 3600,
    refreshTokenLifeSeconds: 8_640_000,
    authorizationLifeSeconds: null,
  },
});
const unsent: TokenOutcome = { outcome: 'not-sent', reason: 'ECONNREFUSED' };
const lost: TokenOutcome = { outcome: 'unknown', reason: 'ECONNRESET' };
const invalid: TokenOutcome = { outcome: 'refused', error: 'invalid_grant', reason: 'Token invalid' };
const refusedAs = (error: OauthError): TokenOutcome => ({ outcome: 'refused', error, reason: error });
const granted = (accessToken: string, version: bigint) => ({
  ok: true,
  access: { realmId: '4620', accessToken, version },
});

/** Asks again and again, until QuickBooks has been asked so often. */
async function untilRefreshed(of: {
  session: QuickbooksSession;
  spent: readonly string[];
  times: number;
  wait(ms: number): Promise<void>;
}): Promise<AccessOutcome> {
  for (let asked = 0; asked < 1_000; asked += 1) {
    const outcome = await of.session.access();
    if (of.spent.length >= of.times) return outcome;
    await of.wait(1_000);
  }
  throw new Error(`QuickBooks was asked ${of.spent.length} times in all.`);
}

describe('session', () => {
  it('uses a token that has long to go, and refreshes nothing', async () => {
    const { session, spent } = connection(hourMs, []);
    expect(await session().access()).toEqual(granted('access-0', 1n));
    expect(spent).toEqual([]);
  });

  it('refreshes ahead of the end and saves both tokens before use', async () => {
    const { session, tokens, spent, clock } = connection(60_000, [fresh('1')]);
    expect(await session().access()).toEqual(granted('access-1', 2n));
    expect(spent).toEqual(['refresh-0']);
    expect((await tokens.read())?.tokens).toEqual({
      accessToken: 'access-1',
      refreshToken: 'refresh-1',
      accessTokenExpiresAt: new Date(clock.now().getTime() + hourMs),
      refreshTokenExpiresAt: new Date(clock.now().getTime() + 8_640_000_000),
      authorizationExpiresAt: null,
    });
  });

  it('refreshes once for many callers, in this process and over processes', async () => {
    const { session, spent } = connection(0, [fresh('1')]);
    const [one, another] = [session(), session()];
    const answers = await Promise.all([one.access(), another.access(), one.access(), another.access()]);
    expect(answers).toEqual(Array(4).fill(granted('access-1', 2n)));
    expect(spent).toEqual(['refresh-0']);
  });

  it('refreshes a token that QuickBooks refused before its time, once', async () => {
    const { session, spent } = connection(hourMs, [fresh('1')]);
    const [one, another] = [session(), session()];
    const answers = await Promise.all([one.accessAfterRefusal(1n), another.accessAfterRefusal(1n)]);
    expect(answers).toEqual([granted('access-1', 2n), granted('access-1', 2n)]);
    expect(await one.accessAfterRefusal(1n)).toEqual(granted('access-1', 2n));
    expect(spent).toEqual(['refresh-0']);
  });

  it('says so when the refresh token is refused', async () => {
    const { session, tokens } = connection(0, [invalid]);
    expect(await session().access()).toEqual({ ok: false, why: 'authentication', reason: 'Token invalid' });
    expect(tokens.refused).toEqual(['Token invalid']);
    expect(await session().access()).toMatchObject({ ok: false, why: 'authentication' });
  });

  it.each(['invalid_client', 'unauthorized_client', 'invalid_request'] as const)(
    'goes on with the connection once %s is put right: that is said of us, and not of the token',
    async (error) => {
      const { session, tokens, spent } = connection(0, [refusedAs(error), fresh('1')]);
      const outcome = await session().access();
      expect(outcome).toMatchObject({ ok: false, why: 'unreachable', reason: expect.stringContaining(error) });
      expect([spent, tokens.refused, tokens.refreshing]).toEqual([['refresh-0'], [], false]);
      expect(await session().access()).toEqual(granted('access-1', 2n));
    },
  );

  it('sends what was not sent again at once', async () => {
    const { session, spent } = connection(0, [unsent, fresh('1')]);
    expect(await session().access()).toEqual(granted('access-1', 2n));
    expect(spent).toEqual(['refresh-0', 'refresh-0']);
  });

  it('asks with the stored token again after a lost answer, once QuickBooks cannot be at the first any more', async () => {
    const { session, tokens, spent, clock, wait } = connection(0, [lost, fresh('1')]);
    const began = clock.now().getTime();
    expect(await session().access()).toMatchObject({ ok: false, why: 'unreachable' });
    expect([spent, tokens.refused]).toEqual([['refresh-0'], []]);
    expect(await untilRefreshed({ session: session(), spent, times: 2, wait })).toEqual(granted('access-1', 2n));
    expect(spent).toEqual(['refresh-0', 'refresh-0']);
    expect(clock.now().getTime() - began).toBeGreaterThan(requestMsMax);
  });

  it('counts that from the last time it was sent', async () => {
    const { oauth, tokens, spent, clock, wait } = connection(0, [unsent, lost, fresh('1')]);
    const sentAt: number[] = [];
    const refresh = async (refreshToken: string) => {
      sentAt.push(clock.now().getTime());
      await wait(tokenTimeoutMs);
      return oauth.refresh(refreshToken);
    };
    const session = createSession({ tokens, oauth: { refresh }, clock, wait });
    expect(await untilRefreshed({ session, spent, times: 3, wait })).toMatchObject({ ok: true });
    const [, last = 0, next = 0] = sentAt;
    expect(next - last).toBeGreaterThan(requestMsMax);
  });

  it('lets nobody wait for an answer that nobody is waiting for', async () => {
    const { session, clock, wait } = connection(0, [lost, fresh('1')]);
    await session().access();
    await wait(2 * tokenTimeoutMs);
    const before = clock.now();
    expect(await session().access()).toMatchObject({ ok: false, why: 'unreachable' });
    expect(clock.now()).toEqual(before);
  });

  it('ends a lost answer in the authentication alert at worst, never in silence', async () => {
    const { session, tokens, spent, wait } = connection(0, [lost, invalid]);
    expect(await untilRefreshed({ session: session(), spent, times: 2, wait })).toMatchObject({
      ok: false,
      why: 'authentication',
    });
    expect(tokens.refused).toEqual(['Token invalid']);
  });

  it('leaves it for later when nothing could be sent, and gives the right to refresh back', async () => {
    const { session, tokens } = connection(0, [unsent, unsent, fresh('1')]);
    const one = session();
    expect(await one.access()).toMatchObject({ ok: false, why: 'unreachable' });
    expect(tokens.refused).toEqual([]);
    expect(tokens.refreshing).toBe(false);
    expect(await one.access()).toEqual(granted('access-1', 2n));
  });

  it('keeps the right to refresh where a call may still reach QuickBooks', async () => {
    const { session, tokens, spent, wait } = connection(0, [unsent, lost, fresh('1')]);
    expect(await session().access()).toMatchObject({ ok: false, why: 'unreachable' });
    expect([tokens.refused, tokens.refreshing]).toEqual([[], true]);
    expect(await untilRefreshed({ session: session(), spent, times: 3, wait })).toEqual(granted('access-1', 2n));
  });

  it('uses a token that is still good while a refresh fails or another process is at it', async () => {
    const { session, tokens, clock } = connection(60_000, [lost]);
    expect(await session().access()).toEqual(granted('access-0', 1n));
    await tokens.beginRefresh(1n, clock.now().getTime() + hourMs);
    expect(await session().access()).toEqual(granted('access-0', 1n));
    const keys = connection(60_000, [refusedAs('invalid_client')]);
    expect(await keys.session().access()).toEqual(granted('access-0', 1n));
  });

  it('looks for another process’s refresh ever less often, and asks for the right to refresh only where nobody has it', async () => {
    const { session, tokens, spent, clock } = connection(0, []);
    const began = clock.now().getTime();
    await tokens.beginRefresh(1n, began + hourMs);
    const before = tokens.timesAsked;
    expect(await session().access()).toMatchObject({
      ok: false,
      why: 'unreachable',
      reason: expect.stringContaining('for too long'),
    });
    expect(clock.now().getTime() - began).toBeGreaterThanOrEqual(30_000);
    expect(tokens.timesAsked - before).toBeLessThan(40);
    expect(spent).toEqual([]);
  });

  it('takes another process’s new token within a moment of its being saved', async () => {
    const { session, tokens, clock } = connection(0, []);
    const began = clock.now().getTime();
    await tokens.beginRefresh(1n, began + hourMs);
    const saved = { ...tokensEnding(clock.now(), hourMs), accessToken: 'access-theirs' };
    const waiting = {
      ...tokens,
      async read() {
        if (clock.now().getTime() - began >= 300) await tokens.saveRefreshed(1n, saved);
        return tokens.read();
      },
    };
    expect(await session({ tokens: waiting }).access()).toEqual(granted('access-theirs', 2n));
    expect(clock.now().getTime() - began).toBeLessThan(1_000);
  });

  it('never hands out a refused token again, whoever holds the right to refresh', async () => {
    const { session, tokens, spent, clock } = connection(hourMs, [lost]);
    const one = session();
    expect(await one.accessAfterRefusal(1n)).toMatchObject({ ok: false, why: 'unreachable' });
    await tokens.beginRefresh(1n, clock.now().getTime() + hourMs);
    expect(await one.accessAfterRefusal(1n)).toMatchObject({ ok: false, why: 'unreachable' });
    expect(spent).toHaveLength(1);
  });

  it('a process that stood still until its right to refresh was over spends no token beside another', async () => {
    const { tokens, oauth, spent, clock, wait } = connection(0, [fresh('1')]);
    const stopped = {
      ...tokens,
      async beginRefresh(version: bigint, untilMs: number) {
        const begun = await tokens.beginRefresh(version, untilMs);
        await wait(hourMs);
        return begun;
      },
    };
    const session = createSession({ tokens: stopped, oauth, clock, wait });
    expect(await session.access()).toMatchObject({ ok: false, why: 'unreachable' });
    expect(spent).toEqual([]);
  });

  it('nor tries again once the first try took it past its right', async () => {
    const { tokens, oauth, spent, clock, wait } = connection(0, [unsent, fresh('1')]);
    const refresh = async (refreshToken: string) => {
      await wait(hourMs);
      return oauth.refresh(refreshToken);
    };
    const session = createSession({ tokens, oauth: { refresh }, clock, wait });
    expect(await session.access()).toMatchObject({ ok: false, why: 'unreachable' });
    expect(spent).toEqual(['refresh-0']);
  });

  it('takes over from a process that died while refreshing', async () => {
    const { session, tokens, clock } = connection(0, [fresh('1')]);
    await tokens.beginRefresh(1n, clock.now().getTime() + 5_000);
    expect(await session().access()).toEqual(granted('access-1', 2n));
  });
});
