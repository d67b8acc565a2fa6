// The connection to QuickBooks: who, where, how it stands; its tokens leave the database only decrypted for use.
import { type Selectable, sql, type Transaction } from 'kysely';
import type { ConnectionStoring } from '../pipeline/connection-port.ts';
import type { TokenPair } from '../pipeline/ledger-port.ts';
import type { Tables } from './tables.ts';
import type { TokenEncryption } from './token-encryption.ts';

export function connectionStoring(
  trx: Transaction<Tables>,
  companyId: string,
  encryption: TokenEncryption,
): ConnectionStoring {
  return {
    ...attempts(trx, companyId),
    ...links(trx, companyId, encryption),
    ...sealing(trx, companyId, encryption),
    ...unlinking(trx, companyId),
    ...notes(trx, companyId),
    async read() {
      const row = await trx
        .selectFrom('tillbook.connection')
        .selectAll()
        .where('company_id', '=', companyId)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        state: row.state,
        environment: row.environment,
        realmId: row.realm_id,
        companyName: row.quickbooks_company_name,
        homeCurrency: row.home_currency,
        closedUntil: row.closed_until,
        refusedUntil: row.refused_until,
        multiCurrency: row.multi_currency,
        departmentTracking: row.department_tracking,
        classTracking: row.class_tracking,
        connectedBy: row.connected_by,
        connectedAt: row.connected_at,
        lastSuccessAt: row.last_success_at,
        entryAnsweredAt: row.entry_answered_at,
        lastErrorAt: row.last_error_at,
        lastError: row.last_error,
        accountsImportedAt: row.accounts_imported_at,
        refreshTokenExpiresAt: row.refresh_token_expires_at,
        authorizationExpiresAt: row.authorization_expires_at,
      };
    },
  };
}

function attempts(trx: Transaction<Tables>, companyId: string): Pick<ConnectionStoring, 'saveAttempt' | 'useAttempt'> {
  return {
    async saveAttempt({ stateHash, who, expiresAt, newBooks }) {
      await trx
        .insertInto('tillbook.connect_attempt')
        .values({ company_id: companyId, state_hash: stateHash, who, expires_at: expiresAt, new_books: newBooks })
        .execute();
    },
    async useAttempt({ stateHash, who, now }) {
      await trx
        .deleteFrom('tillbook.connect_attempt')
        .where('company_id', '=', companyId)
        .where('expires_at', '<=', now)
        .execute();
      const used = await trx
        .deleteFrom('tillbook.connect_attempt')
        .where('company_id', '=', companyId)
        .where('state_hash', '=', stateHash)
        .where('who', '=', who)
        .returning('new_books')
        .executeTakeFirst();
      return used === undefined ? null : { newBooks: used.new_books };
    },
  };
}

function links(
  trx: Transaction<Tables>,
  companyId: string,
  encryption: TokenEncryption,
): Pick<ConnectionStoring, 'connect' | 'tokens'> {
  return {
    async connect(connection) {
      const values = {
        state: 'connected' as const,
        environment: connection.environment,
        realm_id: connection.realmId,
        quickbooks_company_name: connection.companyName,
        home_currency: connection.homeCurrency,
        // Of the company that was connected before; the import reads them anew.
        closed_until: null,
        refused_until: null,
        multi_currency: null,
        department_tracking: null,
        class_tracking: null,
        access_token_encrypted: encryption.encrypt(connection.tokens.accessToken, companyId),
        refresh_token_encrypted: encryption.encrypt(connection.tokens.refreshToken, companyId),
        access_token_expires_at: connection.tokens.accessTokenExpiresAt,
        refresh_token_expires_at: connection.tokens.refreshTokenExpiresAt,
        authorization_expires_at: connection.tokens.authorizationExpiresAt,
        refreshing_until: null,
        connected_by: connection.connectedBy,
        connected_at: connection.connectedAt,
        last_error: null,
        last_error_at: null,
      };
      await trx
        .insertInto('tillbook.connection')
        .values({ company_id: companyId, ...values })
        .onConflict((conflict) =>
          conflict.column('company_id').doUpdateSet({
            ...values,
            // A refresh that began before must not be saved over these.
            token_version: sql<bigint>`tillbook.connection.token_version + 1`,
          }),
        )
        .execute();
    },
    async tokens() {
      const row = await trx
        .selectFrom('tillbook.connection')
        .selectAll()
        .where('company_id', '=', companyId)
        .executeTakeFirst();
      return row === undefined ? null : tokensOf(row, companyId, encryption);
    },
  };
}

