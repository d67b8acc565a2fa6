// Whatever is made, paid, changed, voided, deleted and sent twice: the books balance, registers agree, tokens only rise.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, companyAt, listOf, startLocalCompany } from './local-company.fixture.ts';

type Row = Readonly<Record<string, unknown>>;
type Company = Awaited<ReturnType<typeof companyAt>>;

let emulator: Awaited<ReturnType<typeof startLocalCompany>>['emulator'];
beforeAll(async () => {
  ({ emulator } = await startLocalCompany());
});
afterAll(() => emulator.close());

const types = [
  ...(['JournalEntry', 'Invoice', 'Payment', 'CreditMemo', 'SalesReceipt', 'RefundReceipt', 'Deposit'] as const),
  ...(['Bill', 'BillPayment', 'VendorCredit', 'Purchase', 'Transfer'] as const),
];
type Type = (typeof types)[number];

interface Step {
  readonly kind: 'create' | 'change' | 'note' | 'delete' | 'void' | 'again' | 'move';
  readonly type: Type;
  readonly cents: number;
  /** Which of the objects there are it is about, and which it links to. */
  readonly pick: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('create', 'create', 'create', 'change', 'note', 'delete', 'void', 'again', 'move'),
  type: fc.constantFrom(...types),
  cents: fc.integer({ min: 1, max: 10 ** 7 }),
  pick: fc.nat(),
});

/**
 * The chart of the company: money in 1 and 2, sales in 3, rent in 4, receivables in 5, payables in 6, stock in 7 or 9, its cost in 8 or 10;
 * customers and vendors are in dollars (1) and in euros (2).
 */
async function newBooks(): Promise<Company> {
  const company = await companyAt(emulator.url, {
    template: 'empty',
    settings: { limits: false, multiCurrency: true },
  });
  const chart = [
    ...['Bank', 'Bank', 'Income', 'Expense', 'Accounts Receivable', 'Accounts Payable'],
    ...['Other Current Asset', 'Cost of Goods Sold', 'Other Current Asset', 'Cost of Goods Sold'],
  ];
  for (const [index, AccountType] of chart.entries()) {
    await company.api('POST', '/account', { Name: `${AccountType} ${index}`, AccountType });
  }
  await company.api('POST', '/customer', { DisplayName: 'Ann' });
  await company.api('POST', '/customer', { DisplayName: 'Anna', CurrencyRef: { value: 'EUR' } });
  await company.api('POST', '/vendor', { DisplayName: 'Acme' });
  await company.api('POST', '/vendor', { DisplayName: 'Acme GmbH', CurrencyRef: { value: 'EUR' } });
  const made = await company.api('POST', '/item', {
    ...{ Name: 'Shoes', Type: 'Inventory', QtyOnHand: 2, InvStartDate: '2026-01-01', PurchaseCost: 3.333 },
    ...{ IncomeAccountRef: ref(3), AssetAccountRef: ref(7), ExpenseAccountRef: ref(8) },
  });
  expect(made.status).toBe(200);
  return company;
}

const ref = (value: number) => ({ value: String(value) });
const shoes = (pick: number) => (pick % 2 === 0 ? { ItemRef: ref(1), Qty: 1 + (pick % 5) } : {});
const sale = (Amount: number, pick: number) => [
  { Amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: shoes(pick) },
];
const cost = (Amount: number, pick: number) => [
  { Amount, DetailType: 'AccountBasedExpenseLineDetail', AccountBasedExpenseLineDetail: { AccountRef: ref(4) } },
  { Amount, DetailType: 'ItemBasedExpenseLineDetail', ItemBasedExpenseLineDetail: { ItemRef: ref(1), ...shoes(pick) } },
];
const side = (PostingType: string, account: number, Amount: number, more: Row = {}) => ({
  Amount,
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: { PostingType, AccountRef: ref(account), ...more },
});
const link = (TxnType: string, of: Row | undefined, Amount: number) =>
  of ? { Line: [{ Amount, LinkedTxn: [{ TxnId: of.Id, TxnType }] }] } : {};

const isInEuros = (row: Row | undefined) => (row?.CurrencyRef as Row | undefined)?.value === 'EUR';

