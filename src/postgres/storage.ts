// The database as the rest of Tillbook sees it: transactions on one company, token stores, and the pools of each role.
import type { Kysely, Transaction } from 'kysely';
import pg from 'pg';
import { type Clock, newId as randomId, systemClock } from '../clock.ts';
import type { CrashPoint } from '../pipeline/crash-points.ts';
import type { RealmDirectory } from '../pipeline/drift-port.ts';
import type { TokenStore } from '../pipeline/ledger-port.ts';
import type { NewsHearing, NewsKind } from '../pipeline/news-port.ts';
import type { NotifyDirectory } from '../pipeline/notification-port.ts';
import type { CompanyStore, Storage, TokensEnding } from '../pipeline/storage-port.ts';
import { acceptedPerSweepMax, overlapMs, sweepEveryMs } from '../posting/sweep.ts';
import { type CompanyDirectory, companyDirectory } from './companies.ts';
import { inCompany } from './company.ts';
import { companyStore } from './company-store.ts';
import { type ImportOfCompany, importsToRun, type LeftImports } from './event-imports.ts';
import { hearNews } from './hear-news.ts';
import { collectingNews } from './news-of-statements.ts';
import { openKysely, openPool } from './pools.ts';
import { isOutdated } from './prepared.ts';
import type { Tables } from './tables.ts';
import { type NewsTelling, tellNews } from './tell-news.ts';
import { type KeyRing, type TokenEncryption, tokenEncryption } from './token-encryption.ts';
import { tokenStore } from './token-store.ts';

export interface StorageOptions {
  readonly connectionString: string;
  /** Keys of 32 bytes: tokens are encrypted with the first. */
  readonly keys: KeyRing;
  readonly clock?: Clock;
  readonly newId?: (now: Date) => string;
  readonly connectionCountMax?: number;
  readonly reached?: (point: CrashPoint) => Promise<void>;
  /** Told of connections that broke while idle. */
  readonly onError?: (error: Error) => void;
  /** Other processes, and the pages open in browsers, are told what was changed. */
  readonly tellsNews?: true;
  /** Told after a commit what it is news of; where news is told. */
  readonly onNews?: (kinds: ReadonlySet<NewsKind>) => void;
}

export interface PostgresStorage extends Storage, CompanyDirectory, TokensEnding, RealmDirectory, NotifyDirectory {
  /** For people, sessions and API keys: reads and writes as tillbook_auth. */
  readonly authPool: pg.Pool;
  /** For the job queue: tillbook_jobs. */
  readonly jobsPool: pg.Pool;
  readonly news: NewsHearing;
  /** Tells of what was changed elsewhere than in a transaction on a company's books. */
  noteNews(companyId: string, kind: NewsKind): void;
  tokenStore(companyId: string): TokenStore;
  /** Whose lanes have something to do, or were not given back by a holder that is gone: nobody may have woken them. */
  companiesWithOpenPostings(): Promise<readonly string[]>;
  /** Whose lanes may have something to read of what was changed in QuickBooks itself. */
  companiesToSweep(): Promise<readonly string[]>;
  /** Whose lanes have entries to write anew. */
  companiesReposting(): Promise<readonly string[]>;
  /** Imports that a worker has to check, record, or end since nobody goes on with them. */
  importsToRun(left: LeftImports): Promise<readonly ImportOfCompany[]>;
  /**
   * Takes every lane from its holder. Only where it is certain that no other process works on this database: a holder
   * that lives on writes nothing more, but a call that it has under way could meet the same call of the next holder.
   */
  endLeases(): Promise<void>;
  /** Does `work` unless another process is at the same thing, and is null then. A process that dies holds nothing on. */
  unlessUnderWay<T>(what: string, work: () => Promise<T>): Promise<T | null>;
  /** By the clock of the database, by which jobs are found that are for later. */
  databaseNow(): Promise<Date>;
  /** Answers once the database does, as each role; throws DatabaseRoleError where a session cannot take its own. */
  check(): Promise<void>;
  close(): Promise<void>;
}

type CompanyFinding = TokensEnding &
  RealmDirectory &
  NotifyDirectory &
  Pick<PostgresStorage, 'companiesWithOpenPostings' | 'companiesToSweep' | 'companiesReposting'>;

const connectionCountDefault = 10;
const transactionTriesMax = 4;
const deadlockDetected = '40P01';
const serializationFailure = '40001';

