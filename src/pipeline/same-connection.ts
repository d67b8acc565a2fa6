// Whether an answer is still of the connection that it was asked through: a person may have made another one meanwhile.
import type { ConnectionRow } from './connection-port.ts';
import type { CompanyStore } from './storage-port.ts';

/** A connection as it was when something was asked through it. */
export type AskedThrough = Pick<ConnectionRow, 'realmId' | 'connectedAt'>;

/** Within the transaction that saves the answer: false where the company was disconnected or connected again since. */
export async function isSameConnection(store: CompanyStore, asked: AskedThrough): Promise<boolean> {
  return isAskedThrough(await store.connection.read(), asked);
}

/** The same, of the connection as it was read in that transaction. */
export function isAskedThrough(connection: ConnectionRow | null, asked: AskedThrough): boolean {
  return (
    connection !== null &&
    connection.state !== 'disconnected' &&
    connection.realmId === asked.realmId &&
    connection.connectedAt.getTime() === asked.connectedAt.getTime()
  );
}
