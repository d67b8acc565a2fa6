// How far it is known what was changed in QuickBooks itself, and the metered calls of each month.
import { type RawBuilder, type Selectable, sql, type Transaction } from 'kysely';
import type { MeteredStoring, SweepRow, SweepStoring } from '../pipeline/drift-port.ts';
import { clockMarginMs } from '../posting/sweep.ts';
import type { Tables } from './tables.ts';

export type SweepColumns = Omit<Selectable<Tables['tillbook.sweep']>, 'company_id'>;

export const sweepRow = (row: SweepColumns): SweepRow => ({
  realmId: row.realm_id,
  coveredUntil: row.covered_until,
  sweptAt: row.swept_at,
  askedAt: row.asked_at,
  accepted: row.accepted,
  acceptedAt: row.accepted_at,
  rereadCovers: row.reread_covers,
  rereadAfter: row.reread_after,
  others: row.others,
});

export function sweepStoring(trx: Transaction<Tables>, companyId: string): SweepStoring {
  /** Of another realm than before everything starts anew. */
  const anew = sql`realm_id = excluded.realm_id,
    swept_at = case when sweep.realm_id = excluded.realm_id then sweep.swept_at end,
    others = sweep.others or sweep.realm_id <> excluded.realm_id,
    reread_after = case when sweep.realm_id = excluded.realm_id then sweep.reread_after end`;
  /** Before anything was swept; kept from then on, since a company may be connected anew before it is. */
  const coveredAtFirst = (realmId: string, from: RawBuilder<unknown>) => sql`least(${from},
    (select connected_at from tillbook.connection where company_id = ${companyId} and realm_id = ${realmId})
      - make_interval(secs => ${clockMarginMs / 1000}))`;
  return {
    async read(realmId) {
      const row = await trx
        .selectFrom('tillbook.sweep')
        .selectAll()
        .where('company_id', '=', companyId)
        .where('realm_id', '=', realmId)
        .executeTakeFirst();
      return row === undefined ? null : sweepRow(row);
    },
    async ask(realmId, now) {
      await sql`
        insert into tillbook.sweep (company_id, realm_id, asked_at) values (${companyId}, ${realmId}, ${now}::timestamptz)
        on conflict (company_id) do update set ${anew},
          covered_until = case when sweep.realm_id = excluded.realm_id then sweep.covered_until end,
          reread_covers = case when sweep.realm_id = excluded.realm_id then sweep.reread_covers end,
          accepted_at = case when sweep.realm_id = excluded.realm_id then sweep.accepted_at end,
          accepted = case when sweep.realm_id = excluded.realm_id then sweep.accepted else 0 end,
          asked_at = case when sweep.realm_id = excluded.realm_id then greatest(sweep.asked_at, excluded.asked_at)
            else excluded.asked_at end`.execute(trx);
    },
    async noteAccepted(realmId, { entries, changesFrom, now }) {
      const from = sql`${changesFrom}::timestamptz`;
      await sql`
        insert into tillbook.sweep (company_id, realm_id, covered_until, accepted, accepted_at)
        values (${companyId}, ${realmId}, ${coveredAtFirst(realmId, from)}, ${entries}, ${now}::timestamptz)
        on conflict (company_id) do update set ${anew},
          covered_until = case when sweep.realm_id = excluded.realm_id and sweep.covered_until is not null
            then least(sweep.covered_until, ${from}) else excluded.covered_until end,
          reread_covers = case when sweep.realm_id = excluded.realm_id and sweep.reread_covers is not null
            then least(sweep.reread_covers, ${from}) end,
          accepted_at = excluded.accepted_at,
          accepted = excluded.accepted + case when sweep.realm_id = excluded.realm_id then sweep.accepted else 0 end,
          asked_at = case when sweep.realm_id = excluded.realm_id then sweep.asked_at end`.execute(trx);
    },
    async noteNoOthers(realmId) {
      await sql`
        insert into tillbook.sweep (company_id, realm_id, others) values (${companyId}, ${realmId}, false)
        on conflict (company_id) do update set others = false where sweep.realm_id = excluded.realm_id`.execute(trx);
    },
    async save(row, startedAt) {
      await sql`
        insert into tillbook.sweep (company_id, realm_id, covered_until, swept_at, accepted, reread_covers, reread_after, others)
        values (${companyId}, ${row.realmId}, ${row.coveredUntil}::timestamptz, ${row.sweptAt}::timestamptz,
          ${row.accepted}, ${row.rereadCovers}::timestamptz, ${row.rereadAfter}::uuid, ${row.others})
        on conflict (company_id) do update set realm_id = excluded.realm_id, covered_until = excluded.covered_until,
          swept_at = excluded.swept_at, accepted = excluded.accepted, reread_covers = excluded.reread_covers,
          reread_after = excluded.reread_after, others = excluded.others,
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
