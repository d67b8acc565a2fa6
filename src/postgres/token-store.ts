// Where a connection's tokens live: one refresh at a time over all processes, both tokens saved before either is used.
import { type Selectable, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import { escapeLiteral } from 'pg';
import type { Clock } from '../clock.ts';
import type { CrashPoint } from '../pipeline/crash-points.ts';
import type { TokenStore } from '../pipeline/ledger-port.ts';
import type { CompanyStore } from '../pipeline/storage-port.ts';
import { causeKey } from '../posting/causes.ts';
import { entering } from './company.ts';
import { tokensOf } from './connections.ts';
import type { Tables } from './tables.ts';
import type { TokenEncryption } from './token-encryption.ts';

export interface TokenStoreParts {
  readonly pool: pg.Pool;
  readonly companyId: string;
  readonly clock: Clock;
  readonly encryption: TokenEncryption;
  readonly reached: (point: CrashPoint) => Promise<void>;
  inTransaction<T>(work: (trx: Transaction<Tables>, store: CompanyStore) => Promise<T>): Promise<T>;
  newId(now: Date): string;
}

export function tokenStore(parts: TokenStoreParts): TokenStore {
  return { ...reading(parts), ...saving(parts) };
}

function reading(parts: TokenStoreParts): Pick<TokenStore, 'read' | 'beginRefresh' | 'endRefresh'> {
  const { pool, companyId, clock, encryption, inTransaction } = parts;
  return {
    async read() {
      const row = await readConnection(pool, companyId);
      if (row === undefined || row.state !== 'connected') return null;
      const tokens = tokensOf(row, companyId, encryption);
      if (tokens === null) return null;
      return { realmId: row.realm_id, tokens, version: row.token_version, refreshingUntil: row.refreshing_until };
    },

    beginRefresh: (version, untilMs) =>
      inTransaction(async (trx) => {
        const begun = await sql`
          update tillbook.connection set refreshing_until = ${new Date(untilMs)}::timestamptz
          where company_id = ${companyId} and token_version = ${version.toString()}::bigint and state = 'connected'
            and (refreshing_until is null or refreshing_until <= ${clock.now()}::timestamptz)`.execute(trx);
        return begun.numAffectedRows === 1n;
      }),

    endRefresh: (version, untilMs) =>
      inTransaction(async (trx) => {
        await trx
          .updateTable('tillbook.connection')
          .set({ refreshing_until: null })
          .where('company_id', '=', companyId)
          .where('token_version', '=', version)
          .where('refreshing_until', '=', new Date(untilMs))
          .execute();
      }),
  };
}

type ConnectionRow = Selectable<Tables['tillbook.connection']>;

/** Before every call to QuickBooks, so in one way to the database and back: of statements in one text PostgreSQL makes one transaction. */
async function readConnection(pool: pg.Pool, companyId: string): Promise<ConnectionRow | undefined> {
  const found = `select * from tillbook.connection where company_id = ${escapeLiteral(companyId)}`;
  const answers: unknown = await pool.query(`${entering(companyId)}; ${found}`);
  return (answers as readonly pg.QueryResult<ConnectionRow>[]).at(-1)?.rows[0];
}

function saving(parts: TokenStoreParts): Pick<TokenStore, 'saveRefreshed' | 'markRefused'> {
  const { companyId, clock, encryption, inTransaction } = parts;
  return {
    async saveRefreshed(version, tokens) {
      const saved = await inTransaction(async (trx) => {
        const changed = await trx
          .updateTable('tillbook.connection')
          .set({
            access_token_encrypted: encryption.encrypt(tokens.accessToken, companyId),
            refresh_token_encrypted: encryption.encrypt(tokens.refreshToken, companyId),
            access_token_expires_at: tokens.accessTokenExpiresAt,
            refresh_token_expires_at: tokens.refreshTokenExpiresAt,
            // An answer that does not speak of it leaves it as it was.
            ...(tokens.authorizationExpiresAt !== null && { authorization_expires_at: tokens.authorizationExpiresAt }),
            token_version: version + 1n,
            refreshing_until: null,
          })
          .where('company_id', '=', companyId)
          .where('token_version', '=', version)
          .where('state', '=', 'connected')
          .executeTakeFirst();
        return changed.numUpdatedRows === 1n;
      });
      if (saved) await parts.reached('refresh-saved');
      return saved;
    },

    markRefused: (version, reason) =>
      inTransaction(async (trx, store) => {
        const current = await trx
          .selectFrom('tillbook.connection')
          .select('token_version')
          .where('company_id', '=', companyId)
          .forUpdate()
          .executeTakeFirst();
        // Tokens that have moved on since were not the ones refused.
        if (current?.token_version !== version) return;
        const now = clock.now();
        await store.connection.requireReconnect(reason, now);
        const cause = { kind: 'authentication' } as const;
        await store.causes.raise([{ id: parts.newId(now), key: causeKey(cause), cause }], now);
      }),
  };
}
