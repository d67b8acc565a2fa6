// Undo and repost in the database: the postings of a period, what voids them, and each entry that is written anew.
import { type RawBuilder, type Selectable, type SqlBool, sql, type Transaction } from 'kysely';
import type { LineChange } from '../journal/change-accounts.ts';
import type {
  PeriodEntry,
  PeriodEvent,
  RepostCounts,
  RepostItem,
  RepostRow,
  RepostStoring,
} from '../pipeline/period-port.ts';
import type { RepostItemState } from '../posting/repost.ts';
import { saveBodies } from './posting-bodies.ts';
import type { StoredChange, Tables } from './tables.ts';

export function repostStoring(trx: Transaction<Tables>, companyId: string): RepostStoring {
  return {
    ...periodReading(trx, companyId),
    ...eventReading(trx, companyId),
    ...repostReading(trx, companyId),
    ...repostWriting(trx, companyId),
    ...itemWriting(trx, companyId),
    ...openItems(trx, companyId),
  };
}

interface EntryRow {
  readonly posting_id: string;
  readonly posting_key: string;
  readonly part: number;
  readonly state: PeriodEntry['state'];
  readonly found_there: boolean;
  readonly business_date: string;
  readonly posting_date: string | null;
  readonly location: string;
  readonly document_number: string | null;
  readonly realm_id: string | null;
  readonly quickbooks_id: string | null;
  readonly sync_token: string | null;
}

const entryColumns = sql`posting.posting_id, posting.posting_key, posting.part, posting.state, posting.found_there,
  posting.business_date, posting.posting_date, posting.document_number, posting.realm_id, posting.quickbooks_id,
  posting.sync_token`;

const among = (values: readonly string[], type: 'text' | 'uuid') => sql`any(${[...values]}::${sql.raw(type)}[])`;

function periodReading(trx: Transaction<Tables>, companyId: string): Pick<RepostStoring, 'entriesIn' | 'entriesOf'> {
  const posting = (key: RawBuilder<unknown>) =>
    sql`join tillbook.posting on posting.company_id = ${companyId} and posting.posting_key = ${key}`;
  return {
    async entriesIn({ from, to, locations, kinds }, limit) {
      const isChosen = (location: RawBuilder<unknown>) =>
        locations === null ? sql`true` : sql`${location} = ${among(locations, 'text')}`;
      const ofKind = (kind: RawBuilder<unknown>) =>
        kinds === null ? sql`true` : sql`${kind} = ${among(kinds, 'text')}`;
      const found = await sql<EntryRow>`
        select ${entryColumns}, event.location
        from tillbook.financial_event event ${posting(sql`event.event_key`)}
        where event.company_id = ${companyId} and event.business_date between ${from}::date and ${to}::date
          and event.posting_key = event.event_key and ${isChosen(sql`event.location`)} and ${ofKind(sql`event.kind`)}
        union all
        select ${entryColumns}, summary.location
        from tillbook.daily_summary summary ${posting(sql`summary.posting_key`)}
        where summary.company_id = ${companyId} and summary.business_date between ${from}::date and ${to}::date
          and ${isChosen(sql`summary.location`)}
          and (${kinds === null} or exists (select from tillbook.financial_event event
            where event.company_id = ${companyId} and event.posting_key = summary.posting_key and ${ofKind(sql`event.kind`)}))
        order by business_date, posting_id limit ${limit}`.execute(trx);
      return found.rows.map(periodEntry);
    },
    async entriesOf(postingKeys) {
      if (postingKeys.length === 0) return [];
      const found = await sql<EntryRow>`
        select ${entryColumns}, coalesce(summary.location, event.location, '') as location
        from tillbook.posting
        left join tillbook.daily_summary summary using (company_id, posting_key)
        left join tillbook.financial_event event
          on event.company_id = posting.company_id and event.event_key = posting.posting_key
        where posting.company_id = ${companyId} and posting.posting_key = ${among(postingKeys, 'text')}
        order by posting.business_date, posting.posting_id`.execute(trx);
      return found.rows.map(periodEntry);
    },
  };
}

function eventReading(trx: Transaction<Tables>, companyId: string): Pick<RepostStoring, 'voidsOf' | 'events'> {
  return {
    async voidsOf(postingKeys) {
      if (postingKeys.length === 0) return [];
      const found = await sql<{ posting_key: string }>`
        with recursive voiding as (
          select void.event_key, void.posting_key from tillbook.financial_event voided
            join tillbook.financial_event void
              on void.company_id = ${companyId} and void.reverses = voided.event_key
            where voided.company_id = ${companyId} and voided.posting_key = ${among(postingKeys, 'text')}
          union
          select void.event_key, void.posting_key from voiding
            join tillbook.financial_event void
              on void.company_id = ${companyId} and void.reverses = voiding.event_key
        )
        select distinct posting_key from voiding where posting_key is not null`.execute(trx);
      return found.rows.map((row) => row.posting_key);
    },
    async events(keys) {
      if (keys.length === 0) return new Map();
      const rows = await trx
        .selectFrom('tillbook.financial_event')
        .select(['event_key', 'kind', 'business_date', 'posting_key'])
        .where('company_id', '=', companyId)
        .where(sql<SqlBool>`event_key = ${among(keys, 'text')}`)
        .execute();
      return new Map(
        rows.map((row): [string, PeriodEvent] => [
          row.event_key,
          { key: row.event_key, kind: row.kind, businessDate: row.business_date, postingKey: row.posting_key },
        ]),
      );
    },
  };
}

