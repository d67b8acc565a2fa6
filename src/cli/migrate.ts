// `tillbook migrate`: the database as this version needs it.
import type { Config } from '../config.ts';
import { migrate } from '../postgres/migrate.ts';
import { openDatabase } from './open-database.ts';

export async function migrateDatabase(config: Config): Promise<void> {
  const database = await openDatabase(config, { command: 'migrate', shared: true });
  try {
    const { applied } = await migrate(database.connectionString);
    for (const name of applied) process.stdout.write(`${name}\n`);
    process.stderr.write(applied.length === 0 ? 'Nothing to do: the database is at this version.\n' : 'Done.\n');
  } finally {
    await database.close();
  }
}
