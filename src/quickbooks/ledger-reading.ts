// What the auditor asks of QuickBooks: the trial balance, and the entries that say they are ours.
import { type Access, type Accounting, type CallOutcome, queryPageSize, quoted } from '@tillbook/quickbooks-client';
import type { HeldEntries, HeldEntry, LedgerReading, Unread } from '../pipeline/ledger-port.ts';
import { entriesByIdMax } from '../pipeline/ledger-port.ts';
import { documentNumberPrefix, findMarker } from '../posting/posting-key.ts';

type WithAccess = <T>(realmId: string, call: (access: Access) => Promise<CallOutcome<T>>) => Promise<CallOutcome<T>>;

const unreadable: Unread = { ok: false, why: 'refused', reason: 'QuickBooks gave an amount that cannot be read' };

export function ledgerReading(accounting: Accounting, withAccess: WithAccess): LedgerReading {
  const entries = async ({
    realmId,
    where,
    page,
  }: {
    realmId: string;
    where: string;
    page: number;
  }): Promise<HeldEntries> => {
    const answer = await withAccess(realmId, (access) =>
      accounting.queryPage(access, { entity: 'JournalEntry', where, page }),
    );
    if (answer.outcome !== 'done') return readRefusal(answer);
    const read = answer.value.map(readHeldEntry);
    const known = read.filter((entry) => entry !== null);
    if (known.length < read.length) return unreadable;
    return { ok: true, entries: known, last: read.length < queryPageSize };
  };
  return {
    async readTrialBalance({ realmId, from, to }) {
      const parameters = { start_date: from, end_date: to, accounting_method: 'Accrual' };
      const answer = await withAccess(realmId, (access) =>
        accounting.report(access, { name: 'TrialBalance', parameters }),
      );
      if (answer.outcome !== 'done') return readRefusal(answer);
      const hundredthsByAccount = readTrialBalance(answer.value);
      return hundredthsByAccount === null ? unreadable : { ok: true, hundredthsByAccount };
    },
    readOurEntries({ realmId, from, to, page }) {
      const conditions = [
        `DocNumber LIKE ${quoted(`${documentNumberPrefix}%`)}`,
        ...(from === null ? [] : [`TxnDate >= ${quoted(from)}`]),
        ...(to === null ? [] : [`TxnDate <= ${quoted(to)}`]),
      ];
      return entries({ realmId, where: conditions.join(' AND '), page });
    },
    readEntriesById({ realmId, quickbooksIds }) {
      if (quickbooksIds.length > entriesByIdMax)
        throw new Error(`At most ${entriesByIdMax} entries are asked for at once.`);
      return entries({ realmId, where: idsWhere(quickbooksIds), page: 0 });
    },
  };
}

export const idsWhere = (quickbooksIds: readonly string[]): string => `Id IN (${quickbooksIds.map(quoted).join(', ')})`;

export function readRefusal(answer: Exclude<CallOutcome<unknown>, { outcome: 'done' }>): Unread {
  switch (answer.outcome) {
    case 'not-acted':
      return { ok: false, why: answer.why, reason: answer.reason };
    case 'unknown':
      return { ok: false, why: answer.why === 'throttled' ? 'throttled' : 'unreachable', reason: answer.reason };
    case 'refused': {
      const [fault] = answer.faults;
      return { ok: false, why: 'refused', reason: `${fault.message} ${fault.detail}`.trim() };
    }
  }
}

/** Null where an amount of it cannot be read. */
export function readHeldEntry(entry: unknown): HeldEntry | null {
  const lines = listOf(property(entry, 'Line')).flatMap((line) => {
    const detail = property(line, 'JournalEntryLineDetail');
    // A line that only describes moves no money.
    if (detail === undefined || detail === null) return [];
    return {
      accountId: text(property(detail, 'AccountRef'), 'value') ?? '',
      side: text(detail, 'PostingType') === 'Debit' ? ('debit' as const) : ('credit' as const),
      amountHundredths: hundredthsOf(text(line, 'Amount') ?? ''),
    };
  });
  const readable = lines.flatMap(({ amountHundredths, ...line }) =>
    amountHundredths === null ? [] : [{ ...line, amountHundredths }],
  );
  if (readable.length < lines.length) return null;
  return {
    quickbooksId: text(entry, 'Id') ?? '',
    documentNumber: text(entry, 'DocNumber') ?? '',
    postingId: findMarker(text(entry, 'PrivateNote') ?? ''),
    date: text(entry, 'TxnDate') ?? '',
    currency: text(property(entry, 'CurrencyRef'), 'value'),
    exchangeRate: text(entry, 'ExchangeRate'),
    lines: readable,
  };
}

/** Debit less credit of every row that has an account; null where an amount cannot be read. */
export function readTrialBalance(report: unknown): ReadonlyMap<string, bigint> | null {
  const balances = new Map<string, bigint>();
  for (const row of dataRows(report)) {
    const [account, debit, credit] = listOf(property(row, 'ColData'));
    const accountId = text(account, 'id');
    if (accountId === null) continue;
    const [debits, credits] = [cellOf(debit), cellOf(credit)];
    if (debits === null || credits === null) return null;
    balances.set(accountId, (balances.get(accountId) ?? 0n) + debits - credits);
  }
  return balances;
}

/** Rows lie within rows where QuickBooks groups them. */
function* dataRows(section: unknown): Generator<unknown> {
  for (const row of listOf(property(property(section, 'Rows'), 'Row'))) {
    if (property(row, 'ColData') !== undefined) yield row;
    yield* dataRows(row);
  }
}

/** An empty cell is nothing. */
function cellOf(cell: unknown): bigint | null {
  const value = text(cell, 'value') ?? '';
  return value === '' ? 0n : hundredthsOf(value);
}

/** QuickBooks keeps two decimals; zeros behind them say nothing. */
export function hundredthsOf(amount: string): bigint | null {
  const found = /^(-?)(\d+)(?:\.(\d{1,2})0*)?$/.exec(amount);
  if (found === null) return null;
  const [, minus, whole = '', fraction = ''] = found;
  const magnitude = BigInt(whole + fraction.padEnd(2, '0'));
  return minus === '' ? magnitude : -magnitude;
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function property(holder: unknown, name: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  return (holder as Record<string, unknown>)[name];
}

/** A number as JSON.parse gives it is written back as it was, up to 15 digits. */
export function text(holder: unknown, name: string): string | null {
  const value = property(holder, name);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}
