// The whole way, over HTTP, to the local QuickBooks: real consent, real tokens, real faults; each event there once.
import { endpointsOnOneHost } from '@tillbook/quickbooks-client';
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../clock.ts';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { createAuthorization } from '../quickbooks/quickbooks-authorization.ts';
import { createLedger } from '../quickbooks/quickbooks-ledger.ts';
import { openTestStorage, paidBy, sale } from './books.fixture.ts';
import type { CompanyBooks } from './company-books.ts';
import { openBooks } from './open-books.ts';
import type { PipelinePorts } from './ports.ts';
import { drainLane } from './post-entries.ts';

const redirectUri = 'http://localhost:4780/api/v1/connection/callback';
const drainsMax = 60;

let test: TestStorage;
let emulator: RunningEmulator;
let books: CompanyBooks;
let ports: PipelinePorts;
let realmId: string;

beforeAll(async () => {
  test = await openTestStorage();
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
  await test.close();
});

beforeEach(async () => {
  const { companyId } = await test.storage.createCompany({ name: 'Test shop' });
  const app = { endpoints: endpointsOnOneHost(emulator.url), clientId: 'test', clientSecret: 'test' };
  const ledger = createLedger({ app, tokens: test.storage.tokenStore(companyId), clock: test.clock });
  ports = {
    storage: test.storage,
    clock: test.clock,
    newId,
    ledgerOf: () => ledger,
    authorization: createAuthorization({ app, clock: test.clock }),
    environment: 'local',
    entryUrl: (realm, id) => `${emulator.url}/${realm}/${id}`,
    wake: async () => undefined,
  };
  books = openBooks(ports)(companyId);
  realmId = (await control<{ realmId: string }>('POST', '/companies', { template: 'retail', name: 'Retail' })).realmId;
  expect(await connect()).toEqual({ ok: true });
  await books.saveMappings(
    [
      { role: 'payment', subject: 'cash', accountId: await accountNamed('Cash in Drawer') },
      { role: 'sales', subject: 'apparel', accountId: await accountNamed('Sales - Apparel') },
    ],
    'owner',
  );
  await books.startSync('2026-01-01', 'owner');
});

async function control<T>(method: string, path: string, body: unknown = {}): Promise<T> {
  const response = await fetch(`${emulator.url}/_emulator${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json().catch(() => ({}))) as T;
}

async function connect(): Promise<Awaited<ReturnType<CompanyBooks['finishConnect']>>> {
  const { consentUrl } = await books.connect(redirectUri, 'owner');
  const answer = await fetch(`${consentUrl}&emulator_approve=${realmId}`, { redirect: 'manual' });
  const { searchParams } = new URL(answer.headers.get('location') ?? '', redirectUri);
  return books.finishConnect(
    {
      state: searchParams.get('state') ?? '',
      code: searchParams.get('code'),
      realmId: searchParams.get('realmId'),
      error: searchParams.get('error'),
    },
    redirectUri,
    'owner',
  );
}

async function accountNamed(name: string): Promise<string> {
  const account = (await books.accounts()).find((one) => one.name === name);
  if (account === undefined) throw new Error(`The retail chart has no "${name}".`);
  return account.id;
}

/** Until nothing is left to do, with the clock moved on over every wait. */
async function drainAll(): Promise<void> {
  for (let drains = 0; drains < drainsMax; drains += 1) {
    const result = await drainLane(ports, books.companyId);
    if (result.outcome === 'idle') return;
    test.clock.advance(Math.max(result.at.getTime() - test.clock.now().getTime(), 1));
  }
  throw new Error('The lane does not come to rest.');
}

const sales = (count: number) => Array.from({ length: count }, (_, index) => sale(`t-${index}`));

/** Each event once in QuickBooks, by the ids and document numbers that it gave back. */
async function expectPostedOnce(count: number): Promise<void> {
  const { events } = await books.listEvents({ limit: 500 });
  expect(events.map((event) => event.status)).toEqual(Array.from({ length: count }, () => 'synced'));
  const { tables } = await control<Snapshot>('GET', `/companies/${realmId}/snapshot`);
  const held = tables.objects.filter((object) => object.type === 'JournalEntry').map((object) => object.doc_number);
  const numbers = await Promise.all(
    events.map(async (event) => (await books.event(event.id))?.postings[0]?.documentNumber ?? null),
  );
  expect(held.sort()).toEqual(numbers.sort());
}

interface Snapshot {
  readonly tables: { readonly objects: readonly { readonly type: string; readonly doc_number: string | null }[] };
}

const fault = (rules: unknown) => control('PUT', `/companies/${realmId}/faults`, rules);

describe('to QuickBooks', () => {
  it('one sale and a backlog arrive', async () => {
    await books.recordEvents(sales(1));
    await drainAll();
    await books.recordEvents(sales(35));
    await drainAll();
    await expectPostedOnce(35);
  });

  it.each(['drop-after-write', 'drop-before-write', 'error-after-write', 'error-before-write', 'throttle'])(
    '%s loses and doubles nothing',
    async (kind) => {
      await fault([{ call: '*', fault: kind, status: 500, probability: 1, times: 2 }]);
      await books.recordEvents(sales(1));
      await drainAll();
      await books.recordEvents(sales(12));
      await drainAll();
      await expectPostedOnce(12);
    },
  );

  it('an access token that ran out is refreshed unseen', async () => {
    await control('POST', `/companies/${realmId}/tokens/expire`);
    await books.recordEvents(sales(3));
    await drainAll();
    await expectPostedOnce(3);
    expect(await books.alerts()).toEqual([]);
  });

  it('revoked access raises the alert; a reconnect lets everything go', async () => {
    await books.recordEvents([sale('t-0')]);
    await drainAll();
    await control('POST', `/companies/${realmId}/tokens/revoke`);
    await books.recordEvents(sales(4));
    await drainAll();
    expect((await books.alerts()).map((alert) => [alert.kind, alert.eventsHeld])).toEqual([['authentication', 3]]);
    await books.disconnect('owner');
    expect(await connect()).toEqual({ ok: true });
    await drainAll();
    await expectPostedOnce(4);
    expect(await books.alerts()).toEqual([]);
  });

  it('a payment type without an account waits, and goes once it has one', async () => {
    await books.recordEvents([sale('visa', paidBy('visa'))]);
    await drainAll();
    expect((await books.alerts())[0]?.title).toBe('Action Required: Visa is missing a payment account');
    expect(await books.preflight()).toMatchObject([
      { kind: 'missing-account', role: 'payment', subject: 'visa', events: 1 },
      { kind: 'missing-deposit-account', subject: 'visa', events: 0 },
    ]);
    await books.saveMappings(
      [{ role: 'payment', subject: 'visa', accountId: await accountNamed('Visa Clearing') }],
      'owner',
    );
    await drainAll();
    await expectPostedOnce(1);
  });
});
