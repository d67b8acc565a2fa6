import { endpointsOnOneHost } from '@tillbook/quickbooks-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answer,
  hangUp,
  type Reply,
  type ScriptedServer,
  silence,
  startScriptedServer,
  truncated,
} from '../../packages/quickbooks-client/src/scripted-server.fixture.ts';
import { systemClock } from '../clock.ts';
import { LeaseLostError } from '../pipeline/errors.ts';
import type { CallGuard, Ledger, PostOutcome } from '../pipeline/ledger-port.ts';
import { type MemoryTokenStore, memoryTokenStore, tokensEnding } from './memory-token-store.fixture.ts';
import { createAuthorization } from './quickbooks-authorization.ts';
import { createLedger } from './quickbooks-ledger.ts';

const clock = { ...systemClock, now: () => new Date('2026-11-03T12:00:00Z') };
const created = (id: string) => ({ JournalEntry: { Id: id, SyncToken: '0' } });
const fault = (code: string, message = 'said', detail = 'in detail') => ({
  Fault: { Error: [{ Message: message, Detail: detail, code }], type: 'ValidationFault' },
});
const tokens = {
  access_token: 'access-1',
  refresh_token: 'refresh-1',
  expires_in: 3600,
  x_refresh_token_expires_in: 8_640_000,
};
const guard: CallGuard = { realmId: '4620', assertHeld: () => undefined };
const entry = { guard, requestId: 'request-1', documentNumber: 'TB-1', body: '{"Line":[]}' };
const batch = {
  guard,
  requestId: 'batch-1',
  items: ['0', '1', '2', '3'].map((itemId) => ({ itemId, documentNumber: `TB-${itemId}`, body: '{"Line":[]}' })),
};

let server: ScriptedServer;
let store: MemoryTokenStore;
let ledger: Ledger;

const appAt = (url: string, timeoutMs = 10_000) => ({
  endpoints: endpointsOnOneHost(url),
  clientId: 'our-id',
  clientSecret: 'our-secret',
  timeoutMs,
});

/** Waits briefly where no answer is to come, and long where a busy machine may delay one. */
const ledgerFor = (reply: Reply): Ledger => {
  server.reply = reply;
  return createLedger({ app: appAt(server.url, reply === silence ? 200 : 10_000), tokens: store, clock });
};

beforeEach(async () => {
  server = await startScriptedServer();
  store = memoryTokenStore({ realmId: '4620', tokens: tokensEnding(clock.now(), 3_600_000), clock });
  ledger = createLedger({ app: appAt(server.url), tokens: store, clock });
});
afterEach(() => server.close());

/** Answers a refresh with new tokens, and what carries the first access token with 401. */
const expired =
  (reply: Reply): Reply =>
  (response, request) => {
    if (request.url.pathname.endsWith('/bearer')) return answer(200, tokens)(response, request);
    const stale = request.headers.authorization === 'Bearer access-0';
    return (stale ? answer(401, '') : reply)(response, request);
  };

describe('posting one entry', () => {
  it.each<[string, Reply, Partial<PostOutcome>]>([
    ['accepted', answer(200, created('228')), { outcome: 'accepted', quickbooksId: '228', intuitTid: '1-tid' }],
    ['refused', answer(400, fault('2300')), { outcome: 'refused', code: '2300', detail: 'in detail', httpStatus: 400 }],
    ['a request id seen before', answer(400, fault('600')), { outcome: 'refused', code: '600' }],
    ['a 6000 that leaves it open', answer(400, fault('6000', 'Please wait a few minutes')), { outcome: 'unknown' }],
    ['an error of QuickBooks', answer(500, fault('10000')), { outcome: 'unknown', pauseMs: null }],
    ['a throttle', answer(429, ''), { outcome: 'unknown', pauseMs: 60_000 }],
    ['a throttle in another shape', answer(400, fault('003001')), { outcome: 'unknown', pauseMs: 60_000 }],
    ['a lost answer', hangUp, { outcome: 'unknown' }],
    ['an answer cut off', truncated('{"Journal'), { outcome: 'unknown' }],
    ['no answer in time', silence, { outcome: 'unknown' }],
  ])('%s', async (_, reply, expected) => {
    expect(await ledgerFor(reply).postEntry(entry)).toMatchObject(expected);
    expect(server.heard).toHaveLength(1);
  });

  it('was certainly not sent where nothing was reached', async () => {
    await server.close();
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'not-sent', why: 'unreachable' });
  });

  it('of several faults hears the one that hands back an entry', async () => {
    const error = (code: string) => ({ Message: code, Detail: '', code });
    server.reply = answer(400, { Fault: { Error: [error('2020'), error('6140')], type: 'ValidationFault' } });
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'refused', code: '6140' });
  });
});

