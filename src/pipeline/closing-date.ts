// Until when the books are closed in QuickBooks: what is dated within is not sent, and goes once they are open again.
import { type Cause, causeKey } from '../posting/causes.ts';
import type { PipelinePorts } from './ports.ts';
import { releaseCauses } from './release.ts';
import type { CompanyStore, ConnectionRow } from './storage-port.ts';

/** The closing date where it covers this one; null where the books are open then, as far as we know. */
export function closingDateOver(businessDate: string, connection: ConnectionRow | null): string | null {
  const closedUntil = connection?.closedUntil ?? null;
  return closedUntil !== null && businessDate <= closedUntil ? closedUntil : null;
}

export function closedPeriod(businessDate: string, connection: ConnectionRow | null): readonly Cause[] {
  const closedUntil = closingDateOver(businessDate, connection);
  return closedUntil === null ? [] : [{ kind: 'closed-period', closedUntil }];
}

/**
 * Keeps the date as QuickBooks gave it. `believed`: what is dated after it is let go; not after a refusal that the date does
 * not explain, since it would be refused again. Answers how many postings nothing holds any more.
 */
export async function saveClosingDate(
  ports: PipelinePorts,
  store: CompanyStore,
  given: { closedUntil: string | null; believed: boolean; now: Date },
): Promise<number> {
  const { closedUntil, believed, now } = given;
  const before = (await store.connection.read())?.closedUntil ?? null;
  await store.connection.noteClosingDate(closedUntil);
  if (before !== closedUntil) await store.postings.rebuildUnsent();
  const open = (await store.causes.open()).filter(({ cause }) => cause.kind === 'closed-period');
  const released = believed
    ? await releaseCauses(store, {
        lifted: open.map((cause) => ({ cause, dateFrom: closedUntil === null ? null : dayAfter(closedUntil) })),
        now,
        newId: ports.newId,
      })
    : 0;
  // What still waits is told by the new date.
  const waiting = (await store.causes.open()).some(({ cause }) => cause.kind === 'closed-period');
  if (waiting) {
    const cause: Cause = { kind: 'closed-period', closedUntil };
    await store.causes.raise([{ id: ports.newId(now), key: causeKey(cause), cause }], now);
  }
  return released;
}

function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
