// A database of its own, storage over it, and events that need no parsing: for tests of storage alone.
import { createHash } from 'node:crypto';
import { createTestDatabase } from '../../tests/database.ts';
import { newId, type Timer } from '../clock.ts';
import type { NewEvent } from '../pipeline/storage-port.ts';
import { openStorage, type PostgresStorage } from './storage.ts';

export const testKey = Buffer.alloc(32, 7);

/** A clock that stands still until it is moved; who sleeps by it moves it. Nothing comes by itself. */
export class TestClock implements Timer {
  #now = new Date('2026-11-20T12:00:00.000Z');

  now(): Date {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }

  async sleep(ms: number): Promise<void> {
    this.advance(ms);
  }

  every(): () => void {
    return () => undefined;
  }
}

export interface TestStorage {
  readonly storage: PostgresStorage;
  readonly clock: TestClock;
  readonly connectionString: string;
  close(): Promise<void>;
}

export async function openTestStorage(): Promise<TestStorage> {
  const database = await createTestDatabase();
  const clock = new TestClock();
  const storage = openStorage({ connectionString: database.connectionString, keys: () => [testKey], clock });
  return {
    storage,
    clock,
    connectionString: database.connectionString,
    async close() {
      await storage.close();
      await database.drop();
    },
  };
}

export function testEvent(sourceId: string, change: Partial<NewEvent> = {}): NewEvent {
  const key = `till/sale/${sourceId}`;
  return {
    id: newId(new Date('2026-11-20T12:00:00.000Z')),
    key,
    source: 'till',
    kind: 'sale',
    sourceId,
    number: sourceId,
    occurredAt: '2026-11-20T11:00:00-05:00',
    businessDate: '2026-11-20',
    location: 'main',
    currency: 'USD',
    exchangeRate: null,
    amountMinor: 1000n,
    reverses: null,
    body: JSON.stringify({ source: 'till', kind: 'sale', sourceId }),
    digest: createHash('sha256').update(sourceId).digest(),
    status: 'ready',
    postingKey: key,
    ...change,
  };
}
