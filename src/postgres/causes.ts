// Causes and what hangs on them. A posting is linked to a cause only while it waits for it.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { CauseStoring, HeldSlice, LetGo, OpenCause } from '../pipeline/cause-port.ts';
import { readCause, writeCause } from './cause-detail.ts';
import { standsAs } from './event-standing.ts';
import { noticeCauses } from './notifications.ts';
import { postingStoring } from './postings.ts';
import type { Tables } from './tables.ts';

export function causeStoring(trx: Transaction<Tables>, companyId: string): CauseStoring {
  return {
    ...causeRows(trx, companyId),
    ...resolving(trx, companyId),
    ...holding(trx, companyId),
    ...heldFigures(trx, companyId),
  };
}

function causeRows(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<CauseStoring, 'open' | 'openOf' | 'openForPostings' | 'raise'> {
  const openCauses = () =>
    trx
      .selectFrom('tillbook.cause')
      .selectAll()
      .where('company_id', '=', companyId)
      .where('resolved_at', 'is', null)
      .orderBy('first_seen')
      .orderBy('cause_id');
  return {
    async open() {
      return (await openCauses().execute()).map(openCause);
    },
    async openOf(kinds) {
      const rows = await openCauses()
        .where(sql<SqlBool>`kind = any(${[...kinds]}::text[])`)
        .execute();
      return rows.map(openCause);
    },
    async openForPostings(postingIds) {
      if (postingIds.length === 0) return [];
      const rows = await openCauses()
        .where(sql<SqlBool>`cause_id in (select cause_id from tillbook.posting_cause link
          where link.company_id = ${companyId} and link.posting_id = any(${[...postingIds]}::uuid[]))`)
        .execute();
      return rows.map(openCause);
    },
    async raise(causes, now) {
      if (causes.length === 0) return new Map();
      const distinct = distinctCauses(causes);
      // The update keeps everything but the detail, which may have become newer, and lets the id be returned.
      const rows = await sql<{ cause_id: string; cause_key: string; fresh: boolean }>`
        insert into tillbook.cause (company_id, cause_id, cause_key, kind, role, subject, detail, first_seen)
        select ${companyId}::uuid, given.*, ${now}::timestamptz
        from unnest(
          ${distinct.map((cause) => cause.id)}::uuid[],
          ${distinct.map((cause) => cause.key)}::text[],
          ${distinct.map(({ cause }) => cause.kind)}::text[],
          ${distinct.map(({ cause }) => (cause.kind === 'missing-account' ? cause.role : null))}::text[],
          ${distinct.map(({ cause }) => (cause.kind === 'missing-account' ? cause.subject : null))}::text[],
          ${distinct.map(({ cause }) => writeCause(cause))}::jsonb[]
        ) as given
        on conflict (company_id, cause_key) where resolved_at is null do update set detail = excluded.detail
        returning cause_id, cause_key, xmax = 0 as fresh`.execute(trx);
      await noticeCauses(trx, {
        companyId,
        causeIds: rows.rows.flatMap((row) => (row.fresh ? row.cause_id : [])),
        now,
      });
      return new Map(rows.rows.map((row) => [row.cause_key, row.cause_id]));
    },
  };
}

function resolving(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<CauseStoring, 'resolve' | 'resolveKinds' | 'resolveEmpty'> {
  return {
    async resolve(causeIds, now) {
      if (causeIds.length === 0) return;
      await sql`update tillbook.cause set resolved_at = ${now}::timestamptz
        where company_id = ${companyId} and cause_id = any(${[...causeIds]}::uuid[]) and resolved_at is null`.execute(
        trx,
      );
    },
    async resolveKinds(kinds, now) {
      await sql`update tillbook.cause set resolved_at = ${now}::timestamptz
        where company_id = ${companyId} and resolved_at is null and kind = any(${[...kinds]}::text[])`.execute(trx);
    },
    async resolveEmpty(kinds, now) {
      await sql`update tillbook.cause set resolved_at = ${now}::timestamptz
        where company_id = ${companyId} and resolved_at is null and kind = any(${[...kinds]}::text[])
          and not exists (select from tillbook.posting_cause link
            where link.company_id = ${companyId} and link.cause_id = cause.cause_id)`.execute(trx);
    },
  };
}

/** By key, so that two writers lock the rows in one order. */
const distinctCauses = <One extends { readonly key: string }>(causes: readonly One[]): readonly One[] =>
  [...new Map(causes.map((cause) => [cause.key, cause])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));

function holding(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<CauseStoring, 'hold' | 'unhold' | 'letGo' | 'firstDates'> {
  return {
    async hold(links) {
      if (links.length === 0) return;
      await sql`
        insert into tillbook.posting_cause (company_id, cause_id, posting_id)
        select distinct ${companyId}::uuid, given.*
        from unnest(${links.map((link) => link.causeId)}::uuid[], ${links.map((link) => link.postingId)}::uuid[]) as given
        on conflict do nothing`.execute(trx);
    },
    async unhold(postingIds) {
      if (postingIds.length === 0) return;
      await sql`delete from tillbook.posting_cause
        where company_id = ${companyId} and posting_id = any(${[...postingIds]}::uuid[])`.execute(trx);
    },
    letGo: ({ causeId, dateFrom, ...slice }) =>
      letGo(trx, {
        ...slice,
        companyId,
        cause: sql`${causeId}::uuid`,
        which: sql`${dateFrom}::date is null or posting.business_date >= ${dateFrom}::date`,
      }),
    async firstDates(causeIds) {
      if (causeIds.length === 0) return new Map();
      const rows = await sql<{ cause_id: string; first: string }>`
        select link.cause_id, min(posting.business_date) as first
        from tillbook.posting_cause link join tillbook.posting using (company_id, posting_id)
        where link.company_id = ${companyId} and link.cause_id = any(${[...causeIds]}::uuid[])
        group by link.cause_id`.execute(trx);
      return new Map(rows.rows.map((row) => [row.cause_id, row.first]));
    },
  };
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

/** Looks at the next postings of a cause, by their ids, so that what an earlier slice took off is not looked through again. */
export async function letGo(
  trx: Transaction<Tables>,
  of: HeldSlice & { companyId: string; cause: RawBuilder<unknown>; which: RawBuilder<unknown> },
): Promise<LetGo> {
  const { companyId, cause, which, after, limit } = of;
  const held = await sql<{ posting_id: string }>`
    select posting_id from tillbook.posting_cause
    where company_id = ${companyId} and cause_id = ${cause} and posting_id > ${after ?? beforeAll}::uuid
    order by posting_id limit ${limit}`.execute(trx);
  const slice = held.rows.map((row) => row.posting_id);
  const more = slice.length < limit ? null : (slice.at(-1) ?? null);
  const unlinked = await sql<{ posting_id: string }>`
    delete from tillbook.posting_cause link using tillbook.posting
    where link.company_id = ${companyId} and link.cause_id = ${cause} and link.posting_id = any(${slice}::uuid[])
      and posting.company_id = ${companyId} and posting.posting_id = link.posting_id
      and posting.posting_id = any(${slice}::uuid[]) and (${which})
    returning link.posting_id`.execute(trx);
  const ids = unlinked.rows.map((row) => row.posting_id);
  if (ids.length === 0) return { free: [], more };
  const free = await sql<{ posting_id: string }>`
    select posting_id from tillbook.posting
    where company_id = ${companyId} and posting_id = any(${ids}::uuid[]) and state = 'waiting'
      and not exists (select from tillbook.posting_cause link
        where link.company_id = ${companyId} and link.posting_id = posting.posting_id)`.execute(trx);
  return { free: await postingStoring(trx, companyId).byIds(free.rows.map((row) => row.posting_id)), more };
}

function heldFigures(trx: Transaction<Tables>, companyId: string): Pick<CauseStoring, 'held' | 'heldByLane'> {
  return {
    async held() {
      // An event of two parts that hang on one cause is held once. Amounts of other currencies are counted, not added.
      const rows = await sql<{ cause_id: string; events: number; amount: bigint }>`
        select cause_id, count(*)::integer as events,
          coalesce(sum(abs(amount_minor)) filter (where currency = company_currency), 0)::bigint as amount
        from (
          select distinct link.cause_id, event.event_id, event.amount_minor, event.currency, company.currency as company_currency
          from tillbook.cause
          join tillbook.posting_cause link using (company_id, cause_id)
          join tillbook.posting using (company_id, posting_id)
          join tillbook.event_with_status event on event.company_id = posting.company_id and event.posting_key = posting.posting_key
          join tillbook.company on company.company_id = posting.company_id
          where cause.company_id = ${companyId} and cause.resolved_at is null and event.status <> 'handled-outside'
            and (event.posting_parts is null or posting.part = any(event.posting_parts))
        ) held
        group by cause_id`.execute(trx);
      return new Map(rows.rows.map((row) => [row.cause_id, { events: row.events, amountMinor: row.amount }]));
    },
    async heldByLane() {
      const rows = await sql<{ events: number; amount: bigint }>`
        select count(*)::integer as events,
          coalesce(sum(abs(amount_minor)) filter (where event.currency = company.currency), 0)::bigint as amount
        from tillbook.event_with_status event join tillbook.company using (company_id)
        where event.company_id = ${companyId} and ${standsAs(['ready', 'syncing'])}`.execute(trx);
      return { events: rows.rows[0]?.events ?? 0, amountMinor: rows.rows[0]?.amount ?? 0n };
    },
  };
}

const openCause = (row: { cause_id: string; cause_key: string; detail: unknown; first_seen: Date }): OpenCause => ({
  id: row.cause_id,
  key: row.cause_key,
  cause: readCause(row.detail),
  firstSeen: row.first_seen,
});
