// Imports in the database: how each stands, its file in pieces while it is needed, and the problems that were found in it.
import { sql, type Transaction } from 'kysely';
import type pg from 'pg';
import type { FinancialEventKind } from '../events/financial-event.ts';
import {
  type ImportFormat,
  type ImportProblem,
  type ImportRow,
  type ImportState,
  type ImportStoring,
  importProblemsMax,
  type KindTotal,
} from '../pipeline/import-port.ts';
import { type Counts, noCounts } from '../pipeline/source-port.ts';
import type { Tables } from './tables.ts';

type StoredTotal = Omit<KindTotal, 'amountMinor'> & { readonly amountMinor: string };

interface Row {
  readonly import_id: string;
  readonly file_name: string;
  readonly who: string;
  readonly at: Date;
  readonly state: ImportState;
  readonly format: ImportFormat;
  readonly kind: FinancialEventKind | null;
  readonly bytes: bigint;
  readonly bytes_read: bigint;
  readonly items_read: number;
  readonly checked: Counts | null;
  readonly kinds: readonly StoredTotal[];
  readonly torn: number;
  readonly imported: Counts | null;
  readonly problems: number;
  readonly started_by: string | null;
  readonly cancelled_by: string | null;
  readonly ended_at: Date | null;
  readonly touched_at: Date;
}

export interface ImportOfCompany {
  readonly companyId: string;
  readonly importId: string;
}

/** What was touched before is left by whoever had it. */
export interface LeftImports {
  readonly receiving: Date;
  readonly checked: Date;
}

/** Over all companies, without seeing into any. */
export async function importsToRun(pool: pg.Pool, left: LeftImports): Promise<readonly ImportOfCompany[]> {
  const found = await pool.query<{ company_id: string; import_id: string }>(
    'select company_id, import_id from tillbook.imports_to_run($1, $2)',
    [left.receiving, left.checked],
  );
  return found.rows.map((row) => ({ companyId: row.company_id, importId: row.import_id }));
}

export function importStoring(trx: Transaction<Tables>, companyId: string): ImportStoring {
  return { ...fileStoring(trx, companyId), ...standingStoring(trx, companyId), ...problemStoring(trx, companyId) };
}

type FileStoring = Pick<ImportStoring, 'begin' | 'addPiece' | 'piece' | 'dropFile' | 'remove'>;

function fileStoring(trx: Transaction<Tables>, companyId: string): FileStoring {
  return {
    async begin({ id, fileName, who, at }) {
      const begun = await sql`
        insert into tillbook.event_import (company_id, import_id, file_name, who, at, state, touched_at)
        values (${companyId}, ${id}, ${fileName}, ${who}, ${at}::timestamptz, 'receiving', ${at}::timestamptz)
        on conflict (company_id) where state not in ('done', 'cancelled') do nothing returning import_id`.execute(trx);
      return begun.rows.length === 0 ? null : { ok: true };
    },
    async addPiece(id, { number, bytes, now }) {
      const received = await sql`
        update tillbook.event_import set bytes = bytes + ${bytes.length}, touched_at = ${now}::timestamptz
        where company_id = ${companyId} and import_id = ${id} and state = 'receiving' returning import_id`.execute(trx);
      if (received.rows.length === 0) return false;
      await sql`
        insert into tillbook.import_piece (company_id, import_id, piece, bytes)
        values (${companyId}, ${id}, ${number}, ${Buffer.from(bytes)})`.execute(trx);
      return true;
    },
    async piece(id, number) {
      const found = await sql<{ bytes: Buffer }>`
        select bytes from tillbook.import_piece
        where company_id = ${companyId} and import_id = ${id} and piece = ${number}`.execute(trx);
      return found.rows[0]?.bytes ?? null;
    },
    async dropFile(id) {
      await sql`delete from tillbook.import_piece where company_id = ${companyId} and import_id = ${id}`.execute(trx);
    },
    async remove(id) {
      await sql`delete from tillbook.event_import where company_id = ${companyId} and import_id = ${id}`.execute(trx);
    },
  };
}

type StandingStoring = Pick<
  ImportStoring,
  'beginReading' | 'lock' | 'read' | 'open' | 'list' | 'saveProgress' | 'saveState'
>;

