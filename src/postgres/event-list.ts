// Lists of events, newest business date first, in pages by key: each within a fraction of a second, however many events there are.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { isCalendarDate } from '../events/dates.ts';
import { type EventStatus, eventStatuses } from '../pipeline/company-books.ts';
import { InvalidCursorError } from '../pipeline/errors.ts';
import type { EventFilter, ListRow } from '../pipeline/event-list-port.ts';
import type { EventStoring } from '../pipeline/storage-port.ts';
import { type FilterOfCompany, matchesAllButText, matchesFilter, placeOf, searchedBy } from './event-filter.ts';
import { type Place, placeAmong, selectEvents, standsAs } from './event-standing.ts';
import type { Tables } from './tables.ts';

type Listing = Pick<EventStoring, 'list' | 'count'>;
type Asked = FilterOfCompany & { readonly filter: EventFilter };

/** A search looks through so many of the newest events before it goes to the indexes of numbers: most of what is looked for is there. */
const lookedThrough = 5_000;

export function eventList(trx: Transaction<Tables>, companyId: string): Listing {
  return {
    async list(filter, context) {
      await planForThisOne(trx);
      const asked = { companyId, filter, ...context };
      const searched = filter.q !== undefined && filter.q !== '';
      const rows = searched ? await search(trx, asked, filter.q) : await newest(trx, asked, matchesAllButText(asked));
      const page = rows.slice(0, filter.limit);
      const last = page.at(-1);
      return {
        events: page.map((row) => listRow(row, context.laneHeld)),
        nextCursor: rows.length > filter.limit && last !== undefined ? `${last.business_date}_${last.event_id}` : null,
      };
    },
    async count(filter, { statuses, limit, ...context }) {
      await planForThisOne(trx);
      const counted = await sql<{ count: number }>`
        select count(*)::integer as count from (
          select from tillbook.event_with_status
          where company_id = ${companyId} and ${standsAs(statuses)}
            and ${matchesFilter({ companyId, filter, ...context })}
          limit ${limit + 1}) found`.execute(trx);
      const count = counted.rows[0]?.count ?? 0;
      return { count: Math.min(count, limit), more: count > limit };
    },
  };
}

/** Which index is the best depends on what is asked for: one plan for all questions would be the worst for most. */
const planForThisOne = (trx: Transaction<Tables>) => sql`set local plan_cache_mode = force_custom_plan`.execute(trx);

type Row = Awaited<ReturnType<ReturnType<typeof selectEvents>['execute']>>[number];

function newest(trx: Transaction<Tables>, asked: Asked, condition: RawBuilder<SqlBool>): Promise<Row[]> {
  const { date, id } = placeOf(asked);
  return selectEvents(trx, asked.companyId)
    .where(condition)
    .where(isBehind(asked))
    .orderBy(date, 'desc')
    .orderBy(id, 'desc')
    .limit(asked.filter.limit + 1)
    .execute();
}

/**
 * What begins alike may be ten events of all or a million, of today or of years ago, and no statistics tell which. So the newest are
 * looked through first, which finds what many have; what is rare or old is found by the indexes of numbers.
 */
async function search(trx: Transaction<Tables>, asked: Asked, q: string): Promise<Row[]> {
  const { companyId, filter } = asked;
  const rest = sql<SqlBool>`company_id = ${companyId} and ${matchesAllButText(asked)} and ${isBehind(asked)}`;
  const ways = searchedBy(q, asked);
  const { date, id } = placeOf(asked);
  const looked = await sql<{ event_id: string | null; all_seen: boolean }>`
    with newest as materialized (
      select company_id, event_id, business_date, number_forwards, number_backwards, amount_minor, event_key, posting_key
      from tillbook.event_with_status where ${rest}
      order by ${date} desc, ${id} desc limit ${lookedThrough}
    ), found as (
      select event_id, business_date from newest where ${sql.join(ways, sql` or `)}
      order by business_date desc, event_id desc limit ${filter.limit + 1}
    )
    select found.event_id, total.count < ${lookedThrough} as all_seen
    from (select count(*) from newest) total left join found on true
    order by found.business_date desc, found.event_id desc`.execute(trx);
  const near = looked.rows.flatMap(({ event_id }) => event_id ?? []);
  if (near.length > filter.limit || looked.rows[0]?.all_seen === true) return rowsOf(trx, companyId, near);
  const found = await sql<{ event_id: string }>`
    with found as materialized (${sql.join(
      ways.map(
        (way) => sql`
        select event_id, business_date from tillbook.financial_event
        where company_id = ${companyId} and ${way} and ${isBehindAt(filter.cursor, placeAmong(eventStatuses))}`,
      ),
      sql` union all `,
    )})
    select event.event_id from (select * from found order by business_date desc, event_id desc) found
    cross join lateral (
      select event_id, business_date from tillbook.event_with_status
      where company_id = ${companyId} and event_id = found.event_id and ${matchesAllButText(asked)}
      offset 0) event
    order by found.business_date desc, found.event_id desc
    limit ${(filter.limit + 1) * ways.length}`.execute(trx);
  // One that is found in several ways comes so often: to leave that to the database would have it sort all that were found.
  const once = [...new Set(found.rows.map(({ event_id }) => event_id))];
  return rowsOf(trx, companyId, once.slice(0, filter.limit + 1));
}

async function rowsOf(trx: Transaction<Tables>, companyId: string, ids: readonly string[]): Promise<Row[]> {
  if (ids.length === 0) return [];
  return selectEvents(trx, companyId)
    .where(sql<SqlBool>`event_id = any(${[...ids]}::uuid[])`)
    .orderBy('business_date', 'desc')
    .orderBy('event_id', 'desc')
    .execute();
}

/** While the lane as a whole is held, ready events show as what they are to a person: action required. */
function listRow(row: Row, laneHeld: boolean): ListRow {
  const status: EventStatus = laneHeld && row.status === 'ready' ? 'action-required' : row.status;
  return {
    ...{ id: row.event_id, key: row.event_key, source: row.source, sourceId: row.source_id, kind: row.kind },
    ...{ number: row.number, businessDate: row.business_date, occurredAt: row.occurred_at.toISOString() },
    ...{ location: row.location, amountMinor: row.amount_minor, currency: row.currency, status },
    ...{ body: row.body, reverses: row.reverses, versionOf: row.version_of, version: row.version },
  };
}

const cursorPattern = /^(\d{4}-\d{2}-\d{2})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

const isBehind = (asked: Asked): RawBuilder<SqlBool> => isBehindAt(asked.filter.cursor, placeOf(asked));

function isBehindAt(cursor: string | undefined, { date, id }: Place): RawBuilder<SqlBool> {
  if (cursor === undefined) return sql<SqlBool>`true`;
  const [, businessDate, eventId] = cursorPattern.exec(cursor) ?? [];
  if (businessDate === undefined || eventId === undefined || !isCalendarDate(businessDate)) {
    throw new InvalidCursorError();
  }
  return sql<SqlBool>`(${date}, ${id}) < (${businessDate}::date, ${eventId}::uuid)`;
}
