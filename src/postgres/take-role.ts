// Gives a new connection its role and makes sure that it has it: row-level security binds neither owners nor superusers.
import type { ClientBase } from 'pg';

export type DatabaseRole = 'tillbook_app' | 'tillbook_auth' | 'tillbook_jobs';

/** Longer than any statement of ours takes; a session that hangs holds its locks, and its caller, no longer than this. */
export const statementTimeoutMs = 120_000;

export class DatabaseRoleError extends Error {
  readonly code = 'wrong-role';

  constructor(role: DatabaseRole, why: string) {
    super(
      `A connection to the database does not work as ${role}: ${why}. Companies are kept apart by that role, so none is used.`,
    );
    this.name = 'DatabaseRoleError';
  }
}

interface Standing {
  readonly name: string;
  readonly above_rules: boolean;
  readonly owner: boolean;
}

export async function takeRole(client: ClientBase, role: DatabaseRole): Promise<void> {
  try {
    await client.query(`select set_config('role', $1, false), set_config('statement_timeout', $2, false)`, [
      role,
      String(statementTimeoutMs),
    ]);
  } catch (error) {
    throw new DatabaseRoleError(role, error instanceof Error ? error.message : String(error));
  }
  // Asked of the session afterwards: what counts is what the next statement runs as.
  const answer = await client.query<Standing>(`
    select current_user::text as name, rolsuper or rolbypassrls as above_rules,
      exists (select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
        where nspname = 'tillbook' and relowner = pg_roles.oid) as owner
    from pg_roles where rolname = current_user`);
  const [standing] = answer.rows;
  if (standing?.name !== role) throw new DatabaseRoleError(role, `it works as ${standing?.name ?? 'nobody known'}`);
  if (standing.above_rules) throw new DatabaseRoleError(role, 'the role stands above row-level security');
  if (standing.owner) throw new DatabaseRoleError(role, 'the role owns tables of the books');
}
