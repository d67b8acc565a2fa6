// The audit log: whatever route changes something enters who did it, or is named here with the reason why not.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leastRoles } from './route-roles.ts';
import { owner, publicUrl, type ServerBesideQuickbooks, sale, startServerBesideQuickbooks } from './server.fixture.ts';

let shop: ServerBesideQuickbooks;
beforeAll(async () => {
  shop = await startServerBesideQuickbooks();
  await shop.comeBack(await shop.consent());
});
afterAll(() => shop?.close());

/** What enters nothing, and why. */
const entersNothing: Readonly<Record<string, string>> = {
  'POST /connection/connect': 'Only asks for consent; what comes of it is entered.',
  'POST /events': 'Events are kept as they came, with their source, and never change.',
  'POST /events.csv': 'Reads.',
  'POST /events/count-unsettled': 'Reads.',
  'POST /imports': 'Records nothing: its end is entered, and the list says who brought it.',
  'POST /imports/:id/check': 'Records nothing.',
  'POST /journal/preview': 'Reads.',
  'POST /notifications/receivers/:id/test': 'Sends a message without anything of the books.',
  'POST /period/preview': 'Reads.',
  'POST /reconciliation/:accountId/:month/read': 'Reads the register at QuickBooks.',
  'POST /saved-views': "A person's own.",
  'DELETE /saved-views/:id': "A person's own.",
};

/** What takes entries in QuickBooks: where it is tested that they are entered, as what. */
const enteredElsewhere: Readonly<Record<string, readonly [action: string, file: string]>> = {
  'POST /closed-period/decide': ['closed-period-decided', 'closed-periods'],
  'POST /drift/:id/decide': ['drift-decided', 'drift-books'],
  'POST /period/repost': ['repost-asked', 'repost-period'],
  'POST /period/repost/:id/cancel': ['repost-cancelled', 'repost-interrupted'],
  'POST /reconciliation/:accountId/:month/tie-out': ['tied-out', 'tie-out'],
  'POST /summaries/:id/post-without-blocked': ['posted-without-blocked', 'summary-view'],
};

type Body = Record<string, unknown>;
const entered = new Set<string>();

async function request(route: string, { payload, ...params }: { payload?: object } & Record<string, unknown>) {
  const [method = '', path = ''] = route.split(' ');
  const answer = await shop.app.server.inject({
    method: method as 'POST',
    url: `/api/v1${path.replaceAll(/:(\w+)/g, (_, name: string) => String(params[name]))}`,
    headers: { cookie: shop.cookie, origin: publicUrl },
    ...(payload !== undefined && { payload }),
  });
  return { status: answer.statusCode, body: answer.json() as Body };
}

/** Calls the route and gives back its answer, once the log has one entry more: of this action, by this person. */
async function enters(action: string, route: string, of: { payload?: object } & Record<string, unknown>) {
  const before = await log();
  const answer = await request(route, of);
  const added = (await log()).slice(0, -before.length || undefined);
  expect([route, answer]).toEqual([route, { status: 200, body: answer.body }]);
  expect([route, added.every(({ inBooks }) => inBooks !== null)]).toEqual([route, true]);
  expect([route, added.map(({ what, who }) => [what, who])]).toEqual([route, [[action, owner.email]]]);
  entered.add(route);
  return answer.body;
}
const log = async () =>
  (await request('GET /audit-log', {})).body.entries as {
    what: string;
    who: string;
    detail: Body;
    names: Body;
    inBooks: Body | null;
  }[];

async function record(...events: readonly Body[]): Promise<string> {
  const { body } = await shop.call('POST', '/events', { events });
  return String((body.results as { id: string }[]).at(-1)?.id);
}

