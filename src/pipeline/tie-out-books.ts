// What a person sees and does to tie out a clearing account's month: ours beside QuickBooks' register, read anew when asked.
import { createHash } from 'node:crypto';
import { addAll } from '../audit/home-amounts.ts';
import {
  type ComparedLine,
  compareRegister,
  daysOfMonth,
  isDebitType,
  isTiedOut,
  type RegisterLine,
  registerMarkOf,
  unmatchedLines,
} from '../audit/tie-out.ts';
import { audit, nothing } from './audit.ts';
import type { OperationRefusal } from './company-books.ts';
import type { HeldRegister } from './ledger-port.ts';
import { isBudgetSpent } from './metered.ts';
import type { PipelinePorts } from './ports.ts';
import { isSameConnection } from './same-connection.ts';
import type { CompanyStore } from './storage-port.ts';
import { beginInTime, takeCall } from './take-call.ts';
import type {
  AccountMonth,
  ClearingAccount,
  DetailLine,
  MonthDetail,
  MonthView,
  TieOutBooks,
  TieOutView,
  Unsettled,
} from './tie-out-port.ts';
import { loadStanding, monthView, ourLines, type Standing } from './tie-out-standing.ts';

const monthsUsual = 12;
const monthsMax = 36;
/** Shown of a month; all are counted. */
const linesShownMax = 1000;
/** More of a register are not kept, nor more of ours compared: such a month is too long to be tied out by line. */
export const registerLinesMax = 50_000;

const refuse = (code: string, message: string): OperationRefusal => ({ ok: false, code, message });
const notConnected = refuse('not-connected', 'QuickBooks Online is not connected.');
const noAccount = refuse(
  'account-not-found',
  'Nothing that clears is mapped to this account: no payment type, deposit, gift card or tip, no goods received, returned or in transit.',
);
const tooLong = refuse('register-too-long', `The month has more than ${registerLinesMax} lines in this account.`);

export function tieOutBooks(ports: PipelinePorts, companyId: string): TieOutBooks {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  return {
    reconciliation: ({ from, to }) =>
      inTransaction(async (store) => {
        const last = to ?? ports.clock.now().toISOString().slice(0, 7);
        const first = from ?? monthsBefore(last, monthsUsual - 1);
        if (first > last || monthsBefore(last, monthsMax - 1) > first) {
          return refuse('bad-months', `At most ${monthsMax} months are shown, from the earlier to the later.`);
        }
        const standing = await loadStanding(ports, store, { companyId, to: last });
        return standing === null ? notConnected : { ok: true, view: await viewAll(store, standing, { first, last }) };
      }),
    reconciliationMonth: (of) => inTransaction((store) => viewDetail(ports, store, { companyId, of })),
    readRegister: (of) => readRegister(ports, companyId, of),
    tieOut: (of, who) => inTransaction((store) => tieOut(ports, store, { companyId, of, who })),
  };
}