function standingStoring(trx: Transaction<Tables>, companyId: string): StandingStoring {
  const select = sql`select * from tillbook.event_import where company_id = ${companyId}`;
  const first = async (query: ReturnType<typeof sql<Row>>): Promise<ImportRow | null> => {
    const [row] = (await query.execute(trx)).rows;
    return row === undefined ? null : importRow(row);
  };
  return {
    read: (id) => first(sql<Row>`${select} and import_id = ${id}`),
    lock: (id) => first(sql<Row>`${select} and import_id = ${id} for update`),
    open: () => first(sql<Row>`${select} and state not in ('done', 'cancelled')`),
    async list(limit) {
      const found = await sql<Row>`${select} order by import_id desc limit ${limit}`.execute(trx);
      return found.rows.map(importRow);
    },
    async beginReading(id, { format, kind, state, startedBy, now }) {
      const isCheck = state === 'checking';
      await sql`
        update tillbook.event_import set state = ${state}, format = ${format}, kind = ${kind}, bytes_read = 0,
          items_read = 0, problems = 0, started_by = ${startedBy}, touched_at = ${now}::timestamptz,
          checked = case when ${isCheck} then ${JSON.stringify(noCounts())}::jsonb else checked end,
          kinds = case when ${isCheck} then '[]'::jsonb else kinds end,
          torn = case when ${isCheck} then 0 else torn end,
          imported = case when ${isCheck} then null else ${JSON.stringify(noCounts())}::jsonb end
        where company_id = ${companyId} and import_id = ${id}`.execute(trx);
      await sql`
        delete from tillbook.import_problem where company_id = ${companyId} and import_id = ${id}`.execute(trx);
    },
    async saveProgress({ id, problems }, { bytesRead, itemsRead, checked, kinds, torn, imported, found, now }) {
      await sql`
        update tillbook.event_import set bytes_read = ${bytesRead}, items_read = ${itemsRead}, torn = ${torn},
          checked = ${JSON.stringify(checked)}::jsonb, kinds = ${JSON.stringify(kinds.map(storedTotal))}::jsonb,
          imported = ${imported === null ? null : JSON.stringify(imported)}::jsonb,
          problems = ${problems + found.length}, touched_at = ${now}::timestamptz
        where company_id = ${companyId} and import_id = ${id}`.execute(trx);
      const kept = found.slice(0, Math.max(0, importProblemsMax - problems));
      await insertProblems(trx, { companyId, id, after: problems, problems: kept });
    },
    async saveState(id, { state, cancelledBy, endedAt, now }) {
      await sql`
        update tillbook.event_import set state = ${state}, cancelled_by = ${cancelledBy},
          ended_at = ${endedAt}::timestamptz, touched_at = ${now}::timestamptz
        where company_id = ${companyId} and import_id = ${id}`.execute(trx);
    },
  };
}

function problemStoring(trx: Transaction<Tables>, companyId: string): Pick<ImportStoring, 'problems'> {
  return {
    async problems(id, { after, limit }) {
      const found = await sql<ImportProblem>`
        select number, place, field, event_key as key, value, rule from tillbook.import_problem
        where company_id = ${companyId} and import_id = ${id} and number > ${after}
        order by number limit ${limit}`.execute(trx);
      return found.rows;
    },
  };
}

async function insertProblems(
  trx: Transaction<Tables>,
  of: { companyId: string; id: string; after: number; problems: readonly Omit<ImportProblem, 'number'>[] },
): Promise<void> {
  const { problems } = of;
  if (problems.length === 0) return;
  const column = (texts: readonly (string | null)[]) => texts.map((text) => (text === null ? null : storable(text)));
  await sql`
    insert into tillbook.import_problem (company_id, import_id, number, place, field, event_key, value, rule)
    select ${of.companyId}, ${of.id}, ${of.after}::integer + number, place, field, event_key, value, rule
    from unnest(${column(problems.map(({ place }) => place))}::text[], ${column(problems.map(({ field }) => field))}::text[],
      ${column(problems.map(({ key }) => key))}::text[], ${column(problems.map(({ value }) => value))}::text[],
      ${column(problems.map(({ rule }) => rule))}::text[])
      with ordinality as problem (place, field, event_key, value, rule, number)`.execute(trx);
}

/** No database takes a NUL or half a surrogate pair within text, and a file may hold either: shown as what cannot be shown. */
const storable = (text: string): string => text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');

const storedTotal = (total: KindTotal): StoredTotal => ({ ...total, amountMinor: String(total.amountMinor) });

function importRow(row: Row): ImportRow {
  return {
    id: row.import_id,
    fileName: row.file_name,
    who: row.who,
    at: row.at,
    state: row.state,
    format: row.format,
    kind: row.kind,
    bytes: Number(row.bytes),
    bytesRead: Number(row.bytes_read),
    itemsRead: row.items_read,
    checked: row.checked,
    kinds: row.kinds.map((total) => ({ ...total, amountMinor: BigInt(total.amountMinor) })),
    torn: row.torn,
    imported: row.imported,
    problems: row.problems,
    startedBy: row.started_by,
    cancelledBy: row.cancelled_by,
    endedAt: row.ended_at,
    touchedAt: row.touched_at,
  };
}
