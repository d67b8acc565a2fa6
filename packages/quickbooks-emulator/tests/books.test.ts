// The rules of journal entries, replay, bad days and limits, over plain HTTP.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entry, line, listOf, startLocalCompany } from './local-company.fixture.ts';

let company: Awaited<ReturnType<typeof startLocalCompany>>;
beforeAll(async () => {
  company = await startLocalCompany();
});
afterAll(() => company.emulator.close());
beforeEach(() => company.control('PUT', '/faults', []));

const count = async () =>
  Number((await company.query('select count(*) from JournalEntry')).body.QueryResponse?.totalCount);
const idOf = async (type: string) =>
  String(
    (await company.query(`select * from Account where AccountType = '${type}'`)).body.QueryResponse?.Account?.[0]?.Id,
  );

async function refusal(body: unknown): Promise<{ status: number; code: string }> {
  const answer = await company.api('POST', '/journalentry', body);
  return { status: answer.status, code: String(answer.body.Fault?.Error?.[0]?.code) };
}

describe('a journal entry is refused', () => {
  test.each([
    ['when debits and credits differ', { ...entry(), Line: [line('1', 'Debit', 1), line('2', 'Credit', 2)] }, '2300'],
    ['with fewer than two lines', { ...entry(), Line: [line('1', 'Debit', 1)] }, '6000'],
    ['with a negative amount', { ...entry(), Line: [line('1', 'Debit', -1), line('2', 'Credit', -1)] }, '2290'],
    [
      'for an account that is not there',
      { ...entry(), Line: [line('999', 'Debit', 1), line('2', 'Credit', 1)] },
      '2500',
    ],
    ['with a number of 22 characters', entry(1, { DocNumber: 'x'.repeat(22) }), '2050'],
    ['with a note of 4001 characters', entry(1, { PrivateNote: 'x'.repeat(4001) }), '2050'],
    ['with a field that nobody knows', entry(1, { Unknown: 1 }), '2010'],
    ['with a date that is none', entry(1, { TxnDate: '2026-02-30' }), '2060'],
  ])('%s', async (_, body, code) => {
    expect(await refusal(body)).toEqual({ status: 400, code });
  });

  test('without a customer or a vendor on receivables and payables', async () => {
    for (const type of ['Accounts Receivable', 'Accounts Payable']) {
      expect((await refusal({ Line: [line(await idOf(type), 'Debit', 1), line('2', 'Credit', 1)] })).code).toBe('6000');
    }
  });

  test('in another currency, while multicurrency is off', async () => {
    const foreign = entry(5, { CurrencyRef: { value: 'EUR' }, ExchangeRate: 1.1 });
    expect((await refusal(foreign)).code).toBe('6000');
    await company.control('PUT', '/settings', { multiCurrency: true });
    expect((await company.api('POST', '/journalentry', foreign)).status).toBe(200);
    await company.control('PUT', '/settings', { multiCurrency: false });
  });

  test('on or before the closing date', async () => {
    await company.control('PUT', '/settings', { closingDate: '2026-11-01' });
    expect((await refusal(entry())).code).toBe('6210');
    await company.control('PUT', '/settings', { closingPassword: false });
    expect((await refusal(entry())).code).toBe('6200');
    await company.control('PUT', '/settings', { closingDate: null, closingPassword: true });
  });

  test('when its number is taken and the preference says so, naming the entry that has it', async () => {
    await company.control('PUT', '/settings', { warnDuplicateJournalNumber: true });
    const first = await company.api('POST', '/journalentry', entry(1, { DocNumber: 'TWICE' }));
    const second = await company.api('POST', '/journalentry', entry(1, { DocNumber: 'TWICE' }));
    expect(second.body.Fault?.Error?.[0]).toMatchObject({
      code: '6140',
      Detail: expect.stringMatching(`TxnId=${first.body.JournalEntry?.Id}$`),
    });
    await company.control('PUT', '/settings', { warnDuplicateJournalNumber: false });
  });
});

describe('a description between the lines', () => {
  const told = { DetailType: 'DescriptionOnly', Description: 'a heading', LineNum: 3 };
  const posting = { ...line('abc', 'Debit', 7), ...told, LinkedTxn: [{ TxnId: '1', TxnType: 'Invoice' }] };

  test('moves no money, whatever comes with it', async () => {
    const { body } = await company.api('POST', '/journalentry', entry(5, { Line: [posting, ...entry(5).Line] }));
    expect(listOf(body.JournalEntry?.Line)[0]).toEqual({ Id: '0', ...told });
    expect(listOf(body.JournalEntry?.Line)).toHaveLength(3);
  });

  test('leaves the others in its batch as they are', async () => {
    const items = [entry(5, { Line: [posting, ...entry(5).Line] }), entry(6)];
    const { status, body } = await company.api('POST', '/batch', {
      BatchItemRequest: items.map((JournalEntry, index) => ({ bId: `${index}`, operation: 'create', JournalEntry })),
    });
    expect(status).toBe(200);
    expect(listOf(body.BatchItemResponse)).toMatchObject([{ JournalEntry: {} }, { JournalEntry: {} }]);
  });

  test('does not make up for what is missing on a side', async () => {
    const [debit] = entry(5).Line;
    const Line = [debit, line('2', 'Credit', 4), { ...line('2', 'Credit', 1), ...told }];
    expect((await refusal({ Line })).code).toBe('2300');
  });
});