/** A transaction of the type, linked to one that is there where it can be; what it changes keeps its currency. */
function bodyOf({ type, cents, pick }: Step, objects: ReadonlyMap<string, Row>, before?: Row): Row {
  const amount = cents / 100;
  const inEuros = before ? isInEuros(before) : pick % 3 === 0;
  const party = ref(inEuros ? 2 : 1);
  const money = inEuros ? { CurrencyRef: { value: 'EUR' }, ExchangeRate: 1 + (cents % 97) / 100 } : {};
  const one = (wanted: string) => {
    const all = [...objects.values()].filter((row) => row.type === wanted && isInEuros(row) === inEuros);
    return all[pick % Math.max(all.length, 1)];
  };
  switch (type) {
    case 'JournalEntry': {
      const Entity = { Type: 'Customer', EntityRef: ref(1) };
      const Line = [side('Debit', 5, amount, { Entity }), side('Credit', 1 + (pick % 4), amount)];
      return { CurrencyRef: { value: 'USD' }, Line };
    }
    case 'Invoice':
    case 'CreditMemo':
      return { CustomerRef: party, Line: sale(amount, pick), ...money };
    case 'SalesReceipt':
      return { Line: sale(amount, pick), TxnTaxDetail: { TotalTax: (pick % 100) / 100 }, ...money };
    case 'RefundReceipt':
      return { DepositToAccountRef: ref(1), Line: sale(amount, pick), ...money };
    case 'Payment': {
      const invoice = one('Invoice');
      const paid = Math.min(amount, Number(invoice?.Balance ?? 0));
      return {
        CustomerRef: party,
        TotalAmt: amount,
        ...money,
        ...link('Invoice', paid > 0 ? invoice : undefined, paid),
      };
    }
    case 'Deposit': {
      const from = pick % 2 === 0 ? 'Payment' : 'SalesReceipt';
      const held = one(from);
      const line = { Amount: amount, DetailType: 'DepositLineDetail', DepositLineDetail: { AccountRef: ref(3) } };
      return { DepositToAccountRef: ref(2), Line: [line], ...money, ...link(from, held, Number(held?.TotalAmt ?? 0)) };
    }
    case 'Bill':
    case 'VendorCredit':
      return { VendorRef: party, Line: cost(amount, pick), ...money };
    case 'BillPayment': {
      const bill = one('Bill');
      const paid = Math.min(amount, Number(bill?.Balance ?? 0));
      const by = { PayType: 'Check', CheckPayment: { BankAccountRef: ref(1) } };
      return {
        VendorRef: party,
        TotalAmt: amount,
        ...by,
        ...money,
        ...link('Bill', paid > 0 ? bill : undefined, paid),
      };
    }
    case 'Purchase':
      return { AccountRef: ref(1), PaymentType: 'Check', Line: cost(amount, pick), ...money };
    case 'Transfer':
      return { FromAccountRef: ref(1), ToAccountRef: ref(2), Amount: amount };
  }
}

/** What the company holds, by type and id. */
async function objectsOf(company: Company): Promise<Map<string, Row>> {
  const items = types.map((type) => ({ bId: type, Query: `select * from ${type} maxresults 1000` }));
  const { body } = await company.api('POST', '/batch', { BatchItemRequest: items });
  const found = listOf<{ bId: Type; QueryResponse: Record<string, Row[]> }>(body.BatchItemResponse);
  return new Map(
    found.flatMap(({ bId, QueryResponse }) =>
      (QueryResponse[bId] ?? []).map((row): [string, Row] => [`${bId}/${String(row.Id)}`, { ...row, type: bId }]),
    ),
  );
}

async function perform(company: Company, done: Step, objects: ReadonlyMap<string, Row>): Promise<Answer | null> {
  const all = [...objects.values()];
  const object = all[done.pick % Math.max(all.length, 1)];
  const isNew = done.kind === 'create' || done.kind === 'again';
  if (!isNew && !object) return null;
  const { Id, SyncToken } = object ?? {};
  const type = isNew ? done.type : (object?.type as Type);
  const path = `/${type.toLowerCase()}`;
  const body = bodyOf({ ...done, type }, objects, isNew ? undefined : object);
  switch (done.kind) {
    case 'create':
      return company.api('POST', path, body);
    case 'again':
      return twice(company, `${path}?requestid=r-${done.pick}-${done.cents}`, body);
    case 'change':
      return company.api('POST', path, { ...body, Id, SyncToken });
    case 'note':
      return company.api('POST', path, { Id, SyncToken, sparse: true, PrivateNote: `note ${done.cents}` });
    case 'delete':
    case 'void':
      return company.api('POST', `${path}?operation=${done.kind}`, { Id, SyncToken });
    case 'move':
      return moveItem(company, done.pick);
  }
}

/** The item gets other accounts, and what was posted by it goes there, or stays where it was. */
async function moveItem(company: Company, pick: number): Promise<Answer> {
  const { SyncToken } = (await company.api('GET', '/item/1')).body.Item ?? {};
  const to = { AssetAccountRef: ref(pick % 2 === 0 ? 7 : 9), ExpenseAccountRef: ref(pick % 3 === 0 ? 8 : 10) };
  const include = pick % 5 === 0 ? 'donotupdateaccountontxns' : '';
  return company.api('POST', `/item?include=${include}`, { Id: '1', SyncToken, sparse: true, ...to });
}

/** A replayed request id is answered as before and adds nothing. */
async function twice(company: Company, path: string, body: Row): Promise<Answer> {
  const first = await company.api('POST', path, body);
  if (first.status !== 200) return first;
  const before = await books(company);
  expect((await company.api('POST', path, body)).text).toBe(first.text);
  expect(await books(company)).toEqual(before);
  return first;
}

