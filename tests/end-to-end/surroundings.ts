// What servers and workers need around them, as processes: a database and a local QuickBooks, on one data folder.
import { join } from 'node:path';
import { freePort } from './app.ts';
import { type Database, type Part, startDatabase, startLocalQuickbooks } from './parts.ts';

export interface Surroundings {
  readonly database: Database;
  readonly quickbooks: Part;
  readonly quickbooksUrl: string;
  /** For everything that runs in them. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

export async function startSurroundings(dataDir: string): Promise<Surroundings> {
  const [port, quickbooksPort] = [await freePort(), await freePort()];
  const quickbooks = await startLocalQuickbooks({ port: quickbooksPort, file: join(dataDir, 'quickbooks.sqlite') });
  const database = await startDatabase(dataDir);
  return {
    database,
    quickbooks,
    quickbooksUrl: `http://localhost:${quickbooksPort}`,
    environment: {
      ...process.env,
      PORT: String(port),
      QUICKBOOKS_EMULATOR_PORT: String(quickbooksPort),
      TILLBOOK_DATA_DIR: dataDir,
      DATABASE_URL: database.connectionString,
    },
    async stop() {
      await database.stop();
      await quickbooks.stop();
    },
  };
}
