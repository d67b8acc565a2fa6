// Sums and pages for the auditor, over everything that QuickBooks accepted.
import { type SqlBool, sql, type Transaction } from 'kysely';
import type { AcceptedRange, AuditReading } from '../pipeline/audit-port.ts';
import { postingRow, selectPostings } from './postings.ts';
import type { Tables } from './tables.ts';

interface SumRow {
  readonly account_id: string;
  readonly currency: string;
  readonly exchange_rate: string | null;
  readonly lines: bigint;
  readonly ever_minor: string;
  readonly year_minor: string;
}

/** The date that QuickBooks has an entry under. */
const postingDate = sql<string>`coalesce(posting.posting_date, posting.business_date)`;

export function auditReading(trx: Transaction<Tables>, companyId: string): AuditReading {
  const accepted = ({ realmId, from, to }: AcceptedRange) => {
    let query = selectPostings(trx, companyId).where('state', '=', 'accepted').where('realm_id', '=', realmId);
    if (from !== null) query = query.where(postingDate, '>=', from);
    if (to !== null) query = query.where(postingDate, '<=', to);
    return query;
  };
  return {
    async acceptedCount(range) {
      const row = await accepted(range)
        .clearSelect()
        .select((eb) => [eb.fn.countAll<bigint>().as('entries'), eb.fn.max(postingDate).as('last_date')])
        .executeTakeFirstOrThrow();
      return { entries: Number(row.entries), lastDate: row.last_date };
    },
    async accepted({ after, limit, ...range }) {
      let query = accepted(range).orderBy('posting_id').limit(limit);
      if (after !== null) query = query.where('posting_id', '>', after);
      return (await query.execute()).map(postingRow);
    },
    async acceptedSums({ realmId, yearFrom, to }) {
      const found = await sql<SumRow>`
        with signed as (
          select line.account_id, entry.currency, entry.exchange_rate, ${postingDate} as posting_date,
            case line.side when 'debit' then line.amount_minor else -line.amount_minor end as amount_minor
          from tillbook.posting
          join tillbook.journal_entry entry using (company_id, posting_id)
          join tillbook.journal_line line using (company_id, posting_id)
          where posting.company_id = ${companyId} and posting.state = 'accepted' and posting.realm_id = ${realmId}
            and ${postingDate} <= ${to}::date
        )
        select account_id, currency, exchange_rate, count(*) as lines, sum(amount_minor)::text as ever_minor,
          coalesce(sum(amount_minor) filter (where posting_date >= ${yearFrom}::date), 0)::text as year_minor
        from signed group by account_id, currency, exchange_rate
        order by account_id, currency, exchange_rate`.execute(trx);
      return found.rows.map((row) => ({
        accountId: row.account_id,
        currency: row.currency,
        exchangeRate: row.exchange_rate,
        lines: Number(row.lines),
        everMinor: BigInt(row.ever_minor),
        yearMinor: BigInt(row.year_minor),
      }));
    },
    async byDocumentNumbers(documentNumbers) {
      if (documentNumbers.length === 0) return [];
      const rows = await selectPostings(trx, companyId)
        .where(sql<SqlBool>`document_number = any(${[...documentNumbers]}::text[])`)
        .execute();
      return rows.map(postingRow);
    },
    async withoutEvents(limit) {
      const rows = await selectPostings(trx, companyId)
        .where(sql<SqlBool>`exists (select from tillbook.journal_entry entry
          where entry.company_id = ${companyId} and entry.posting_id = tillbook.posting.posting_id)`)
        .where(sql<SqlBool>`not exists (select from tillbook.financial_event event
          where event.company_id = ${companyId} and event.posting_key = tillbook.posting.posting_key)`)
        .orderBy('business_date')
        .orderBy('posting_id')
        .limit(limit)
        .execute();
      return rows.map(postingRow);
    },
  };
}
