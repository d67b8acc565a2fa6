// One company's settings, where its sync starts, and the audit log.
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { escapeLiteral } from 'pg';
import type { InBooks } from '../pipeline/audit-log-port.ts';
import { CompanyNotFoundError } from '../pipeline/errors.ts';
import type { CompanyRow, CompanyStoring } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

const auditPeopleMax = 500;

export function companyStoring(trx: Transaction<Tables>, companyId: string): CompanyStoring {
  const select = () => trx.selectFrom('tillbook.company').selectAll().where('company_id', '=', companyId);
  return {
    async read() {
      return companyRow(await select().executeTakeFirst());
    },
    async readForRecording({ alone }) {
      const query = select();
      return companyRow(await (alone ? query.forNoKeyUpdate() : query.forShare()).executeTakeFirst());
    },
    async readForChange() {
      return companyRow(await select().forUpdate().executeTakeFirst());
    },
    async save(change) {
      const values = {
        ...(change.name !== undefined && { name: change.name }),
        ...(change.currency !== undefined && { currency: change.currency }),
        ...(change.postingModes !== undefined && { posting_modes: JSON.stringify(change.postingModes) }),
        ...(change.discounts !== undefined && { discounts: change.discounts }),
        ...(change.overShortCapMinor !== undefined && { over_short_cap_minor: change.overShortCapMinor }),
        ...(change.summaryGraceDays !== undefined && { summary_grace_days: change.summaryGraceDays }),
        ...(change.closedPeriods !== undefined && { closed_periods: change.closedPeriods }),
        ...(change.meteredBudget !== undefined && { metered_budget: change.meteredBudget }),
        ...(change.syncStart !== undefined && { sync_start: change.syncStart }),
        ...(change.syncState !== undefined && { sync_state: change.syncState }),
      };
      if (Object.keys(values).length === 0) return;
      await trx.updateTable('tillbook.company').set(values).where('company_id', '=', companyId).execute();
    },
    ...auditStoring(trx, companyId),
  };
}

type AuditStoring = Pick<CompanyStoring, 'writeAudit' | 'readAudit' | 'auditConnections' | 'auditPeople'>;

function auditStoring(trx: Transaction<Tables>, companyId: string): AuditStoring {
  return {
    async writeAudit({ id, at, who, action, detail, inBooks }) {
      await trx
        .insertInto('tillbook.audit_log')
        .values({
          ...{ company_id: companyId, entry_id: id, at, who, action },
          ...{ detail: JSON.stringify(detail), in_books: JSON.stringify(inBooks) },
        })
        .execute();
    },
    // Ids are in the order of time.
    async readAudit({ who, action, from, until, after, limit }) {
      let found = trx
        .selectFrom('tillbook.audit_log')
        .select(['entry_id as id', 'at', 'who', 'action', 'detail', 'in_books'])
        .where('company_id', '=', companyId);
      if (who !== null) found = found.where('who', '=', who);
      if (action !== null) found = found.where('action', '=', action);
      if (from !== null) found = found.where('at', '>=', from);
      if (until !== null) found = found.where('at', '<', until);
      if (after !== null) found = found.where('entry_id', '<', after);
      const rows = await found.orderBy('entry_id', 'desc').limit(limit).execute();
      return rows.map(({ in_books, ...row }) => ({ ...row, inBooks: in_books as InBooks | null }));
    },
    async auditConnections() {
      const rows = await trx
        .selectFrom('tillbook.audit_log')
        .select(['at', sql<string>`detail->>'realmId'`.as('realm_id')])
        .where('company_id', '=', companyId)
        .where('action', '=', 'quickbooks-connected')
        .orderBy('at', 'desc')
        .execute();
      return rows.map(({ at, realm_id }) => ({ at, realmId: realm_id }));
    },
    async auditPeople() {
      const rows = await trx
        .selectFrom('tillbook.audit_log')
        .select('who')
        .distinct()
        .where('company_id', '=', companyId)
        .orderBy('who')
        .limit(auditPeopleMax)
        .execute();
      return rows.map(({ who }) => who);
    },
  };
}

type Selected = Selectable<Tables['tillbook.company']>;

function companyRow(row: Selected | undefined): CompanyRow {
  if (row === undefined) throw new CompanyNotFoundError();
  return {
    name: row.name,
    currency: row.currency,
    postingModes: row.posting_modes,
    postingMode: row.posting_modes.at(-1)?.mode ?? 'per-event',
    postingModeFrom: row.posting_modes.at(-1)?.from ?? null,
    discounts: row.discounts,
    overShortCapMinor: row.over_short_cap_minor,
    summaryGraceDays: row.summary_grace_days,
    closedPeriods: row.closed_periods,
    meteredBudget: row.metered_budget,
    syncStart: row.sync_start,
    syncState: row.sync_state,
  };
}

/** For this transaction only; a statement that is neither planned nor has an answer. */
export const entering = (companyId: string): string => `set local tillbook.company_id = ${escapeLiteral(companyId)}`;

/** One transaction, over one connection. It begins with the company: row-level security lets nothing through before. */
export async function inCompany<T>(
  connection: Kysely<Tables>,
  companyId: string,
  work: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  // Together, since each of the two would cost a way to the database and back.
  await sql.raw(`begin; ${entering(companyId)}`).execute(connection);
  try {
    const result = await work(connection as Transaction<Tables>);
    await sql`commit`.execute(connection);
    return result;
  } catch (error) {
    // A connection that cannot even do that is no longer used.
    await sql`rollback`.execute(connection).catch(() => undefined);
    throw error;
  }
}
