// How many events have each status, in all and by day: kept as changes by triggers, folded now and then, counted from no event.
import { sql, type Transaction } from 'kysely';
import { type EventStatus, eventStatuses } from '../pipeline/company-books.ts';
import type { EventsOfDay, SalesStoring } from '../pipeline/sales-port.ts';
import type { EventStoring } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

/** So many changes are added up as quickly as one. */
const changesKept = 100;

type Counts = Pick<EventStoring, 'countByStatus' | 'foldCounts'>;

export function eventCounts(trx: Transaction<Tables>, companyId: string): Counts {
  return {
    async countByStatus() {
      const kept = await sql<{ status: EventStatus; count: bigint }>`
        select status, sum(change)::bigint as count from tillbook.event_count
        where company_id = ${companyId} group by status`.execute(trx);
      const counts = Object.fromEntries(eventStatuses.map((status) => [status, 0])) as Record<EventStatus, number>;
      for (const row of kept.rows) counts[row.status] = Number(row.count);
      return counts;
    },
    async foldCounts() {
      // While another transaction folds, it is left to it; what it does not see yet stays as it is.
      await sql`
        with alone as materialized (
          select pg_try_advisory_xact_lock(hashtextextended('fold event counts ' || ${companyId}::text, 0)) as granted
        ), folded as (
          delete from tillbook.event_count where company_id = ${companyId} and (select granted from alone)
            and exists (select from tillbook.event_count where company_id = ${companyId} offset ${changesKept})
          returning status, change, business_date, location
        ), by_day as (
          insert into tillbook.event_day as kept (company_id, business_date, location, status, events)
          select ${companyId}::uuid, business_date, location, status, sum(change) from folded
          where business_date is not null
          group by business_date, location, status having sum(change) <> 0
          on conflict (company_id, business_date, location, status) do update set events = kept.events + excluded.events
        )
        insert into tillbook.event_count (company_id, status, change)
        select ${companyId}::uuid, status, sum(change) from folded group by status having sum(change) <> 0`.execute(
        trx,
      );
    },
  };
}

/** Of the days that have events. */
export function eventsByDay(trx: Transaction<Tables>, companyId: string): SalesStoring['eventsByDay'] {
  return async ({ from, to, location }) => {
    const kept = await sql<{ date: string; status: EventStatus; count: bigint }>`
      select business_date as date, status, sum(events)::bigint as count from (
        select business_date, location, status, events from tillbook.event_day
        where company_id = ${companyId} and business_date between ${from}::date and ${to}::date
        union all
        select business_date, location, status, change from tillbook.event_count
        where company_id = ${companyId} and business_date between ${from}::date and ${to}::date
      ) counted
      where ${location}::text is null or location = ${location}
      group by business_date, status having sum(events) <> 0 order by business_date`.execute(trx);
    const days = new Map<string, Partial<Record<EventStatus, number>>>();
    for (const { date, status, count } of kept.rows) days.set(date, { ...days.get(date), [status]: Number(count) });
    return [...days].map(([date, counts]): EventsOfDay => ({ date, counts }));
  };
}
