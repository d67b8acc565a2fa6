// Postings that wait because the books are closed: their dates, what a person decided of them, and letting them go.
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { ClosedEntryCursor, ClosedPeriodStoring } from '../pipeline/closed-period-port.ts';
import type { CompanyStore } from '../pipeline/storage-port.ts';
import type { ClosedPeriodChoice } from '../posting/closed-period.ts';
import { letGo } from './causes.ts';
import type { Tables } from './tables.ts';

interface WaitingRow {
  readonly posting_id: string;
  readonly posting_key: string;
  readonly business_date: string;
  readonly closed_choice: ClosedPeriodChoice | null;
  readonly events: number;
  readonly amount: bigint;
}

export function closedPeriodStoring(trx: Transaction<Tables>, companyId: string): CompanyStore['closedPeriods'] {
  /** Keys of which a part hangs on the closed period. */
  const waitingKeys = sql`select posting_key from tillbook.posting
    where company_id = ${companyId} and state = 'waiting' and posting_id in (
      select posting_id from tillbook.posting_cause join tillbook.cause using (company_id, cause_id)
      where company_id = ${companyId} and kind = 'closed-period' and resolved_at is null)`;
  return {
    async savePostingDates(dates) {
      if (dates.length === 0) return;
      await sql`
        update tillbook.posting set posting_date = given.posting_date
        from unnest(${dates.map(({ postingId }) => postingId)}::uuid[],
          ${dates.map(({ postingDate }) => postingDate)}::date[]) as given (posting_id, posting_date)
        where posting.company_id = ${companyId} and posting.posting_id = given.posting_id`.execute(trx);
    },

    letGo: ({ openFrom, moved, ...slice }) =>
      letGo(trx, {
        ...slice,
        companyId,
        cause: sql`(select cause_id from tillbook.cause
          where company_id = ${companyId} and kind = 'closed-period' and resolved_at is null)`,
        which: sql`${moved === 'all'} or ${openFrom}::date is null or posting.business_date >= ${openFrom}::date
          or (${moved === 'chosen'} and posting.closed_choice = 'first-open-day')`,
      }),

    waiting: (page) => readWaiting(trx, { companyId, waitingKeys, ...page }),

    async choose({ postingIds, choice, limit }) {
      // Of a day's summary all parts, whichever of them waits.
      const chosen = await sql<{ posting_id: string }>`
        with undecided as (
          select posting_key from tillbook.posting
          where company_id = ${companyId} and part = 1 and closed_choice is distinct from ${choice}::text
            and posting_key in (${waitingKeys})
            and (${postingIds === null} or posting_id = any(${[...(postingIds ?? [])]}::uuid[]))
          order by business_date, posting_id limit ${limit}
        )
        update tillbook.posting set closed_choice = ${choice}::text
        where company_id = ${companyId} and posting_key in (select posting_key from undecided)
        returning posting_id`.execute(trx);
      return chosen.rows.map((row) => row.posting_id);
    },
  };
}

async function readWaiting(
  trx: Transaction<Tables>,
  of: { companyId: string; waitingKeys: RawBuilder<unknown>; after: ClosedEntryCursor; limit: number },
): ReturnType<ClosedPeriodStoring['waiting']> {
  const { companyId, waitingKeys, after, limit } = of;
  const found = await sql<WaitingRow>`
    select posting.posting_id, posting.posting_key, posting.business_date, posting.closed_choice,
      count(event.event_id)::integer as events,
      coalesce(sum(abs(event.amount_minor)) filter (where event.currency = company.currency), 0)::bigint as amount
    from tillbook.posting
    join tillbook.company using (company_id)
    left join tillbook.event_with_status event on event.company_id = posting.company_id
      and event.posting_key = posting.posting_key and event.status <> 'handled-outside'
    where posting.company_id = ${companyId} and posting.part = 1 and posting.posting_key in (${waitingKeys})
      and (${after === null} or (posting.business_date, posting.posting_id)
        > (${after?.businessDate ?? null}::date, ${after?.postingId ?? null}::uuid))
    group by posting.company_id, posting.posting_id
    order by posting.business_date, posting.posting_id
    limit ${limit}`.execute(trx);
  const counted = await sql<{ total: number }>`
    select count(distinct posting_key)::integer as total from (${waitingKeys}) waiting`.execute(trx);
  return {
    entries: found.rows.map((row) => ({
      postingId: row.posting_id,
      postingKey: row.posting_key,
      businessDate: row.business_date,
      closedChoice: row.closed_choice,
      events: row.events,
      amountMinor: row.amount,
    })),
    total: counted.rows[0]?.total ?? 0,
  };
}
