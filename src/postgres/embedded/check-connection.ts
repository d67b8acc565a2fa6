// Whether a PostgreSQL answers at an address, and which.
import { Client } from 'pg';

const answerWithinMs = 5_000;

/** The server's version, as in "18.4". */
export async function checkConnection(connectionString: string): Promise<string> {
  const client = new Client({ connectionString, connectionTimeoutMillis: answerWithinMs });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version ?? 'unknown';
  } finally {
    await client.end();
  }
}
