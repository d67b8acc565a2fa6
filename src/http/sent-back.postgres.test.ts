// What is read may be sent back with what is to change: a field that cannot be changed there has to be as it stands, and is never lost.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sale, startTestServer, type TestServer } from './server.fixture.ts';

type Row = Readonly<Record<string, unknown>>;

let app: TestServer;
beforeAll(async () => {
  app = await startTestServer();
  await put('/locations/main', { name: 'Main', timeZone: 'America/New_York', dayEnd: '02:00' });
  await put('/payment-types/cash', {});
  await put('/reason-codes/cash-movement/postage', {});
  await app.person({ method: 'POST', url: '/api/v1/notifications/receivers', payload: hook });
});
afterAll(() => app?.close());

const hook = {
  ...{ kind: 'webhook', name: 'Program', address: 'https://example.com/x', secret: 'sixteen letters!' },
  ...{ wantsAlerts: true, wantsDigest: false },
};
const put = (path: string, payload: object) => app.person({ method: 'PUT', url: `/api/v1${path}`, payload });
const read = async (path: string) => (await app.person({ url: `/api/v1${path}` })).json();

const first = (path: string, list: string) => async (): Promise<Row> => {
  const { [list]: rows } = (await read(path)) as Record<string, Row[]>;
  return rows?.[0] ?? {};
};
const things = {
  settings: { one: (): Promise<Row> => read('/settings'), path: () => '/settings' },
  location: { one: first('/locations', 'locations'), path: () => '/locations/main' },
  'payment type': { one: first('/payment-types', 'paymentTypes'), path: () => '/payment-types/cash' },
  'reason code': { one: first('/reason-codes', 'reasonCodes'), path: () => '/reason-codes/cash-movement/postage' },
  receiver: { one: first('/notifications', 'receivers'), path: (id: string) => `/notifications/receivers/${id}` },
  user: { one: first('/users', 'users'), path: (id: string) => `/users/${id}` },
};
type Thing = keyof typeof things;

async function sendBack(thing: Thing, change: Row) {
  const { one, path } = things[thing];
  const before = await one();
  const answer = await put(path(String(before.id)), { ...before, ...change });
  return { before, answer, after: await one() };
}

test.each<[Thing, Row]>([
  ['settings', { summaryGraceDays: 3 }],
  ['location', { name: 'Main Street' }],
  ['payment type', { name: 'Cash' }],
  ['reason code', { active: true }],
  ['receiver', { wantsDigest: true }],
  ['user', { role: 'owner' }],
])('%s: sent back as it was read with %j, that changes and nothing else', async (thing, change) => {
  const { before, answer, after } = await sendBack(thing, change);
  expect([thing, answer.statusCode]).toEqual([thing, 200]);
  expect(after).toEqual({ ...before, ...change });
});

test.each<[Thing, Row, Row]>([
  ['settings', { meteredBudget: 400_000 }, { meteredBudget: 400_000 }],
  ['location', { name: 'Broadway' }, { code: 'main', name: 'Broadway' }],
  ['payment type', { name: 'Notes' }, { kind: 'payment-type', purpose: '', code: 'cash', name: 'Notes' }],
])(
  '%s: the audit log has of it what is otherwise by now, and nothing where all is as it was',
  async (thing, change, detail) => {
    const entries = async () => (await read('/audit-log')).entries;
    const { length } = await entries();
    await sendBack(thing, change);
    expect(await entries()).toEqual([expect.objectContaining({ detail }), ...(await entries()).slice(-length)]);
    expect((await sendBack(thing, {})).answer.statusCode).toBe(200);
    expect(await entries()).toHaveLength(length + 1);
  },
);

test('days that are sent back as they are in force, among what changes, begin none', async () => {
  await put('/settings', { timeZone: 'America/New_York', dayFrom: null });
  const { timeZone, dayEnd } = await things.settings.one();
  expect((await put('/settings', { timeZone, dayEnd, name: 'Harbor' })).statusCode).toBe(200);
  expect((await read('/audit-log')).entries[0].detail).toEqual({ name: 'Harbor' });
});

test('mappings are sent back as they were read', async () => {
  const before = await read('/mappings');
  expect(before.mappings.length).toBeGreaterThan(3);
  expect((await put('/mappings', before)).statusCode).toBe(200);
  expect(await read('/mappings')).toEqual(before);
});

const days = [{ from: null, timeZone: 'America/Chicago', dayEnd: '04:00' }];
const shownDays = ['an object'];

