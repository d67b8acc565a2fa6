// The lane of a company: its lease, its pause, and the calls of the last minute, all under the row's lock.
import { sql, type Transaction } from 'kysely';
import type { LaneStoring } from '../pipeline/lane-port.ts';
import { readStanding } from './lane-standing.ts';
import type { Tables } from './tables.ts';

export function laneStoring(trx: Transaction<Tables>, companyId: string): LaneStoring {
  return { ...leasing(trx, companyId), ...pacing(trx, companyId), standing: (of) => readStanding(trx, companyId, of) };
}

function leasing(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<LaneStoring, 'acquire' | 'renew' | 'release' | 'lock' | 'read' | 'pause'> {
  return {
    async read() {
      const row = await trx
        .selectFrom('tillbook.lane')
        .select(['paused_until', 'paused_reason', 'failures'])
        .where('company_id', '=', companyId)
        .executeTakeFirst();
      return {
        pausedUntil: row?.paused_until ?? null,
        pausedReason: row?.paused_reason ?? null,
        failures: row?.failures ?? 0,
      };
    },
    async acquire({ holder, now, until }) {
      const taken = await sql<{ lease_token: bigint }>`
        insert into tillbook.lane (company_id, lease_token, lease_holder, lease_until)
        values (${companyId}, 1, ${holder}, ${until}::timestamptz)
        on conflict (company_id) do update set lease_token = lane.lease_token + 1, lease_holder = excluded.lease_holder,
          lease_until = excluded.lease_until
        where lane.lease_until is null or lane.lease_until <= ${now}::timestamptz
        returning lease_token`.execute(trx);
      const token = taken.rows[0]?.lease_token;
      if (token !== undefined) return { ok: true, lease: { token, holder } };
      const held = await sql<{ lease_until: Date | null }>`
        select lease_until from tillbook.lane where company_id = ${companyId}`.execute(trx);
      return { ok: false, busyUntil: held.rows[0]?.lease_until ?? now };
    },
    async renew(lease, now, until) {
      const renewed = await sql`
        update tillbook.lane set lease_until = ${until}::timestamptz
        where company_id = ${companyId} and lease_token = ${lease.token.toString()}::bigint and lease_holder = ${lease.holder}
          and lease_until > ${now}::timestamptz`.execute(trx);
      return renewed.numAffectedRows === 1n;
    },
    async release(lease) {
      await sql`update tillbook.lane set lease_until = null, lease_holder = null
        where company_id = ${companyId} and lease_token = ${lease.token.toString()}::bigint`.execute(trx);
    },
    async lock() {
      const lockRow = () => sql`select from tillbook.lane where company_id = ${companyId} for update`.execute(trx);
      if ((await lockRow()).rows.length > 0) return;
      await sql`insert into tillbook.lane (company_id) values (${companyId}) on conflict do nothing`.execute(trx);
      await lockRow();
    },
    async pause(pause) {
      await sql`
        insert into tillbook.lane (company_id, paused_until, paused_reason, failures)
        values (${companyId}, ${pause?.until ?? null}::timestamptz, ${pause?.reason ?? null}, ${pause?.failures ?? 0})
        on conflict (company_id) do update set paused_until = excluded.paused_until,
          paused_reason = excluded.paused_reason, failures = excluded.failures`.execute(trx);
    },
  };
}

function pacing(trx: Transaction<Tables>, companyId: string): Pick<LaneStoring, 'recordCall' | 'calls'> {
  return {
    async recordCall({ id, kind, at, forgetBefore }) {
      await sql`
        with forgotten as (
          delete from tillbook.lane_call
          where company_id = ${companyId} and called_at < ${forgetBefore}::timestamptz
        )
        insert into tillbook.lane_call (company_id, call_id, called_at, kind)
        values (${companyId}, ${id}, ${at}::timestamptz, ${kind})`.execute(trx);
    },
    async calls(since) {
      const rows = await trx
        .selectFrom('tillbook.lane_call')
        .select(['called_at', 'kind'])
        .where('company_id', '=', companyId)
        .where('called_at', '>', since)
        .orderBy('called_at')
        .execute();
      return rows.map((row) => ({ at: row.called_at, kind: row.kind }));
    },
  };
}
