// Accounts that were merged in QuickBooks: which are asked about, what each was merged into, and lines that follow.
import { sql, type Transaction } from 'kysely';
import type { MergeStoring } from '../pipeline/merge-port.ts';
import type { Tables } from './tables.ts';

export function mergeStoring(trx: Transaction<Tables>, companyId: string): MergeStoring {
  /** Of this realm, whatever became of them: another company's accounts of the same ids are others. */
  const linesOf = (realmId: string, accountId: string) => sql`
    from tillbook.journal_line line join tillbook.posting using (company_id, posting_id)
    where line.company_id = ${companyId} and line.account_id = ${accountId} and posting.realm_id = ${realmId}`;
  const account = (realmId: string, accountId: string) => sql`
    company_id = ${companyId} and realm_id = ${realmId} and account_id = ${accountId}`;
  return {
    async merged() {
      const found = await sql<{ account_id: string; merged_into: string }>`
        select account_id, merged_into from tillbook.account join tillbook.connection using (company_id, realm_id)
        where company_id = ${companyId} and merged_into is not null`.execute(trx);
      return new Map(found.rows.map((row) => [row.account_id, row.merged_into]));
    },
    async ask(realmId, accountIds, now) {
      const asked = await sql<{ account_id: string }>`
        update tillbook.account set merge_asked_at = ${now}::timestamptz
        where company_id = ${companyId} and realm_id = ${realmId} and account_id = any(${[...accountIds]}::text[])
          and exists (select from tillbook.journal_line line join tillbook.posting using (company_id, posting_id)
            where line.company_id = ${companyId} and line.account_id = account.account_id
              and posting.realm_id = ${realmId} and posting.state = 'accepted')
        returning account_id`.execute(trx);
      return asked.rows.length;
    },
    async asked(realmId) {
      const found = await sql<{ account_id: string; merged_into: string | null }>`
        select account_id, merged_into from tillbook.account
        where company_id = ${companyId} and realm_id = ${realmId} and merge_asked_at is not null
        order by merge_asked_at, account_id`.execute(trx);
      return found.rows.map((row) => ({ accountId: row.account_id, mergedInto: row.merged_into }));
    },
    async postedTo({ realmId, accountId, limit }) {
      const half = Math.ceil(limit / 2);
      const some = (order: 'asc' | 'desc') => sql`(select distinct posting.posting_id ${linesOf(realmId, accountId)}
        and posting.state = 'accepted' order by 1 ${sql.raw(order)} limit ${half})`;
      const found = await sql<{ posting_id: string }>`${some('desc')} union ${some('asc')}`.execute(trx);
      return found.rows.map((row) => row.posting_id);
    },
    async note({ realmId, accountId, into }) {
      await sql`update tillbook.account set merged_into = ${into} where company_id = ${companyId}
        and realm_id = ${realmId} and (account_id = ${accountId} or merged_into = ${accountId})`.execute(trx);
    },
    async moveLines({ realmId, accountId, limit }) {
      const moved = await sql`
        update tillbook.journal_line line set account_id = merged.merged_into
        from tillbook.account merged
        where merged.company_id = ${companyId} and merged.realm_id = ${realmId} and merged.account_id = ${accountId}
          -- Since it was found out, somebody may have made it active again.
          and merged.merged_into is not null
          and line.company_id = ${companyId} and (line.posting_id, line.line_number) in (
            select posting_id, line.line_number ${linesOf(realmId, accountId)} limit ${limit})`.execute(trx);
      return Number(moved.numAffectedRows ?? 0n);
    },
    async done(realmId, accountId) {
      await sql`update tillbook.account set merge_asked_at = null where ${account(realmId, accountId)}`.execute(trx);
    },
  };
}
