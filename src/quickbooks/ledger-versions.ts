// What changed in QuickBooks itself: change data capture, entries by id, and an entry as a version that can be compared and put back.
import {
  type Access,
  type Accounting,
  type CallOutcome,
  changesMax,
  queryPageSize,
  quoted,
} from '@tillbook/quickbooks-client';
import type { Account } from '../journal/account-mapping.ts';
import type { Dimension } from '../journal/dimension.ts';

import {
  type CallGuard,
  entriesByIdMax,
  type HeldVersion,
  type LedgerChanges,
  type LedgerVersions,
} from '../pipeline/ledger-port.ts';
import type { EntryVersion, VersionLine } from '../posting/entry-version.ts';
import { findMarker } from '../posting/posting-key.ts';
import { readAccount, readDimension } from './chart-wire.ts';
import { idsWhere, isNumbered, readRefusal } from './ledger-reading.ts';
import { hundredthsOf, listOf, property, text } from './wire-values.ts';

type WithAccess = <T>(guard: CallGuard, call: (access: Access) => Promise<CallOutcome<T>>) => Promise<CallOutcome<T>>;

const entities = ['Account', 'Department', 'Class', 'JournalEntry'] as const;
type Entity = (typeof entities)[number];

export function ledgerVersions(accounting: Accounting, withAccess: WithAccess): LedgerVersions {
  return {
    async readChanges({ guard, since }) {
      const answer = await withAccess(guard, (access) => accounting.changes(access, { entities, since }));
      if (answer.outcome !== 'done') return readRefusal(answer);
      const { time, rows } = answer.value;
      const at = new Date(time ?? '');
      // Without a time of its own, nothing later than what was asked for is known to be covered.
      return sortChanges(rows, Number.isNaN(at.getTime()) ? since : at);
    },
    async readVersions({ guard, quickbooksIds }) {
      if (quickbooksIds.length > entriesByIdMax) throw new Error(`At most ${entriesByIdMax} are asked for at once.`);
      const answer = await withAccess(guard, (access) =>
        accounting.queryPage(access, { entity: 'JournalEntry', where: idsWhere(quickbooksIds), page: 0 }),
      );
      if (answer.outcome !== 'done') return readRefusal(answer);
      return { ok: true, held: answer.value.map(readHeldVersion) };
    },
    async readEntered({ guard, numbered, since, page }) {
      const conditions = [
        ...(numbered ? [isNumbered] : []),
        ...(since === null ? [] : [`MetaData.CreateTime >= ${quoted(since.toISOString())}`]),
      ];
      const where = conditions.length === 0 ? null : conditions.join(' AND ');
      // What is entered meanwhile comes behind the rest: it moves no page, and the last one is as fresh as its own answer.
      const orderBy = 'MetaData.CreateTime';
      const answer = await withAccess(guard, (access) =>
        accounting.queryPage(access, { entity: 'JournalEntry', where, page, orderBy }),
      );
      if (answer.outcome !== 'done') return readRefusal(answer);
      return { ok: true, held: answer.value.map(readHeldVersion), last: answer.value.length < queryPageSize };
    },
    async readChanged({ guard, since, page }) {
      const where = `MetaData.LastUpdatedTime >= ${quoted(since.toISOString())}`;
      const orderBy = 'MetaData.LastUpdatedTime';
      const answer = await withAccess(guard, (access) =>
        accounting.queryPage(access, { entity: 'JournalEntry', where, page, orderBy }),
      );
      if (answer.outcome !== 'done') return readRefusal(answer);
      return { ok: true, held: answer.value.map(readHeldVersion), last: answer.value.length < queryPageSize };
    },
    async countNumbered({ guard }) {
      const of = { entity: 'JournalEntry', where: isNumbered };
      const answer = await withAccess(guard, (access) => accounting.count(access, of));
      return answer.outcome === 'done' ? { ok: true, count: answer.value } : readRefusal(answer);
    },
    versionOf: (body) => readVersion(JSON.parse(body)),
    mergedBody,
    updateBody,
  };
}

