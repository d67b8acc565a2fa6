// A batch whose entries are written together: each item is still judged by what the items before it did.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entry, line, listOf, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany({ settings: { warnDuplicateJournalNumber: true } });
});
afterAll(() => company.emulator.close());

type Item = Readonly<Record<string, unknown>>;
interface Answered {
  readonly JournalEntry?: { readonly Id: string; readonly status?: string; readonly PrivateNote?: string };
  readonly Fault?: { readonly Error: readonly { readonly code: string; readonly Detail: string }[] };
  readonly QueryResponse?: { readonly totalCount?: number; readonly JournalEntry?: readonly { readonly Id: string }[] };
}

const create = (more: Item) => ({ operation: 'create', JournalEntry: entry(10, more) });

async function batch(items: readonly Item[], requestId?: string): Promise<readonly Answered[]> {
  const query = requestId === undefined ? '' : `?requestid=${requestId}`;
  const BatchItemRequest = items.map((item, index) => ({ bId: `${index}`, ...item }));
  const { status, body } = await company.api('POST', `/batch${query}`, { BatchItemRequest });
  expect(status).toBe(200);
  return listOf<Answered>(body.BatchItemResponse);
}

const codesOf = (answers: readonly Answered[]) => answers.map(({ Fault }) => Fault?.Error[0]?.code ?? null);
const idsOf = (answers: readonly Answered[]) => answers.map(({ JournalEntry }) => Number(JournalEntry?.Id ?? 0));

describe('an item of a batch', () => {
  test('may not have the number of one before it, and the fault names that one', async () => {
    const answers = await batch([
      create({ DocNumber: 'T-1' }),
      create({ DocNumber: 'T-1' }),
      create({ DocNumber: 't-1' }),
    ]);
    expect(codesOf(answers)).toEqual([null, '6140', null]);
    const [first] = idsOf(answers);
    expect(answers[1]?.Fault?.Error[0]?.Detail).toContain(`TxnId=${first}`);
  });

  test('is refused by itself: those after it take the next ids, and the balances are of what was taken', async () => {
    const balance = async () => Number((await company.api('GET', '/account/1')).body.Account?.CurrentBalance);
    const before = await balance();
    const unbalanced = { Line: [line('1', 'Debit', 7), line('2', 'Credit', 8)] };
    const answers = await batch([create({}), create(unbalanced), create({}), create({ Nonsense: 1 }), create({})]);
    expect(codesOf(answers).map((code) => code === null)).toEqual([true, false, true, false, true]);
    const [first = 0] = idsOf(answers);
    expect(idsOf(answers)).toEqual([first, 0, first + 1, 0, first + 2]);
    expect(await balance()).toBe(before + 30);
  });

  test('finds, changes and deletes what one before it made', async () => {
    const [made] = idsOf(await batch([create({})]));
    const [next, later] = [Number(made) + 1, Number(made) + 2].map(String);
    const answers = await batch([
      create({ DocNumber: 'F-1' }),
      { Query: `select * from JournalEntry where DocNumber = 'F-1'` },
      create({}),
      { operation: 'update', JournalEntry: { Id: next, SyncToken: '0', sparse: true, PrivateNote: 'seen' } },
      { operation: 'delete', JournalEntry: { Id: later, SyncToken: '0' } },
      create({ DocNumber: 'F-1' }),
      { operation: 'delete', JournalEntry: { Id: next, SyncToken: '1' } },
      create({ DocNumber: 'F-1' }),
    ]);
    expect(codesOf(answers)).toEqual([null, null, null, null, null, '6140', null, null]);
    expect(answers[1]?.QueryResponse?.JournalEntry?.map(({ Id }) => Id)).toEqual([next]);
    expect(answers[3]?.JournalEntry?.PrivateNote).toBe('seen');
    expect((await company.api('GET', `/journalentry/${next}`)).status).toBe(400);
    expect((await company.api('GET', `/journalentry/${Number(made) + 3}`)).body.JournalEntry?.DocNumber).toBe('F-1');
  });
});

test('a batch that comes again is answered as before, and takes no ids', async () => {
  const items = [create({}), create({ Nonsense: 1 })];
  const [first, second] = [await batch(items, 'again'), await batch(items, 'again')];
  expect(second).toEqual(first);
  const [id] = idsOf(first);
  expect(idsOf(await batch([create({})]))).toEqual([Number(id) + 1]);
});

async function vendorId(): Promise<string> {
  const { body } = await company.api('POST', '/vendor', { DisplayName: 'Late' });
  return String(body.Vendor?.Id);
}

test('what is refused when it is posted gives back its id, and a company that was put back goes on from its own', async () => {
  const [id] = idsOf(await batch([create({})]));
  const snapshot = (await company.control('GET', '/snapshot')).body;
  const late = {
    VendorRef: { value: await vendorId() },
    Line: [{ Amount: 1, DetailType: 'AccountBasedExpenseLineDetail' }],
  };
  expect((await company.api('POST', '/bill', late)).body.Fault?.Error?.[0]?.code).toBe('2020');
  expect(idsOf(await batch([create({}), create({})]))).toEqual([Number(id) + 1, Number(id) + 2]);
  expect((await company.control('PUT', '/snapshot', snapshot)).status).toBe(200);
  expect(idsOf(await batch([create({})]))).toEqual([Number(id) + 1]);
});
