// Webhooks: both formats, the signature, the ladder of retries, duplicates, and what is not told.
import { webcrypto } from 'node:crypto';
import { getEventListeners, once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { postDelivery } from '../src/webhooks/post-delivery.ts';
import { companyAt, entry, listOf, startLocalCompany } from './local-company.fixture.ts';
import { type Received, startReceiver } from './webhook-receiver.fixture.ts';

const verifierToken = 'a verifier token';
let company: Awaited<ReturnType<typeof startLocalCompany>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeEach(async () => {
  [company, receiver] = await Promise.all([startLocalCompany(), startReceiver()]);
});
afterEach(async () => {
  await company.emulator.close();
  await receiver.close();
});

const subscribe = (more: object = {}) =>
  company.control('PUT', '/webhooks', [{ url: receiver.url, verifierToken, ...more }]);
const post = async (amount = 10) =>
  String((await company.api('POST', '/journalentry', entry(amount))).body.JournalEntry?.Id);
const advance = (advanceMs: number) => company.request('PUT', '/_emulator/clock', { advanceMs });

interface Delivery {
  readonly id: number;
  readonly state: string;
  readonly createdAt: string;
  readonly dueAt: string | null;
  readonly attempts: readonly { readonly at: string; readonly status: number | null; readonly durationMs: number }[];
}

const deliveries = async () => listOf<Delivery>((await company.control('GET', '/webhooks/deliveries')).body.deliveries);

/** The newest delivery, once it has been attempted so often. */
const attempted = (times: number): Promise<Delivery> =>
  vi.waitFor(async () => {
    const [newest] = await deliveries();
    if (newest?.attempts.length !== times) throw new Error(`${newest?.attempts.length} attempts so far`);
    return newest;
  });

const entitiesOf = ({ body }: Received) =>
  (
    JSON.parse(body) as {
      eventNotifications: { realmId: string; dataChangeEvent: { entities: { name: string; operation: string }[] } }[];
    }
  ).eventNotifications.flatMap(({ dataChangeEvent }) => dataChangeEvent.entities);

/** By another implementation than the one that signed. */
async function isSigned({ headers, body }: Received, token: string): Promise<boolean> {
  const { subtle } = webcrypto;
  const bytes = (value: string) => new TextEncoder().encode(value);
  const key = await subtle.importKey('raw', bytes(token), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const signature = Buffer.from(String(headers['intuit-signature']), 'base64');
  return subtle.verify('HMAC', key, signature, bytes(body));
}

describe('the classic format', () => {
  test('names company, entity, id and operation, and nothing of what was written', async () => {
    await subscribe();
    const id = await post();
    const { body, headers } = await receiver.next();
    expect(JSON.parse(body)).toEqual({
      eventNotifications: [
        {
          realmId: company.realmId,
          dataChangeEvent: {
            entities: [{ name: 'JournalEntry', id, operation: 'Create', lastUpdated: expect.stringMatching(/Z$/) }],
          },
        },
      ],
    });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'intuit-created-time': expect.stringMatching(/Z$/),
      'intuit-t-id': expect.any(String),
      'intuit-notification-schema-version': expect.any(String),
    });
  });

  test('is signed over its bytes with the verifier token, and with no other', async () => {
    await subscribe();
    await post();
    const one = await receiver.next();
    expect(await isSigned(one, verifierToken)).toBe(true);
    expect(await isSigned(one, 'another token')).toBe(false);
    expect(await isSigned({ ...one, body: `${one.body} ` }, verifierToken)).toBe(false);
  });

  test('tells updates, deletions, voids and preferences by their operations', async () => {
    await subscribe();
    const Id = await post();
    await company.api('POST', '/journalentry', { ...entry(3), Id, SyncToken: '0' });
    await company.api('POST', '/journalentry?operation=delete', { Id, SyncToken: '1' });
    const receipt = { Line: [{ Amount: 5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }] };
    const sold = await company.api('POST', '/salesreceipt', receipt);
    await company.api('POST', '/salesreceipt?operation=void', sold.body.SalesReceipt);
    const { Id: one, SyncToken } = (await company.api('GET', '/preferences')).body.Preferences ?? {};
    await company.api('POST', '/preferences', { Id: one, SyncToken, sparse: true });
    const told: string[] = [];
    while (told.length < 6) {
      told.push(...entitiesOf(await receiver.next()).map(({ name, operation }) => `${name} ${operation}`));
    }
    expect(told).toEqual([
      ...['JournalEntry Create', 'JournalEntry Update', 'JournalEntry Delete'],
      ...['SalesReceipt Create', 'SalesReceipt Void', 'Preferences Update'],
    ]);
  });

  test('gathers what one batch changed', async () => {
    await subscribe();
    const items = ['1', '2', '3'].map((bId) => ({ bId, operation: 'create', JournalEntry: entry() }));
    await company.api('POST', '/batch', { BatchItemRequest: items });
    expect(entitiesOf(await receiver.next())).toHaveLength(3);
  });
});

