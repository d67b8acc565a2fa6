// A database of its own for each test file: a clone of a template that has all migrations, on the server of this run.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Signs in as the owner of everything on the server of this run. */
    readonly adminUrl: string;
    readonly templateName: string;
  }
}

export interface TestDatabase {
  readonly connectionString: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copying files is the quickest way where nothing is flushed to disk.
  await asAdmin(adminUrl, `create database ${name} template ${inject('templateName')} strategy file_copy`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    connectionString: url.href,
    drop: () => asAdmin(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

async function asAdmin(adminUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