function sortChanges(rows: ReadonlyMap<string, readonly unknown[]>, at: Date): LedgerChanges {
  const of = (entity: Entity) => rows.get(entity) ?? [];
  const there = (entity: Entity) => of(entity).filter((row) => !isDeleted(row));
  const gone = (entity: Entity) => of(entity).flatMap((row) => (isDeleted(row) ? (text(row, 'Id') ?? []) : []));
  const accounts: Account[] = there('Account').flatMap((row) => readAccount(row) ?? []);
  const dimensions = (entity: Entity): Dimension[] => there(entity).flatMap((row) => readDimension(row) ?? []);
  return {
    ok: true,
    at,
    whole: [...rows.values()].reduce((count, some) => count + some.length, 0) < changesMax,
    accounts,
    goneAccounts: gone('Account'),
    dimensions: { department: dimensions('Department'), class: dimensions('Class') },
    goneDimensions: { department: gone('Department'), class: gone('Class') },
    entries: there('JournalEntry').map(readHeldVersion),
    goneEntries: gone('JournalEntry'),
  };
}

const isDeleted = (row: unknown): boolean => text(row, 'status') === 'Deleted';

/** What QuickBooks adds to an entry by itself. */
const addedFields = ['Id', 'SyncToken', 'MetaData', 'domain', 'sparse', 'status', 'TotalAmt', 'HomeTotalAmt'];

export function readHeldVersion(entry: unknown): HeldVersion {
  const own = Object.entries(entry as object).filter(([name]) => !addedFields.includes(name));
  return {
    quickbooksId: text(entry, 'Id') ?? '',
    syncToken: text(entry, 'SyncToken') ?? '',
    documentNumber: text(entry, 'DocNumber') ?? '',
    note: text(entry, 'PrivateNote') ?? '',
    enteredAt: timeOf(entry, 'CreateTime'),
    changedAt: timeOf(entry, 'LastUpdatedTime'),
    body: JSON.stringify(Object.fromEntries(own)),
    version: readVersion(entry),
  };
}

function timeOf(entry: unknown, name: 'CreateTime' | 'LastUpdatedTime'): Date | null {
  const time = new Date(text(property(entry, 'MetaData'), name) ?? '');
  return Number.isNaN(time.getTime()) ? null : time;
}

/** Null where an amount of it cannot be read. */
export function readVersion(entry: unknown): EntryVersion | null {
  const lines = listOf(property(entry, 'Line')).flatMap((line) => {
    const detail = property(line, 'JournalEntryLineDetail');
    // A line that only describes moves no money.
    return detail === undefined || detail === null ? [] : [readLine(line, detail)];
  });
  const readable = lines.filter((line) => line !== null);
  if (readable.length < lines.length) return null;
  const note = text(entry, 'PrivateNote') ?? '';
  return {
    date: text(entry, 'TxnDate') ?? '',
    documentNumber: text(entry, 'DocNumber') ?? '',
    entryId: findMarker(note),
    note,
    currency: text(property(entry, 'CurrencyRef'), 'value'),
    exchangeRate: text(entry, 'ExchangeRate'),
    lines: readable,
  };
}

function readLine(line: unknown, detail: unknown): VersionLine | null {
  const amountHundredths = hundredthsOf(text(line, 'Amount') ?? '');
  if (amountHundredths === null) return null;
  return {
    accountId: text(property(detail, 'AccountRef'), 'value') ?? '',
    side: text(detail, 'PostingType') === 'Debit' ? 'debit' : 'credit',
    amountHundredths,
    description: text(line, 'Description') ?? '',
    departmentId: text(property(detail, 'DepartmentRef'), 'value'),
    classId: text(property(detail, 'ClassRef'), 'value'),
  };
}

/** A reference to an account, whatever its name says: no text of an entry holds an unescaped quote. */
const accountReference = /"AccountRef":\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/g;

function mergedBody(body: string, merged: ReadonlyMap<string, string>): string {
  return body.replace(accountReference, (reference) => {
    const { AccountRef } = JSON.parse(`{${reference}}`) as { readonly AccountRef: unknown };
    const into = merged.get(text(AccountRef, 'value') ?? '');
    return into === undefined ? reference : `"AccountRef":{"value":${JSON.stringify(into)}}`;
  });
}

/** A full update: what the body does not name is taken away, so that the entry is as the body says. Its bytes stay as they are. */
function updateBody({ body, quickbooksId, syncToken }: Parameters<LedgerVersions['updateBody']>[0]): string {
  const of = `"Id":${JSON.stringify(quickbooksId)},"SyncToken":${JSON.stringify(syncToken)},"sparse":false`;
  return `{${of},${body.trim().slice(1)}`;
}