describe('the access', () => {
  it('is renewed unseen when its token has run out', async () => {
    server.reply = expired(answer(200, created('228')));
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'accepted', quickbooksId: '228' });
    expect(server.heard.map((heard) => heard.headers.authorization?.split(' ')[1])).toEqual([
      'access-0',
      expect.any(String),
      'access-1',
    ]);
    expect(store.refused).toEqual([]);
  });

  it('is renewed once for many calls at a time', async () => {
    server.reply = expired(answer(200, created('228')));
    const outcomes = await Promise.all([1, 2, 3, 4, 5].map(() => ledger.postEntry(entry)));
    expect(outcomes.every((outcome) => outcome.outcome === 'accepted')).toBe(true);
    expect(server.heard.filter((heard) => heard.url.pathname.endsWith('/bearer'))).toHaveLength(1);
  });

  it('to another company than an entry was made for is not used', async () => {
    const other = { ...guard, realmId: '4621' };
    expect(await ledger.postEntry({ ...entry, guard: other })).toMatchObject({ outcome: 'not-sent' });
    expect([...(await ledger.postBatch({ ...batch, guard: other })).values()]).toMatchObject(
      batch.items.map(() => ({ outcome: 'not-sent', why: 'unreachable' })),
    );
    expect(await ledger.findEntry({ ...entry, guard: other })).toMatchObject({ ok: false, why: 'unreachable' });
    expect(server.heard).toEqual([]);
  });

  it('that came too late is not used', async () => {
    let held = true;
    const late = createLedger({
      app: appAt(server.url),
      clock,
      tokens: {
        ...store,
        async read() {
          held = false;
          return store.read();
        },
      },
    });
    const assertHeld = () => {
      if (!held) throw new LeaseLostError();
    };
    await expect(late.postEntry({ ...entry, guard: { ...guard, assertHeld } })).rejects.toThrow(LeaseLostError);
    expect(server.heard).toEqual([]);
  });

  it.each<[string, (guard: CallGuard) => Promise<unknown>]>([
    ['an entry', (held) => ledger.postEntry({ ...entry, guard: held })],
    ['a batch', (held) => ledger.postBatch({ ...batch, guard: held })],
    ['a look-up', (held) => ledger.findEntry({ ...entry, guard: held })],
    ['what changed', (held) => ledger.readChanges({ guard: held, since: clock.now() })],
    ['our entries by id', (held) => ledger.readVersions({ guard: held, quickbooksIds: ['1'] })],
    ['the chart', (held) => ledger.readChart(held)],
    ['locations', (held) => ledger.readDimensions('department', held)],
    ['the preferences', (held) => ledger.readPreferences(held)],
  ])('that had to be renewed is not used once the lane is lost: %s', async (_, call) => {
    server.reply = expired(answer(200, created('228')));
    const assertHeld = () => {
      if (server.heard.length > 0) throw new LeaseLostError();
    };
    await expect(call({ ...guard, assertHeld })).rejects.toThrow(LeaseLostError);
    expect(server.heard).toHaveLength(2);
    expect(server.heard[1]?.url.pathname).toMatch(/bearer$/);
  });

  it('is given up when the fresh token is refused as well', async () => {
    server.reply = (response, request) =>
      (request.url.pathname.endsWith('/bearer') ? answer(200, tokens) : answer(401, ''))(response, request);
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'not-sent', why: 'authentication' });
    expect(store.refused).toEqual(['HTTP 401']);
    expect(server.heard).toHaveLength(3);
  });

  it.each([
    ['refused', 'authentication', answer(400, { error: 'invalid_grant' })],
    ['not to be had', 'unreachable', answer(500, '')],
  ] as const)('was turned away, and says so, where a fresh token is %s', async (_what, why, atBearer) => {
    server.reply = (response, request) =>
      (request.url.pathname.endsWith('/bearer') ? atBearer : answer(401, ''))(response, request);
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'not-sent', why, httpStatus: 401 });
  });

  it('is given up at once when the connection is void', async () => {
    server.reply = answer(403, fault('3100'));
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'not-sent', why: 'authentication' });
    expect(store.refused).toEqual(['HTTP 403: 3100 said']);
    expect(server.heard).toHaveLength(1);
  });

  it('spends no call once it was given up', async () => {
    await store.markRefused(1n, 'revoked');
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'not-sent', why: 'authentication' });
    expect(await ledger.readChart()).toMatchObject({ ok: false, why: 'authentication' });
    expect(server.heard).toHaveLength(0);
  });
});

