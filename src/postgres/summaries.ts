// Daily summaries: which there are, and the locks by which nothing joins one that is being built or sent.
import { type SqlBool, sql, type Transaction } from 'kysely';
import { isCalendarDate } from '../events/dates.ts';
import type { SummaryListFilter } from '../pipeline/company-books.ts';
import { InvalidCursorError } from '../pipeline/errors.ts';
import type { SummaryRow, SummaryStoring } from '../pipeline/summary-port.ts';
import type { Tables } from './tables.ts';

interface Row {
  readonly posting_key: string;
  readonly business_date: string;
  readonly location: string;
  readonly sequence: number;
}

export function summaryStoring(trx: Transaction<Tables>, companyId: string): SummaryStoring {
  return { ...openSummaries(trx, companyId), ...reading(trx, companyId) };
}

function openSummaries(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<SummaryStoring, 'holdLatest' | 'add' | 'lock' | 'postpone'> {
  return {
    async holdLatest(days) {
      if (days.length === 0) return [];
      // In one order for everybody, so that two who hold the same days wait for each other and no more.
      const found = await sql<Row>`
        select latest.* from unnest(${days.map((day) => day.businessDate)}::date[], ${days.map((day) => day.location)}::text[])
          as day (business_date, location)
        cross join lateral (
          select posting_key, business_date, location, sequence from tillbook.daily_summary summary
          where summary.company_id = ${companyId} and summary.business_date = day.business_date
            and summary.location = day.location
          order by sequence desc limit 1 for share
        ) latest`.execute(trx);
      return found.rows.map(summaryRow);
    },
    async add(summaries, now) {
      if (summaries.length === 0) return;
      const column = <T>(pick: (summary: (typeof summaries)[number]) => T): T[] => summaries.map(pick);
      await sql`
        with given as (
          select * from unnest(${column(({ key }) => key)}::text[], ${column(({ businessDate }) => businessDate)}::date[],
            ${column(({ location }) => location)}::text[], ${column(({ sequence }) => sequence)}::integer[],
            ${column(({ postingId }) => postingId)}::uuid[],
            ${column(({ notBefore }) => notBefore.toISOString())}::timestamptz[])
            as given (posting_key, business_date, location, sequence, posting_id, not_before)
        ), added as (
          insert into tillbook.daily_summary (company_id, posting_key, business_date, location, sequence, created_at)
          select ${companyId}::uuid, posting_key, business_date, location, sequence, ${now}::timestamptz from given
          order by posting_key
          on conflict do nothing
          returning posting_key
        )
        insert into tillbook.posting (company_id, posting_id, posting_key, state, business_date, not_before, created_at)
        select ${companyId}::uuid, posting_id, posting_key, 'pending', business_date, not_before, ${now}::timestamptz
        from given join added using (posting_key)`.execute(trx);
    },
    async lock(keys) {
      if (keys.length === 0) return [];
      const found = await sql<Row>`
        select posting_key, business_date, location, sequence from tillbook.daily_summary
        where company_id = ${companyId} and posting_key = any(${[...keys]}::text[])
        order by posting_key for update`.execute(trx);
      return found.rows.map(summaryRow);
    },
    async postpone(postponed) {
      if (postponed.length === 0) return;
      await sql`
        update tillbook.posting set not_before = given.not_before
        from unnest(${postponed.map(({ key }) => key)}::text[],
          ${postponed.map(({ notBefore }) => notBefore.toISOString())}::timestamptz[]) as given (posting_key, not_before)
        where posting.company_id = ${companyId} and posting.posting_key = given.posting_key and state = 'pending'`.execute(
        trx,
      );
    },
  };
}

function reading(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<SummaryStoring, 'byKeys' | 'notDue' | 'list' | 'byPostingId' | 'lastSequence' | 'eventCounts' | 'ticketSums'> {
  const select = () =>
    trx
      .selectFrom('tillbook.daily_summary')
      .select(['posting_key', 'business_date', 'location', 'sequence'])
      .where('company_id', '=', companyId);
  return {
    async byKeys(keys) {
      if (keys.length === 0) return [];
      const rows = await select()
        .where('posting_key', 'in', [...keys])
        .execute();
      return rows.map(summaryRow);
    },
    async byPostingId(postingId) {
      const row = await select()
        .where(sql<SqlBool>`posting_key in (select posting_key from tillbook.posting
          where company_id = ${companyId} and posting_id = ${postingId})`)
        .executeTakeFirst();
      return row === undefined ? null : summaryRow(row);
    },
    async notDue(now) {
      const rows = await select()
        .where(sql<SqlBool>`posting_key in (select posting_key from tillbook.posting
          where company_id = ${companyId} and state = 'pending' and not_before > ${now}::timestamptz)`)
        .execute();
      return rows.map(summaryRow);
    },
    list: (filter) => list(select, filter),
    async lastSequence({ businessDate, location }) {
      const row = await select()
        .where('business_date', '=', businessDate)
        .where('location', '=', location)
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.sequence ?? 0;
    },
    async eventCounts(keys) {
      if (keys.length === 0) return new Map();
      const found = await sql<{ posting_key: string; count: number }>`
        select posting_key, count(*)::integer as count from tillbook.event_with_status
        where company_id = ${companyId} and posting_key = any(${[...keys]}::text[]) and status <> 'handled-outside'
        group by posting_key`.execute(trx);
      return new Map(found.rows.map((row) => [row.posting_key, row.count]));
    },
    async ticketSums(keys) {
      if (keys.length === 0) return new Map();
      const found = await sql<{ posting_key: string; amount: bigint }>`
        select posting_key, sum(amount_minor)::bigint as amount
        from tillbook.event_with_status event join tillbook.company using (company_id, currency)
        where company_id = ${companyId} and posting_key = any(${[...keys]}::text[]) and kind = 'sale'
          and status <> 'handled-outside'
        group by posting_key`.execute(trx);
      return new Map(found.rows.map((row) => [row.posting_key, row.amount]));
    },
  };
}

async function list(
  select: () => ReturnType<typeof selectSummaries>,
  filter: SummaryListFilter,
): Promise<{ summaries: readonly SummaryRow[]; nextCursor: string | null }> {
  let query = select()
    .orderBy('business_date', 'desc')
    .orderBy('posting_key', 'desc')
    .limit(filter.limit + 1);
  if (filter.location !== undefined) query = query.where('location', '=', filter.location);
  if (filter.dateFrom !== undefined) query = query.where('business_date', '>=', filter.dateFrom);
  if (filter.dateTo !== undefined) query = query.where('business_date', '<=', filter.dateTo);
  if (filter.cursor !== undefined) {
    const [date, key] = splitCursor(filter.cursor);
    query = query.where(sql<SqlBool>`(business_date, posting_key) < (${date}::date, ${key})`);
  }
  const rows = await query.execute();
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    summaries: page.map(summaryRow),
    nextCursor: rows.length > filter.limit && last !== undefined ? `${last.business_date}_${last.posting_key}` : null,
  };
}

const selectSummaries = (trx: Transaction<Tables>) =>
  trx.selectFrom('tillbook.daily_summary').select(['posting_key', 'business_date', 'location', 'sequence']);

function splitCursor(cursor: string): readonly [string, string] {
  const [, date, key] = /^(\d{4}-\d{2}-\d{2})_(summary\/.+)$/s.exec(cursor) ?? [];
  if (date === undefined || key === undefined || !isCalendarDate(date)) throw new InvalidCursorError();
  return [date, key];
}

const summaryRow = (row: Row): SummaryRow => ({
  key: row.posting_key,
  businessDate: row.business_date,
  location: row.location,
  sequence: row.sequence,
});
