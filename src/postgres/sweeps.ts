// How far it is known what was changed in QuickBooks itself, and the metered calls of each month.
import { sql, type Transaction } from 'kysely';
import type { MeteredStoring, SweepStoring } from '../pipeline/drift-port.ts';
import type { Tables } from './tables.ts';

export function sweepStoring(trx: Transaction<Tables>, companyId: string): SweepStoring {
  /** Of another realm than before everything starts anew. */
  const anew = sql`realm_id = excluded.realm_id,
    covered_until = case when sweep.realm_id = excluded.realm_id then sweep.covered_until end,
    swept_at = case when sweep.realm_id = excluded.realm_id then sweep.swept_at end,
    reread_covers = case when sweep.realm_id = excluded.realm_id then sweep.reread_covers end,
    reread_after = case when sweep.realm_id = excluded.realm_id then sweep.reread_after end`;
  return {
    async read(realmId) {
      const row = await trx
        .selectFrom('tillbook.sweep')
        .selectAll()
        .where('company_id', '=', companyId)
        .where('realm_id', '=', realmId)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        realmId: row.realm_id,
        coveredUntil: row.covered_until,
        sweptAt: row.swept_at,
        askedAt: row.asked_at,
        accepted: row.accepted,
        rereadCovers: row.reread_covers,
        rereadAfter: row.reread_after,
      };
    },
    async ask(realmId, now) {
      await sql`
        insert into tillbook.sweep (company_id, realm_id, asked_at) values (${companyId}, ${realmId}, ${now}::timestamptz)
        on conflict (company_id) do update set ${anew},
          accepted = case when sweep.realm_id = excluded.realm_id then sweep.accepted else 0 end,
          asked_at = case when sweep.realm_id = excluded.realm_id then coalesce(sweep.asked_at, excluded.asked_at)
            else excluded.asked_at end
        where sweep.realm_id <> excluded.realm_id or sweep.asked_at is null`.execute(trx);
    },
    async noteAccepted(realmId, entries) {
      if (entries === 0) return;
      await sql`
        insert into tillbook.sweep (company_id, realm_id, accepted) values (${companyId}, ${realmId}, ${entries})
        on conflict (company_id) do update set ${anew},
          accepted = excluded.accepted + case when sweep.realm_id = excluded.realm_id then sweep.accepted else 0 end,
          asked_at = case when sweep.realm_id = excluded.realm_id then sweep.asked_at end`.execute(trx);
    },
    async save(row, startedAt) {
      await sql`
        insert into tillbook.sweep (company_id, realm_id, covered_until, swept_at, accepted, reread_covers, reread_after)
        values (${companyId}, ${row.realmId}, ${row.coveredUntil}::timestamptz, ${row.sweptAt}::timestamptz,
          ${row.accepted}, ${row.rereadCovers}::timestamptz, ${row.rereadAfter}::uuid)
        on conflict (company_id) do update set realm_id = excluded.realm_id, covered_until = excluded.covered_until,
          swept_at = excluded.swept_at, accepted = excluded.accepted, reread_covers = excluded.reread_covers,
          reread_after = excluded.reread_after,
          asked_at = case when sweep.asked_at > ${startedAt}::timestamptz then sweep.asked_at end`.execute(trx);
    },
  };
}

export function meteredStoring(trx: Transaction<Tables>, companyId: string): MeteredStoring {
  return {
    async read(month) {
      const row = await trx
        .selectFrom('tillbook.metered_month')
        .selectAll()
        .where('company_id', '=', companyId)
        .where('month', '=', month)
        .executeTakeFirst();
      return { month, calls: Number(row?.calls ?? 0n), skippedSince: row?.skipped_since ?? null };
    },
    async count(month, calls) {
      if (calls === 0) return;
      await sql`
        insert into tillbook.metered_month (company_id, month, calls) values (${companyId}, ${month}, ${calls})
        on conflict (company_id, month) do update set calls = metered_month.calls + excluded.calls`.execute(trx);
    },
    async noteSkipped(month, since) {
      await sql`
        insert into tillbook.metered_month (company_id, month, skipped_since)
        values (${companyId}, ${month}, ${since}::timestamptz)
        on conflict (company_id, month) do update set skipped_since = excluded.skipped_since`.execute(trx);
    },
  };
}