test('CloudEvents come as a list of events with Intuit’s attributes, signed alike', async () => {
  await subscribe({ format: 'cloudevents', clientId: 'test' });
  const id = await post();
  const one = await receiver.next();
  expect(JSON.parse(one.body)).toEqual([
    {
      specversion: '1.0',
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      source: expect.stringMatching(/^intuit\..+/),
      type: 'qbo.journalentry.created.v1',
      datacontenttype: 'application/json',
      time: expect.stringMatching(/Z$/),
      intuitentityid: id,
      intuitaccountid: company.realmId,
      data: {},
    },
  ]);
  expect(await isSigned(one, verifierToken)).toBe(true);
});

describe('what is not told', () => {
  test('entities that were not asked for', async () => {
    await subscribe({ entities: ['Class'] });
    await post();
    await company.api('POST', '/class', { Name: 'Outlet' });
    expect(entitiesOf(await receiver.next())).toMatchObject([{ name: 'Class' }]);
  });

  test('writes that were refused', async () => {
    await subscribe();
    await company.api('POST', '/journalentry', entry(1, { TxnDate: 'never' }));
    await post();
    expect(entitiesOf(await receiver.next())).toHaveLength(1);
  });

  test('anything, to an app that is no longer connected', async () => {
    const { url } = receiver;
    const toAll = { url: `${url}/all`, verifierToken };
    await company.control('PUT', '/webhooks', [{ url, verifierToken, clientId: 'another app' }, toAll]);
    await post();
    await receiver.next();
    expect(listOf<{ url: string }>(await deliveries()).map(({ url: told }) => told)).toEqual([toAll.url]);
  });
});

