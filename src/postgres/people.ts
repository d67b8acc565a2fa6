// People, the companies they belong to, and API keys: read and written as tillbook_auth, before the company is known.
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';

interface ApiKeyRow {
  readonly key_id: string;
  readonly company_id: string;
  readonly name: string;
  readonly prefix: string;
  readonly key_hash: Buffer;
  readonly created_at: Date;
  readonly created_by: string;
  readonly revoked_at: Date | null;
  readonly last_used_at: Date | null;
}

interface ApiKey {
  readonly id: string;
  readonly companyId: string;
  readonly name: string;
  readonly prefix: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

interface NewOwner {
  readonly userId: string;
  readonly accountId: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly companyId: string;
  readonly now: Date;
}

interface KeyAt {
  readonly companyId: string;
  readonly id: string;
  readonly now: Date;
}

const keyColumns = 'key_id, company_id, name, prefix, key_hash, created_at, created_by, revoked_at, last_used_at';

/** Where better-auth keeps its users, sessions and passwords. */
export function peopleDatabase(authPool: pg.Pool) {
  const db = new Kysely<Record<string, Record<string, unknown>>>({ dialect: new PostgresDialect({ pool: authPool }) });
  return { db: db.withSchema('tillbook'), type: 'postgres' as const };
}

export function peopleStore(authPool: pg.Pool) {
  return {
    async anyoneExists(): Promise<boolean> {
      return (await authPool.query('select from tillbook."user" limit 1')).rows.length > 0;
    },
    createFirstOwner: (owner: NewOwner) => createFirstOwner(authPool, owner),
    async companiesOf(userId: string) {
      const found = await authPool.query<{ company_id: string; role: 'owner' | 'bookkeeper' | 'viewer' }>(
        'select company_id, role from tillbook.member where user_id = $1 order by created_at, company_id',
        [userId],
      );
      return found.rows.map(({ company_id: companyId, role }) => ({ companyId, role }));
    },
    ...apiKeyStoring(authPool),
  };
}

/** A lock rather than a constraint: that somebody exists is no property of any one row. */
async function createFirstOwner(authPool: pg.Pool, owner: NewOwner): Promise<boolean> {
  const client = await authPool.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('tillbook first owner'))`);
    const free = (await client.query('select from tillbook."user" limit 1')).rows.length === 0;
    if (free) await insertOwner(client, owner);
    await client.query('commit');
    return free;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function insertOwner(client: pg.PoolClient, owner: NewOwner): Promise<void> {
  const { userId, now } = owner;
  await client.query(
    `insert into tillbook."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
      values ($1, $2, $3, false, $4, $4)`,
    [userId, owner.name, owner.email, now],
  );
  await client.query(
    `insert into tillbook.user_account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
      values ($1, $2, 'credential', $2, $3, $4, $4)`,
    [owner.accountId, userId, owner.passwordHash, now],
  );
  await client.query(
    `insert into tillbook.member (company_id, user_id, role, created_at) values ($1, $2, 'owner', $3)`,
    [owner.companyId, userId, now],
  );
}

function apiKeyStoring(authPool: pg.Pool) {
  return {
    async insertApiKey(key: ApiKey & { readonly keyHash: Buffer }): Promise<void> {
      await authPool.query(
        `insert into tillbook.api_key (company_id, key_id, name, prefix, key_hash, created_at, created_by)
          values ($1, $2, $3, $4, $5, $6, $7)`,
        [key.companyId, key.id, key.name, key.prefix, key.keyHash, key.createdAt, key.createdBy],
      );
    },
    async findApiKey(prefix: string): Promise<(ApiKey & { readonly keyHash: Buffer }) | null> {
      const row = (
        await authPool.query<ApiKeyRow>(`select ${keyColumns} from tillbook.api_key where prefix = $1`, [prefix])
      ).rows[0];
      return row === undefined ? null : { ...apiKey(row), keyHash: row.key_hash };
    },
    async listApiKeys(companyId: string): Promise<readonly ApiKey[]> {
      const found = await authPool.query<ApiKeyRow>(
        `select ${keyColumns} from tillbook.api_key where company_id = $1 order by created_at desc, key_id`,
        [companyId],
      );
      return found.rows.map(apiKey);
    },
    async revokeApiKey({ companyId, id, now }: KeyAt): Promise<ApiKey | null> {
      const revoked = await authPool.query<ApiKeyRow>(
        `update tillbook.api_key set revoked_at = $3
          where company_id = $1 and key_id::text = $2 and revoked_at is null returning ${keyColumns}`,
        [companyId, id, now],
      );
      const row = revoked.rows[0];
      return row === undefined ? null : apiKey(row);
    },
    async noteApiKeyUse({ companyId, id, now }: KeyAt): Promise<void> {
      await authPool.query('update tillbook.api_key set last_used_at = $3 where company_id = $1 and key_id = $2', [
        companyId,
        id,
        now,
      ]);
    },
  };
}

function apiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.key_id,
    companyId: row.company_id,
    name: row.name,
    prefix: row.prefix,
    createdAt: row.created_at,
    createdBy: row.created_by,
    revokedAt: row.revoked_at,
    lastUsedAt: row.last_used_at,
  };
}