const periodEntry = (row: EntryRow): PeriodEntry => ({
  id: row.posting_id,
  key: row.posting_key,
  part: row.part,
  state: row.state,
  foundThere: row.found_there,
  businessDate: row.business_date,
  postingDate: row.posting_date ?? row.business_date,
  location: row.location,
  documentNumber: row.document_number,
  realmId: row.realm_id,
  quickbooksId: row.quickbooks_id,
  syncToken: row.sync_token,
});

function repostReading(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<RepostStoring, 'byId' | 'list' | 'running' | 'counts' | 'left' | 'underWay'> {
  const select = () => trx.selectFrom('tillbook.repost').selectAll().where('company_id', '=', companyId);
  const items = () => trx.selectFrom('tillbook.repost_item').selectAll().where('company_id', '=', companyId);
  return {
    async byId(id) {
      const row = await select().where('repost_id', '=', id).executeTakeFirst();
      return row === undefined ? null : repostRow(row);
    },
    async list(limit) {
      return (await select().orderBy('repost_id', 'desc').limit(limit).execute()).map(repostRow);
    },
    async running(realmId) {
      const row = await select().where('ended_at', 'is', null).where('realm_id', '=', realmId).executeTakeFirst();
      return row === undefined ? null : repostRow(row);
    },
    async counts(repostId) {
      const found = await sql<{ state: RepostItemState; items: number }>`
        select state, count(*)::integer as items from tillbook.repost_item
        where company_id = ${companyId} and repost_id = ${repostId} group by 1`.execute(trx);
      const counts: RepostCounts = { asked: 0, sent: 0, written: 0, left: 0 };
      return { ...counts, ...Object.fromEntries(found.rows.map(({ state, items: count }) => [state, count])) };
    },
    async left({ repostId, after, limit }) {
      let query = items().where('repost_id', '=', repostId).where('state', '=', 'left').orderBy('place').limit(limit);
      if (after !== null) query = query.where('place', '>', after);
      return (await query.execute()).map(repostItem);
    },
    async underWay({ realmId, limit }) {
      // "sent" before "asked": what may have been written is settled before more is sent.
      const query = items()
        .where('state', 'in', ['asked', 'sent'])
        .where('realm_id', '=', realmId)
        .orderBy('state', 'desc')
        .orderBy('repost_id')
        .orderBy('place');
      return (await query.limit(limit).execute()).map((row) => ({
        ...repostItem(row),
        state: row.state === 'sent' ? ('sent' as const) : ('asked' as const),
      }));
    },
  };
}

function repostWriting(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<RepostStoring, 'add' | 'cancel' | 'end' | 'noteWritten'> {
  return {
    async add(row) {
      await trx
        .insertInto('tillbook.repost')
        .values({
          company_id: companyId,
          repost_id: row.id,
          realm_id: row.realmId,
          from_date: row.from,
          to_date: row.to,
          locations: row.locations === null ? null : [...row.locations],
          kinds: row.kinds === null ? null : [...row.kinds],
          who: row.who,
          asked_at: row.at,
          cancelled_by: row.cancelledBy,
          cancelled_at: row.cancelledAt,
          ended_at: row.endedAt,
        })
        .execute();
    },
    async cancel({ repostId, who, now }) {
      await sql`update tillbook.repost set cancelled_by = ${who}, cancelled_at = ${now}::timestamptz
        where company_id = ${companyId} and repost_id = ${repostId} and ended_at is null`.execute(trx);
      const stopped = await sql`
        update tillbook.repost_item set state = 'left', reason = 'cancelled', ended_at = ${now}::timestamptz
        where company_id = ${companyId} and repost_id = ${repostId} and state = 'asked'`.execute(trx);
      return Number(stopped.numAffectedRows ?? 0n);
    },
    async end(repostId, now) {
      await sql`update tillbook.repost set ended_at = ${now}::timestamptz
        where company_id = ${companyId} and repost_id = ${repostId} and ended_at is null`.execute(trx);
    },
    async noteWritten({ postingId, body, digest, syncToken, now }) {
      const noted = await sql`update tillbook.posting set sync_token = ${syncToken}, accepted_at = ${now}::timestamptz
        where company_id = ${companyId} and posting_id = ${postingId} and state = 'accepted'`.execute(trx);
      if (noted.numAffectedRows === 1n) await saveBodies(trx, companyId, [{ postingId, body, digest }]);
    },
  };
}

function itemWriting(trx: Transaction<Tables>, companyId: string): Pick<RepostStoring, 'addItems' | 'save'> {
  return {
    async addItems(given) {
      if (given.length === 0) return;
      const column = <T>(pick: (item: RepostItem) => T): T[] => given.map(pick);
      await sql`
        insert into tillbook.repost_item (company_id, item_id, repost_id, posting_id, place, realm_id, quickbooks_id,
          state, target, changes, over_token, attempt)
        select ${companyId}::uuid, given.item_id, given.repost_id, given.posting_id, given.place, given.realm_id,
          given.quickbooks_id, 'asked', given.target, given.changes, given.over_token, 1
        from unnest(
          ${column(({ id }) => id)}::uuid[],
          ${column(({ repostId }) => repostId)}::uuid[],
          ${column(({ postingId }) => postingId)}::uuid[],
          ${column(({ place }) => place)}::integer[],
          ${column(({ realmId }) => realmId)}::text[],
          ${column(({ quickbooksId }) => quickbooksId)}::text[],
          ${column(({ target }) => target)}::text[],
          ${column(({ changes }) => JSON.stringify(changes))}::jsonb[],
          ${column(({ over }) => over)}::text[]
        ) as given (item_id, repost_id, posting_id, place, realm_id, quickbooks_id, target, changes, over_token)`.execute(
        trx,
      );
    },
    async save(item) {
      await trx
        .updateTable('tillbook.repost_item')
        .set({
          state: item.state,
          reason: item.reason,
          problem: item.problem,
          over_token: item.over,
          attempt: item.attempt,
          unanswered: item.unanswered,
          request_id: item.requestId,
          body: item.body,
          sent_at: item.sentAt,
          next_step_at: item.nextStepAt,
          ended_at: item.endedAt,
        })
        .where('company_id', '=', companyId)
        .where('item_id', '=', item.id)
        .execute();
    },
  };
}

function openItems(trx: Transaction<Tables>, companyId: string): Pick<RepostStoring, 'voidsHeldUp' | 'sentOf'> {
  return {
    async voidsHeldUp(postingKeys) {
      if (postingKeys.length === 0) return new Set();
      const found = await sql<{ posting_key: string }>`
        select distinct void.posting_key
        from tillbook.financial_event void
        join tillbook.financial_event voided on voided.company_id = ${companyId} and voided.event_key = void.reverses
        join tillbook.posting on posting.company_id = ${companyId} and posting.posting_key = voided.posting_key
        join tillbook.repost_item item on item.company_id = ${companyId} and item.posting_id = posting.posting_id
          and item.state in ('asked', 'sent')
        where void.company_id = ${companyId} and void.posting_key = ${among(postingKeys, 'text')}
          -- Nearly always nothing is under way: then no event is looked at.
          and exists (select from tillbook.repost_item where company_id = ${companyId}
            and state in ('asked', 'sent'))`.execute(trx);
      return new Set(found.rows.map((row) => row.posting_key));
    },
    async sentOf(postingIds) {
      if (postingIds.length === 0) return new Set();
      const rows = await trx
        .selectFrom('tillbook.repost_item')
        .select('posting_id')
        .where('company_id', '=', companyId)
        .where('state', '=', 'sent')
        .where(sql<SqlBool>`posting_id = ${among(postingIds, 'uuid')}`)
        .execute();
      return new Set(rows.map((row) => row.posting_id));
    },
  };
}

const repostRow = (row: Selectable<Tables['tillbook.repost']>): RepostRow => ({
  id: row.repost_id,
  realmId: row.realm_id,
  from: row.from_date,
  to: row.to_date,
  locations: row.locations,
  kinds: row.kinds,
  who: row.who,
  at: row.asked_at,
  cancelledBy: row.cancelled_by,
  cancelledAt: row.cancelled_at,
  endedAt: row.ended_at,
});

const repostItem = (row: Selectable<Tables['tillbook.repost_item']>): RepostItem => ({
  id: row.item_id,
  repostId: row.repost_id,
  postingId: row.posting_id,
  place: row.place,
  realmId: row.realm_id,
  quickbooksId: row.quickbooks_id,
  state: row.state,
  target: row.target,
  changes: row.changes.map(readChange),
  reason: row.reason,
  problem: row.problem,
  over: row.over_token,
  attempt: row.attempt,
  unanswered: row.unanswered,
  requestId: row.request_id,
  body: row.body,
  sentAt: row.sent_at,
  nextStepAt: row.next_step_at,
  endedAt: row.ended_at,
});

function readChange({ line, shares }: StoredChange): LineChange {
  return {
    line,
    shares: shares.map(({ mapping, ...share }) => {
      if (mapping === null) return { ...share, mapping };
      const { saved, ...given } = mapping;
      return {
        ...share,
        mapping: saved === undefined ? given : { ...given, saved: { ...saved, at: new Date(saved.at) } },
      };
    }),
  };
}
