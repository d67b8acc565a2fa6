// What all seeds of a process share: one PostgreSQL database, the product's storage over it, and one emulator, all by the seed's clock.
import { createHash, randomBytes } from 'node:crypto';
import { createEmulator, type InProcessEmulator } from '@tillbook/quickbooks-emulator';
import pg from 'pg';
import { openStorage, type PostgresStorage } from '../../src/postgres/storage.ts';

export interface Stage {
  readonly storage: PostgresStorage;
  readonly emulator: InProcessEmulator;
  /** Reads as the owner of everything: what witnesses and the auditor look at. */
  readonly database: pg.Pool;
  /** The moment that everything here takes for now. */
  readonly clock: { read(): number };
  close(): Promise<void>;
}

export function openStage(connectionString: string): Stage {
  const clock: Stage['clock'] = { read: () => 0 };
  const key = createHash('sha256').update('simulation').digest();
  const storage = openStorage({
    connectionString,
    keys: () => [key],
    clock: { now: () => new Date(clock.read()) },
    connectionCountMax: 2,
    // Companies alone are made by it. Seeds are run again in one database, so that these differ each time.
    newId: (now) => randomUuid(now),
  });
  const database = new pg.Pool({ connectionString, max: 1 });
  // Dropped with force, the database may cut off a connection that is still about to close.
  database.on('error', () => undefined);
  const emulator = createEmulator({ now: () => clock.read() });
  return {
    storage,
    emulator,
    database,
    clock,
    async close() {
      await storage.close();
      await database.end();
      emulator.close();
    },
  };
}

/** Version 7, as the product's. */
function randomUuid(now: Date): string {
  return uuidOf(now.getTime(), randomBytes(10).toString('hex'));
}

/** `rest`: 20 hexadecimal digits. */
export function uuidOf(atMs: number, rest: string): string {
  const time = Math.floor(atMs).toString(16).padStart(12, '0');
  const digits = `${time}7${rest.slice(0, 3)}8${rest.slice(4, 19)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
