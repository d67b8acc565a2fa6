// The amount of an event as it is listed: of a void without lines that of what it voids, whichever of the two came first.
import { type EventAmount, eventAmount } from '../events/event-amount.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import { loadOriginals } from './draft-entries.ts';
import { type EventContext, readStoredEvent } from './event-context.ts';
import type { CompanyStore } from './storage-port.ts';

/** By key, of events that were given together; what is recorded under a key stands before what was given. */
export async function eventAmounts(
  store: CompanyStore,
  events: readonly FinancialEvent[],
  context: EventContext,
): Promise<ReadonlyMap<string, EventAmount>> {
  const known = new Map(events.map((event) => [event.key, event]));
  const mirroring = events.filter((event) => event.mirrorsOriginal);
  for (const [key, stored] of await loadOriginals(store, mirroring)) known.set(key, readStoredEvent(stored, context));
  return new Map(events.map((event) => [event.key, eventAmount(event, known)]));
}
