// Users, roles and invitations: read and written as tillbook_auth, as people are.
import type pg from 'pg';

type Role = 'owner' | 'bookkeeper' | 'viewer';
type Changed = 'done' | 'not-found' | 'last-owner';

interface InvitationRow {
  readonly invitation_id: string;
  readonly company_id: string;
  readonly email: string;
  readonly role: Role;
  readonly created_by: string;
  readonly expires_at: Date;
}

interface UserRow {
  readonly user_id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: Date;
  readonly sessions: number;
}

interface Of {
  readonly companyId: string;
  readonly userId: string;
}

interface NewUser {
  readonly userId: string;
  readonly accountId: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly now: Date;
}

interface NewPassword {
  readonly userId: string;
  readonly passwordHash: string;
  readonly insteadOf: string | null;
  readonly sessionKept: string | null;
  readonly now: Date;
}

const invitation = (row: InvitationRow) => ({
  ...{ id: row.invitation_id, companyId: row.company_id, email: row.email, role: row.role },
  ...{ createdBy: row.created_by, expiresAt: row.expires_at },
});

export function userStore(authPool: pg.Pool) {
  const inTransaction = <T>(work: (client: pg.PoolClient) => Promise<T>) => transaction(authPool, work);
  return {
    async users(companyId: string, now: Date) {
      const { rows } = await authPool.query<UserRow>(
        `select member.user_id, person.email, person.name, member.role, member.created_at,
            (select count(*)::integer from tillbook.session where session."userId" = person.id and session."expiresAt" > $2) as sessions
          from tillbook.member join tillbook."user" person on person.id = member.user_id
          where member.company_id = $1 order by member.created_at, member.user_id`,
        [companyId, now],
      );
      return rows.map((row) => ({
        ...{ userId: row.user_id, email: row.email, name: row.name || null, role: row.role },
        ...{ since: row.created_at, sessions: row.sessions },
      }));
    },
    ...inviting(authPool, inTransaction),
    ...settingPasswords(authPool, inTransaction),
    changeRole: ({ companyId, userId, role }: Of & { role: Role }) =>
      inTransaction(async (client) => {
        const standing = await standingOf(client, { companyId, userId });
        if (standing !== 'done' && !(standing === 'last-owner' && role === 'owner')) return standing;
        await client.query('update tillbook.member set role = $3 where company_id = $1 and user_id = $2', [
          ...[companyId, userId, role],
        ]);
        return 'done' as Changed;
      }),
    remove: ({ companyId, userId }: Of) =>
      inTransaction(async (client) => {
        const standing = await standingOf(client, { companyId, userId });
        if (standing !== 'done') return standing;
        await client.query('delete from tillbook.member where company_id = $1 and user_id = $2', [companyId, userId]);
        await client.query('delete from tillbook.session where "userId" = $1', [userId]);
        await client.query(
          'delete from tillbook."user" where id = $1 and not exists (select from tillbook.member where user_id = $1)',
          [userId],
        );
        return 'done' as Changed;
      }),
    async endSessions({ companyId, userId }: Of) {
      const known = await authPool.query('select from tillbook.member where company_id = $1 and user_id = $2', [
        ...[companyId, userId],
      ]);
      if (known.rows.length === 0) return false;
      await authPool.query('delete from tillbook.session where "userId" = $1', [userId]);
      return true;
    },
  };
}

