// Until when a person has to give access anew: QuickBooks' refresh tokens end, unused after 100 days and always after five years.
import { reconnectTitle } from '../posting/cause-words.ts';
import type { Alert } from './company-books.ts';
import type { ConnectionRow } from './connection-port.ts';

/** Told so long ahead, and no longer once it is connected again. */
export const toldAheadMs = 14 * 24 * 60 * 60_000;

/** Null while that is further away, and where nothing is connected that could end. */
export function reconnectBy(connection: ConnectionRow | null, now: Date): Date | null {
  if (connection?.state !== 'connected') return null;
  const ends = [connection.refreshTokenExpiresAt, connection.authorizationExpiresAt].filter((end) => end !== null);
  const [first] = ends.sort((a, b) => a.getTime() - b.getTime());
  return first !== undefined && first.getTime() - now.getTime() <= toldAheadMs ? first : null;
}

/** The same as an alert: it holds nothing yet. */
export function reconnectAlert(by: Date, currency: string): Alert {
  return {
    kind: 'authentication',
    title: reconnectTitle(by.toISOString().slice(0, 10)),
    role: null,
    subject: null,
    eventsHeld: 0,
    amountHeldMinor: 0n,
    currency,
    firstSeen: new Date(by.getTime() - toldAheadMs),
    action: 'Reconnect to QuickBooks Online before then, to the same company: nothing is held up.',
    detail: null,
  };
}