describe('posting a batch', () => {
  it('gives each item its own outcome', async () => {
    const items = [
      { bId: '3', ...fault('6000', 'Please wait a few minutes and try again') },
      { bId: '1', ...fault('6210') },
      { bId: '0', ...created('228') },
    ];
    server.reply = answer(200, { BatchItemResponse: items });
    const outcomes = await ledger.postBatch(batch);
    expect(outcomes.get('0')).toMatchObject({ outcome: 'accepted', quickbooksId: '228' });
    expect(outcomes.get('1')).toMatchObject({ outcome: 'refused', code: '6210' });
    expect(outcomes.get('2')).toMatchObject({ outcome: 'unknown' });
    expect(outcomes.get('3')).toMatchObject({ outcome: 'unknown' });
  });

  it('pauses where one item of it was throttled, whatever shape that comes in', async () => {
    server.reply = answer(200, {
      BatchItemResponse: [
        { bId: '0', ...fault('003001') },
        { bId: '1', ...fault('10000') },
      ],
    });
    const outcomes = await ledger.postBatch(batch);
    expect(outcomes.get('0')).toMatchObject({ outcome: 'unknown', pauseMs: 60_000 });
    expect(outcomes.get('1')).toMatchObject({ outcome: 'unknown', pauseMs: null });
  });

  it.each<[string, Reply, Partial<PostOutcome>]>([
    ['a lost answer', hangUp, { outcome: 'unknown' }],
    ['an answer cut off', truncated('{"BatchItem'), { outcome: 'unknown' }],
    ['no answer in time', silence, { outcome: 'unknown' }],
    ['a 503', answer(503, ''), { outcome: 'unknown', pauseMs: null }],
    ['a throttle', answer(429, ''), { outcome: 'unknown', pauseMs: 60_000 }],
    [
      'a refusal for what is in it',
      answer(400, fault('2010')),
      { outcome: 'not-sent', why: 'batch-refused', httpStatus: 400, reason: '2010 said in detail' },
    ],
    ['a batch too big', answer(400, fault('1040')), { outcome: 'not-sent', why: 'batch-refused' }],
    ['a lapsed company', answer(400, fault('6190')), { outcome: 'refused', code: '6190' }],
    ['a request id that was seen before', answer(400, fault('600')), { outcome: 'refused', code: '600' }],
    ['a company under maintenance', answer(400, fault('150')), { outcome: 'refused', code: '150' }],
    ['a void connection', answer(403, fault('3100')), { outcome: 'not-sent', why: 'authentication' }],
  ])('%s is the outcome of every item', async (_, reply, expected) => {
    const outcomes = await ledgerFor(reply).postBatch(batch);
    expect([...outcomes.keys()]).toEqual(['0', '1', '2', '3']);
    for (const outcome of outcomes.values()) expect(outcome).toMatchObject(expected);
  });
});