export function openStorage(options: StorageOptions): PostgresStorage {
  const clock = options.clock ?? systemClock;
  const newId = options.newId ?? randomId;
  const onError = options.onError ?? (() => undefined);
  const reached = options.reached ?? (async () => undefined);
  const encryption = tokenEncryption(options.keys);
  const connectionCountMax = options.connectionCountMax ?? connectionCountDefault;
  const shared = { connectionString: options.connectionString, connectionCountMax, onError };
  const appPool = openPool({ ...shared, role: 'tillbook_app' });
  const authPool = openPool({ ...shared, role: 'tillbook_auth' });
  const jobsPool = openPool({ ...shared, role: 'tillbook_jobs' });
  const db = openKysely(appPool);
  const { telling, changed } = newsTelling(options, appPool, onError);
  const hearing = hearNews({ connectionString: options.connectionString, onError });
  const inTransaction = companyTransactions(db, { encryption, changed });

  return {
    ...companyDirectory({ authPool, clock, newId }),
    ...companyFinding(appPool, clock),
    authPool,
    jobsPool,
    news: hearing,
    noteNews: (companyId, kind) => telling?.note(companyId, new Set([kind])),
    transaction: (companyId, work) => inTransaction(companyId, (_trx, store) => work(store)),
    tokenStore: (companyId) =>
      tokenStore({
        pool: appPool,
        companyId,
        clock,
        encryption,
        reached,
        inTransaction: (work) => inTransaction(companyId, work),
        newId,
      }),
    importsToRun: (left) => importsToRun(appPool, left),
    unlessUnderWay: (what, work) => unlessUnderWay(authPool, what, work),
    async endLeases() {
      await appPool.query('select tillbook.end_leases()');
    },
    async databaseNow() {
      const { rows } = await jobsPool.query<{ now: Date }>('select clock_timestamp() as now');
      if (rows[0] === undefined) throw new Error('The database does not tell the time.');
      return rows[0].now;
    },
    async check() {
      await Promise.all([appPool, authPool, jobsPool].map((pool) => pool.query('select 1')));
    },
    async close() {
      await hearing.end();
      await telling?.end();
      await db.destroy();
      await Promise.all([authPool.end(), jobsPool.end()]);
    },
  };
}

/** Over all companies, without seeing into any. */
function companyFinding(appPool: pg.Pool, clock: Clock): CompanyFinding {
  const companyIds = async (text: string, values: unknown[]): Promise<string[]> =>
    (await appPool.query<{ company_id: string }>(text, values)).rows.map((row) => row.company_id);
  return {
    companiesWithOpenPostings: () =>
      companyIds('select company_id from tillbook.companies_with_open_postings($1) as company_id', [clock.now()]),
    companiesToSweep: () =>
      companyIds('select company_id from tillbook.companies_to_sweep($1, $2, $3) as company_id', [
        new Date(clock.now().getTime() - sweepEveryMs),
        acceptedPerSweepMax,
        new Date(clock.now().getTime() - overlapMs),
      ]),
    companiesReposting: () => companyIds('select company_id from tillbook.companies_reposting() as company_id', []),
    companiesToNotify: () =>
      companyIds('select company_id from tillbook.companies_to_notify($1) as company_id', [clock.now()]),
    companiesOfRealm: (realmId) =>
      companyIds('select company_id from tillbook.companies_of_realm($1) as company_id', [realmId]),
    companiesWithTokensEnding: ({ accessEnded, refreshEnds }) =>
      companyIds('select company_id from tillbook.companies_with_tokens_ending($1, $2) as company_id', [
        accessEnded,
        refreshEnds,
      ]),
  };
}

function newsTelling(options: StorageOptions, appPool: pg.Pool, onError: (error: Error) => void) {
  if (!options.tellsNews) return { telling: null, changed: undefined };
  const telling = tellNews(appPool, onError);
  const changed: NewsTelling['note'] = (companyId, kinds) => {
    telling.note(companyId, kinds);
    options.onNews?.(kinds);
  };
  return { telling, changed };
}

async function unlessUnderWay<T>(pool: pg.Pool, what: string, work: () => Promise<T>): Promise<T | null> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock(hashtext($1)) as locked', [
      `tillbook ${what}`,
    ]);
    if (rows[0]?.locked !== true) return null;
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock(hashtext($1))', [`tillbook ${what}`]);
    }
  } finally {
    client.release();
  }
}

type InTransaction = <T>(
  companyId: string,
  work: (trx: Transaction<Tables>, store: CompanyStore) => Promise<T>,
) => Promise<T>;

/** Two writers that locked each other out: the one that PostgreSQL ended starts over, from the beginning. */
function companyTransactions(
  db: Kysely<Tables>,
  parts: { encryption: TokenEncryption; changed: NewsTelling['note'] | undefined },
): InTransaction {
  const { encryption, changed } = parts;
  return async (companyId, work) => {
    for (let tries = 1; ; tries += 1) {
      const kinds = new Set<NewsKind>();
      try {
        const result = await db
          .connection()
          .execute((connection) =>
            inCompany(
              changed === undefined ? connection : connection.withPlugin(collectingNews(kinds)),
              companyId,
              (trx) => work(trx, companyStore({ trx, companyId, encryption })),
            ),
          );
        if (kinds.size > 0) changed?.(companyId, kinds);
        return result;
      } catch (error) {
        if (!isTransient(error) || tries >= transactionTriesMax) throw error;
      }
    }
  };
}

const isTransient = (error: unknown): boolean =>
  isOutdated(error) ||
  (error instanceof pg.DatabaseError && (error.code === deadlockDetected || error.code === serializationFailure));
