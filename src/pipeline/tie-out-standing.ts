// How ours and QuickBooks' registers stand by account and month: what a list, a detail and a tie-out all rest on.
import { addAll, atRate, homeHundredths } from '../audit/home-amounts.ts';
import {
  daysOfMonth,
  differenceOf,
  heldBefore,
  isClearingType,
  type MonthFacts,
  type MonthSum,
  monthState,
  monthSum,
  monthToRead,
  type OurLine,
  ourStanding,
  type QuickbooksOwn,
} from '../audit/tie-out.ts';
import type { Role } from '../journal/role.ts';
import type { EntryVersion } from '../posting/entry-version.ts';
import type { DriftRow } from './drift-port.ts';
import { mergedBodies } from './merged-bodies.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';
import type {
  AccountMonth,
  ClearingAccount,
  MonthView,
  QuickbooksOwnRow,
  RegisterRow,
  Unsettled,
} from './tie-out-port.ts';

/** What is put there is taken out again: by a deposit to the bank, a vendor's bill, the other location, whom a tip is owed to. */
const clearingRoles: readonly Role[] = [
  ...(['payment', 'deposit', 'gift-card-liability', 'tips'] as const),
  ...(['purchases-received', 'purchases-returned', 'inventory-in-transit'] as const),
];

/** An entry of ours as it was left in QuickBooks, and accepted so. */
interface Theirs {
  readonly drift: DriftRow;
  readonly version: EntryVersion;
}

export interface Standing {
  readonly realmId: string;
  readonly accounts: readonly ClearingAccount[];
  /** Postings of which theirs is in force: ours no longer counts. */
  readonly except: readonly string[];
  readonly theirs: readonly Theirs[];
  /** From the first line of ours on: what lies in an account runs on, whether or not something moves. */
  hasBegun(of: AccountMonth): boolean;
  /** The day of the first line of ours; null: there is none. */
  firstDayOf(account: Pick<ClearingAccount, 'accountId'>): string | null;
  /** How many lines of the register are QuickBooks' own. */
  ownLinesOf(of: AccountMonth): Pick<QuickbooksOwn, 'lines'>;
  factsOf(of: AccountMonth): MonthFacts & Pick<MonthView, 'tieOut' | 'quickbooks' | 'readFirst'>;
}

/** Up to a month; null: no company at QuickBooks was ever connected. */
export async function loadStanding(
  ports: Pick<PipelinePorts, 'ledgerOf'>,
  store: CompanyStore,
  { companyId, to }: { companyId: string; to: string },
): Promise<Standing | null> {
  const connection = await store.connection.read();
  if (connection === null) return null;
  const { realmId } = connection;
  const accounts = await clearingAccounts(store);
  const inForce = await store.drifts.allTheirsInForce(realmId);
  const ledger = ports.ledgerOf(companyId);
  const merged = await mergedBodies(store, ledger);
  const theirs = inForce.flatMap((drift) => {
    const version = drift.theirs === null ? null : ledger.versionOf(merged(drift.theirs));
    return version === null ? [] : [{ drift, version }];
  });
  const except = inForce.map(({ postingId }) => postingId);
  const request = { realmId, except, accountIds: accounts.map(({ accountId }) => accountId), to: daysOfMonth(to).to };
  const sums = byKey([...(await store.tieOuts.sums(request)).map(monthSum), ...theirs.flatMap(sumsOfTheirs)]);
  const registers = byMonth(await store.tieOuts.registers(realmId));
  const tieOuts = byMonth(await store.tieOuts.tieOuts(realmId));
  const drifts = byMonth(await store.tieOuts.drifts(realmId));
  const first = new Map([...sums].map(([accountId, months]) => [accountId, firstDay(months)]));
  const before = await heldBeforeOurs(store, { realmId, first, registers });
  const own = byMonth(await store.tieOuts.quickbooksOwn(realmId, first));
  return {
    realmId,
    accounts,
    except,
    theirs,
    hasBegun: ({ accountId, month }) => {
      const day = first.get(accountId);
      return day !== undefined && day.slice(0, 7) <= month;
    },
    firstDayOf: ({ accountId }) => first.get(accountId) ?? null,
    ownLinesOf: (of) => own.get(keyOf(of)) ?? { lines: 0 },
    factsOf(of) {
      const register = registers.get(keyOf(of)) ?? null;
      const began = first.get(of.accountId)?.slice(0, 7);
      // Where ours has not begun, all that is there was there before.
      const isBefore = began === undefined || of.month < began;
      const from = isBefore ? of.month : began;
      const registerOf = (month: string) => registers.get(keyOf({ ...of, month })) ?? null;
      const readFirst = register === null ? null : monthToRead({ from, to: of.month, registerOf });
      return {
        beforeHundredths: isBefore ? (register?.openingHundredths ?? null) : (before.get(of.accountId) ?? null),
        quickbooksOwn: register === null || readFirst !== null ? null : ownSince(from, of, own),
        readFirst,
        ours: ourStanding(sums.get(of.accountId) ?? [], of.month),
        register,
        quickbooks: register && {
          readAt: register.readAt,
          openingHundredths: register.openingHundredths,
          movementsHundredths: register.closingHundredths - register.openingHundredths,
          closingHundredths: register.closingHundredths,
        },
        tieOut: tieOuts.get(keyOf(of)) ?? null,
        drifts: drifts.get(keyOf(of))?.drifts ?? 0,
      };
    },
  };
}

const keyOf = ({ accountId, month }: AccountMonth): string => `${month} ${accountId}`;
const byMonth = <Row extends AccountMonth>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [keyOf(row), row]));