describe('reading', () => {
  it('the chart takes inactive accounts too, and numbers where there are any', async () => {
    const account = { Id: '79', Name: 'Sales', FullyQualifiedName: 'Income:Sales', AccountType: 'Income' };
    server.reply = answer(200, {
      QueryResponse: {
        Account: [
          {
            ...account,
            AcctNum: '4100',
            AccountSubType: 'SalesOfProductIncome',
            CurrencyRef: { value: 'USD' },
            Active: true,
          },
          {
            ...account,
            Id: '80',
            Name: 'Sales (deleted)',
            FullyQualifiedName: 'Income (deleted):Sales (deleted)',
            Active: false,
          },
          { Id: '81' },
        ],
      },
    });
    expect(await ledger.readChart()).toEqual({
      ok: true,
      accounts: [
        {
          id: '79',
          name: 'Sales',
          fullyQualifiedName: 'Income:Sales',
          number: '4100',
          type: 'Income',
          subType: 'SalesOfProductIncome',
          currency: 'USD',
          active: true,
        },
        expect.objectContaining({ id: '80', name: 'Sales', fullyQualifiedName: 'Income:Sales', active: false }),
      ],
    });
    expect(server.heard[0]?.url.searchParams.get('query')).toContain('Active IN (true, false)');
  });

  it.each<[string, Reply, string]>([
    ['a lost answer', hangUp, 'unreachable'],
    ['no answer in time', silence, 'unreachable'],
    ['a 500', answer(500, ''), 'unreachable'],
    ['a throttle', answer(429, ''), 'throttled'],
    ['a refusal', answer(400, fault('4000')), 'refused'],
    ['a void connection', answer(403, fault('3100')), 'authentication'],
  ])('%s says why', async (_, reply, why) => {
    expect(await ledgerFor(reply).findEntry(entry)).toMatchObject({ ok: false, why });
  });

  it('asks for an entry by its document number', async () => {
    server.reply = answer(200, { QueryResponse: {} });
    expect(await ledger.findEntry(entry)).toEqual({ ok: true, found: [] });
    expect(server.heard[0]?.url.searchParams.get('query')).toContain("FROM JournalEntry WHERE DocNumber = 'TB-1'");
  });
});

describe('authorization', () => {
  const authorization = () => createAuthorization({ app: appAt(server.url), clock });

  it('turns the lives of tokens into times', async () => {
    server.reply = answer(200, tokens);
    expect(await authorization().exchangeCode({ code: 'code-1', redirectUri: 'http://localhost/' })).toEqual({
      ok: true,
      tokens: {
        accessToken: 'access-1',
        refreshToken: 'refresh-1',
        accessTokenExpiresAt: new Date('2026-11-03T13:00:00Z'),
        refreshTokenExpiresAt: new Date('2027-02-11T12:00:00Z'),
        authorizationExpiresAt: null,
      },
    });
    server.reply = answer(400, { error: 'invalid_grant' });
    expect(await authorization().exchangeCode({ code: 'code-1', redirectUri: 'http://localhost/' })).toEqual({
      ok: false,
      reason: 'invalid_grant',
    });
  });

  it('reads what the company is called and the currency of its books', async () => {
    server.reply = answer(200, {
      CompanyInfo: { CompanyName: 'Harbor Outfitters' },
      Preferences: { CurrencyPrefs: { HomeCurrency: { value: 'USD' } } },
    });
    expect(await authorization().readCompany('4620', 'access-0')).toEqual({
      ok: true,
      name: 'Harbor Outfitters',
      homeCurrency: 'USD',
    });
    server.reply = hangUp;
    expect(await authorization().readCompany('4620', 'access-0')).toMatchObject({ ok: false });
    server.reply = answer(400, fault('5020', 'Permission denied'));
    expect(await authorization().readCompany('4620', 'access-0')).toEqual({ ok: false, reason: 'Permission denied' });
  });
});