async function transaction<T>(authPool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await authPool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Owners are locked, so that two who remove each other do not leave none. */
async function standingOf(client: pg.PoolClient, { companyId, userId }: Of): Promise<Changed> {
  const { rows } = await client.query<{ user_id: string; role: Role }>(
    'select user_id, role from tillbook.member where company_id = $1 order by user_id for update',
    [companyId],
  );
  const user = rows.find((row) => row.user_id === userId);
  if (user === undefined) return 'not-found';
  const owners = rows.filter(({ role }) => role === 'owner');
  return user.role === 'owner' && owners.length === 1 ? 'last-owner' : 'done';
}

function inviting(authPool: pg.Pool, inTransaction: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>) {
  return {
    async invitations(companyId: string, now: Date) {
      const { rows } = await authPool.query<InvitationRow>(
        'select * from tillbook.invitation where company_id = $1 and expires_at > $2 order by created_at',
        [companyId, now],
      );
      return rows.map(invitation);
    },
    async invite(wanted: ReturnType<typeof invitation> & { tokenHash: Buffer; now: Date }) {
      const { rows } = await authPool.query(
        `insert into tillbook.invitation (company_id, invitation_id, email, role, token_hash, created_at, created_by, expires_at)
          select $1::uuid, $2::uuid, $3::text, $4::text, $5::bytea, $6::timestamptz, $7::text, $8::timestamptz
          where not exists (select from tillbook."user" where email = $3::text)
          on conflict (company_id, email) do update set invitation_id = excluded.invitation_id, role = excluded.role,
            token_hash = excluded.token_hash, created_at = excluded.created_at, created_by = excluded.created_by,
            expires_at = excluded.expires_at
          returning invitation_id`,
        [
          ...[wanted.companyId, wanted.id, wanted.email, wanted.role, wanted.tokenHash],
          ...[wanted.now, wanted.createdBy, wanted.expiresAt],
        ],
      );
      return rows.length === 1;
    },
    async findInvitation(tokenHash: Buffer, now: Date) {
      const { rows } = await authPool.query<InvitationRow>(
        'select * from tillbook.invitation where token_hash = $1 and expires_at > $2',
        [tokenHash, now],
      );
      return rows[0] === undefined ? null : invitation(rows[0]);
    },
    accept: (tokenHash: Buffer, { userId, accountId, name, passwordHash, now }: NewUser) =>
      inTransaction(async (client) => {
        const { rows } = await client.query<InvitationRow>(
          'delete from tillbook.invitation where token_hash = $1 and expires_at > $2 returning *',
          [tokenHash, now],
        );
        const [row] = rows;
        if (row === undefined) return null;
        await client.query(
          `insert into tillbook."user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
            values ($1, $2, $3, false, $4, $4)`,
          [userId, name, row.email, now],
        );
        await client.query(
          `insert into tillbook.user_account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
            values ($1, $2, 'credential', $2, $3, $4, $4)`,
          [accountId, userId, passwordHash, now],
        );
        await client.query(
          'insert into tillbook.member (company_id, user_id, role, created_at) values ($1, $2, $3, $4)',
          [row.company_id, userId, row.role, now],
        );
        return invitation(row);
      }),
    async withdraw(companyId: string, id: string) {
      const { rows } = await authPool.query<{ email: string }>(
        'delete from tillbook.invitation where company_id = $1 and invitation_id::text = $2 returning email',
        [companyId, id],
      );
      return rows[0]?.email ?? null;
    },
  };
}

function settingPasswords(
  authPool: pg.Pool,
  inTransaction: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>,
) {
  return {
    async passwordHolder(email: string) {
      const { rows } = await authPool.query<{ id: string; email: string; password: string }>(
        `select person.id, person.email, account.password
          from tillbook."user" person join tillbook.user_account account on account."userId" = person.id
          where person.email = $1 and account."providerId" = 'credential'`,
        [email],
      );
      const [row] = rows;
      return row === undefined ? null : { userId: row.id, email: row.email, passwordHash: row.password };
    },
    setPassword: ({ userId, passwordHash, insteadOf, sessionKept, now }: NewPassword) =>
      inTransaction(async (client) => {
        const set = await client.query(
          `update tillbook.user_account set password = $2, "updatedAt" = $3
            where "userId" = $1 and "providerId" = 'credential' and password = coalesce($4, password)`,
          [userId, passwordHash, now, insteadOf],
        );
        if (set.rowCount === 0) return false;
        await client.query('delete from tillbook.session where "userId" = $1 and token is distinct from $2', [
          ...[userId, sessionKept],
        ]);
        return true;
      }),
  };
}
