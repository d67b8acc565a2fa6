// How a lane stands, in one statement: every step of every lane begins with it.
import { sql, type Transaction } from 'kysely';
import { CompanyNotFoundError } from '../pipeline/errors.ts';
import type { LaneStanding } from '../pipeline/lane-port.ts';
import type { CauseKind } from '../posting/causes.ts';
import { calledUnder } from './roll-calls.ts';
import { type SweepColumns, sweepRow } from './sweeps.ts';
import type { Tables } from './tables.ts';

/** All of the sweep are null where there was none yet. */
interface Row extends Omit<SweepColumns, 'realm_id'> {
  readonly sweep_realm_id: string | null;
  readonly sync_state: LaneStanding['syncState'];
  readonly connection_state: NonNullable<LaneStanding['connection']>['state'] | null;
  readonly realm_id: string | null;
  readonly connected_at: Date | null;
  readonly paused_until: Date | null;
  readonly causes: readonly CauseKind[];
  readonly pending: boolean;
  readonly next_due_at: Date | null;
  readonly ready: boolean;
  readonly unresolved: boolean;
  readonly recheck: boolean;
  readonly gone_account: boolean;
  readonly put_back: boolean;
  readonly repost: boolean;
  readonly roll_called: boolean;
  readonly called_at: Date | null;
  readonly announced: boolean;
  readonly alone_until: Date | null;
}

export async function readStanding(
  trx: Transaction<Tables>,
  companyId: string,
  of: { causeKinds: readonly CauseKind[]; now: Date },
): Promise<LaneStanding> {
  const now = sql`${of.now}::timestamptz`;
  const found = await sql<Row>`
    select company.sync_state, connection.state as connection_state, connection.realm_id, connection.connected_at,
      lane.paused_until, pending.any as pending,
      array(select distinct kind from tillbook.cause
        where company_id = ${companyId} and resolved_at is null and kind = any(${[...of.causeKinds]}::text[])) as causes,
      -- Where anything may be built, nobody waits for the rest.
      case when not pending.any then (select min(not_before) from tillbook.posting
        where company_id = ${companyId} and state = 'pending' and not_before > ${now}) end as next_due_at,
      exists (select from tillbook.posting where company_id = ${companyId} and state = 'ready') as ready,
      exists (select from tillbook.posting
        where company_id = ${companyId} and state in ('intent-saved', 'unknown')) as unresolved,
      exists (select from tillbook.recheck where company_id = ${companyId} and asked_at is not null) as recheck,
      exists (select from tillbook.account where company_id = ${companyId} and realm_id = connection.realm_id
        and merge_asked_at is not null) as gone_account,
      exists (select from tillbook.drift where company_id = ${companyId}
        and state in ('put-back-asked', 'put-back-sent') and realm_id = connection.realm_id) as put_back,
      exists (select from tillbook.repost_item where company_id = ${companyId}
        and state in ('asked', 'sent') and realm_id = connection.realm_id) as repost,
      coalesce(roll.called_under = ${calledUnder(sql`connection.connected_at`)}, false) as roll_called,
      roll.called_at, coalesce(roll.announced_at >= connection.connected_at, false) as announced, roll.alone_until,
      sweep.realm_id as sweep_realm_id, sweep.covered_until, sweep.swept_at, sweep.asked_at, sweep.accepted,
      sweep.accepted_at, sweep.reread_covers, sweep.reread_after, sweep.others
    from tillbook.company
    left join tillbook.connection using (company_id)
    left join tillbook.lane using (company_id)
    left join tillbook.roll_call roll on roll.company_id = company.company_id and roll.realm_id = connection.realm_id
    left join tillbook.sweep on sweep.company_id = company.company_id and sweep.realm_id = connection.realm_id
    cross join lateral (select exists (select from tillbook.posting
      where company_id = ${companyId} and state = 'pending'
        and (not_before is null or not_before <= ${now})) as any) pending
    where company.company_id = ${companyId}`.execute(trx);
  const row = found.rows[0];
  if (row === undefined) throw new CompanyNotFoundError();
  const { connection_state: state, realm_id: realmId, connected_at: connectedAt } = row;
  return {
    syncState: row.sync_state,
    connection: state === null || realmId === null || connectedAt === null ? null : { state, realmId, connectedAt },
    pausedUntil: row.paused_until,
    causes: row.causes,
    pending: row.pending,
    nextDueAt: row.next_due_at,
    ready: row.ready,
    unresolved: row.unresolved,
    recheck: row.recheck,
    goneAccount: row.gone_account,
    putBack: row.put_back,
    repost: row.repost,
    roll: {
      isCalled: row.roll_called,
      calledAt: row.called_at,
      announced: row.announced,
      aloneUntil: row.announced ? row.alone_until : null,
    },
    sweep: row.sweep_realm_id === null ? null : sweepRow({ ...row, realm_id: row.sweep_realm_id }),
  };
}
