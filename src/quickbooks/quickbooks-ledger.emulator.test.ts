// The ledger against a local QuickBooks on its bad days: whatever is lost on the way, an entry is there once.
import { endpointsOnOneHost } from '@tillbook/quickbooks-client';
import { startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, systemClock } from '../clock.ts';
import type { JournalEntry } from '../journal/journal-entry.ts';
import type { CallGuard, Ledger, PostOutcome, PreparedBatch, PreparedEntry } from '../pipeline/ledger-port.ts';
import { batchItemId, batchRequestId, documentNumber, marker, requestId } from '../posting/posting-key.ts';
import { type MemoryTokenStore, memoryTokenStore } from './memory-token-store.fixture.ts';
import { quickbooksEntryUrl } from './quickbooks-entry-url.ts';
import { createLedger } from './quickbooks-ledger.ts';

const clientId = 'tillbook-test';
let emulator: Awaited<ReturnType<typeof startEmulator>>;
let realmId: string;
let accounts: { readonly debit: string; readonly credit: string };
let tokens: MemoryTokenStore;
let ledger: Ledger;

async function control<T>(method: string, path: string, body: unknown = {}): Promise<T> {
  const response = await fetch(`${emulator.url}/_emulator/companies${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? null : JSON.parse(text)) as T;
}

const badDay = (rules: readonly object[]): Promise<unknown> => control('PUT', `/${realmId}/faults`, rules);

async function tokenStore(): Promise<MemoryTokenStore> {
  const pair = await control<{ access_token: string; refresh_token: string }>('POST', `/${realmId}/tokens`, {
    client_id: clientId,
  });
  const now = systemClock.now().getTime();
  return memoryTokenStore({
    realmId,
    clock: systemClock,
    tokens: {
      accessToken: pair.access_token,
      refreshToken: pair.refresh_token,
      accessTokenExpiresAt: new Date(now + 3_600_000),
      refreshTokenExpiresAt: new Date(now + 8_640_000_000),
      authorizationExpiresAt: null,
    },
  });
}

const ledgerWith = (timeoutMs: number): Ledger =>
  createLedger({
    app: { endpoints: endpointsOnOneHost(emulator.url), clientId, clientSecret: 'secret', timeoutMs },
    tokens,
    clock: systemClock,
  });

const guard = (): CallGuard => ({ realmId, assertHeld: () => undefined });

function prepared(change: { debit?: string } = {}): PreparedEntry {
  const entryId = newId(systemClock.now());
  const kept = { rule: 'sale.tender', mapping: null } as const;
  const line = { ...kept, role: 'payment', subject: 'cash', amountMinor: 14010n, location: 'main', from: [] } as const;
  const entry: JournalEntry = {
    events: ['till/sale/t-1'],
    businessDate: '2026-11-03',
    location: 'main',
    currency: 'USD',
    exchangeRate: null,
    memo: 'Ticket 1',
    lines: [
      { ...line, side: 'debit', accountId: change.debit ?? accounts.debit },
      { ...line, side: 'credit', accountId: accounts.credit },
    ],
  };
  const written = ledger.entryBody({
    entry,
    postingDate: entry.businessDate,
    documentNumber: documentNumber(entryId),
    marker: marker(entryId, newId(systemClock.now())),
    tracked: [],
    homeCurrency: 'USD',
  });
  if (!written.ok) throw new Error(written.reason);
  const number = documentNumber(entryId);
  return { guard: guard(), requestId: requestId(entryId, 1), documentNumber: number, body: written.body };
}

function preparedBatch(size: number): PreparedBatch {
  const items = Array.from({ length: size }, (_, index) => ({ ...prepared(), itemId: batchItemId(index) }));
  return { guard: guard(), requestId: batchRequestId(newId(systemClock.now())), items };
}

async function copies(entry: { documentNumber: string; body: string }): Promise<number> {
  await badDay([]);
  const answer = await ledger.findEntry({ guard: guard(), ...entry });
  if (!answer.ok) throw new Error(answer.reason);
  expect(answer.found.every((found) => found.ours && found.equal)).toBe(true);
  return answer.found.length;
}

beforeAll(async () => {
  emulator = await startEmulator({ port: 0, file: ':memory:' });
});
afterAll(() => emulator.close());

beforeEach(async () => {
  ({ realmId } = await control<{ realmId: string }>('POST', '', { template: 'retail', name: 'Harbor Outfitters' }));
  await control('PUT', `/${realmId}/settings`, { limits: false });
  tokens = await tokenStore();
  ledger = ledgerWith(5_000);
  const chart = await ledger.readChart();
  if (!chart.ok) throw new Error(chart.reason);
  const idOf = (type: string) => chart.accounts.find((account) => account.type === type && account.active)?.id ?? '';
  accounts = { debit: idOf('Bank'), credit: idOf('Income') };
});

describe('on a good day', () => {
  it('an entry is accepted, found again as ours, and not written twice under its request id', async () => {
    const entry = prepared();
    const first = await ledger.postEntry(entry);
    if (first.outcome !== 'accepted') throw new Error(first.outcome);
    const place = { environment: 'local', localUrl: emulator.url, realmId, quickbooksId: first.quickbooksId } as const;
    const page = await fetch(quickbooksEntryUrl(place));
    expect(await page.text()).toContain(entry.documentNumber);
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'accepted' });
    expect(await copies(entry)).toBe(1);
  });

  it('a batch is accepted item by item, and replayed as the same batch', async () => {
    const batch = preparedBatch(30);
    const first = await ledger.postBatch(batch);
    expect([...first.values()].map((outcome) => outcome.outcome)).toEqual(Array(30).fill('accepted'));
    const again = await ledger.postBatch(batch);
    const ids = (outcomes: ReadonlyMap<string, PostOutcome>) =>
      [...outcomes.values()].map((outcome) => (outcome.outcome === 'accepted' ? outcome.quickbooksId : null));
    expect(ids(again)).toEqual(ids(first));
  });

  it('an account that is not there is refused, and in a batch refuses that item alone', async () => {
    expect(await ledger.postEntry(prepared({ debit: '999999' }))).toMatchObject({ outcome: 'refused' });
    const items = [prepared(), prepared({ debit: '999999' })].map((item, index) => ({ ...item, itemId: `${index}` }));
    const outcomes = await ledger.postBatch({
      guard: guard(),
      requestId: batchRequestId(newId(systemClock.now())),
      items,
    });
    expect([...outcomes.values()].map((outcome) => outcome.outcome)).toEqual(['accepted', 'refused']);
  });
});

it('what was entered is read in its order, from a time on, and of numbers of ours alone where that is asked', async () => {
  const sent = [prepared(), prepared()];
  for (const entry of sent) await ledger.postEntry(entry);
  const numbers = sent.map((entry) => entry.documentNumber);
  const read = async (request: { numbered: boolean; since: Date | null }) => {
    const answer = await ledger.readEntered({ guard: guard(), ...request, page: 0 });
    if (!answer.ok) throw new Error(answer.reason);
    return answer.held;
  };
  const ours = await read({ numbered: true, since: null });
  expect(ours.map((entry) => entry.documentNumber)).toEqual(numbers);
  const since = ours[1]?.enteredAt ?? null;
  expect(since).toBeInstanceOf(Date);
  expect((await read({ numbered: true, since })).map((entry) => entry.documentNumber)).toContain(numbers[1]);
  const later = new Date((since?.getTime() ?? 0) + 1_000);
  expect(await read({ numbered: true, since: later })).toEqual([]);
  expect((await read({ numbered: false, since })).length).toBeGreaterThanOrEqual(1);
});

describe('on a bad day', () => {
  it.each([
    ['drop-before-write', 'unknown'],
    ['drop-after-write', 'unknown'],
    ['error-before-write', 'unknown'],
    ['error-after-write', 'unknown'],
    ['ambiguous-6000', 'unknown'],
    ['throttle', 'unknown'],
    ['truncate', 'unknown'],
  ])('%s: one entry is unknown, and there once when sent again', async (fault, outcome) => {
    await badDay([{ call: 'journalentry', fault, probability: 1, times: 1 }]);
    const entry = prepared();
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome });
    await badDay([]);
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'accepted' });
    expect(await copies(entry)).toBe(1);
  });

  it.each(['drop-before-write', 'drop-after-write', 'error-after-write', 'throttle', 'truncate'])(
    '%s: a batch is unknown as a whole, and there once when sent again',
    async (fault) => {
      await badDay([{ call: 'batch', fault, probability: 1, times: 1 }]);
      const batch = preparedBatch(3);
      const first = await ledger.postBatch(batch);
      expect([...first.values()].every((outcome) => outcome.outcome === 'unknown')).toBe(true);
      await badDay([]);
      const again = await ledger.postBatch(batch);
      expect([...again.values()].every((outcome) => outcome.outcome === 'accepted')).toBe(true);
      for (const item of batch.items) expect(await copies(item)).toBe(1);
    },
  );

  it('an answer that comes too slowly is unknown, and the entry there once', async () => {
    await badDay([{ call: 'journalentry', fault: 'slow-body', probability: 1, times: 1 }]);
    const entry = prepared();
    expect(await ledgerWith(200).postEntry(entry)).toMatchObject({ outcome: 'unknown' });
    await badDay([]);
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'accepted' });
    expect(await copies(entry)).toBe(1);
  });
});

describe('the connection', () => {
  it('is renewed unseen when its tokens were expired, once for many calls', async () => {
    await control('POST', `/${realmId}/tokens/expire`);
    const outcomes = await Promise.all([prepared(), prepared(), prepared()].map((entry) => ledger.postEntry(entry)));
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['accepted', 'accepted', 'accepted']);
    expect((await tokens.read())?.version).toBe(2n);
  });

  it('is renewed once by two processes', async () => {
    await control('POST', `/${realmId}/tokens/expire`);
    const [one, another] = [ledgerWith(5_000), ledgerWith(5_000)];
    const outcomes = await Promise.all([one.postEntry(prepared()), another.postEntry(prepared())]);
    expect(outcomes.map((outcome) => outcome.outcome)).toEqual(['accepted', 'accepted']);
    expect(tokens.refused).toEqual([]);
    expect((await tokens.read())?.version).toBe(2n);
  });

  it('ends in the authentication alert when it was revoked, and works again with new tokens', async () => {
    await control('POST', `/${realmId}/tokens/revoke`);
    const entry = prepared();
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'not-sent', why: 'authentication' });
    expect(tokens.refused).toHaveLength(1);
    tokens = await tokenStore();
    ledger = ledgerWith(5_000);
    expect(await ledger.postEntry(entry)).toMatchObject({ outcome: 'accepted' });
    expect(await copies(entry)).toBe(1);
  });
});