describe('a webhook that is not acknowledged', () => {
  const ladderMs = [0, 10_000, 20_000, 30_000, 300_000, 1_200_000, 7_200_000, 14_400_000, 21_600_000, 21_600_000];

  test('comes again after Intuit’s waits, with the same bytes, until it is', async () => {
    receiver.answerWith(...ladderMs.map(() => 500));
    await subscribe();
    await post();
    const first = await receiver.next();
    for (const [index, waitMs] of ladderMs.entries()) {
      if (waitMs > 0) {
        const { dueAt, attempts } = await attempted(index + 1);
        const waits = Date.parse(String(dueAt)) - Date.parse(String(attempts.at(-1)?.at));
        expect(waits).toBeGreaterThanOrEqual(waitMs);
        expect(waits).toBeLessThan(waitMs + 3000);
        await advance(waits);
      }
      const again = await receiver.next();
      expect([again.body, again.headers['intuit-signature']]).toEqual([first.body, first.headers['intuit-signature']]);
    }
    const last = await attempted(ladderMs.length + 1);
    expect([last.state, last.dueAt]).toEqual(['acknowledged', null]);
    expect(last.attempts.map(({ status }) => status)).toEqual([...ladderMs.map(() => 500), 200]);
  });

  test('is given up after the older text’s three retries, where that is chosen', async () => {
    await company.control('PUT', '/settings', { webhookLadder: 'older', webhookTimeScale: 600_000 });
    receiver.answerWith(500, 204, 302, 500);
    await subscribe();
    await post();
    for (let turn = 0; turn < 4; turn += 1) await receiver.next();
    expect(await attempted(4)).toMatchObject({ state: 'given-up', dueAt: null });
  });

  test('runs up the ladder as much faster as the time scale says', async () => {
    await company.control('PUT', '/settings', { webhookTimeScale: 10_000 });
    receiver.answerWith(500, 500, 500, 500, 500);
    await subscribe();
    await post();
    for (let turn = 0; turn < 6; turn += 1) await receiver.next();
    expect(await attempted(6)).toMatchObject({ state: 'acknowledged' });
  });

  test('holds back later ones to the same address, unless told not to', async () => {
    receiver.answerWith(500, 500);
    await subscribe();
    const first = await post();
    await receiver.next();
    await receiver.next();
    await attempted(2);
    const second = await post();
    expect((await deliveries()).map(({ attempts }) => attempts.length)).toEqual([0, 2]);
    await advance(10_000);
    const order = [await receiver.next(), await receiver.next()].flatMap(entitiesOf);
    expect(order).toMatchObject([{ id: first }, { id: second }]);
    await company.control('PUT', '/settings', { webhooksHeld: false });
    receiver.answerWith(500, 500);
    await post();
    await receiver.next();
    await receiver.next();
    const free = await post();
    expect(entitiesOf(await receiver.next())).toMatchObject([{ id: free }]);
  });

  test('is taken for unanswered after three seconds', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    await subscribe({ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` });
    await post();
    const { attempts } = await vi.waitFor(
      async () => {
        const [newest] = await deliveries();
        if (!newest?.attempts[0]) throw new Error('no attempt is over');
        return newest;
      },
      { timeout: 10_000 },
    );
    expect(attempts).toMatchObject([{ status: null, durationMs: expect.any(Number) }]);
    expect(attempts[0]?.durationMs).toBeGreaterThan(2900);
    silent.close();
  });

  test('is given up when its address is taken away', async () => {
    receiver.answerWith(500, 500);
    await subscribe();
    await post();
    await attempted(2);
    await company.control('PUT', '/webhooks', []);
    expect((await deliveries()).map(({ state }) => state)).toEqual(['given-up']);
  });
});

describe('on a bad day', () => {
  const meet = async (fault: string, more: object = {}) => {
    await subscribe();
    await company.control('PUT', '/faults', [{ call: 'webhook', fault, times: 1, ...more }]);
    return post();
  };

  test('a webhook comes twice, with the same bytes', async () => {
    await meet('duplicate');
    expect((await receiver.next()).body).toBe((await receiver.next()).body);
    expect(await attempted(1)).toMatchObject({ state: 'acknowledged' });
  });

  test('a webhook is lost, and the next one comes', async () => {
    await meet('drop-before-write');
    const next = await post();
    expect(entitiesOf(await receiver.next())).toMatchObject([{ id: next }]);
    expect((await deliveries()).map(({ state }) => state)).toContain('lost');
  });

  test('a webhook comes late', async () => {
    const started = performance.now();
    await meet('latency', { latencyMs: 120 });
    await receiver.next();
    expect(performance.now() - started).toBeGreaterThan(110);
  });

  test('any webhook is sent again by hand', async () => {
    await subscribe();
    await post();
    const first = await receiver.next();
    const { id } = await attempted(1);
    expect((await company.control('POST', '/webhooks/deliveries', { id })).status).toBe(200);
    expect((await receiver.next()).body).toBe(first.body);
    expect((await company.control('POST', '/webhooks/deliveries', { id: 999 })).status).toBe(400);
  });

  test.each([
    [{ call: 'webhook', fault: 'throttle' }, '0.fault'],
    [{ call: '*', fault: 'duplicate' }, '0.fault'],
  ])('the rule %j is refused', async (rule, field) => {
    const answer = await company.control('PUT', '/faults', [rule]);
    expect([answer.status, answer.body.problems]).toEqual([400, [expect.objectContaining({ field })]]);
  });
});

test('a signal that outlives the deliveries holds on to none of them', async () => {
  const stopped = new AbortController();
  /** What Node keeps in the signal itself, and who listens to it. */
  const held = ({ signal }: AbortController) => {
    const sizeOf = (name: symbol) => (Reflect.get(signal, name) as { readonly size?: number } | undefined)?.size ?? 0;
    const kept = Object.getOwnPropertySymbols(signal).map(sizeOf);
    return kept.reduce((sum, size) => sum + size, getEventListeners(signal, 'abort').length);
  };
  const other = new AbortController();
  AbortSignal.any([other.signal]);
  expect(held(other), 'this does not see what Node keeps').toBe(1);
  const delivery = { id: 1, url: receiver.url, body: '{}', verifierToken, createdAt: 0 };
  expect(await Promise.all([1, 2, 3].map(() => postDelivery(delivery, stopped.signal)))).toEqual([200, 200, 200]);
  expect(held(stopped)).toBe(0);
  stopped.abort();
  expect(await postDelivery(delivery, stopped.signal)).toBeNull();
});

test.each([
  [{ url: 'ftp://x', verifierToken }, '0.url'],
  [{ url: 'http://localhost/' }, '0.verifierToken'],
  [{ url: 'http://localhost/', verifierToken, format: 'yaml' }, '0.format'],
  [{ url: 'http://localhost/', verifierToken, entities: 'JournalEntry' }, '0.entities'],
  [{ url: 'http://localhost/', verifierToken, clientId: 7 }, '0.clientId'],
  [{ url: 'http://localhost/', verifierToken, colour: 'red' }, '0.colour'],
])('the subscription %j is refused for its %s', async (subscription, field) => {
  const answer = await company.control('PUT', '/webhooks', [subscription]);
  expect([answer.status, answer.body.problems]).toEqual([400, [expect.objectContaining({ field })]]);
  expect((await company.control('GET', '/webhooks')).body).toEqual([]);
});

describe('changes of several companies', () => {
  const windowMs = 60_000;

  /** Both told at one address, as the companies of one app are. */
  async function twoShops() {
    const other = await companyAt(company.emulator.url, { settings: { limits: false, webhookWindowMs: windowMs } });
    await company.control('PUT', '/settings', { webhookWindowMs: windowMs });
    const put = (format: string) =>
      Promise.all(
        [company, other].map((one) => one.control('PUT', '/webhooks', [{ url: receiver.url, verifierToken, format }])),
      );
    return { other, put };
  }

  test('in one window come in one notification, one part for each', async () => {
    const { other, put } = await twoShops();
    await put('classic');
    await post();
    await other.api('POST', '/journalentry', entry());
    await other.api('POST', '/class', { Name: 'New' });
    expect(receiver.untaken()).toBe(0);
    await advance(windowMs);
    const received = await receiver.next();
    const { eventNotifications } = JSON.parse(received.body) as {
      eventNotifications: { realmId: string; dataChangeEvent: { entities: { name: string }[] } }[];
    };
    expect(
      eventNotifications.map(({ realmId, dataChangeEvent }) => [
        realmId,
        dataChangeEvent.entities.map(({ name }) => name),
      ]),
    ).toEqual([
      [company.realmId, ['JournalEntry']],
      [other.realmId, ['JournalEntry', 'Class']],
    ]);
    expect(await isSigned(received, verifierToken)).toBe(true);
    for (const one of [company, other]) {
      expect(listOf((await one.control('GET', '/webhooks/deliveries')).body.deliveries)).toHaveLength(1);
    }
  });

  test('as CloudEvents each say their company', async () => {
    const { other, put } = await twoShops();
    await put('cloudevents');
    await post();
    await other.api('POST', '/journalentry', entry());
    await advance(windowMs);
    const events = JSON.parse((await receiver.next()).body) as { intuitaccountid: string }[];
    expect(events.map(({ intuitaccountid }) => intuitaccountid)).toEqual([company.realmId, other.realmId]);
  });

  test('come apart where their tokens differ, or where they come after the window', async () => {
    const { other, put } = await twoShops();
    await put('classic');
    await other.control('PUT', '/webhooks', [{ url: receiver.url, verifierToken: 'another token' }]);
    await post();
    await other.api('POST', '/journalentry', entry());
    await advance(windowMs);
    const [first, second] = [await receiver.next(), await receiver.next()];
    expect([await isSigned(first, verifierToken), await isSigned(second, 'another token')]).toEqual([true, true]);
    await post();
    await advance(windowMs - 1000);
    expect(receiver.untaken()).toBe(0);
    await advance(1000);
    expect(entitiesOf(await receiver.next())).toHaveLength(1);
  });
});
