// What the auditor asks of QuickBooks: the trial balance, and the entries that say they are ours.
import { type Access, type Accounting, type CallOutcome, queryPageSize, quoted } from '@tillbook/quickbooks-client';
import type { HeldEntries, HeldEntry, LedgerReading, Unread } from '../pipeline/ledger-port.ts';
import { entriesByIdMax } from '../pipeline/ledger-port.ts';
import { documentNumberPrefix, findMarker } from '../posting/posting-key.ts';
import { readRegister } from './register-wire.ts';
import { hundredthsOf, listOf, property, text } from './wire-values.ts';

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
    async readRegister({ realmId, accountId, from, to }) {
      const parameters = { account: accountId, start_date: from, end_date: to, accounting_method: 'Accrual' };
      const answer = await withAccess(realmId, (access) =>
        accounting.report(access, { name: 'GeneralLedger', parameters }),
      );
      if (answer.outcome !== 'done') return readRefusal(answer);
      const register = readRegister(answer.value, accountId);
      return register === null ? unreadable : { ok: true, ...register };
    },
    readOurEntries({ realmId, from, to, page }) {
      const conditions = [
        isNumbered,
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

/** Whose number says that they are ours. */
export const isNumbered = `DocNumber LIKE ${quoted(`${documentNumberPrefix}%`)}`;

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
    entryId: findMarker(text(entry, 'PrivateNote') ?? ''),
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
