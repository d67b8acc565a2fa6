// Finding events again: by key, by posting, and in scans from the oldest on.
import { type SqlBool, sql, type Transaction } from 'kysely';
import type { EventRow } from '../pipeline/company-books.ts';
import type { VersionStoring } from '../pipeline/event-port.ts';
import type { EventStoring, StoredEvent } from '../pipeline/storage-port.ts';
import type { eventCounts } from './event-counts.ts';
import type { eventList } from './event-list.ts';
import type { eventRecording } from './event-recording.ts';
import type { eventScope } from './event-scope.ts';
import type { Tables } from './tables.ts';

type Reading = Omit<
  EventStoring,
  | keyof ReturnType<typeof eventCounts>
  | keyof ReturnType<typeof eventRecording>
  | keyof ReturnType<typeof eventScope>
  | keyof ReturnType<typeof eventList>
  | keyof VersionStoring
>;
type Row = Awaited<ReturnType<ReturnType<typeof selectEvents>['execute']>>[number];

export function eventReading(trx: Transaction<Tables>, companyId: string): Reading {
  const select = () => selectEvents(trx, companyId);
  return {
    async byKeys(keys) {
      if (keys.length === 0) return new Map();
      const rows = await select()
        .where(sql<SqlBool>`event_key = any(${[...keys]}::text[])`)
        .execute();
      return new Map(rows.map((row) => [row.event_key, storedEvent(row)]));
    },
    async byPostingKeys(postingKeys) {
      if (postingKeys.length === 0) return [];
      const rows = await select()
        .where(sql<SqlBool>`posting_key = any(${[...postingKeys]}::text[])`)
        .orderBy('business_date')
        .orderBy('event_id')
        .execute();
      return rows.map(storedEvent);
    },
    async ofPosting({ postingKey, after, limit }) {
      let query = select().where('posting_key', '=', postingKey).orderBy('event_key').limit(limit);
      if (after !== null) query = query.where('event_key', '>', after);
      return (await query.execute()).map(storedEvent);
    },
    async byId(id) {
      const row = await select().where('event_id', '=', id).executeTakeFirst();
      return row === undefined ? null : storedEvent(row);
    },
    async firstReversalOf(key) {
      const row = await select().where('reverses', '=', key).orderBy('event_id').limit(1).executeTakeFirst();
      return row === undefined ? null : storedEvent(row);
    },
    async reversalsOf(keys) {
      if (keys.length === 0) return [];
      const rows = await select()
        .where(sql<SqlBool>`reverses = any(${[...keys]}::text[])`)
        .orderBy('event_id')
        .execute();
      return rows.map(storedEvent);
    },
    async scan({ statuses: wanted, dateFrom, after, limit }) {
      let query = select()
        // As literals: the few that have an index of their own are known before the others are looked through.
        .where(sql<SqlBool>`status in (${sql.join(wanted.map((status) => sql.lit(status)))})`)
        .orderBy('business_date')
        .orderBy('event_id')
        .limit(limit);
      if (dateFrom !== null) query = query.where('business_date', '>=', dateFrom);
      if (after !== null) {
        query = query.where(sql<SqlBool>`(business_date, event_id) > (${after.businessDate}::date, ${after.id}::uuid)`);
      }
      return (await query.execute()).map(storedEvent);
    },
    ...statusWriting(trx, companyId),
  };
}

type Statuses = Pick<EventStoring, 'isRecordedAt' | 'setHandledOutside' | 'putBackNeverSynced' | 'refreshStatus'>;

function statusWriting(trx: Transaction<Tables>, companyId: string): Statuses {
  return {
    async isRecordedAt(location) {
      const events = trx.selectFrom('tillbook.financial_event').select('event_id').where('company_id', '=', companyId);
      const at = location === null ? events : events.where('location', '=', location);
      return (await at.limit(1).executeTakeFirst()) !== undefined;
    },
    async setHandledOutside(id, reason) {
      await trx
        .updateTable('tillbook.financial_event')
        .set({ status: 'handled-outside', handled_outside_reason: reason })
        .where('company_id', '=', companyId)
        .where('event_id', '=', id)
        .where('handled_outside_reason', 'is', null)
        .execute();
    },
    async putBackNeverSynced(id) {
      await trx
        .updateTable('tillbook.financial_event')
        .set({ status: 'never-synced', handled_outside_reason: null })
        .where('company_id', '=', companyId)
        .where('event_id', '=', id)
        .where('status', '=', 'handled-outside')
        .where('posting_key', 'is', null)
        .execute();
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
  // Worked out once, whatever the planner thinks of tables that were empty a minute ago.
  await sql`
    with standing as materialized (
      -- Of a summary in several parts an event has the state of those that it is in.
      select part_of.event_id, case
          when bool_or(state = 'handled-outside') then 'handled-outside'
          when bool_or(state in ('refused', 'number-taken')) then 'failed'
          when bool_or(state = 'waiting') then 'action-required'
          when bool_or(state in ('intent-saved', 'unknown')) then 'syncing'
          when bool_or(state in ('pending', 'ready')) then 'ready'
          else 'synced'
        end as status
      from unnest(${[...new Set(postingKeys)]}::text[]) as given (posting_key)
      join tillbook.posting on posting.company_id = ${companyId} and posting.posting_key = given.posting_key
      join tillbook.financial_event part_of on part_of.company_id = ${companyId} and part_of.posting_key = given.posting_key
      where (part_of.posting_parts is null or posting.part = any(part_of.posting_parts))
        -- What a person took out of a summary stays out, whatever becomes of the rest.
        and not (part_of.status = 'handled-outside' and part_of.posting_key <> part_of.event_key)
      group by part_of.event_id
    )
    update tillbook.financial_event event set status = standing.status,
      handled_outside_reason = case standing.status when 'handled-outside' then event.handled_outside_reason end
    from standing
    where event.company_id = ${companyId} and event.event_id = standing.event_id
      and event.status <> standing.status`.execute(trx);
}

export function selectEvents(trx: Transaction<Tables>, companyId: string) {
  return trx.selectFrom('tillbook.financial_event').selectAll().where('company_id', '=', companyId);
}

const eventRow = (row: Row): EventRow => ({
  id: row.event_id,
  key: row.event_key,
  source: row.source,
  sourceId: row.source_id,
  kind: row.kind,
  number: row.number,
  businessDate: row.business_date,
  occurredAt: row.occurred_at.toISOString(),
  location: row.location,
  amountMinor: row.amount_minor,
  currency: row.currency,
  status: row.status,
});

export const storedEvent = (row: Row): StoredEvent => ({
  ...eventRow(row),
  reverses: row.reverses,
  exchangeRate: row.exchange_rate,
  body: row.body,
  digest: row.digest,
  postingKey: row.posting_key,
  recordedAt: row.recorded_at,
  handledOutsideReason: row.handled_outside_reason,
  versionOf: row.version_of,
  version: row.version,
});
