// What a shop would write instead: a loop over node-quickbooks, entry by entry and by batches, beside the engine; also when answers get lost.
import { callNodeQuickBooks } from '../packages/quickbooks-emulator/tests/node-quickbooks.fixture.ts';
import { caller } from '../tests/end-to-end/app.ts';
import { putFaults, readEntries } from '../tests/kills/quickbooks.ts';
import { type Measured, perSecond, summary } from './measure.ts';
import { type Bench, callsOf, openShops, post, recordSales, startUnpacedWorker, withBench } from './posting.ts';
import { accountNames } from './sales.ts';

const entries = 900;
const batchSize = 30;
/** So many answers in all, most of those to writes until then. */
const lostAnswers = 50;
const lostShare = 0.8;
/** The engine pauses a lane whose answer was lost: more lanes, each with its share, keep this short. */
const lostCompanies = 25;

interface Figures {
  readonly name: string;
  readonly perSecond: number;
  readonly callsPerEntry: number;
  readonly doubled: number;
}

export function benchByHand(): Promise<Measured[]> {
  return withBench(async (bench) => {
    const figures = [
      await byHand(bench, 'a loop over node-quickbooks createJournalEntry', 1),
      await byHand(bench, 'a loop over node-quickbooks batch', batchSize),
      await byEngine(bench),
    ];
    return figures.flatMap((one) => [
      row(`${one.name}: entries`, 'a second', one.perSecond, `${entries} six-line entries for one company, limits off`),
      row(`${one.name}: calls`, 'an entry', one.callsPerEntry, 'every answer arrives'),
      row(`${one.name}: entries doubled`, '', one.doubled, `${entries} entries, ${lostAnswers} answers lost`),
    ]);
  });
}

const row = (name: string, unit: string, figure: number, note: string): Measured =>
  summary({ name, unit, runs: 1, note }, [figure]);

async function byHand(bench: Bench, name: string, size: number): Promise<Figures> {
  const good = await loop(bench, size, 0);
  const bad = await loop(bench, size, lostAnswers);
  return {
    name,
    perSecond: perSecond(entries, good.ms),
    callsPerEntry: good.calls / entries,
    doubled: bad.held - entries,
  };
}

/** Sends again what was not answered, as anybody would; without a request id, as the package's own examples are written. */
async function loop({ around }: Bench, size: number, lost: number) {
  const company = await openCompany(around.quickbooksUrl);
  const entryOf = entryWriter(await accountIds(company));
  await putFaults(around.quickbooksUrl, company.realmId, losing(lost));
  let calls = 0;
  const started = performance.now();
  for (let first = 0; first < entries; first += size) {
    const some = Array.from({ length: size }, (_, index) => entryOf(first + index));
    const [method, value] =
      size === 1
        ? (['createJournalEntry', some[0]] as const)
        : (['batch', some.map((JournalEntry, bId) => ({ bId: `${bId}`, operation: 'create', JournalEntry }))] as const);
    for (let isDone = false; !isDone; ) {
      calls += 1;
      isDone = await callNodeQuickBooks(company, method, [value]).then(
        () => true,
        (error: unknown) => !isLost(error),
      );
    }
  }
  const ms = performance.now() - started;
  if (calls !== entries / size + lost) throw new Error(`${calls} calls: not ${lost} answers were lost.`);
  return { ms, calls, held: (await readEntries(around.quickbooksUrl, company.realmId)).length };
}

const losing = (times: number): object[] =>
  times === 0 ? [] : [{ call: 'journalentry', fault: 'drop-after-write', probability: lostShare, times, seed: times }];

async function byEngine(bench: Bench): Promise<Figures> {
  const shops = await openShops(bench, { count: 1, settings: { limits: false } });
  const before = await callsOf(bench, shops);
  await recordSales(bench, { shops, each: entries, prefix: 'good' });
  const good = await post(bench, startUnpacedWorker);
  const after = await callsOf(bench, shops);

  const losers = await openShops(bench, { count: lostCompanies, settings: { limits: false } });
  for (const { realmId } of losers) {
    await putFaults(bench.around.quickbooksUrl, realmId, losing(lostAnswers / lostCompanies));
  }
  await recordSales(bench, { shops: losers, each: entries / lostCompanies, prefix: 'lost' });
  await post(bench, startUnpacedWorker);
  let held = 0;
  for (const { realmId } of losers) held += (await readEntries(bench.around.quickbooksUrl, realmId)).length;
  return {
    name: 'Tillbook, one lane',
    perSecond: good.entries / good.seconds,
    callsPerEntry: (after.calls - before.calls) / good.entries,
    doubled: held - entries,
  };
}

type ByHandCompany = Parameters<typeof callNodeQuickBooks>[0];

async function openCompany(url: string): Promise<ByHandCompany> {
  const control = caller(`${url}/_emulator/companies`, {});
  const settings = { template: 'retail', settings: { limits: false } };
  const { realmId } = (await control<{ realmId: string }>('POST', '', settings)).body;
  const { body } = await control<{ access_token: string; refresh_token: string }>('POST', `/${realmId}/tokens`, {
    client_id: 'by-hand',
  });
  return { realmId, emulator: { url }, tokens: { access: body.access_token, refresh: body.refresh_token } };
}

/** By the names that the sales of the benchmark are mapped to, in their order. */
async function accountIds(company: ByHandCompany): Promise<readonly string[]> {
  const answer = await callNodeQuickBooks(company, 'findAccounts', [{ fetchAll: true }]);
  const { Account: accounts } = answer.QueryResponse as { Account: { Id: string; Name: string }[] };
  return accountNames.map(([, , wanted]) => {
    const account = accounts.find(({ Name }) => Name === wanted);
    if (account === undefined) throw new Error(`The local QuickBooks has no account ${wanted}.`);
    return account.Id;
  });
}

/** The same six lines that a sale of the benchmark makes. */
function entryWriter([cash = '', sales = '', cogs = '', inventory = '', tax = '']: readonly string[]) {
  const line = (PostingType: string, Amount: number, value: string) => ({
    ...{ Amount, DetailType: 'JournalEntryLineDetail' },
    JournalEntryLineDetail: { PostingType, AccountRef: { value } },
  });
  const Line = [
    ...[line('Debit', 120, cash), line('Credit', 12, cash), line('Credit', 100, sales), line('Credit', 8, tax)],
    ...[line('Debit', 40, cogs), line('Credit', 40, inventory)],
  ];
  return (number: number): object => ({ TxnDate: '2026-11-03', PrivateNote: `sale ${number}`, Line });
}

/** A refusal is no lost answer: it would come again for ever. */
function isLost(error: unknown): boolean {
  if (typeof error === 'object' && error !== null && 'Fault' in error) throw new Error(JSON.stringify(error));
  return true;
}