/** Null where there are none any more. */
export function tokensOf(
  row: Selectable<Tables['tillbook.connection']>,
  companyId: string,
  encryption: TokenEncryption,
): TokenPair | null {
  if (!row.access_token_encrypted || !row.refresh_token_encrypted) return null;
  if (!row.access_token_expires_at || !row.refresh_token_expires_at) return null;
  return {
    accessToken: encryption.decrypt(row.access_token_encrypted, companyId),
    refreshToken: encryption.decrypt(row.refresh_token_encrypted, companyId),
    accessTokenExpiresAt: row.access_token_expires_at,
    refreshTokenExpiresAt: row.refresh_token_expires_at,
    authorizationExpiresAt: row.authorization_expires_at,
  };
}

function sealing(
  trx: Transaction<Tables>,
  companyId: string,
  encryption: TokenEncryption,
): Pick<ConnectionStoring, 'sealAnew'> {
  return {
    async sealAnew() {
      const row = await trx
        .selectFrom('tillbook.connection')
        .select(['access_token_encrypted', 'refresh_token_encrypted'])
        .where('company_id', '=', companyId)
        .forUpdate()
        .executeTakeFirst();
      if (!row?.access_token_encrypted || !row.refresh_token_encrypted) return false;
      const anew = (sealed: Buffer) => encryption.encrypt(encryption.decrypt(sealed, companyId), companyId);
      await trx
        .updateTable('tillbook.connection')
        .set({
          access_token_encrypted: anew(row.access_token_encrypted),
          refresh_token_encrypted: anew(row.refresh_token_encrypted),
        })
        .where('company_id', '=', companyId)
        .execute();
      return true;
    },
  };
}

function unlinking(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<ConnectionStoring, 'disconnect' | 'isInUse' | 'entriesElsewhere'> {
  return {
    async disconnect() {
      await trx
        .updateTable('tillbook.connection')
        .set({
          state: 'disconnected',
          access_token_encrypted: null,
          refresh_token_encrypted: null,
          access_token_expires_at: null,
          refresh_token_expires_at: null,
          authorization_expires_at: null,
          refreshing_until: null,
          token_version: sql<bigint>`token_version + 1`,
        })
        .where('company_id', '=', companyId)
        .execute();
    },
    async isInUse(realmId) {
      const found = await sql`select from tillbook.companies_of_realm(${realmId}) limit 1`.execute(trx);
      return found.rows.length > 0;
    },
    async entriesElsewhere(realmId) {
      // An update of an entry may be under way as well.
      const found = await sql<{ accepted: bigint; unsettled: bigint }>`
        select count(*) filter (where state = 'accepted') as accepted,
          count(*) filter (where state in ('intent-saved', 'unknown', 'number-taken'))
            + (select count(*) from tillbook.drift where company_id = ${companyId} and realm_id <> ${realmId}
                and state = 'put-back-sent')
            + (select count(*) from tillbook.repost_item where company_id = ${companyId} and realm_id <> ${realmId}
                and state = 'sent') as unsettled
        from tillbook.posting where company_id = ${companyId} and realm_id <> ${realmId}`.execute(trx);
      const [row] = found.rows;
      return { accepted: Number(row?.accepted ?? 0), unsettled: Number(row?.unsettled ?? 0) };
    },
  };
}

function notes(
  trx: Transaction<Tables>,
  companyId: string,
): Pick<
  ConnectionStoring,
  | 'requireReconnect'
  | 'noteSuccess'
  | 'noteEntryAnswered'
  | 'noteError'
  | 'noteAccountsImported'
  | 'noteClosingDates'
  | 'noteMultiCurrency'
  | 'noteTracking'
> {
  const update = () => trx.updateTable('tillbook.connection').where('company_id', '=', companyId);
  return {
    async requireReconnect(reason, now) {
      await update()
        .set({ state: 'reconnect-required', last_error: reason, last_error_at: now, refreshing_until: null })
        .where('state', '=', 'connected')
        .execute();
    },
    async noteSuccess(now) {
      await update().set({ last_success_at: now, last_error: null }).execute();
    },
    async noteEntryAnswered(now) {
      await update().set({ entry_answered_at: now, last_success_at: now, last_error: null }).execute();
    },
    async noteError(reason, now) {
      await update().set({ last_error: reason, last_error_at: now }).execute();
    },
    async noteClosingDates({ closedUntil, refusedUntil }) {
      await update().set({ closed_until: closedUntil, refused_until: refusedUntil }).execute();
    },
    async noteMultiCurrency(multiCurrency) {
      await update().set({ multi_currency: multiCurrency }).execute();
    },
    async noteTracking({ departmentTracking, classTracking }) {
      await update().set({ department_tracking: departmentTracking, class_tracking: classTracking }).execute();
    },
    async noteAccountsImported(now) {
      await update().set({ accounts_imported_at: now }).execute();
    },
  };
}
