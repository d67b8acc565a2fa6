// How events stand: `tillbook.unsynced_event` has those that are not in QuickBooks, and one that has no row there is synced.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { EventStatus } from '../pipeline/company-books.ts';
import type { EventStoring } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

/** Over `tillbook.event_with_status`. As literals, so that the planner knows the few there are of most of them. */
export function standsAs(statuses: readonly EventStatus[]): RawBuilder<SqlBool> {
  const unsynced = statuses.filter((status) => status !== 'synced');
  const ways: RawBuilder<SqlBool>[] = [];
  if (unsynced.length < statuses.length) ways.push(sql<SqlBool>`unsynced_id is null`);
  if (unsynced.length > 0)
    ways.push(sql<SqlBool>`unsynced_status in (${sql.join(unsynced.map((status) => sql.lit(status)))})`);
  return ways.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(ways, sql` or `)})`;
}

/** The place of an event in a list by date, as columns of `tillbook.event_with_status`. */
export interface Place {
  readonly date: RawBuilder<string>;
  readonly id: RawBuilder<string>;
}

/** Where no synced event is meant, of the few that are not: by the index of their statuses. */
export function placeAmong(statuses: readonly EventStatus[]): Place {
  return statuses.includes('synced')
    ? { date: sql.ref<string>('business_date'), id: sql.ref<string>('event_id') }
    : { date: sql.ref<string>('unsynced_date'), id: sql.ref<string>('unsynced_id') };
}

/** Each with how it stands. */
export function selectEvents(trx: Transaction<Tables>, companyId: string) {
  return trx
    .selectFrom('tillbook.event_with_status')
    .select([
      'event_id',
      'event_key',
      'source',
      'source_id',
      'kind',
      'number',
      'business_date',
      'occurred_at',
      'location',
    ])
    .select(['amount_minor', 'currency', 'exchange_rate', 'reverses', 'body', 'digest', 'posting_key', 'recorded_at'])
    .select(['status', 'handled_outside_reason', 'version_of', 'version'])
    .where('company_id', '=', companyId);
}

type Standing = Pick<EventStoring, 'setHandledOutside' | 'putBackNeverSynced' | 'refreshStatus'>;

export function eventStanding(trx: Transaction<Tables>, companyId: string): Standing {
  return {
    async setHandledOutside(id, reason) {
      await sql`
        insert into tillbook.unsynced_event as standing (company_id, event_id, status, handled_outside_reason, business_date, location)
        select company_id, event_id, 'handled-outside', ${reason}, business_date, location
        from tillbook.financial_event where company_id = ${companyId} and event_id = ${id}
        on conflict (company_id, event_id) do update set status = excluded.status,
          handled_outside_reason = excluded.handled_outside_reason
        where standing.handled_outside_reason is null`.execute(trx);
    },
    async putBackNeverSynced(id) {
      await sql`
        update tillbook.unsynced_event set status = 'never-synced', handled_outside_reason = null
        where company_id = ${companyId} and event_id = ${id} and status = 'handled-outside'
          and exists (select from tillbook.financial_event
            where company_id = ${companyId} and event_id = ${id} and posting_key is null)`.execute(trx);
    },
    refreshStatus: (postingKeys) => refreshStatus(trx, companyId, postingKeys),
  };
}

/** From the states of an event's postings, the one that is farthest behind. */
async function refreshStatus(
  trx: Transaction<Tables>,
  companyId: string,
  postingKeys: readonly string[],
): Promise<void> {
  if (postingKeys.length === 0) return;
  // Worked out once, and key by key (`offset 0`), whatever the planner thinks of tables that were empty a minute ago: it would look through all
  // events of the company for each batch. The keys come from a subquery, so that it cannot count them: for a few it would make a plan each time,
  // which takes twice as long as what is planned.
  await sql`
    with standing as materialized (
      -- Of a summary in several parts an event has the state of those that it is in.
      select part_of.event_id, part_of.business_date, part_of.location, unsynced.status as before, case
          when bool_or(state = 'handled-outside') then 'handled-outside'
          when bool_or(state in ('refused', 'number-taken')) then 'failed'
          when bool_or(state = 'waiting') then 'action-required'
          when bool_or(state in ('intent-saved', 'unknown')) then 'syncing'
          when bool_or(state in ('pending', 'ready')) then 'ready'
          else 'synced'
        end as status
      from unnest((select ${[...new Set(postingKeys)]}::text[])) as given (posting_key)
      cross join lateral (
        select state, part from tillbook.posting where company_id = ${companyId} and posting_key = given.posting_key offset 0
      ) posting
      cross join lateral (
        select event_id, event_key, posting_key, posting_parts, business_date, location from tillbook.financial_event
        where company_id = ${companyId} and posting_key = given.posting_key offset 0
      ) part_of
      left join lateral (
        select status from tillbook.unsynced_event where company_id = ${companyId} and event_id = part_of.event_id offset 0
      ) unsynced on true
      where (part_of.posting_parts is null or posting.part = any(part_of.posting_parts))
        -- What a person took out of a summary stays out, whatever becomes of the rest.
        and not (unsynced.status is not distinct from 'handled-outside' and part_of.posting_key <> part_of.event_key)
      group by part_of.event_id, part_of.business_date, part_of.location, unsynced.status
    ), synced as (
      delete from tillbook.unsynced_event
      where company_id = ${companyId} and event_id = any(array(select event_id from standing where status = 'synced'))
    )
    insert into tillbook.unsynced_event as kept (company_id, event_id, status, business_date, location)
    select ${companyId}::uuid, event_id, status, business_date, location from standing
    where status <> 'synced' and before is distinct from status
    on conflict (company_id, event_id) do update set status = excluded.status,
      handled_outside_reason = case excluded.status when 'handled-outside' then kept.handled_outside_reason end`.execute(
    trx,
  );
}