describe('what cannot be changed there is refused where it is sent otherwise than it stands', () => {
  test.each<[Thing, Row, readonly (readonly [pointer: string, value: unknown, instead: string])[]]>([
    ['settings', { name: 'Other', days }, [['/days', shownDays, 'dayFrom']]],
    ['settings', { name: 'Other', days: null }, [['/days', null, 'dayEnd']]],
    [
      'location',
      { name: 'Other', days, code: 'second' },
      [
        ['/code', 'second', 'path'],
        ['/days', shownDays, 'from'],
      ],
    ],
    [
      'payment type',
      { name: 'Other', kind: 'tax-code', purpose: 'cash-movement', code: 'card', takesDeposits: true },
      [
        ['/kind', 'tax-code', 'path'],
        ['/purpose', 'cash-movement', 'path'],
        ['/code', 'card', 'path'],
        ['/takesDeposits', true, 'events'],
      ],
    ],
    ['reason code', { name: 'Other', purpose: 'inventory-adjustment' }, [['/purpose', 'inventory-adjustment', 'path']]],
    [
      'receiver',
      { name: 'Other', id: 'x', kind: 'slack', shownAs: 'other.example.com', signed: false },
      [
        ['/id', 'x', 'path'],
        ['/kind', 'slack', 'add'],
        ['/shownAs', 'other.example.com', 'address'],
        ['/signed', false, 'secret'],
      ],
    ],
    [
      'user',
      { role: 'viewer', email: 'other@example.com', name: 'Other', since: '2026-11-01T00:00:00.000Z' },
      [
        ['/email', 'other@example.com', 'invite'],
        ['/name', 'Other', 'joins'],
        ['/since', '2026-11-01T00:00:00.000Z', 'came in'],
      ],
    ],
  ])('%s: %j', async (thing, change, refused) => {
    const { before, answer, after } = await sendBack(thing, change);
    expect([thing, answer.statusCode]).toEqual([thing, 422]);
    const { code, problems } = answer.json();
    expect(code).toBe('invalid-request');
    for (const [pointer, value, instead] of refused) {
      expect(problems).toContainEqual({ pointer, value, rule: expect.stringContaining(instead) });
      expect(problems).toContainEqual({ pointer, value, rule: expect.stringContaining('as it stands, or left out') });
    }
    expect(problems).toHaveLength(refused.length);
    expect(after).toEqual(before);
  });

  test('mappings: every row with its place, and what is of the whole', async () => {
    const before = await read('/mappings');
    const rows = before.mappings as Row[];
    const at = rows.findIndex(({ role, subject }) => role === 'payment' && subject === 'cash');
    const edited = { ...rows[at], subjectName: 'Coins', subjectKind: 'tax-code', subjectActive: false };
    const fresh = { role: 'payment', subject: 'never', accountId: null, subjectName: 'Never' };
    const answer = await put('/mappings', {
      accountTypes: { ...before.accountTypes, payment: ['Equity'] },
      mappings: [...rows.slice(0, at), edited, ...rows.slice(at + 1), fresh],
    });
    expect(answer.statusCode).toBe(422);
    const rule = expect.stringContaining('PUT /api/v1/payment-types/:code');
    expect(answer.json().problems).toEqual([
      { pointer: '/accountTypes', value: 'an object', rule: expect.stringContaining('no choice') },
      { pointer: `/mappings/${at}/subjectName`, value: 'Coins', rule },
      { pointer: `/mappings/${at}/subjectKind`, value: 'tax-code', rule: expect.stringContaining('role') },
      { pointer: `/mappings/${at}/subjectActive`, value: false, rule },
      { pointer: `/mappings/${rows.length}/subjectName`, value: 'Never', rule },
    ]);
    expect(await read('/mappings')).toEqual(before);
  });

  test('one that is not there yet has nothing that could be sent back', async () => {
    const { days: itsDays } = await things.location.one();
    for (const [path, payload, pointer] of [
      ['/locations/new', { days: itsDays }, '/days'],
      ['/payment-types/new', { takesDeposits: true }, '/takesDeposits'],
    ] as const) {
      const answer = await put(path, payload);
      expect([path, answer.statusCode, answer.json().problems]).toMatchObject([path, 422, [{ pointer }]]);
    }
    expect((await read('/locations')).locations).toHaveLength(1);
    expect((await put('/payment-types/new', { takesDeposits: false })).statusCode).toBe(200);
  });
});

