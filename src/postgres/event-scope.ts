// Which posting an event is part of: none before it is in scope, then its own or its day's summary.
import { type SqlBool, sql, type Transaction } from 'kysely';
import type { EventStoring } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

type Scope = Pick<EventStoring, 'putInScope' | 'daysOutOfScope' | 'putDaysInScope' | 'moveTo' | 'savePostingParts'>;

export function eventScope(trx: Transaction<Tables>, companyId: string): Scope {
  return { ...comingIntoScope(trx, companyId), ...moving(trx, companyId) };
}

function comingIntoScope(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<Scope, 'putInScope' | 'daysOutOfScope' | 'putDaysInScope'> {
  return {
    async putInScope({ dateFrom, now }) {
      const released = await sql<{ count: number }>`
        with in_scope as (
          -- What a person took out comes into scope as taken out: undoing that then posts it.
          update tillbook.financial_event event set posting_key = event_key from tillbook.unsynced_event unsynced
          where ${isOutOfScope(companyId)} and (${dateFrom}::date is null or event.business_date >= ${dateFrom}::date)
          returning event.event_id, event_key, event.business_date,
            case unsynced.status when 'never-synced' then 'pending' else unsynced.status end as state
        ), waiting as (
          update tillbook.unsynced_event set status = 'ready' from in_scope
          where company_id = ${companyId} and unsynced_event.event_id = in_scope.event_id and state = 'pending'
        ), made as (
          insert into tillbook.posting (company_id, posting_id, posting_key, state, business_date, created_at)
          select ${companyId}::uuid, event_id, event_key, state, business_date, ${now}::timestamptz from in_scope
          on conflict (company_id, posting_key, part) do nothing
        )
        select count(*) filter (where state = 'pending')::integer as count from in_scope`.execute(trx);
      return released.rows[0]?.count ?? 0;
    },

    async daysOutOfScope(dateFrom) {
      const found = await sql<{ business_date: string; location: string }>`
        select distinct event.business_date, event.location from tillbook.financial_event event, tillbook.unsynced_event unsynced
        where ${isOutOfScope(companyId)} and (${dateFrom}::date is null or event.business_date >= ${dateFrom}::date)
        order by business_date, location`.execute(trx);
      return found.rows.map((row) => ({ businessDate: row.business_date, location: row.location }));
    },

    async putDaysInScope(days) {
      if (days.length === 0) return 0;
      const released = await sql<{ count: number }>`
        with in_scope as (
          update tillbook.financial_event event set posting_key = day.posting_key
          from unnest(${days.map((day) => day.businessDate)}::date[], ${days.map((day) => day.location)}::text[],
            ${days.map((day) => day.postingKey)}::text[]) as day (business_date, location, posting_key),
            tillbook.unsynced_event unsynced
          where ${isOutOfScope(companyId)} and event.business_date = day.business_date and event.location = day.location
          returning event.event_id, unsynced.status as before
        ), waiting as (
          update tillbook.unsynced_event set status = 'ready' from in_scope
          where company_id = ${companyId} and unsynced_event.event_id = in_scope.event_id and before = 'never-synced'
        )
        select count(*) filter (where before = 'never-synced')::integer as count from in_scope`.execute(trx);
      return released.rows[0]?.count ?? 0;
    },
  };
}

/** Of `event`, and of `unsynced`, how it stands. */
const isOutOfScope = (companyId: string) => sql<SqlBool>`event.company_id = ${companyId} and event.posting_key is null
  and unsynced.company_id = ${companyId} and unsynced.event_id = event.event_id
  and unsynced.status in ('never-synced', 'handled-outside')`;

function moving(trx: Transaction<Tables>, companyId: string): Pick<Scope, 'moveTo' | 'savePostingParts'> {
  return {
    async moveTo(moves, now) {
      if (moves.length === 0) return;
      await sql`
        with moved as (
          update tillbook.financial_event event set posting_key = given.posting_key, posting_parts = null
          from unnest(${moves.map((move) => move.eventId)}::uuid[], ${moves.map((move) => move.postingKey)}::text[])
            as given (event_id, posting_key)
          where event.company_id = ${companyId} and event.event_id = given.event_id
          returning event.event_id, event.event_key, event.posting_key, event.business_date, event.location
        ), waiting as (
          insert into tillbook.unsynced_event (company_id, event_id, status, business_date, location)
          select ${companyId}::uuid, event_id, 'ready', business_date, location from moved
          on conflict (company_id, event_id) do update set status = excluded.status, handled_outside_reason = null
        )
        insert into tillbook.posting (company_id, posting_id, posting_key, state, business_date, created_at)
        select ${companyId}::uuid, event_id, posting_key, 'pending', business_date, ${now}::timestamptz from moved
        where posting_key = event_key
        on conflict (company_id, posting_key, part) do nothing`.execute(trx);
    },

    async savePostingParts(postingKey, parts) {
      const pairs = parts.flatMap(({ part, eventKeys }) => eventKeys.map((key) => [part, key] as const));
      await sql`
        update tillbook.financial_event set posting_parts = null
        where company_id = ${companyId} and posting_key = ${postingKey} and posting_parts is not null`.execute(trx);
      if (parts.length < 2) return;
      await sql`
        update tillbook.financial_event event set posting_parts = given.parts
        from (
          select event_key, array_agg(part order by part) as parts
          from unnest(${pairs.map(([part]) => part)}::integer[], ${pairs.map(([, key]) => key)}::text[]) as pair (part, event_key)
          group by event_key
        ) given
        where event.company_id = ${companyId} and event.event_key = given.event_key and event.posting_key = ${postingKey}`.execute(
        trx,
      );
    },
  };
}