test('the company, its people and its receivers', async () => {
  await enters('settings-saved', 'PUT /settings', { payload: { name: 'Harbor Goods' } });
  const invite = { payload: { email: 'ben@example.com', role: 'viewer' } };
  await enters('user-invited', 'POST /invitations', invite);
  const [invited] = (await request('GET /users', {})).body.invitations as { id: string }[];
  await enters('invitation-withdrawn', 'DELETE /invitations/:id', { id: invited?.id });
  expect((await log())[0]?.detail).toEqual({ email: 'ben@example.com' });
  const { link } = await enters('user-invited', 'POST /invitations', invite);
  const token = new URL(String(link)).searchParams.get('token');
  await shop.app.server.inject({ method: 'POST', url: '/api/v1/join', payload: { token, password: owner.password } });
  expect((await log())[0]).toMatchObject({ what: 'user-joined', who: 'ben@example.com' });
  const users = (await request('GET /users', {})).body.users as { id: string; email: string }[];
  const id = users.find(({ email }) => email === 'ben@example.com')?.id;
  await enters('user-changed', 'PUT /users/:id', { id, payload: { role: 'bookkeeper' } });
  await enters('user-signed-out', 'POST /users/:id/sign-out', { id, payload: {} });
  await enters('user-removed', 'DELETE /users/:id', { id });
  const passwords = { current: owner.password, new: owner.password };
  await enters('password-changed', 'POST /password', { payload: passwords });
  const key = await enters('api-key-created', 'POST /api-keys', { payload: { name: 'till 2' } });
  await enters('api-key-revoked', 'DELETE /api-keys/:id', { id: key.id });
  const receiver = { kind: 'slack', name: 'Books', wantsAlerts: true, wantsDigest: false };
  const address = 'https://hooks.example.com/T0/secret-part';
  const added = await enters('receiver-added', 'POST /notifications/receivers', { payload: { ...receiver, address } });
  await enters('receiver-changed', 'PUT /notifications/receivers/:id', { id: added.id, payload: receiver });
  await enters('receiver-removed', 'DELETE /notifications/receivers/:id', { id: added.id });
  await enters('digest-time-saved', 'PUT /notifications/digest', { payload: { digestAt: '06:30' } });
  expect(JSON.stringify([await log(), key.key, token])).not.toContain('secret-part');
  for (const secret of [key.key, token]) expect(JSON.stringify(await log())).not.toContain(String(secret));
});

test('mappings, the chart and the names of things', async () => {
  await enters('accounts-imported', 'POST /accounts/import', { payload: {} });
  const proposal = (await request('GET /accounts/proposal?role=payment&subject=klarna', {})).body;
  const { name, type, subType } = proposal;
  const made = await enters('account-created', 'POST /accounts', { payload: { name, type, subType } });
  const { id: accountId } = made.account as { id: string };
  const mappings = [{ role: 'payment', subject: 'klarna', accountId }];
  await enters('mappings-saved', 'PUT /mappings', { payload: { mappings } });
  expect((await log())[0]).toMatchObject({
    detail: { changes: [{ subject: 'klarna', before: null, accountId }] },
    names: { accounts: { [accountId]: 'Klarna Clearing' }, classes: {}, departments: {} },
  });
  for (const route of ['PUT /payment-types/:code', 'PUT /item-classes/:code', 'PUT /tax-codes/:code']) {
    await enters('subject-saved', route, { code: 'other', payload: { name: 'Other' } });
  }
  const reason = { purpose: 'inventory-adjustment', code: 'broken', payload: { name: 'Broken' } };
  await enters('subject-saved', 'PUT /reason-codes/:purpose/:code', reason);
  await enters('location-saved', 'PUT /locations/:code', { code: 'main', payload: { name: 'Main Street' } });
  const [outlet] = (await request('GET /departments', {})).body.departments as { id: string; name: string }[];
  const chosen = { quickbooksDepartmentId: outlet?.id };
  await enters('location-saved', 'PUT /locations/:code', { code: 'main', payload: chosen });
  expect((await log())[0]).toMatchObject({
    detail: { code: 'main', ...chosen, quickbooksDepartmentBefore: null },
    names: { accounts: {}, classes: {}, departments: { [outlet?.id ?? '']: 'Harbor Outlet' } },
  });
});

test('a file that is recorded, and one that is not', async () => {
  const bring = async (id: string) => {
    const answer = await shop.app.server.inject({
      ...{ method: 'POST', url: '/api/v1/imports', payload: JSON.stringify(sale(id)) },
      headers: { cookie: shop.cookie, origin: publicUrl, 'content-type': 'application/x-ndjson' },
    });
    return answer.json().id as string;
  };
  await enters('file-imported', 'POST /imports/:id/start', { id: await bring('f-1'), payload: {} });
  await enters('import-cancelled', 'POST /imports/:id/cancel', { id: await bring('f-2'), payload: {} });
});