describe('what changes by itself between reading and writing is in nobody’s way', () => {
  test.each<[Thing, Row]>([
    ['payment type', { lastUsed: '2026-01-01' }],
    ['receiver', { waiting: 7, lastSuccessAt: '2026-11-01T00:00:00.000Z', lastErrorAt: null, lastError: 'no answer' }],
    ['user', { sessions: 9, you: false }],
  ])('%s: %j', async (thing, change) => {
    const { before, answer, after } = await sendBack(thing, change);
    expect([thing, answer.statusCode]).toEqual([thing, 200]);
    expect(after).toEqual(before);
  });

  test('mappings that were read before an event used them', async () => {
    const before = await read('/mappings');
    const used = await app.till({ method: 'POST', url: '/api/v1/events', payload: { events: [sale('used')] } });
    expect(used.json().results).toMatchObject([{ status: 'recorded' }]);
    expect((await read('/mappings')).mappings).not.toEqual(before.mappings);
    expect((await put('/mappings', before)).statusCode).toBe(200);
  });
});

test.each<[Thing, Row]>([
  ['receiver', { shown_as: 'example.com' }],
  ['user', { roll: 'viewer' }],
])('%s: a field that neither reading nor changing knows is refused by its name: %j', async (thing, change) => {
  const { answer } = await sendBack(thing, change);
  const [[name = '', value] = []] = Object.entries(change);
  expect(answer.json().problems).toEqual([{ pointer: `/${name}`, value, rule: 'an unknown field' }]);
});

test('nobody changes a receiver or a user that is not there, whatever is sent back of it', async () => {
  const nobody = '019ac0de-0000-7000-8000-000000000000';
  const receiver = await put(`/notifications/receivers/${nobody}`, { ...(await things.receiver.one()), id: nobody });
  const user = await put(`/users/${nobody}`, { ...(await things.user.one()), id: nobody });
  expect([receiver.statusCode, user.statusCode]).toEqual([404, 404]);
});

describe('what a person saw of it', () => {
  test('a location that is otherwise by now is left as it is', async () => {
    const seen = await things.location.one();
    expect((await put('/locations/main', { dayEnd: '03:00', seen })).statusCode).toBe(200);
    const refused = await put('/locations/main', { name: 'Harbor', seen });
    expect([refused.statusCode, refused.json().code]).toEqual([409, 'changed-meanwhile']);
    expect(refused.json().detail).toContain('changed meanwhile');
    expect(await things.location.one()).toMatchObject({ name: seen.name, dayEnd: '03:00' });
    const { name } = seen;
    expect((await put('/locations/main', { name: 'Harbor', seen: { name, dayEnd: '03:00' } })).statusCode).toBe(200);
    expect(await things.location.one()).toMatchObject({ name: 'Harbor', dayEnd: '03:00' });
    const [{ detail }] = (await read('/audit-log')).entries;
    expect(detail).toEqual({ code: 'main', name: 'Harbor' });
  });

  test('a location that is not there was not seen', async () => {
    expect((await put('/locations/second', { seen: { name: 'second' } })).statusCode).toBe(409);
    expect((await put('/locations/second', { seen: {} })).statusCode).toBe(200);
  });

  test.each<[Thing, string, Row]>([
    ['settings', '/settings', { timeZone: 'Asia/Tokyo', dayFrom: '2999-01-01' }],
    ['location', '/locations/main', { dayEnd: '05:00', from: '2999-01-01' }],
  ])('%s: days to come that another person set are looked at first', async (thing, path, change) => {
    const seen = await things[thing].one();
    expect((await put(path, change)).statusCode).toBe(200);
    for (const sent of [{}, seen]) {
      const refused = await put(path, { ...sent, name: 'Quay', seen });
      expect([refused.statusCode, refused.json().code]).toEqual([409, 'changed-meanwhile']);
    }
    const now = await things[thing].one();
    expect((await put(path, { ...now, name: 'Quay', seen: now })).statusCode).toBe(200);
    expect(await things[thing].one()).toEqual({ ...now, name: 'Quay' });
  });

  test('what was not there to be seen is refused by its name', async () => {
    const refused = await put('/locations/main', { name: 'Quay', seen: { nam: 'Main' } });
    expect(refused.json().problems).toEqual([{ pointer: '/seen/nam', value: 'Main', rule: 'an unknown field' }]);
  });
});