describe('a request id', () => {
  test('used again answers as the first time and adds nothing', async () => {
    const first = await company.api('POST', '/journalentry?requestid=once', entry());
    const before = await count();
    const second = await company.api('POST', '/journalentry?requestid=once', entry(99));
    expect([second.status, second.text]).toEqual([200, first.text]);
    expect(await count()).toBe(before);
  });

  test('of a batch counts together with the ids of its items', async () => {
    const batch = (bId: string) =>
      company.api('POST', '/batch?requestid=b', {
        BatchItemRequest: [{ bId, operation: 'create', JournalEntry: entry() }],
      });
    const before = await count();
    expect((await batch('1')).text).toBe((await batch('1')).text);
    await batch('2');
    expect(await count()).toBe(before + 2);
  });
});

describe('on a bad day', () => {
  test.each([
    ['drop-before-write', 0],
    ['drop-after-write', 1],
    ['error-before-write', 0],
    ['error-after-write', 1],
    ['ambiguous-6000', 1],
    ['throttle', 0],
    ['truncate', 1],
  ])('%s leaves %i entries', async (fault, written) => {
    const before = await count();
    await company.control('PUT', '/faults', [{ call: 'journalentry', fault, times: 1 }]);
    const outcome = await company.api('POST', '/journalentry', entry()).then(
      ({ status }) => status,
      () => 0,
    );
    expect(outcome).not.toBe(200);
    expect((await count()) - before).toBe(written);
  });
});

test('the eleventh call in a second is refused', async () => {
  const limited = await startLocalCompany({ limits: true });
  await limited.request('PUT', '/_emulator/clock', { stopped: true });
  const answers = await Promise.all(Array.from({ length: 11 }, () => limited.query('select * from CompanyInfo')));
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
  const { body } = await limited.control('GET', '/calls');
  expect(body.counters).toEqual({ calls: 11, metered: 10, refused: 1, faulted: 0 });
  await limited.emulator.close();
});

test('overlapping refreshes: one is answered, the other is invalid_grant', async () => {
  await company.control('PUT', '/settings', { refreshMs: 1000 });
  const refresh = () =>
    company.request('POST', '/oauth2/v1/tokens/bearer', {
      grant_type: 'refresh_token',
      refresh_token: company.tokens.refresh,
      client_id: 'test',
    });
  const answers = await Promise.all([refresh(), refresh()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  await company.control('PUT', '/settings', { refreshMs: 0 });
});

test('whatever is created, changed and deleted, the books balance to the cent', async () => {
  const operation = fc.record({
    kind: fc.constantFrom('create', 'update', 'delete'),
    cents: fc.integer({ min: 1, max: 10 ** 9 }),
    pick: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 12 }), async (operations) => {
      const entries: { Id: unknown; SyncToken: unknown }[] = [];
      for (const { kind, cents, pick } of operations) {
        const at = entries.length === 0 ? -1 : pick % entries.length;
        const known = entries[at];
        if (kind === 'create' || !known) {
          const answer = await company.api('POST', '/journalentry', entry(cents / 100));
          entries.push(answer.body.JournalEntry as never);
        } else if (kind === 'update') {
          const answer = await company.api('POST', '/journalentry', {
            ...entry(cents / 100),
            Id: known.Id,
            SyncToken: known.SyncToken,
          });
          expect(Number(answer.body.JournalEntry?.SyncToken)).toBe(Number(known.SyncToken) + 1);
          entries[at] = answer.body.JournalEntry as never;
        } else {
          await company.api('POST', '/journalentry?operation=delete', { Id: known.Id, SyncToken: known.SyncToken });
          entries.splice(at, 1);
        }
      }
      const { body } = await company.control('GET', '/snapshot');
      const lines = body.tables?.ledger_lines as unknown as { account_id: number; amount_minor: number }[];
      const balances = body.tables?.balances as unknown as { account_id: number; amount_minor: number }[];
      expect(balances.reduce((sum, row) => sum + row.amount_minor, 0)).toBe(0);
      for (const { account_id, amount_minor } of balances) {
        expect(
          lines.filter((row) => row.account_id === account_id).reduce((sum, row) => sum + row.amount_minor, 0),
        ).toBe(amount_minor);
      }
    }),
    { numRuns: 15 },
  );
}, 60_000);
