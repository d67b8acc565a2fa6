// A filter over events as one condition: the same for the list that a person sees and for what they retry.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { voidsInARowMax } from '../events/event-limits.ts';
import { currenciesWithOtherDecimals } from '../money.ts';
import { type EventFilter, type EventStatus, eventStatuses } from '../pipeline/company-books.ts';
import type { AmountRange, FilterContext } from '../pipeline/event-list-port.ts';
import { type Place, placeAmong, standsAs } from './event-standing.ts';

export interface FilterOfCompany extends FilterContext {
  readonly companyId: string;
  readonly filter: Partial<EventFilter>;
}

type Condition = RawBuilder<SqlBool>;

/** Over the columns of tillbook.event_with_status, without those of the company, the cursor and the limit. */
export function matchesFilter(request: FilterOfCompany): Condition {
  const { q } = request.filter;
  const searched = q === undefined || q === '' ? [] : [sql<SqlBool>`(${sql.join(searchedBy(q, request), sql` or `)})`];
  return all([matchesAllButText(request), ...searched]);
}

/** Each is answered by an index. */
export function matchesAllButText(request: FilterOfCompany): Condition {
  const { filter, laneHeld, amounts } = request;
  const { status, kinds, location, source, dateFrom, dateTo, cause, ids } = filter;
  const { date } = placeOf(request);
  const conditions: Condition[] = [sql<SqlBool>`true`];
  if (status !== undefined) conditions.push(standsAs(shownAs(status, laneHeld)));
  if (kinds !== undefined) conditions.push(isOfKind(kinds));
  if (location !== undefined) conditions.push(sql<SqlBool>`location = ${location}`);
  if (source !== undefined) conditions.push(sql<SqlBool>`source = ${source}`);
  if (dateFrom !== undefined) conditions.push(sql<SqlBool>`${date} >= ${dateFrom}::date`);
  if (dateTo !== undefined) conditions.push(sql<SqlBool>`${date} <= ${dateTo}::date`);
  if (amounts !== null) conditions.push(isWithin(amounts));
  if (cause !== undefined) conditions.push(hangsOn(cause, request));
  if (filter.moved === 'gift-cards') conditions.push(movedGiftCards(request));
  if (ids !== undefined) conditions.push(sql<SqlBool>`event_id = any(${[...ids]}::uuid[])`);
  return all(conditions);
}

/**
 * The ways in which a text finds an event, each by an index of its own: a number by its begin or its end, an exact amount, a key, a
 * document number. Numbers are compared byte by byte, so that all that begin alike lie between two texts.
 */
export function searchedBy(q: string, { amountMinor, companyId }: FilterOfCompany): Condition[] {
  const number = q.toLowerCase();
  const backwards = [...number].reverse().join('');
  // A single character is one of them all, or is typed on.
  const ways =
    [...number].length < beginMin
      ? [sql<SqlBool>`number_forwards = ${number}`]
      : [beginsWith('number_forwards', number), beginsWith('number_backwards', backwards)];
  if (amountMinor !== null) ways.push(sql<SqlBool>`amount_minor = ${amountMinor.toString()}::bigint`);
  if (q.includes('/')) ways.push(sql<SqlBool>`event_key = ${q}`);
  if (documentNumber.test(q)) {
    ways.push(sql<SqlBool>`posting_key = any(array(select posting_key from tillbook.posting
      where company_id = ${companyId} and document_number = ${q.toUpperCase()}))`);
  }
  return ways;
}

/** Begins and ends of numbers are looked for from so many characters on. */
const beginMin = 2;
/** As Tillbook gives them; anything else is none of ours. */
const documentNumber = /^TB-/i;
const lastCharacter = '\u{10ffff}';

function beginsWith(column: 'number_forwards' | 'number_backwards', text: string): Condition {
  return sql<SqlBool>`(${sql.ref(column)} >= ${text} and ${sql.ref(column)} < ${text + lastCharacter})`;
}

