// What is to be read from QuickBooks again, since a refusal contradicted it.
import { sql, type Transaction } from 'kysely';
import type { RecheckStoring } from '../pipeline/recheck-port.ts';
import type { Tables } from './tables.ts';

export function recheckStoring(trx: Transaction<Tables>, companyId: string): RecheckStoring {
  return {
    async ask(whats, now) {
      if (whats.length === 0) return;
      await sql`
        insert into tillbook.recheck (company_id, what, asked_at)
        select distinct ${companyId}::uuid, given.what, ${now}::timestamptz from unnest(${[...whats]}::text[]) as given (what)
        on conflict (company_id, what) do update set asked_at = greatest(recheck.asked_at, excluded.asked_at)`.execute(
        trx,
      );
    },
    async asked() {
      const rows = await trx
        .selectFrom('tillbook.recheck')
        .select(['what', 'not_before'])
        .where('company_id', '=', companyId)
        .where('asked_at', 'is not', null)
        .orderBy('asked_at')
        .orderBy('what')
        .execute();
      return rows.map((row) => ({ what: row.what, notBefore: row.not_before }));
    },
    async done({ what, notBefore }, startedAt) {
      await sql`
        update tillbook.recheck set not_before = ${notBefore}::timestamptz,
          asked_at = case when asked_at > ${startedAt}::timestamptz then asked_at end
        where company_id = ${companyId} and what = ${what}`.execute(trx);
    },
  };
}
