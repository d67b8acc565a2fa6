// The chart of accounts as last imported, and which role and subject goes to which account.
import { type Selectable, sql, type Transaction } from 'kysely';
import type { Account } from '../journal/account.ts';
import type { Mapping } from '../journal/mapping.ts';
import type { MappingChange } from '../pipeline/mapping-port.ts';
import type { ChartStoring } from '../pipeline/storage-port.ts';
import type { Tables } from './tables.ts';

/** How the table writes "from the beginning". */
const fromTheBeginning = '-infinity';

export function chartStoring(trx: Transaction<Tables>, companyId: string): ChartStoring {
  return {
    ...accountStoring(trx, companyId),
    ...mappingStoring(trx, companyId),
    ...pastMappings(trx, companyId),
  };
}

function accountStoring(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<ChartStoring, 'accounts' | 'accountsOf' | 'replaceAccounts' | 'addAccount'> {
  const insertAccounts = async (accounts: readonly Account[], realmId: string, now: Date): Promise<void> => {
    await sql`
        insert into tillbook.account (company_id, realm_id, account_id, name, fully_qualified_name, number, type, sub_type,
        currency, active, refreshed_at)
      select ${companyId}::uuid, ${realmId}, given.*, ${now}::timestamptz
      from unnest(
        ${accounts.map((account) => account.id)}::text[],
        ${accounts.map((account) => account.name)}::text[],
        ${accounts.map((account) => account.fullyQualifiedName)}::text[],
        ${accounts.map((account) => account.number)}::text[],
        ${accounts.map((account) => account.type)}::text[],
        ${accounts.map((account) => account.subType)}::text[],
        ${accounts.map((account) => account.currency)}::text[],
        ${accounts.map((account) => account.active)}::boolean[]
      ) as given
      on conflict (company_id, realm_id, account_id) do update set name = excluded.name,
        fully_qualified_name = excluded.fully_qualified_name, number = excluded.number, type = excluded.type,
        sub_type = excluded.sub_type, currency = excluded.currency, active = excluded.active,
        refreshed_at = excluded.refreshed_at,
        merged_into = case when not excluded.active then account.merged_into end,
        merge_asked_at = case when not excluded.active then account.merge_asked_at end`.execute(trx);
  };
  return {
    async accounts() {
      // Of the company that is connected, or was last: ids of another QuickBooks company mean other accounts.
      const rows = await trx
        .selectFrom('tillbook.account')
        .innerJoin('tillbook.connection', (join) =>
          join
            .onRef('tillbook.connection.company_id', '=', 'tillbook.account.company_id')
            .onRef('tillbook.connection.realm_id', '=', 'tillbook.account.realm_id'),
        )
        .selectAll('tillbook.account')
        .where('tillbook.account.company_id', '=', companyId)
        .orderBy('type')
        .orderBy('fully_qualified_name')
        .orderBy('account_id')
        .execute();
      return rows.map(readAccount);
    },

    async accountsOf(realmId) {
      const query = trx.selectFrom('tillbook.account').selectAll().where('company_id', '=', companyId);
      return (await query.where('realm_id', '=', realmId).execute()).map(readAccount);
    },

    async replaceAccounts(accounts, realmId, askedAt) {
      // One that a person made since then could not be among them.
      await sql`update tillbook.account set active = false, refreshed_at = ${askedAt}::timestamptz
        where company_id = ${companyId} and realm_id = ${realmId} and active and refreshed_at <= ${askedAt}::timestamptz
          and account_id <> all(${accounts.map((account) => account.id)}::text[])`.execute(trx);
      await insertAccounts(accounts, realmId, askedAt);
    },

    addAccount: (account, realmId, now) => insertAccounts([account], realmId, now),
  };
}

function mappingStoring(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<ChartStoring, 'mappings' | 'saveMappings' | 'clearMappings'> {
  return {
    async mappings() {
      const rows = await trx
        .selectFrom('tillbook.mapping')
        .selectAll()
        .where('company_id', '=', companyId)
        .where('ended_at', 'is', null)
        .orderBy('role')
        .orderBy('subject')
        .orderBy('applicable_from')
        .execute();
      return rows.map(readMapping);
    },

    async clearMappings(now) {
      await trx
        .updateTable('tillbook.mapping')
        .set({ ended_at: now })
        .where('company_id', '=', companyId)
        .where('ended_at', 'is', null)
        .execute();
    },

    async saveMappings(changes, who, now) {
      for (const some of eachSubjectOnce(changes)) {
        const given = sql`unnest(
          ${some.map((change) => change.role)}::text[],
          ${some.map((change) => change.subject ?? '')}::text[],
          ${some.map((change) => change.applicableFrom || (change.accountId === null ? null : fromTheBeginning))}::date[],
          ${some.map((change) => change.accountId)}::text[]
        ) as given (role, subject, applicable_from, account_id)`;
        // Taken away without a date the mapping goes altogether; else it is what holds from that date.
        // The same choice again is no new one: it keeps when and by whom it was made.
        await sql`
          update tillbook.mapping set ended_at = ${now}::timestamptz from ${given}
          where mapping.company_id = ${companyId} and mapping.ended_at is null
            and mapping.role = given.role and mapping.subject = given.subject
            and (given.applicable_from is null or mapping.applicable_from = given.applicable_from)
            and mapping.account_id is distinct from given.account_id`.execute(trx);
        await sql`
          insert into tillbook.mapping (company_id, role, subject, applicable_from, account_id, saved_at, saved_by)
          select ${companyId}::uuid, given.*, ${now}::timestamptz, ${who} from ${given}
          where given.account_id is not null
          on conflict do nothing`.execute(trx);
      }
    },
  };
}

/** In their order: a later change of one subject is made over the one before. */
function eachSubjectOnce(changes: readonly MappingChange[]): readonly (readonly MappingChange[])[] {
  const parts: MappingChange[][] = [];
  let seen = new Set<string>();
  for (const change of changes) {
    const key = JSON.stringify([change.role, change.subject]);
    if (parts.length === 0 || seen.has(key)) {
      parts.push([]);
      seen = new Set();
    }
    seen.add(key);
    parts.at(-1)?.push(change);
  }
  return parts;
}

function pastMappings(trx: Transaction<Tables>, companyId: string): Pick<ChartStoring, 'mappingHistory'> {
  return {
    async mappingHistory({ role, subject, limit }) {
      // Ids of another QuickBooks company mean other accounts: only what was saved since these books began.
      const began = trx
        .selectFrom('tillbook.audit_log')
        .select(sql<Date>`coalesce(max(at), '-infinity')`.as('at'))
        .where('company_id', '=', companyId)
        .where('action', '=', 'new-books-started');
      const rows = await trx
        .selectFrom('tillbook.mapping')
        .selectAll()
        .where('company_id', '=', companyId)
        .where('role', '=', role)
        .where('subject', '=', subject ?? '')
        .where('saved_at', '>', began)
        .orderBy('saved_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        accountId: row.account_id,
        applicableFrom: row.applicable_from === fromTheBeginning ? null : row.applicable_from,
        savedAt: row.saved_at,
        savedBy: row.saved_by,
        endedAt: row.ended_at,
      }));
    },
  };
}

const readAccount = (row: Selectable<Tables['tillbook.account']>): Account => ({
  id: row.account_id,
  name: row.name,
  fullyQualifiedName: row.fully_qualified_name,
  number: row.number,
  type: row.type,
  subType: row.sub_type,
  currency: row.currency,
  active: row.active,
  mergedInto: row.merged_into,
});

export function readMapping(row: Selectable<Tables['tillbook.mapping']>): Mapping {
  return {
    role: row.role,
    subject: row.subject === '' ? null : row.subject,
    accountId: row.account_id,
    applicableFrom: row.applicable_from === fromTheBeginning ? null : row.applicable_from,
    saved: { id: row.mapping_id, at: row.saved_at, by: row.saved_by },
  };
}