function all(conditions: readonly Condition[]): Condition {
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

/** While the lane as a whole is held, ready events show as what they are to a person: action required. */
function shownAs(status: EventStatus, laneHeld: boolean): readonly EventStatus[] {
  if (!laneHeld) return [status];
  if (status === 'ready') return [];
  return status === 'action-required' ? ['action-required', 'ready'] : [status];
}

/** What a list is ordered by: of a status that few events have, by the index of statuses. */
export const placeOf = ({ filter, laneHeld }: Pick<FilterOfCompany, 'filter' | 'laneHeld'>): Place =>
  placeAmong(filter.status === undefined ? eventStatuses : shownAs(filter.status, laneHeld));

function isOfKind(kinds: NonNullable<EventFilter['kinds']>): Condition {
  return sql<SqlBool>`kind in (${sql.join(kinds.map((kind) => sql.lit(kind)))})`;
}

function isWithin({ fromMinor, toMinor, decimals }: AmountRange): Condition {
  const bounds: Condition[] = [sql<SqlBool>`currency <> all(${[...currenciesWithOtherDecimals(decimals)]}::text[])`];
  if (fromMinor !== null) bounds.push(sql<SqlBool>`amount_minor >= ${fromMinor.toString()}::bigint`);
  if (toMinor !== null) bounds.push(sql<SqlBool>`amount_minor <= ${toMinor.toString()}::bigint`);
  return all(bounds);
}

function hangsOn(kind: string, context: { companyId: string; laneHeld: boolean }): Condition {
  if (kind === 'authentication' || kind === 'company-lapsed') {
    // What was sent and not answered waits for it, too: the alert counts both.
    return standsAs(context.laneHeld ? ['ready', 'syncing'] : []);
  }
  if (kind === 'conflict') {
    return sql<SqlBool>`exists (select from tillbook.event_conflict conflict
      where conflict.company_id = ${context.companyId} and conflict.event_id = event_with_status.event_id
        and conflict.put_aside_at is null)`;
  }
  return sql<SqlBool>`posting_key in (
    select posting.posting_key from tillbook.cause
    join tillbook.posting_cause link using (company_id, cause_id)
    join tillbook.posting using (company_id, posting_id)
    where cause.company_id = ${context.companyId} and cause.resolved_at is null and cause.kind = ${kind})`;
}

/**
 * On the days that the kept sums say, so that of a long history only those are looked through: what sold, redeemed or adjusted a card,
 * and what voids that without lines of its own, as many voids in a row as count.
 */
function movedGiftCards({ companyId, giftCardTypes, filter }: FilterOfCompany): Condition {
  const types = JSON.stringify(giftCardTypes);
  const moves = (event: string) => {
    const body = sql.ref(`${event}.body`);
    const kind = sql.ref(`${event}.kind`);
    return sql<SqlBool>`(${kind} = 'gift-card-adjustment'
      or ${kind} = 'sale' and (${body} @> '{"lines":[{"type":"gift-card"}]}'
        or jsonb_path_exists(${body}, '$.payments[*] ? (@.paymentType == $types[*])', jsonb_build_object('types', ${types}::jsonb)))
      or ${kind} in ('customer-deposit', 'cash-movement') and ${types}::jsonb ? (${body} ->> 'paymentType'))`;
  };
  return sql<SqlBool>`(business_date = any(array(
      select distinct first_day from tillbook.kept_sum
      where company_id = ${companyId} and span = 'day'
        and first_day between ${filter.dateFrom ?? '-infinity'}::date and ${filter.dateTo ?? 'infinity'}::date
        and (${filter.location ?? null}::text is null or location = ${filter.location ?? null})
        and (kind = 'gift-card-issued' or kind in ('tender', 'other-payment') and subject = any(${[...giftCardTypes]}::text[]))))
    and (${moves('event_with_status')} or reverses is not null and exists (
      with recursive voided as (
        select event_key, kind, reverses, body, 1 as voids from tillbook.financial_event original
        where original.company_id = ${companyId} and original.event_key = event_with_status.reverses
        union all
        select original.*, voids + 1 from voided cross join lateral (
          select event_key, kind, reverses, body from tillbook.financial_event one
          where one.company_id = ${companyId} and one.event_key = voided.reverses limit 1
        ) original
        where voids < ${sql.lit(voidsInARowMax)}
      )
      select from voided where ${moves('voided')}))
    and not ${replacedUnsent(companyId)})`;
}

/** What the next version took the place of before it was sent counts no more; what was sent has a reversal that takes it back. */
const replacedUnsent = (companyId: string): Condition => sql<SqlBool>`(
  exists (select from tillbook.financial_event next where next.company_id = ${companyId} and next.reverses is null
    and next.version_of = coalesce(event_with_status.version_of, event_with_status.event_key)
    and next.version = event_with_status.version + 1)
  and not exists (select from tillbook.financial_event reversal where reversal.company_id = ${companyId}
    and reversal.reverses = event_with_status.event_key and reversal.version_of is not null))`;