function byKey(sums: readonly MonthSum[]): ReadonlyMap<string, readonly MonthSum[]> {
  const grouped = new Map<string, MonthSum[]>();
  for (const sum of sums) {
    const found = grouped.get(sum.accountId);
    if (found === undefined) grouped.set(sum.accountId, [sum]);
    else found.push(sum);
  }
  return grouped;
}

/** Of an account, from a month to another: that each register of them was read is for the caller to know. */
function ownSince(from: string, of: AccountMonth, own: ReadonlyMap<string, QuickbooksOwnRow>): QuickbooksOwn {
  const within = own.get(keyOf(of));
  const movementsHundredths = within?.hundredths ?? 0n;
  const earlier = [...own.values()].filter(
    ({ accountId, month }) => accountId === of.accountId && month >= from && month < of.month,
  );
  const openingHundredths = addAll(earlier.map(({ hundredths }) => hundredths));
  const closingHundredths = openingHundredths + movementsHundredths;
  return { openingHundredths, movementsHundredths, closingHundredths, lines: within?.lines ?? 0 };
}

const firstDay = (sums: readonly MonthSum[]): string => sums.map((sum) => sum.firstDay).sort()[0] ?? '';

/** By account, where the register of the month in which ours begins was read. */
async function heldBeforeOurs(
  store: CompanyStore,
  of: { realmId: string; first: ReadonlyMap<string, string>; registers: ReadonlyMap<string, RegisterRow> },
): Promise<ReadonlyMap<string, bigint>> {
  const before = new Map<string, bigint>();
  for (const [accountId, day] of of.first) {
    const began = { accountId, month: day.slice(0, 7) };
    const register = of.registers.get(keyOf(began));
    if (register === undefined) continue;
    const { openingHundredths } = register;
    const isFirst = day.endsWith('-01');
    const lines = isFirst ? [] : await store.tieOuts.registerLines(of.realmId, began);
    before.set(accountId, heldBefore(day, { openingHundredths, lines }));
  }
  return before;
}

/** Accounts that clearing roles are mapped to, or were, of types whose balance runs on. */
async function clearingAccounts(store: CompanyStore): Promise<readonly ClearingAccount[]> {
  const merged = await store.merges.merged();
  const { currency: home } = await store.company.read();
  // What was merged away has no lines and no register any more: both are those of the account that is left.
  const mapped = new Set((await store.tieOuts.accountsOfRoles(clearingRoles)).map((id) => merged.get(id) ?? id));
  return (await store.chart.accounts())
    .filter(({ id, type }) => mapped.has(id) && isClearingType(type))
    .map(({ id, fullyQualifiedName, type, currency }) => ({
      ...{ accountId: id, name: fullyQualifiedName, type },
      ownCurrency: currency === null || currency === home ? null : currency,
    }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

const signedAmount = (side: 'debit' | 'credit', amount: bigint): bigint => (side === 'debit' ? amount : -amount);

function sumsOfTheirs({ drift, version }: Theirs): readonly MonthSum[] {
  return version.lines.map(({ accountId, side, amountHundredths }) => ({
    accountId,
    month: version.date.slice(0, 7),
    firstDay: version.date,
    hundredths: signedAmount(side, atRate(amountHundredths, version.exchangeRate)),
    ...{ lines: 1, acceptedLines: 1, lastAcceptedAt: drift.settledAt },
  }));
}

/** Ours in a month: as built, or as it was left in QuickBooks where that was accepted. */
export async function ourLines(
  store: CompanyStore,
  { realmId, except, theirs }: Standing,
  of: AccountMonth & { readonly limit: number },
): Promise<readonly OurLine[]> {
  const { accountId, month, limit } = of;
  const built = await store.tieOuts.lines({ realmId, except, accountId, ...daysOfMonth(month), limit });
  const keys = new Map(
    (await store.postings.byIds(theirs.map(({ drift }) => drift.postingId))).map(({ id, key }) => [id, key]),
  );
  const left = theirs.flatMap(({ drift, version }) =>
    version.date.slice(0, 7) !== month
      ? []
      : version.lines.flatMap((line) =>
          line.accountId !== accountId
            ? []
            : {
                date: version.date,
                amountHundredths: signedAmount(line.side, atRate(line.amountHundredths, version.exchangeRate)),
                documentNumber: version.documentNumber,
                postingKey: keys.get(drift.postingId) ?? '',
                quickbooksId: drift.quickbooksId,
              },
        ),
  );
  return [
    ...built.map(({ amountMinor, currency, exchangeRate, ...line }) => ({
      ...line,
      amountHundredths: homeHundredths(amountMinor, { currency, exchangeRate }),
    })),
    ...left,
  ];
}

type Besides = Unsettled & Pick<MonthView, 'unmatched'>;

export function monthView(standing: Standing, of: AccountMonth, { unbuilt, refused, unmatched }: Besides): MonthView {
  const facts = standing.factsOf(of);
  const { ours, quickbooks, quickbooksOwn, readFirst, tieOut, drifts } = facts;
  const { openingHundredths, movementsHundredths, closingHundredths } = ours;
  return {
    month: of.month,
    state: monthState(facts, unmatched ?? 0),
    ours: { openingHundredths, movementsHundredths, closingHundredths },
    quickbooks,
    quickbooksOwn,
    differenceHundredths: differenceOf(facts),
    beforeHundredths: facts.beforeHundredths,
    firstMonth: standing.firstDayOf(of)?.slice(0, 7) ?? null,
    readFirst,
    tieOut,
    ...{ drifts, unbuilt, refused, unmatched },
  };
}
