// The database a command works on: the one of DATABASE_URL, the running embedded one, or an embedded one of its own.
import type { Config } from '../config.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '../postgres/embedded/embedded-postgres.ts';

export interface OpenDatabase {
  readonly connectionString: string;
  /** Where an embedded database lies when that is not under the data folder; else null. */
  readonly liesAt: string | null;
  /** Rejects when the database is gone while it is needed. */
  readonly lost: Promise<never>;
  close(): Promise<void>;
}

const never = new Promise<never>(() => undefined);

/** `start` owns the embedded database and is refused when another one does; other commands may work beside it. */
export async function openDatabase(
  config: Config,
  options: { readonly command: string; readonly shared: boolean },
): Promise<OpenDatabase> {
  if (config.databaseUrl !== null) return elsewhere(config.databaseUrl);
  if (options.shared) {
    const running = await findEmbeddedPostgres(config.dataDir);
    if (running !== null) return elsewhere(running);
  }
  const server = await startEmbeddedPostgres({
    tillbookDir: config.dataDir,
    holder: `tillbook ${options.command}, process ${process.pid}`,
  });
  return {
    connectionString: server.connectionString,
    liesAt: server.elsewhere ? server.dir : null,
    lost: server.lost.then((error) => {
      throw error;
    }),
    close: () => server.stop(),
  };
}

function elsewhere(connectionString: string): OpenDatabase {
  return { connectionString, liesAt: null, lost: never, close: async () => undefined };
}
