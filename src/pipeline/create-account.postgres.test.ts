// An account made in QuickBooks for a person: one of that name on every bad day, in the chart at once, and never a second.
import { expect, test } from 'vitest';
import { openBooks } from './open-books.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let shop: QuickbooksBooks;

useQuickbooksBooks({}, (opened) => {
  shop = opened;
});

const klarna = { name: 'Klarna Clearing', number: '1040', type: 'Other Current Asset', subType: 'OtherCurrentAssets' };
const create = (change: Partial<typeof klarna> = {}) => shop.books.createAccount({ ...klarna, ...change }, 'owner');
const badDay = (...rules: object[]) => shop.control('PUT', '/faults', rules);

interface Held {
  readonly QueryResponse: { readonly Account?: readonly { Id: string; AcctNum?: string; AccountSubType: string }[] };
}

async function held(name = klarna.name) {
  await badDay();
  const query = encodeURIComponent(`select * from Account where Name = '${name}'`);
  return (await shop.quickbooks<Held>('GET', `/query?query=${query}`)).QueryResponse.Account ?? [];
}

const inChart = async (name = klarna.name) => (await shop.books.accounts()).filter((account) => account.name === name);

test('it is there with its number and sub-type, in the chart, on the audit log, and can be mapped', async () => {
  const made = await create();
  expect(made).toMatchObject({ ok: true, account: { ...klarna, active: true } });
  const [there] = await held();
  expect(there).toMatchObject({ AcctNum: '1040', AccountSubType: 'OtherCurrentAssets' });
  expect(await inChart()).toEqual([expect.objectContaining({ id: there?.Id })]);
  const saved = await shop.books.saveMappings(
    [{ role: 'payment', subject: 'klarna', accountId: there?.Id ?? null }],
    'owner',
  );
  expect(saved).toMatchObject({ ok: true });
  expect((await shop.books.auditLog()).map(({ action }) => action)).toContain('account-created');
});

test('the other accounts of the chart stay as they are', async () => {
  const before = await shop.books.accounts();
  await create();
  const after = await shop.books.accounts();
  expect(after.filter(({ name }) => name !== klarna.name)).toEqual(before);
});

test.each(['drop-after-write', 'error-after-write', 'ambiguous-6000', 'truncate'])(
  '%s: the answer is lost, the account is found by its name, and there is one',
  async (fault) => {
    await badDay({ call: 'account', fault, times: 1 });
    expect(await create()).toMatchObject({ ok: true, account: { name: klarna.name } });
    expect(await held()).toHaveLength(1);
    expect(await inChart()).toHaveLength(1);
  },
);

test.each(['drop-before-write', 'error-before-write', 'throttle'])(
  '%s: it is not there, so it is asked for once more, under the same request id',
  async (fault) => {
    await badDay({ call: 'account', fault, times: 1 });
    expect(await create()).toMatchObject({ ok: true });
    expect(await held()).toHaveLength(1);
  },
);

test('while nobody answers it says that it may be there; the next try with the same name makes no second', async () => {
  await badDay({ call: 'account', fault: 'drop-after-write' }, { call: 'query', fault: 'drop-before-write' });
  expect(await create()).toMatchObject({ ok: false, code: 'outcome-unknown' });
  expect(await inChart()).toHaveLength(0);
  await badDay();
  expect(await create()).toMatchObject({ ok: false, code: 'name-taken', message: expect.stringContaining('Use it') });
  expect(await held()).toHaveLength(1);
  // It can be chosen now.
  expect(await inChart()).toHaveLength(1);
});

test('a name that the chart has is refused without a call', async () => {
  const before = await shop.calls();
  expect(await create({ name: 'cash in drawer' })).toMatchObject({ ok: false, code: 'name-taken' });
  expect(await shop.calls()).toEqual(before);
});

test('a name that QuickBooks has, and the chart does not, is refused and the account there is put into the chart', async () => {
  await shop.quickbooks('POST', '/account', { Name: klarna.name, AccountType: 'Income' });
  expect(await create()).toMatchObject({
    ok: false,
    code: 'name-taken',
    message: 'QuickBooks has Klarna Clearing already, of type Income. Use it, or give this one another name.',
  });
  expect(await inChart()).toEqual([expect.objectContaining({ type: 'Income' })]);
  expect((await shop.books.auditLog()).map(({ action }) => action)).not.toContain('account-created');
});

test('after a lost answer one of the same name and another type is not taken for it', async () => {
  await shop.quickbooks('POST', '/account', { Name: klarna.name, AccountType: 'Income' });
  await badDay({ call: 'account', fault: 'drop-before-write', times: 1 });
  expect(await create()).toMatchObject({ ok: false, code: 'name-taken' });
  expect(await held()).toHaveLength(1);
});

test("what QuickBooks refuses is said in words, with QuickBooks' own", async () => {
  expect(await create({ number: '123456789' })).toMatchObject({
    ok: false,
    code: 'quickbooks-refused',
    message: expect.stringMatching(/^QuickBooks refused a text that is too long or too short \(/),
  });
  expect(await held()).toHaveLength(0);
});

test('what QuickBooks would refuse by its form is not sent', async () => {
  const before = await shop.calls();
  expect(await create({ name: 'a:b' })).toMatchObject({ ok: false, code: 'bad-name' });
  expect(await create({ type: 'Accounts Payable' })).toMatchObject({ ok: false, code: 'bad-type' });
  expect(await shop.calls()).toEqual(before);
});

test('a revoked connection and none at all say so, and nothing is made', async () => {
  await shop.control('POST', '/tokens/revoke');
  expect(await create()).toMatchObject({ ok: false, code: 'reconnect-required' });
  await shop.books.disconnect('owner');
  expect(await create()).toMatchObject({ ok: false, code: 'not-connected' });
  expect(await held()).toHaveLength(0);
});

test('it counts against the limits of the lane: while nothing is left of a minute, it says that QuickBooks is busy', async () => {
  const { ports, companyId } = shop;
  const at = ports.clock.now();
  await ports.storage.transaction(companyId, async (store) => {
    for (let calls = 0; calls < 500; calls += 1) {
      await store.lane.recordCall({ id: ports.newId(at), kind: 'single', at, forgetBefore: at });
    }
  });
  expect(await create()).toMatchObject({ ok: false, code: 'quickbooks-busy' });
  expect(await held()).toHaveLength(0);
});

test('one that is made while the accounts are being read stays in the chart, and active', async () => {
  const { ports, companyId } = shop;
  const ledger = ports.ledgerOf(companyId);
  const readChart: typeof ledger.readChart = async (guard) => {
    const read = await ledger.readChart(guard);
    shop.test.clock.advance(1);
    expect(await create()).toMatchObject({ ok: true });
    return read;
  };
  const books = openBooks({ ...ports, ledgerOf: () => ({ ...ledger, readChart }) })(companyId);
  expect(await books.importAccounts('owner')).toMatchObject({ ok: true });
  expect(await inChart()).toEqual([expect.objectContaining({ active: true })]);
});

test('an account for a payment type is proposed by its name, and one for a default by the role', async () => {
  await shop.books.saveSubject({ kind: 'payment-type', purpose: '', code: 'klarna', name: 'Klarna Pay' }, 'owner');
  expect(await shop.books.accountProposal({ role: 'payment', subject: 'klarna' })).toMatchObject({
    name: 'Klarna Pay Clearing',
    type: 'Other Current Asset',
  });
  expect(await shop.books.accountProposal({ role: 'tips', subject: null })).toMatchObject({
    type: 'Other Current Liability',
  });
});
