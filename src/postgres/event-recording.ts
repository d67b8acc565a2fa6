// Recording events, the first hot path: each step is one statement over the whole batch, by unnest.
import { sql, type Transaction } from 'kysely';
import type { EventStoring, NewEvent } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

type Recording = Pick<EventStoring, 'insert' | 'giveAmounts' | 'insertConflicts' | 'putConflictsAside'>;

export function eventRecording(trx: Transaction<Tables>, companyId: string): Recording {
  return {
    async insert(events, now) {
      if (events.length === 0) return new Set();
      const inserted = await insertEvents(trx, { companyId, events, now });
      const ready = events.filter((event) => event.postingKey !== null && inserted.has(event.id));
      await insertPostings(trx, { companyId, events: ready, now });
      return inserted;
    },

    async giveAmounts(amounts) {
      if (amounts.length === 0) return;
      await sql`
        select tillbook.give_amounts(${amounts.map(({ key }) => key)}::text[],
          ${amounts.map(({ currency }) => currency)}::text[], ${amounts.map(({ exchangeRate }) => exchangeRate)}::numeric[],
          ${amounts.map(({ amountMinor }) => amountMinor.toString())}::bigint[])`.execute(trx);
    },

    async insertConflicts(conflicts, now) {
      if (conflicts.length === 0) return new Set();
      const eventIds = conflicts.map((conflict) => conflict.eventId);
      const digests = conflicts.map((conflict) => conflict.digest);
      await sql`
        insert into tillbook.event_conflict (company_id, conflict_id, event_id, body, digest, seen_at)
        select ${companyId}::uuid, given.*, ${now}::timestamptz
        from unnest(${conflicts.map((conflict) => conflict.id)}::uuid[], ${eventIds}::uuid[],
          ${conflicts.map((conflict) => conflict.body)}::jsonb[], ${digests}::bytea[]) as given
        on conflict (company_id, event_id, digest) do nothing`.execute(trx);
      const open = await sql<{ event_id: string }>`
        select event_id from tillbook.event_conflict
        where company_id = ${companyId} and put_aside_at is null
          and (event_id, digest) in (select * from unnest(${eventIds}::uuid[], ${digests}::bytea[]))`.execute(trx);
      return new Set(open.rows.map((row) => row.event_id));
    },

    async putConflictsAside(eventId, who, now) {
      await trx
        .updateTable('tillbook.event_conflict')
        .set({ put_aside_at: now, put_aside_by: who })
        .where('company_id', '=', companyId)
        .where('event_id', '=', eventId)
        .where('put_aside_at', 'is', null)
        .execute();
    },
  };
}

interface Batch {
  readonly companyId: string;
  readonly events: readonly NewEvent[];
  readonly now: Date;
}

/** By key, so that two requests with the same events wait for each other instead of locking each other out. */
async function insertEvents(trx: Transaction<Tables>, batch: Batch): Promise<Set<string>> {
  const events = [...batch.events].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const column = <T>(pick: (event: NewEvent) => T): T[] => events.map(pick);
  const inserted = await sql<{ event_id: string }>`
    with inserted as (
      insert into tillbook.financial_event (company_id, event_id, event_key, source, kind, source_id, number, occurred_at,
        business_date, location, currency, exchange_rate, amount_minor, reverses, body, digest, posting_key, version_of,
        version, recorded_at)
      select ${batch.companyId}::uuid, given.*, ${batch.now}::timestamptz
      from unnest(
        ${column((event) => event.id)}::uuid[],
        ${column((event) => event.key)}::text[],
        ${column((event) => event.source)}::text[],
        ${column((event) => event.kind)}::text[],
        ${column((event) => event.sourceId)}::text[],
        ${column((event) => event.number)}::text[],
        ${column((event) => event.occurredAt)}::timestamptz[],
        ${column((event) => event.businessDate)}::date[],
        ${column((event) => event.location)}::text[],
        ${column((event) => event.currency)}::text[],
        ${column((event) => event.exchangeRate)}::numeric[],
        ${column((event) => event.amountMinor.toString())}::bigint[],
        ${column((event) => event.reverses)}::text[],
        ${column((event) => event.body)}::jsonb[],
        ${column((event) => event.digest)}::bytea[],
        ${column((event) => event.postingKey)}::text[],
        ${column((event) => event.versionOf ?? null)}::text[],
        ${column((event) => event.version ?? 1)}::integer[]
      ) as given
      on conflict (company_id, event_key) do nothing
      returning event_id, business_date, location
    ), unsynced as (
      insert into tillbook.unsynced_event (company_id, event_id, status, business_date, location)
      select ${batch.companyId}::uuid, event_id, status, business_date, location
      from inserted join unnest(${column((event) => event.id)}::uuid[], ${column((event) => event.status)}::text[])
        as given (event_id, status) using (event_id)
    )
    select event_id from inserted`.execute(trx);
  return new Set(inserted.rows.map((row) => row.event_id));
}

/** A per-event posting takes its event's id: ids of both rise with the time of recording. */
async function insertPostings(trx: Transaction<Tables>, batch: Batch): Promise<void> {
  if (batch.events.length === 0) return;
  await sql`
    insert into tillbook.posting (company_id, posting_id, posting_key, state, business_date, created_at)
    select ${batch.companyId}::uuid, given.id, given.key, 'pending', given.business_date, ${batch.now}::timestamptz
    from unnest(${batch.events.map((event) => event.id)}::uuid[], ${batch.events.map((event) => event.key)}::text[],
      ${batch.events.map((event) => event.businessDate)}::date[]) as given (id, key, business_date)`.execute(trx);
}