function monthsBefore(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const index = year * 12 + number - 1 - months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

const nothingUnsettled: Unsettled = { unbuilt: 0, refused: 0 };

async function viewAll(
  store: CompanyStore,
  standing: Standing,
  { first, last }: { first: string; last: string },
): Promise<TieOutView> {
  const unsettled = await store.tieOuts.unsettled({ from: daysOfMonth(first).from, to: daysOfMonth(last).to });
  const accounts: TieOutView['accounts'][number][] = [];
  for (const account of standing.accounts) {
    const { accountId } = account;
    const months: MonthView[] = [];
    for (let month = last; month >= first; month = monthsBefore(month, 1)) {
      const facts = standing.factsOf({ accountId, month });
      const isLooked = facts.register !== null || facts.tieOut !== null;
      if (!isLooked && !standing.hasBegun({ accountId, month })) continue;
      const unmatched = await unmatchedOf(store, standing, { accountId, month });
      const besides = { ...(unsettled.get(month) ?? nothingUnsettled), unmatched };
      months.push(monthView(standing, { accountId, month }, besides));
    }
    accounts.push({ ...account, months });
  }
  const { currency } = await store.company.read();
  return { from: first, to: last, currency, accounts };
}

/** Null: never read. What is tied out was compared then, and has not changed since. */
async function unmatchedOf(store: CompanyStore, standing: Standing, of: AccountMonth): Promise<number | null> {
  const facts = standing.factsOf(of);
  if (facts.register === null) return null;
  return isTiedOut(facts) ? 0 : unmatchedLines(await compare(store, standing, of), standing.ownLinesOf(of));
}

/** Longer months are compared so far: ours has lines then that no register can match. */
async function compare(store: CompanyStore, standing: Standing, of: AccountMonth): Promise<readonly ComparedLine[]> {
  const ours = await ourLines(store, standing, { ...of, limit: registerLinesMax + 1 });
  const day = standing.firstDayOf(of);
  const held = await store.tieOuts.registerLines(standing.realmId, of);
  // What was there before the first line of ours is a sum of its own.
  return compareRegister(ours, day?.startsWith(of.month) ? held.filter(({ date }) => date >= day) : held);
}

/** Of the last twelve months: those that were tied out, and no longer are. */
export async function monthsToAttend(
  ports: Pick<PipelinePorts, 'clock' | 'ledgerOf'>,
  store: CompanyStore,
  companyId: string,
): Promise<readonly { readonly account: string; readonly month: string }[]> {
  const last = ports.clock.now().toISOString().slice(0, 7);
  const standing = await loadStanding(ports, store, { companyId, to: last });
  if (standing === null) return [];
  const months = Array.from({ length: monthsUsual }, (_, back) => monthsBefore(last, back));
  return standing.accounts.flatMap(({ accountId, name }) =>
    months.flatMap((month) => {
      const facts = standing.factsOf({ accountId, month });
      return facts.tieOut === null || isTiedOut(facts) ? [] : { account: name, month };
    }),
  );
}

interface OfMonth {
  readonly companyId: string;
  readonly of: AccountMonth;
}

type Detailed = { readonly ok: true; readonly detail: MonthDetail } | OperationRefusal;

async function viewDetail(ports: PipelinePorts, store: CompanyStore, { companyId, of }: OfMonth): Promise<Detailed> {
  const standing = await loadStanding(ports, store, { companyId, to: of.month });
  if (standing === null) return notConnected;
  const account = standing.accounts.find(({ accountId }) => accountId === of.accountId);
  if (account === undefined) return noAccount;
  const isRead = standing.factsOf(of).register !== null;
  // Beside nothing that was read, no line is only here.
  const compared = isRead ? await compare(store, standing, of) : [];
  if (compared.filter(({ ours }) => ours !== null).length > registerLinesMax) return tooLong;
  const counts = { matched: 0, 'only-here': 0, 'only-there': 0 };
  for (const { where } of compared) counts[where] += 1;
  const unmatched = isRead ? unmatchedLines(compared, standing.ownLinesOf(of)) : null;
  const view = monthView(standing, of, { ...(await unsettledIn(store, of.month)), unmatched });
  const lines = await linesShown(store, standing.realmId, compared);
  const { currency } = await store.company.read();
  return { ok: true, detail: { ...account, ...view, currency, counts, lines } };
}

async function linesShown(
  store: CompanyStore,
  realmId: string,
  compared: readonly ComparedLine[],
): Promise<readonly DetailLine[]> {
  const onlyThere = compared.flatMap(({ ours, theirs }) => (ours === null ? theirs.quickbooksId : []));
  const found = await store.drifts.ofQuickbooksIds(realmId, [...new Set(onlyThere)]);
  const posted = new Set(found.map(({ quickbooksId }) => quickbooksId));
  const lines = compared.map((line) => ({
    ...line,
    isOurs: line.ours !== null || posted.has(line.theirs.quickbooksId),
  }));
  const order = ({ where, isOurs }: DetailLine) => (where === 'matched' ? 2 : isOurs ? 0 : 1);
  return lines.sort((one, other) => order(one) - order(other)).slice(0, linesShownMax);
}

async function unsettledIn(store: CompanyStore, month: string): Promise<Unsettled> {
  return (await store.tieOuts.unsettled(daysOfMonth(month))).get(month) ?? nothingUnsettled;
}

async function readRegister(ports: PipelinePorts, companyId: string, of: AccountMonth): Promise<Detailed> {
  const begun = await beginInTime(ports, () =>
    ports.storage.transaction(companyId, (store) => begin(ports, store, { companyId, of })),
  );
  if (!begun.ok) return begun;
  const { asked, account } = begun;
  const { realmId } = asked;
  const held = await ports
    .ledgerOf(companyId)
    .readRegister({ realmId, accountId: of.accountId, ...daysOfMonth(of.month) });
  return ports.storage.transaction(companyId, async (store): Promise<Detailed> => {
    if (!(await isSameConnection(store, asked))) return notConnected;
    if (!held.ok) {
      await store.connection.noteError(held.reason, ports.clock.now());
      return refuse('register-unread', `The register could not be read: ${held.reason}`);
    }
    if (held.lines.length > registerLinesMax) return tooLong;
    await saveRegister(store, { realmId, of, held: debitsPositive(held, account.type), readAt: begun.at });
    return viewDetail(ports, store, { companyId, of });
  });
}

async function begin(ports: PipelinePorts, store: CompanyStore, { companyId, of }: OfMonth) {
  const asked = await store.connection.read();
  if (asked?.state !== 'connected') return notConnected;
  const standing = await loadStanding(ports, store, { companyId, to: of.month });
  const account = standing?.accounts.find(({ accountId }) => accountId === of.accountId);
  if (account === undefined) return noAccount;
  const now = ports.clock.now();
  if (await isBudgetSpent(store, now)) {
    return refuse('budget-spent', "This month's budget of metered calls is spent. Raise it to read the register.");
  }
  if (!(await takeCall(store, { ports, kind: 'read', by: 'person', now })).ok) return 'at its limit';
  return { ok: true as const, asked, account, at: now };
}

function debitsPositive(held: HeldRegister, type: ClearingAccount['type']): Omit<HeldRegister, 'ok'> {
  if (isDebitType(type)) return held;
  const lines = held.lines.map((line) => ({ ...line, amountHundredths: -line.amountHundredths }));
  return { openingHundredths: -held.openingHundredths, lines };
}

async function saveRegister(
  store: CompanyStore,
  register: { realmId: string; of: AccountMonth; held: Omit<HeldRegister, 'ok'>; readAt: Date },
): Promise<void> {
  const { realmId, of, held, readAt } = register;
  const { openingHundredths, lines } = held;
  const closingHundredths = openingHundredths + addAll(lines.map(({ amountHundredths }) => amountHundredths));
  const row = { ...of, readAt, openingHundredths, closingHundredths, lineCount: lines.length, lines };
  await store.tieOuts.saveRegister(realmId, { ...row, mark: markOf(openingHundredths, lines) });
}

/** The words on a line are the accountant's own: only what it moves, and when, is told apart. */
function markOf(openingHundredths: bigint, lines: readonly RegisterLine[]): string {
  const moved = lines.map(({ date, quickbooksId, amountHundredths }) => `${date} ${quickbooksId} ${amountHundredths}`);
  return createHash('sha256')
    .update([String(openingHundredths), ...moved.sort()].join('\n'))
    .digest('hex');
}

async function tieOut(
  ports: PipelinePorts,
  store: CompanyStore,
  { companyId, of, who }: OfMonth & { who: string },
): Promise<Detailed> {
  // The lane's lock: nothing of ours changes until it is said.
  await store.lane.lock();
  const standing = await loadStanding(ports, store, { companyId, to: of.month });
  if (standing === null) return notConnected;
  if (!standing.accounts.some(({ accountId }) => accountId === of.accountId)) return noAccount;
  const unmatched = await unmatchedOf(store, standing, of);
  const view = monthView(standing, of, { ...(await unsettledIn(store, of.month)), unmatched });
  const facts = standing.factsOf(of);
  const { ours, register } = facts;
  if (register === null) return refuse('register-unread', 'The register was not read yet.');
  const refusal = inTheWay(view);
  if (refusal !== null) return refusal;
  const tiedOutAt = ports.clock.now();
  const { closingHundredths } = ours;
  const marks = { oursMark: ours.mark, registerMark: registerMarkOf(facts) };
  await store.tieOuts.saveTieOut(standing.realmId, { ...of, who, tiedOutAt, closingHundredths, ...marks });
  await audit(ports, store, { who, action: 'tied-out', detail: { ...of }, inBooks: nothing });
  return viewDetail(ports, store, { companyId, of });
}

/** Of a month that was read: what a person is told first. */
function inTheWay(view: MonthView): OperationRefusal | null {
  const { readFirst, differenceHundredths, drifts, unmatched, unbuilt, refused } = view;
  if (readFirst !== null) {
    return refuse('earlier-unread', `The register of ${readFirst} is to be read first: this month rests on it.`);
  }
  if (differenceHundredths !== 0n) {
    return refuse('difference-left', 'QuickBooks holds something else than ours and what it added by itself.');
  }
  if (drifts > 0) return refuse('drift-open', 'Entries of this month were changed in QuickBooks: settle that first.');
  if (unmatched !== 0) return refuse('lines-unmatched', 'Lines of ours are not in QuickBooks as they are here.');
  if (unbuilt > 0) return refuse('events-waiting', 'Events of this month wait and have no entry yet.');
  if (refused > 0) return refuse('entries-refused', 'QuickBooks refused entries of this month: mend or take them out.');
  return null;
}
