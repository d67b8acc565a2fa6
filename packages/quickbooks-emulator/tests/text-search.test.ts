// Parts of texts: the index of every three letters finds what looking at every object finds, whatever was written, changed or deleted.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { companyAt, entry, listOf, startLocalCompany } from './local-company.fixture.ts';

type Company = Awaited<ReturnType<typeof companyAt>>;
interface Stored {
  readonly Id: string;
  readonly SyncToken: string;
  readonly DocNumber?: string;
  readonly PrivateNote?: string;
  readonly DisplayName?: string;
}

let first: Awaited<ReturnType<typeof startLocalCompany>>;
let second: Company;
beforeAll(async () => {
  first = await startLocalCompany();
  second = await companyAt(first.emulator.url, { settings: { limits: false } });
});
afterAll(() => first.emulator.close());

/** Few words, so that patterns made of their pieces often match; all that is awkward among them. */
const words = [
  'sale',
  'SALE',
  'Büro',
  'BÜRO',
  '\u212Ailo',
  'kilo',
  '\u0130stanbul',
  'ΣΑΣ',
  'σας',
  `it's`,
  'a"b\\c',
  '100%',
  'a_b',
  '現金売上',
  'Ა',
  '😀',
  'x',
  '77777',
  '\n',
  ' ',
];
const text = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((some) => some.join(''));
const pattern = fc
  .record({ whole: text, from: fc.nat(6), to: fc.nat(9), form: fc.constantFrom('%P%', 'P%', '%P', 'P', '%P%P%') })
  .map(({ whole, from, to, form }) => form.replaceAll('P', [...whole].slice(from, Math.max(from + 1, to)).join('')))
  .filter((made) => made !== '');
const quoted = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function isLike(value: string | undefined, like: string): boolean {
  const parts = like
    .toLowerCase()
    .split('%')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return value !== undefined && new RegExp(`^${parts.join('[^]*')}$`).test(value.toLowerCase());
}

async function storedIn(company: Company, type: string): Promise<readonly Stored[]> {
  const { tables } = (await company.control('GET', '/snapshot')).body;
  return listOf<{ type: string; body: string; active: number }>(tables?.objects)
    .filter((row) => row.type === type && row.active === 1)
    .map(({ body }) => JSON.parse(body) as Stored)
    .sort((left, right) => Number(left.Id) - Number(right.Id));
}

const propertiesOf = { JournalEntry: ['DocNumber', 'PrivateNote'], Customer: ['DisplayName'] } as const;

async function expectSame(company: Company, type: keyof typeof propertiesOf, like: string) {
  const stored = await storedIn(company, type);
  for (const property of propertiesOf[type]) {
    const where = `from ${type} where ${property} like ${quoted(like)}`;
    const meant = stored.filter((one) => isLike(one[property as keyof Stored], like)).map(({ Id }) => Id);
    const idsOf = async (select: string) =>
      listOf<Stored>((await company.query(select)).body.QueryResponse?.[type]).map(({ Id }) => Id);
    expect([where, await idsOf(`select * ${where} maxresults 1000`)]).toEqual([where, meant]);
    expect(await idsOf(`select * ${where} startposition 2 maxresults 3`)).toEqual(meant.slice(1, 4));
    expect(await idsOf(`select * ${where} orderby Id desc maxresults 1000`)).toEqual([...meant].reverse());
    expect((await company.query(`select count(*) ${where}`)).body.QueryResponse?.totalCount).toBe(meant.length);
  }
}

const change = fc.record({
  does: fc.constantFrom('add', 'add', 'change', 'delete'),
  which: fc.nat(50),
  note: text,
  number: text.map((value) => [...value].slice(0, 20).join('')),
  inSecond: fc.boolean(),
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

async function make({ does, which, note, number, inSecond }: Change) {
  const company = inSecond ? second : first;
  const stored = await storedIn(company, 'JournalEntry');
  const one = stored[which % Math.max(1, stored.length)];
  const texts = { PrivateNote: note, DocNumber: number };
  if (does === 'add' || !one) {
    await company.api('POST', '/journalentry', entry(1, texts));
    await company.api('POST', '/customer', { DisplayName: note });
  } else if (does === 'change') {
    await company.api('POST', '/journalentry', { Id: one.Id, SyncToken: one.SyncToken, sparse: true, ...texts });
  } else {
    await company.api('POST', '/journalentry?operation=delete', { Id: one.Id, SyncToken: one.SyncToken });
  }
}

const quietMs = 120_000;
describe('a part of a text finds what looking at every object finds', () => {
  test('after any changes, in each of two companies', { timeout: quietMs }, async () => {
    for (const [index, word] of words.entries()) {
      for (const company of [first, second]) {
        const PrivateNote = `${word} and ${words[index - 1] ?? ''}`;
        const made = await company.api('POST', '/journalentry', entry(1, { PrivateNote, DocNumber: `${index}777` }));
        expect([word, made.status]).toEqual([word, 200]);
      }
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 3, maxLength: 8 }),
        fc.array(pattern, { minLength: 3, maxLength: 5 }),
        async (changes, likes) => {
          for (const one of changes) await make(one);
          for (const like of likes) {
            for (const company of [first, second]) {
              await expectSame(company, 'JournalEntry', like);
              await expectSame(company, 'Customer', like);
            }
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  test('after a company was put back from a snapshot, as itself and as another', { timeout: quietMs }, async () => {
    await first.api('POST', '/journalentry', entry(1, { PrivateNote: 'only in the first' }));
    const { body } = await first.control('GET', '/snapshot');
    const likes = ['%only in the%', '%sale%', '%büro%', '%77777%', '%777%', '%77%', '%ür%'];
    await first.api('POST', '/journalentry', entry(1, { PrivateNote: 'only in the future' }));
    await first.control('PUT', '/snapshot', body);
    for (const like of likes) await expectSame(first, 'JournalEntry', like);
    expect(
      (await first.query(`select * from JournalEntry where PrivateNote like '%future%'`)).body.QueryResponse,
    ).toEqual({});
    for (const like of likes) await expectSame(second, 'JournalEntry', like);
    const third = await companyAt(first.emulator.url);
    await third.control('PUT', '/snapshot', body);
    const { access_token: token } = (await third.control('POST', '/tokens')).body;
    const query = encodeURIComponent(`select count(*) from JournalEntry where PrivateNote like '%only in the%'`);
    const path = `/v3/company/${third.realmId}/query?query=${query}`;
    expect((await third.request('GET', path, undefined, String(token))).body.QueryResponse?.totalCount).toBe(1);
    expect(
      (await first.query(`select count(*) from JournalEntry where PrivateNote like '%only in the%'`)).body.QueryResponse
        ?.totalCount,
    ).toBe(1);
  });
});

test('names under one another are found by any part of their full names, and by their new ones', async () => {
  const made = await first.api('POST', '/customer', { DisplayName: 'Orchard Grove' });
  const { Id, SyncToken } = made.body.Customer ?? {};
  await first.api('POST', '/customer', { DisplayName: 'Cellar works', Job: true, ParentRef: { value: Id } });
  const named = async (like: string) =>
    listOf<Stored>(
      (await first.query(`select * from Customer where FullyQualifiedName like '${like}'`)).body.QueryResponse
        ?.Customer,
    ).map(({ DisplayName }) => DisplayName);
  expect(await named('%rove:cell%')).toEqual(['Cellar works']);
  await first.api('POST', '/customer', { Id, SyncToken, sparse: true, DisplayName: 'Meadow' });
  expect(await named('%rove:cell%')).toEqual([]);
  expect(await named('%adow:cell%')).toEqual(['Cellar works']);
});
