// Webhooks as they come from the network: Intuit's are taken at once, everybody else's are refused, and no burst does harm.
import { createHmac } from 'node:crypto';
import { type RunningEmulator, startEmulator } from '@tillbook/quickbooks-emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CompanyStore } from '../pipeline/storage-port.ts';
import { webhookBytesMax } from './routes/webhook-routes.ts';
import { composeServer, verifierToken } from './server.fixture.ts';

type Composed = Awaited<ReturnType<typeof composeServer>>;
let emulator: RunningEmulator;
let shop: Composed;
let realmId: string;

beforeAll(async () => {
  emulator = await startEmulator();
  shop = await composeServer({ quickbooksUrl: emulator.url });
  const made = await fetch(`${emulator.url}/_emulator/companies`, { method: 'POST', body: '{"template":"empty"}' });
  realmId = ((await made.json()) as { realmId: string }).realmId;
  await connect();
});
afterAll(async () => {
  await shop.close();
  await emulator.close();
});
beforeEach(() => inCompany((store) => store.sweeps.save({ ...none, realmId }, new Date('2100-01-01'))));

const none = { coveredUntil: null, sweptAt: null, accepted: 0, rereadCovers: null, rereadAfter: null, others: false };
const inCompany = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
  shop.ports.storage.transaction(shop.companyId, work);
const askedAt = async () => (await inCompany((store) => store.sweeps.read(realmId)))?.askedAt ?? null;

async function connect(): Promise<void> {
  const books = shop.booksOf(shop.companyId);
  const redirectUri = 'http://localhost:4780/api/v1/connection/callback';
  const { consentUrl } = await books.connect({ redirectUri, who: 'owner' });
  const answer = await fetch(`${consentUrl}&emulator_approve=${realmId}`, { redirect: 'manual' });
  const { searchParams } = new URL(answer.headers.get('location') ?? '', redirectUri);
  const given = (name: string) => searchParams.get(name);
  const callback = {
    state: given('state') ?? '',
    code: given('code'),
    realmId: given('realmId'),
    error: given('error'),
  };
  expect(await books.finishConnect(callback, redirectUri, 'owner')).toEqual({ ok: true });
}

const sign = (body: string, token = verifierToken) => createHmac('sha256', token).update(body).digest('base64');
const send = (body: string, signature: string | null = sign(body)) =>
  shop.server.inject({
    method: 'POST',
    url: '/webhooks/quickbooks',
    headers: { 'content-type': 'application/json', ...(signature !== null && { 'intuit-signature': signature }) },
    payload: body,
  });
/** Of a burst, at once. */
const sendersCount = 50;
const changed = (realm = realmId, id = '1') =>
  JSON.stringify([
    { type: 'qbo.account.updated.v1', intuitaccountid: realm, intuitentityid: id, time: new Date().toISOString() },
  ]);

describe('POST /webhooks/quickbooks', () => {
  it('takes what Intuit signed, in any format and content type, and answers with nothing', async () => {
    const answer = await send(changed());
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect(await askedAt()).not.toBeNull();
    const entities = [{ name: 'Account', id: '1', operation: 'Update' }];
    const classic = JSON.stringify({ eventNotifications: [{ realmId, dataChangeEvent: { entities } }] });
    const plain = await shop.server.inject({
      ...{ method: 'POST', url: '/webhooks/quickbooks', payload: classic },
      headers: { 'content-type': 'text/plain', 'intuit-signature': sign(classic) },
    });
    expect(plain.statusCode).toBe(200);
  });

  it('refuses what is signed by somebody else, over other bytes, or not at all, and keeps nothing of it', async () => {
    const body = changed();
    for (const signature of [null, '', 'AAAA', sign(body, 'guessed'), sign(`${body} `)]) {
      const answer = await send(body, signature);
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ code: 'not-signed' });
    }
    expect(await askedAt()).toBeNull();
  });

  it('answers the same for a company that nobody here is connected to', async () => {
    const answer = await send(changed('9999999999999'));
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect(await askedAt()).toBeNull();
  });

  it('acknowledges what it cannot read, since it would come for ever', async () => {
    for (const body of ['{', '[]', '{"eventNotifications":7}', '']) expect((await send(body)).statusCode).toBe(200);
    expect(await askedAt()).toBeNull();
  });

  it('refuses a body beyond the limit, and takes a signed one below it', async () => {
    const large = `[${' '.repeat(webhookBytesMax)}]`;
    expect((await send(large)).statusCode).toBe(413);
    const megabyte = `[${Array.from({ length: 6000 }, () => changed().slice(1, -1)).join(',')}]`;
    expect(megabyte.length).toBeGreaterThan(700_000);
    expect((await send(megabyte, sign('other'))).statusCode).toBe(401);
    expect((await send(megabyte)).statusCode).toBe(200);
  });

  it('takes 10,000 in a burst for one sweep, and has none wait while others that came later are answered', async () => {
    await shop.server.listen({ host: '127.0.0.1', port: 0 });
    const address = shop.server.listeningOrigin;
    const answered = { count: 0 };
    let overtakenMax = 0;
    const statuses = new Set<number>();
    const senders = Array.from({ length: sendersCount }, async (_, sender) => {
      for (let sent = 0; sent < 200; sent += 1) {
        const body = changed(realmId, `${sender}-${sent}`);
        const before = answered.count;
        const headers = { 'intuit-signature': sign(body) };
        const answer = await fetch(`${address}/webhooks/quickbooks`, { method: 'POST', body, headers });
        statuses.add(answer.status);
        await answer.arrayBuffer();
        overtakenMax = Math.max(overtakenMax, answered.count - before);
        answered.count += 1;
      }
    });
    await Promise.all(senders);
    expect([...statuses]).toEqual([200]);
    // Those that were on their way when it came, a few times over: however slow the machine is, none is left behind.
    expect(overtakenMax).toBeLessThan(10 * sendersCount);
    expect(await askedAt()).not.toBeNull();
  }, 240_000);
});
