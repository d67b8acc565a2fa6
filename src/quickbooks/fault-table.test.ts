// Every code of the table as it comes on the wire, up to what becomes of the entry, of the lane, and the words a person reads.
import { endpointsOnOneHost } from '@tillbook/quickbooks-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answer,
  type ScriptedServer,
  startScriptedServer,
} from '../../packages/quickbooks-client/src/scripted-server.fixture.ts';
import { systemClock } from '../clock.ts';
import { alertDetail, alertTitle, type CauseNames } from '../posting/cause-words.ts';
import { faultRules } from '../posting/faults.ts';
import { afterCall } from '../posting/next-step.ts';
import { memoryTokenStore, tokensEnding } from './memory-token-store.fixture.ts';
import { createLedger } from './quickbooks-ledger.ts';

const now = new Date('2026-11-03T12:00:00Z');
const clock = { ...systemClock, now: () => now };
const names: CauseNames = {
  subject: (_, code) => code,
  account: (id) => (id === '35' ? '4100 Sales' : null),
  dimension: () => null,
  amount: (minor) => `${minor}`,
};

/** 400 with the service's envelope, unless it is listed here. */
const gateway = new Map<string, number>([
  ['120', 401],
  ['3100', 403],
  ['3200', 401],
  ['3202', 401],
]);

const freshTokens = {
  access_token: 'access-1',
  refresh_token: 'refresh-1',
  expires_in: 3600,
  x_refresh_token_expires_in: 8_640_000,
};

const said = (code: string) => `said of ${code}`;
const inDetail = 'Accounts element id 35 is not to be used';

function onTheWire(code: string) {
  const status = gateway.get(code);
  if (status !== undefined) {
    const error = [{ message: said(code), detail: inDetail, code, element: null }];
    return answer(status, { fault: { error, type: 'AUTHENTICATION' }, batchItemResponse: [], time: 1_601_391_072_830 });
  }
  if (code === '3001') {
    return answer(
      429,
      `<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE"><Error code="3001"><Message>${said(code)}</Message><Detail>The request limit was reached.</Detail></Error></Fault></IntuitResponse>`,
    );
  }
  const errors = [{ Message: said(code), Detail: inDetail, code, element: '' }];
  return answer(code === '10000' ? 500 : 400, {
    Fault: { Error: errors, type: 'ValidationFault' },
    time: '2026-11-03T04:00:00',
  });
}

const leadsTo: Readonly<Record<string, string>> = {
  120: 'blocked: authentication',
  3100: 'blocked: authentication',
  3200: 'blocked: authentication',
  3202: 'blocked: authentication',
  6190: 'blocked: company-lapsed',
  130: 'ready, paused',
  140: 'ready, paused',
  150: 'ready, paused',
  600: 'looked up',
  6140: 'looked up',
  3001: 'unknown, paused',
  10000: 'unknown, paused',
  6200: 'waiting: closed-period',
  6210: 'waiting: closed-period',
};

let server: ScriptedServer;

beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());

async function sent(code: string) {
  const app = { endpoints: endpointsOnOneHost(server.url), clientId: 'id', clientSecret: 'secret' };
  const tokens = memoryTokenStore({ realmId: '4620', tokens: tokensEnding(now, 3_600_000), clock });
  // A 401 has the token refreshed once, and is answered again.
  server.reply = (response, request) =>
    (request.url.pathname.endsWith('/bearer') ? answer(200, freshTokens) : onTheWire(code))(response, request);
  const guard = { realmId: '4620', assertHeld: () => undefined };
  const entry = { guard, requestId: 'request-1', documentNumber: 'TB-1', body: '{"Line":[]}' };
  const outcome = await createLedger({ app, tokens, clock }).postEntry(entry);
  return afterCall(outcome, { sentBefore: false, failures: 0, ownPauseMs: null, closedUntil: '2026-10-31', now });
}

function summary({ state, lane, lookUp, cause }: Awaited<ReturnType<typeof sent>>): string {
  if (lane.effect === 'blocked') return `blocked: ${lane.cause.kind}`;
  if (lane.effect === 'pause') return `${state}, paused`;
  return lookUp ? 'looked up' : `${state}: ${cause?.kind}`;
}

describe('a fault on the wire', () => {
  it.each(Object.keys(faultRules))('%s leads where the table says', async (code) => {
    const after = await sent(code);
    expect(summary(after)).toBe(leadsTo[code] ?? 'refused: refused');
    const cause = after.lane.effect === 'blocked' ? after.lane.cause : after.cause;
    if (cause === null) return;
    const title = alertTitle(cause, names);
    expect(title).toMatch(/^Action Required: \S.{10,}/);
    if (cause.kind !== 'refused') return;
    expect(title).toBe(`Action Required: QuickBooks refused ${faultRules[code]?.words}: ${said(code)}`);
    expect(cause).toMatchObject({ code, message: said(code), detail: inDetail });
    expect(alertDetail(cause, names)).toBe(`Code ${code}: ${said(code)}: Account "4100 Sales" is not to be used`);
  });
});
