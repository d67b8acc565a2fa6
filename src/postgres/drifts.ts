// Drifts: accepted entries of ours that somebody changed or deleted in QuickBooks, and what was decided of each.
import { type Selectable, type SqlBool, sql, type Transaction } from 'kysely';
import type { DriftRow, DriftStoring } from '../pipeline/drift-port.ts';
import type { Tables } from './tables.ts';

export function driftStoring(trx: Transaction<Tables>, companyId: string): DriftStoring {
  return { ...driftReading(trx, companyId), ...driftWriting(trx, companyId), ...ofPostings(trx, companyId) };
}

function driftReading(
  trx: Transaction<Tables>,
  companyId: string,
): Omit<DriftStoring, 'save' | 'noteSyncToken' | 'postAnew' | 'ofQuickbooksIds'> {
  const select = () => trx.selectFrom('tillbook.drift').selectAll().where('company_id', '=', companyId);
  // Of books that were kept before nobody is asked any more.
  const isUnsettled = sql<SqlBool>`state <> 'settled' and realm_id = (
    select realm_id from tillbook.connection where company_id = ${companyId})`;
  /** The last decision of each posting, where it was theirs. */
  const inForce = () =>
    select()
      .where('settled_as', '=', 'theirs')
      .where(sql<SqlBool>`not exists (select from tillbook.drift later where later.company_id = ${companyId}
        and later.posting_id = drift.posting_id and later.drift_id > drift.drift_id
        -- What was put back over theirs is theirs of before; what was gone is ours again.
        and (later.settled_as = 'theirs' or (later.settled_as = 'ours' and later.theirs is null)))`);
  return {
    async unsettled(postingIds) {
      if (postingIds.length === 0) return new Map();
      const rows = await select().where(isUnsettled).where(among(postingIds)).execute();
      return new Map(rows.map((row) => [row.posting_id, driftRow(row)]));
    },
    async theirsInForce(postingIds) {
      if (postingIds.length === 0) return new Map();
      const rows = await inForce().where(among(postingIds)).execute();
      return new Map(rows.map((row) => [row.posting_id, driftRow(row)]));
    },
    async allTheirsInForce(realmId) {
      const rows = await inForce().where('realm_id', '=', realmId).orderBy('drift_id').execute();
      return rows.map(driftRow);
    },
    async byId(id) {
      const row = await select().where('drift_id', '=', id).executeTakeFirst();
      return row === undefined ? null : driftRow(row);
    },
    async list({ settled, after, limit }) {
      let query = select()
        .where(settled ? sql<SqlBool>`state = 'settled'` : isUnsettled)
        .orderBy('drift_id', 'desc')
        .limit(limit);
      if (after !== null) query = query.where('drift_id', '<', after);
      return (await query.execute()).map(driftRow);
    },
    async openCount() {
      const row = await trx
        .selectFrom('tillbook.drift')
        .select((eb) => eb.fn.countAll<bigint>().as('count'))
        .where('company_id', '=', companyId)
        .where(isUnsettled)
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },
    async puttingBack(limit) {
      const rows = await select()
        .where('state', 'in', ['put-back-asked', 'put-back-sent'])
        .orderBy('drift_id')
        .limit(limit)
        .execute();
      return rows.map(driftRow);
    },
  };
}

function driftWriting(trx: Transaction<Tables>, companyId: string): Pick<DriftStoring, 'save'> {
  return {
    async save(row) {
      const changing = {
        state: row.state,
        settled_as: row.settledAs,
        theirs: row.theirs,
        sync_token: row.syncToken,
        found_at: row.foundAt,
        changed_at: row.changedAt,
        problem: row.problem,
        who: row.who,
        settled_at: row.settledAt,
        attempt: row.attempt,
        unanswered: row.unanswered,
        request_id: row.requestId,
        body: row.body,
        sent_at: row.sentAt,
        next_step_at: row.nextStepAt,
      };
      await trx
        .insertInto('tillbook.drift')
        .values({
          company_id: companyId,
          drift_id: row.id,
          posting_id: row.postingId,
          realm_id: row.realmId,
          quickbooks_id: row.quickbooksId,
          ...changing,
        })
        .onConflict((conflict) => conflict.columns(['company_id', 'drift_id']).doUpdateSet(changing))
        .execute();
    },
  };
}

function ofPostings(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<DriftStoring, 'ofQuickbooksIds' | 'noteSyncToken' | 'postAnew'> {
  return {
    async ofQuickbooksIds(realmId, quickbooksIds) {
      if (quickbooksIds.length === 0) return [];
      const rows = await trx
        .selectFrom('tillbook.posting')
        .select(['posting_id', 'quickbooks_id', 'sync_token'])
        .where('company_id', '=', companyId)
        .where(sql<SqlBool>`quickbooks_id = any(${[...quickbooksIds]}::text[])`)
        .where('realm_id', '=', realmId)
        .where('state', '=', 'accepted')
        .execute();
      return rows.map((row) => ({
        id: row.posting_id,
        quickbooksId: row.quickbooks_id,
        syncToken: row.sync_token,
      }));
    },
    async noteSyncToken(postingId, syncToken) {
      await trx
        .updateTable('tillbook.posting')
        .set({ sync_token: syncToken })
        .where('company_id', '=', companyId)
        .where('posting_id', '=', postingId)
        .where('state', '=', 'accepted')
        .execute();
    },
    async postAnew(postingId) {
      // Found there once: so it is looked up before anything else, and never sent under the request id of then.
      await sql`update tillbook.posting set state = 'unknown', found_there = true, quickbooks_id = null,
          sync_token = null, accepted_at = null, next_step_at = null
        where company_id = ${companyId} and posting_id = ${postingId} and state = 'accepted'`.execute(trx);
    },
  };
}

const among = (postingIds: readonly string[]) => sql<SqlBool>`posting_id = any(${[...postingIds]}::uuid[])`;

const driftRow = (row: Selectable<Tables['tillbook.drift']>): DriftRow => ({
  id: row.drift_id,
  postingId: row.posting_id,
  realmId: row.realm_id,
  quickbooksId: row.quickbooks_id,
  state: row.state,
  settledAs: row.settled_as,
  theirs: row.theirs,
  syncToken: row.sync_token,
  foundAt: row.found_at,
  changedAt: row.changed_at,
  problem: row.problem,
  who: row.who,
  settledAt: row.settled_at,
  attempt: row.attempt,
  unanswered: row.unanswered,
  requestId: row.request_id,
  body: row.body,
  sentAt: row.sent_at,
  nextStepAt: row.next_step_at,
});