/** Every line and balance of the ledger, and how many objects there are. */
async function books(company: Company): Promise<Row> {
  const { tables } = (await company.control('GET', '/snapshot')).body;
  return {
    lines: listOf(tables?.ledger_lines),
    balances: listOf(tables?.balances),
    links: listOf(tables?.links),
    objects: listOf(tables?.objects).length,
  };
}

const centsOf = (value: unknown) => Math.round(Number(value || 0) * 100);

async function checkBalances(company: Company, objects: ReadonlyMap<string, Row>): Promise<void> {
  const report = async (name: string) =>
    (await company.api('GET', `/reports/${name}?start_date=2000-01-01&end_date=2100-01-01`)).body;
  const totals = listOf<Row>((await report('TrialBalance')).Rows?.Row).at(-1);
  const [, debits, credits] = listOf((totals?.Summary as Row | undefined)?.ColData) as { value: string }[];
  expect(debits?.value).toBe(credits?.value);
  const { QueryResponse } = (await company.query('select * from Account maxresults 1000')).body;
  const ledger = listOf<Row>((await report('GeneralLedger')).Rows?.Row);
  const held = listOf<Row>((await books(company)).balances);
  for (const account of listOf(QueryResponse?.Account)) {
    if (account.Classification === 'Revenue' || account.Classification === 'Expense') continue;
    const section = ledger.find((row) => {
      const [head] = listOf<Row>((row.Header as Row).ColData);
      return head?.id === account.Id;
    });
    const lines = listOf<Row>((section?.Rows as Row | undefined)?.Row).map((row) =>
      listOf<{ value: string }>(row.ColData),
    );
    const register = lines.slice(1).reduce((sum, cells) => sum + centsOf(cells[6]?.value), 0);
    // Debits are positive in a balance; a register shows what its account holds.
    const sign = account.Classification === 'Asset' ? 1 : -1;
    const balance = Number(held.find((row) => row.account_id === Number(account.Id))?.amount_minor ?? 0);
    expect([account.Name, sign * balance + 0]).toEqual([account.Name, register]);
    if (isInEuros(account)) continue;
    // A payable's balance is shown negative, its register as what it holds.
    const shown = account.Classification === 'Liability' ? -1 : 1;
    expect([account.Name, shown * centsOf(account.CurrentBalance) + 0]).toEqual([account.Name, register]);
  }
  await checkOwed(company, objects);
}

/** Invoices are open by what was not paid of them, and the customer owes what receivables say. */
async function checkOwed(company: Company, objects: ReadonlyMap<string, Row>): Promise<void> {
  const all = [...objects.values()];
  for (const [type, by] of [
    ['Invoice', 'Payment'],
    ['Bill', 'BillPayment'],
  ] as const) {
    for (const object of all.filter((row) => row.type === type)) {
      const lines = all.filter((row) => row.type === by).flatMap((row) => listOf<Row>(row.Line));
      const paid = lines
        .filter((line) => listOf<Row>(line.LinkedTxn).some(({ TxnId }) => TxnId === object.Id))
        .reduce((sum, { Amount }) => sum + centsOf(Amount), 0);
      expect([object.Id, centsOf(object.Balance)]).toEqual([object.Id, centsOf(object.TotalAmt) - paid]);
    }
  }
  const { body } = await company.query(`select * from Account where AccountType = 'Accounts Receivable'`);
  const receivables = listOf<Row>(body.QueryResponse?.Account);
  for (const [id, inEuros] of [
    ['1', false],
    ['2', true],
  ] as const) {
    const own = receivables.filter((row) => isInEuros(row) === inEuros);
    const owed = own.reduce((sum, row) => sum + centsOf(row.CurrentBalance), 0);
    expect(centsOf((await company.api('GET', `/customer/${id}`)).body.Customer?.Balance)).toBe(owed);
  }
}

test('the books balance, registers agree with balances, tokens only rise, and nothing is done twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const company = await newBooks();
      let objects = await objectsOf(company);
      for (const done of steps) {
        const answer = await perform(company, done, objects);
        expect(answer === null || answer.status === 200 || answer.status === 400, answer?.text).toBe(true);
        const after = await objectsOf(company);
        for (const [key, row] of after) {
          const before = objects.get(key);
          if (!before) continue;
          const rise = Number(row.SyncToken) - Number(before.SyncToken);
          expect([key, rise >= 0, rise === 0]).toEqual([key, true, JSON.stringify(row) === JSON.stringify(before)]);
        }
        objects = after;
      }
      await checkBalances(company, objects);
    }),
    // What fails is shown as far as it was made smaller by then.
    { numRuns: 25, interruptAfterTimeLimit: 90_000 },
  );
}, 120_000);
