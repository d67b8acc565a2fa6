// A database of its own: a clone of the template that has all migrations.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  readonly connectionString: string;
  drop(): Promise<void>;
}

export async function cloneTemplate(of: { adminUrl: string; templateName: string }): Promise<TestDatabase> {
  const { adminUrl } = of;
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copying files is the quickest way where nothing is flushed to disk.
  await asAdmin(adminUrl, `create database ${name} template ${of.templateName} strategy file_copy`);
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
