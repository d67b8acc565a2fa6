// A filter over events as one condition: the same for the list that a person sees and for what they retry.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { EventFilter, EventStatus } from '../pipeline/company-books.ts';
import type { FilterContext } from '../pipeline/storage-port.ts';

export interface FilterOfCompany extends FilterContext {
  readonly companyId: string;
  readonly filter: Partial<EventFilter>;
}

/** Over the columns of tillbook.financial_event, without those of the company, the cursor and the limit. */
export function matchesFilter(request: FilterOfCompany): RawBuilder<SqlBool> {
  const { filter, laneHeld, amountMinor } = request;
  const { status, kind, location, dateFrom, dateTo, q, cause } = filter;
  const conditions: RawBuilder<SqlBool>[] = [sql<SqlBool>`true`];
  if (status !== undefined) conditions.push(hasStatus(status, laneHeld));
  if (kind !== undefined) conditions.push(sql<SqlBool>`kind = ${kind}`);
  if (location !== undefined) conditions.push(sql<SqlBool>`location = ${location}`);
  if (dateFrom !== undefined) conditions.push(sql<SqlBool>`business_date >= ${dateFrom}::date`);
  if (dateTo !== undefined) conditions.push(sql<SqlBool>`business_date <= ${dateTo}::date`);
  if (q !== undefined && q !== '') conditions.push(matchesText(q, amountMinor));
  if (cause !== undefined) conditions.push(hangsOn(cause, request));
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

function hasStatus(status: EventStatus, laneHeld: boolean) {
  if (laneHeld && status === 'ready') return sql<SqlBool>`false`;
  if (laneHeld && status === 'action-required') return sql<SqlBool>`status in ('action-required', 'ready')`;
  return sql<SqlBool>`status = ${status}`;
}

/** Part of a number, or an exact amount. */
function matchesText(q: string, amountMinor: bigint | null) {
  const pattern = `%${q.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const byNumber = sql<SqlBool>`number ilike ${pattern}`;
  return amountMinor === null
    ? byNumber
    : sql<SqlBool>`(${byNumber} or amount_minor = ${amountMinor.toString()}::bigint)`;
}

function hangsOn(kind: string, context: { companyId: string; laneHeld: boolean }) {
  if (kind === 'authentication' || kind === 'company-lapsed') {
    return context.laneHeld ? sql<SqlBool>`status = 'ready'` : sql<SqlBool>`false`;
  }
  if (kind === 'conflict') {
    return sql<SqlBool>`exists (select from tillbook.event_conflict conflict
      where conflict.company_id = ${context.companyId} and conflict.event_id = tillbook.financial_event.event_id
        and conflict.put_aside_at is null)`;
  }
  return sql<SqlBool>`posting_key in (
    select posting.posting_key from tillbook.cause
    join tillbook.posting_cause link using (company_id, cause_id)
    join tillbook.posting using (company_id, posting_id)
    where cause.company_id = ${context.companyId} and cause.resolved_at is null and cause.kind = ${kind})`;
}
