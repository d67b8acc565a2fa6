// Roll calls and what they found: entries of Tillbook in QuickBooks that no posting of these books is known to be.
import { type RawBuilder, type Selectable, type SqlBool, sql, type Transaction } from 'kysely';
import type { FoundRow, RollCallStoring } from '../pipeline/roll-call-port.ts';
import type { Tables } from './tables.ts';

/**
 * Another one after every start of the server, in every copy of the database, where its rows were put in anew, and for each connection: told
 * by no clock, since the one by which a person connected may be ahead of ours.
 */
export const calledUnder = (connectedAt: RawBuilder<unknown>): RawBuilder<string> => sql<string>`concat_ws('/',
  extract(epoch from pg_postmaster_start_time()), (select oid from pg_database where datname = current_database()),
  pg_relation_filenode('tillbook.posting'::regclass), extract(epoch from ${connectedAt}))`;

export function rollCallStoring(trx: Transaction<Tables>, companyId: string): RollCallStoring {
  return { ...callStoring(trx, companyId), ...foundStoring(trx, companyId), ...foundFigures(trx, companyId) };
}

function callStoring(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<RollCallStoring, 'coveredUntil' | 'save' | 'noteAnnounced' | 'noteCovered' | 'ask'> {
  const select = (realmId: string) =>
    trx
      .selectFrom('tillbook.roll_call')
      .select('covered_until')
      .where('company_id', '=', companyId)
      .where('realm_id', '=', realmId);
  const connectedAt = (realmId: string) => sql`(select connected_at from tillbook.connection
    where company_id = ${companyId} and realm_id = ${realmId})`;
  return {
    async coveredUntil(realmId) {
      return (await select(realmId).executeTakeFirst())?.covered_until ?? null;
    },
    async save(realmId, { calledAt, coveredUntil, aloneUntil }) {
      await sql`
        insert into tillbook.roll_call (company_id, realm_id, called_under, called_at, covered_until)
        values (${companyId}, ${realmId}, ${calledUnder(connectedAt(realmId))}, ${calledAt}::timestamptz, ${coveredUntil}::timestamptz)
        on conflict (company_id) do update set realm_id = excluded.realm_id, called_under = excluded.called_under,
          called_at = excluded.called_at, covered_until = excluded.covered_until,
          announced_at = case when roll_call.realm_id = excluded.realm_id then roll_call.announced_at end,
          alone_until = case when roll_call.realm_id = excluded.realm_id and roll_call.announced_at is not null
            then coalesce(roll_call.alone_until, ${aloneUntil}::timestamptz) end`.execute(trx);
    },
    async noteAnnounced(realmId, now) {
      await sql`update tillbook.roll_call set alone_until = null,
          announced_at = greatest(${now}::timestamptz, ${connectedAt(realmId)})
        where company_id = ${companyId} and realm_id = ${realmId}`.execute(trx);
    },
    async noteCovered(realmId, until) {
      await sql`update tillbook.roll_call set covered_until = greatest(covered_until, ${until}::timestamptz)
        where company_id = ${companyId} and realm_id = ${realmId}`.execute(trx);
    },
    async ask(realmId) {
      await sql`update tillbook.roll_call set called_under = '' where company_id = ${companyId}
        and realm_id = ${realmId}`.execute(trx);
    },
  };
}

function foundStoring(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<RollCallStoring, 'addFound' | 'hasFound' | 'found' | 'noteTakenUp' | 'acknowledge'> {
  return {
    async addFound(rows) {
      if (rows.length === 0) return;
      const values = rows.map((row) => ({
        company_id: companyId,
        realm_id: row.realmId,
        quickbooks_id: row.quickbooksId,
        document_number: row.documentNumber,
        entry_date: row.date,
        owner_id: row.ownerId,
        is_ours: row.isOurs,
        body: row.body,
        sync_token: row.syncToken,
        found_at: row.foundAt,
        acknowledged_at: null,
        taken_up_at: null,
      }));
      await trx
        .insertInto('tillbook.found_entry')
        .values(values)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
    async hasFound(realmId) {
      const row = await trx
        .selectFrom('tillbook.found_entry')
        .select('quickbooks_id')
        .where('company_id', '=', companyId)
        .where('realm_id', '=', realmId)
        .where('taken_up_at', 'is', null)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    async found(realmId, documentNumbers) {
      if (documentNumbers.length === 0) return [];
      const rows = await trx
        .selectFrom('tillbook.found_entry')
        .selectAll()
        .where('company_id', '=', companyId)
        .where('realm_id', '=', realmId)
        .where(sql<SqlBool>`document_number = any(${[...documentNumbers]}::text[])`)
        .where('taken_up_at', 'is', null)
        .execute();
      return rows.map(foundRow);
    },
    async noteTakenUp(realmId, quickbooksIds, now) {
      await sql`update tillbook.found_entry set taken_up_at = ${now}::timestamptz
        where company_id = ${companyId} and realm_id = ${realmId}
          and quickbooks_id = any(${[...quickbooksIds]}::text[])`.execute(trx);
    },
    async acknowledge(now) {
      await sql`update tillbook.found_entry set acknowledged_at = ${now}::timestamptz
        where company_id = ${companyId} and acknowledged_at is null`.execute(trx);
    },
  };
}

function foundFigures(trx: Transaction<Tables>, companyId: string): Pick<RollCallStoring, 'hasStrangers' | 'missing'> {
  const unacknowledged = (realmId: string) =>
    trx
      .selectFrom('tillbook.found_entry')
      .where('company_id', '=', companyId)
      .where('realm_id', '=', realmId)
      .where('acknowledged_at', 'is', null);
  return {
    async hasStrangers(realmId) {
      const row = await unacknowledged(realmId)
        .select('quickbooks_id')
        .where('owner_id', 'is not', null)
        .where('owner_id', '<>', companyId)
        .executeTakeFirst();
      return row !== undefined;
    },
    async missing(realmId) {
      const row = await unacknowledged(realmId)
        .select((eb) => [
          eb.fn.countAll<bigint>().as('entries'),
          eb.fn.min('entry_date').as('first_date'),
          eb.fn.max('entry_date').as('last_date'),
          eb.fn.min('found_at').as('found_at'),
        ])
        .where('is_ours', '=', true)
        .where('taken_up_at', 'is', null)
        .executeTakeFirstOrThrow();
      return {
        entries: Number(row.entries),
        firstDate: row.first_date,
        lastDate: row.last_date,
        foundAt: row.found_at,
      };
    },
  };
}

const foundRow = (row: Selectable<Tables['tillbook.found_entry']>): FoundRow => ({
  realmId: row.realm_id,
  quickbooksId: row.quickbooks_id,
  documentNumber: row.document_number,
  date: row.entry_date,
  ownerId: row.owner_id,
  isOurs: row.is_ours,
  body: row.body,
  syncToken: row.sync_token,
  foundAt: row.found_at,
});
