// Making companies and finding them: what happens before a company is known, so by the role that people and keys are read with.
import type pg from 'pg';
import type { Clock } from '../clock.ts';

export interface NewCompany {
  readonly name: string;
  readonly currency?: string;
  readonly timeZone?: string;
}

export interface CompanyName {
  readonly companyId: string;
  readonly name: string;
}

/** What a company is like before anyone has said otherwise. */
export const firstCompany = { name: 'My shop', currency: 'USD', timeZone: 'America/New_York' };

export interface CompanyDirectory {
  createCompany(company: NewCompany): Promise<CompanyName>;
  /** The company that was made first; makes one where there is none. */
  ensureFirstCompany(company?: NewCompany): Promise<CompanyName>;
  listCompanies(): Promise<readonly CompanyName[]>;
}

export function companyDirectory(parts: {
  authPool: pg.Pool;
  clock: Clock;
  newId: (now: Date) => string;
}): CompanyDirectory {
  const { authPool } = parts;
  const insert = async (queryable: pg.Pool | pg.PoolClient, company: NewCompany): Promise<CompanyName> => {
    const now = parts.clock.now();
    const companyId = parts.newId(now);
    await queryable.query(
      `insert into tillbook.company (company_id, name, currency, time_zone, created_at) values ($1, $2, $3, $4, $5)`,
      [
        companyId,
        company.name,
        company.currency ?? firstCompany.currency,
        company.timeZone ?? firstCompany.timeZone,
        now,
      ],
    );
    return { companyId, name: company.name };
  };
  const list = async (queryable: pg.Pool | pg.PoolClient): Promise<CompanyName[]> => {
    const found = await queryable.query<{ company_id: string; name: string }>(
      'select company_id, name from tillbook.company order by created_at, company_id',
    );
    return found.rows.map((row) => ({ companyId: row.company_id, name: row.name }));
  };
  return {
    createCompany: (company) => insert(authPool, company),
    listCompanies: () => list(authPool),
    async ensureFirstCompany(company: NewCompany = firstCompany) {
      const client = await authPool.connect();
      try {
        await client.query('begin');
        // Two processes that start at once make one company.
        await client.query(`select pg_advisory_xact_lock(hashtext('tillbook first company'))`);
        const first = (await list(client))[0] ?? (await insert(client, company));
        await client.query('commit');
        return first;
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
