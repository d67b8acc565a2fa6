// Lines that are posted, or on their way, to another account than a changed mapping gives: counted by index, up to a bound.
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { AccountShift } from '../journal/account-shifts.ts';
import type { PostingStoring } from '../pipeline/posting-port.ts';
import type { Tables } from './tables.ts';

export function shiftedLines(trx: Transaction<Tables>, companyId: string): Pick<PostingStoring, 'shifted'> {
  return {
    async shifted({ shifts, linesMax }) {
      const linesOf = (order: 'asc' | 'desc', limit: number) => linesOfShifts(companyId, order, limit);
      const found = await sql<{ lines: number; entries: number; from_date: string | null; to_date: string | null }>`
        with shift as materialized (${shiftsByOtherAccount(companyId, shifts)}),
        counted as (
          select posting_id, row_number() over () as number from (${linesOf('asc', linesMax + 1)}) line limit ${linesMax + 1}
        )
        select count(*)::integer as lines,
          (count(distinct posting_id) filter (where number <= ${linesMax}))::integer as entries,
          (select min(business_date) from (${linesOf('asc', 1)}) line) as from_date,
          (select max(business_date) from (${linesOf('desc', 1)}) line) as to_date
        from counted`.execute(trx);
      const [row] = found.rows;
      if (row === undefined || row.from_date === null || row.to_date === null) return null;
      const { entries, from_date: from, to_date: to } = row;
      return { entries, lines: Math.min(row.lines, linesMax), from, to, more: row.lines > linesMax };
    },
  };
}

/** Each shift once for every account that its role ever went to, but the one it goes to now. */
function shiftsByOtherAccount(companyId: string, shifts: readonly AccountShift[]): RawBuilder<unknown> {
  const column = <T>(pick: (shift: AccountShift) => T): T[] => shifts.map(pick);
  return sql`
    select given.*, other.account_id as other_account_id
    from unnest(
      ${column((shift) => shift.role)}::text[],
      ${column((shift) => shift.subject)}::text[],
      ${column((shift) => shift.from ?? '-infinity')}::date[],
      ${column((shift) => shift.until ?? 'infinity')}::date[],
      ${column((shift) => shift.accountId)}::text[]
    ) as given (role, subject, from_date, until_date, account_id)
    join (select distinct role, account_id from tillbook.mapping where company_id = ${companyId}) other
      on other.role = given.role and other.account_id <> given.account_id`;
}

/** Of each shift so many lines at most: one account of one role and subject is one range of the index, in order of dates. */
function linesOfShifts(companyId: string, order: 'asc' | 'desc', limit: number): RawBuilder<unknown> {
  const direction = sql.raw(order);
  const ofSubject = (matches: RawBuilder<unknown>) => sql`
    select line.posting_id, line.business_date from shift cross join lateral (
      select posting_id, business_date from tillbook.journal_line one
      where one.company_id = ${companyId} and one.role = shift.role and ${matches}
        and one.account_id = shift.other_account_id
        and one.business_date >= shift.from_date and one.business_date < shift.until_date
        and one.rule is distinct from 'void.mirror'
        and exists (select from tillbook.posting where posting.company_id = ${companyId}
          and posting.posting_id = one.posting_id and state in ('accepted', 'intent-saved', 'unknown')
          -- In books that were kept before the ids of accounts mean others.
          and realm_id = (select realm_id from tillbook.connection where company_id = ${companyId}))
      -- The subject is the same for all: it is named to be read in the order of the index where it is null, too.
      order by one.subject ${direction}, one.business_date ${direction} limit ${limit}
    ) line`;
  return sql`${ofSubject(sql`one.subject = shift.subject`)}
    union all ${ofSubject(sql`one.subject is null and shift.subject is null`)}`;
}