test('events and sync', async () => {
  await enters('demo-filled', 'POST /demo', { payload: { days: 2, seed: 7 } });
  const kept = await record(sale('a-1'), sale('a-1', { location: 'pier' }));
  await enters('first-kept', 'POST /events/:id/keep-first', { id: kept, payload: {} });
  const taken = await record(sale('a-2'), sale('a-2', { location: 'pier' }));
  await enters('version-taken', 'POST /events/:id/take-version', { id: taken, payload: {} });
  await enters('event-retried', 'POST /events/:id/retry', { id: kept, payload: {} });
  const reason = 'entered by hand';
  await enters('event-handled-outside', 'POST /events/:id/handled-outside', { id: kept, payload: { reason } });
  const ids = [await record(sale('a-3'))];
  await enters('event-handled-outside', 'POST /events/handled-outside', { payload: { ids, reason } });
  await enters('failed-retried', 'POST /events/retry-failed', { payload: {} });
  await enters('sync-started', 'POST /sync/start', { payload: { from: '2026-11-01' } });
  await enters('past-events-synced', 'POST /sync/past-events', { payload: { from: '2026-10-01' } });
  await enters('sync-paused', 'POST /sync/pause', { payload: {} });
  await enters('quickbooks-disconnected', 'POST /connection/disconnect', { payload: {} });
});

test('is read a page at a time, and narrowed by person, action and days of the shop', async () => {
  const read = async (query: string) => (await request(`GET /audit-log${query}`, {})).body;
  const all = (await read('')).entries as { id: string; at: string; who: string; what: string }[];
  const pages: unknown[] = [];
  let cursor: unknown = '';
  while (cursor !== null) {
    const page = await read(`?limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
    pages.push(...(page.entries as unknown[]));
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(all);
  expect(all.length).toBeGreaterThan(30);
  const ben = await read('?who=ben@example.com');
  expect(ben).toMatchObject({ entries: [{ what: 'user-joined' }], people: ['ben@example.com', owner.email] });
  const invited = (await read('?what=user-invited')).entries as { what: string }[];
  expect(invited.map(({ what }) => what)).toEqual(['user-invited', 'user-invited']);
  await request('PUT /settings', { payload: { timeZone: 'Pacific/Auckland' } });
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Auckland' }).format(new Date(all[0]?.at ?? ''));
  const next = new Date(Date.parse(day) + 24 * 60 * 60_000).toISOString().slice(0, 10);
  expect((await read(`?from=${day}`)).entries).toContainEqual(all[0]);
  expect((await read(`?to=${day}`)).entries).toContainEqual(all[0]);
  expect((await read(`?from=${next}`)).entries).not.toContainEqual(all[0]);
  expect((await request('GET /audit-log?cursor=x', {})).status).toBe(422);
});

test('is given as CSV for a spreadsheet, narrowed like the list', async () => {
  const csv = (query: string) =>
    shop.app.server.inject({ url: `/api/v1/audit-log.csv${query}`, headers: { cookie: shop.cookie } });
  const answer = await csv('?what=demo-filled');
  expect(answer.headers['content-disposition']).toContain('audit-log.csv');
  const rows = answer.body.split('\r\n');
  expect(rows[0]).toBe('\uFEFFWhen,Who,What,Detail,In the books');
  expect(rows[1]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,owner@example\.com,demo-filled,days: 2 · seed: 7,recorded \d+$/);
  expect(rows).toHaveLength(3);
  expect((await csv('?what=mappings-saved')).body).toContain(
    ',changes: payment klarna: not mapped → Klarna Clearing,nothing',
  );
  expect((await csv('?what=location-saved')).body).toContain(
    ',code: main · quickbooks location: none → Harbor Outlet,nothing',
  );
  expect((await csv('?limit=7')).statusCode).toBe(422);
  expect((await shop.app.server.inject({ url: '/api/v1/audit-log.csv' })).statusCode).toBe(401);
});

test('every route that changes something enters the log, or says why not', async () => {
  for (const [action, file] of Object.values(enteredElsewhere)) {
    const text = await readFile(new URL(`../pipeline/${file}.postgres.test.ts`, import.meta.url), 'utf8');
    expect([file, text.includes('auditLog()') && text.includes(`'${action}'`)]).toEqual([file, true]);
  }
  const all = [...entered, ...Object.keys(enteredElsewhere), ...Object.keys(entersNothing)];
  expect(all.sort()).toEqual(Object.keys(leastRoles).sort());
});
