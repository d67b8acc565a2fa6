// Finding events again: by key, by posting, and in scans from the oldest on.
import { type SqlBool, sql, type Transaction } from 'kysely';
import type { EventRow } from '../pipeline/company-books.ts';
import type { VersionStoring } from '../pipeline/event-port.ts';
import type { EventStoring, StoredEvent } from '../pipeline/storage-port.ts';
import type { eventCounts } from './event-counts.ts';
import type { eventList } from './event-list.ts';
import type { eventRecording } from './event-recording.ts';
import type { eventScope } from './event-scope.ts';
import { type eventStanding, placeAmong, selectEvents, standsAs } from './event-standing.ts';
import type { Tables } from './tables.ts';

type Reading = Omit<
  EventStoring,
  | keyof ReturnType<typeof eventCounts>
  | keyof ReturnType<typeof eventRecording>
  | keyof ReturnType<typeof eventScope>
  | keyof ReturnType<typeof eventList>
  | keyof ReturnType<typeof eventStanding>
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
        // Key by key (`offset 0`), whatever the planner thinks of tables that were empty a minute ago.
        .where(
          sql<SqlBool>`event_id = any(array(
            select part_of.event_id from unnest(${[...postingKeys]}::text[]) as given (posting_key)
            cross join lateral (
              select event_id from tillbook.financial_event
              where company_id = ${companyId} and posting_key = given.posting_key offset 0
            ) part_of))`,
        )
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
      const { date, id } = placeAmong(wanted);
      let query = select().where(standsAs(wanted)).orderBy(date).orderBy(id).limit(limit);
      if (dateFrom !== null) query = query.where(sql<SqlBool>`${date} >= ${dateFrom}::date`);
      if (after !== null) {
        query = query.where(sql<SqlBool>`(${date}, ${id}) > (${after.businessDate}::date, ${after.id}::uuid)`);
      }
      return (await query.execute()).map(storedEvent);
    },
    async isRecordedAt(location) {
      const events = trx.selectFrom('tillbook.financial_event').select('event_id').where('company_id', '=', companyId);
      const at = location === null ? events : events.where('location', '=', location);
      return (await at.limit(1).executeTakeFirst()) !== undefined;
    },
  };
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
