// What an event is read against: the company's currency and each location's business day; and reading stored ones back.
import type { BusinessDay } from '../events/business-date.ts';
import { businessDayAt } from '../events/day-settings.ts';
import { eventAmountMinor } from '../events/event-amount.ts';
import type { FinancialEvent } from '../events/financial-event.ts';
import type { ParsingContext } from '../events/parse-event.ts';
import { readEvent } from '../events/read-event.ts';
import type { CompanyRow, CompanyStore, StoredEvent } from './storage-port.ts';

export type EventContext = ParsingContext;

export async function recordingContext(store: CompanyStore, company: CompanyRow): Promise<EventContext> {
  const days = await store.days.read();
  const known = new Map<string, BusinessDay>();
  return {
    companyCurrency: company.currency,
    businessDay(location) {
      const day = known.get(location) ?? businessDayAt(days, location);
      known.set(location, day);
      return day;
    },
  };
}

/** With the business date it was recorded with, whatever the location's day is now. */
export function readStoredEvent(stored: StoredEvent, context: EventContext): FinancialEvent {
  const { businessDate } = stored;
  return withIdentity(readEvent(stored.body, { businessDate, companyCurrency: context.companyCurrency }), stored);
}

/** A version has the body that the till sent, and a key of its own; a void of what has versions is of the one in force. */
export function withIdentity(event: FinancialEvent, { key, reverses }: { key: string; reverses: string | null }) {
  return event.key === key && event.reverses === reverses ? event : { ...event, key, reverses };
}

/** By key. A void without lines has its original's amount, negated, where the original is known. */
export async function recordedAmountMinor(
  store: CompanyStore,
  events: readonly FinancialEvent[],
): Promise<ReadonlyMap<string, bigint>> {
  const byKey = new Map(events.map((event) => [event.key, event]));
  const mirroring = events.filter((event) => event.mirrorsOriginal);
  const originals = await store.events.byKeys(mirroring.flatMap((event) => event.reverses ?? []));
  const amounts = new Map<string, bigint>();
  const amountOf = (event: FinancialEvent): bigint => {
    if (!event.mirrorsOriginal) return eventAmountMinor(event);
    const recorded = originals.get(event.reverses ?? '');
    if (recorded !== undefined) return -recorded.amountMinor;
    const known = amounts.get(event.key);
    if (known !== undefined) return known;
    // Those that void each other in a ring come to nothing.
    amounts.set(event.key, 0n);
    // What it voids came in the same request, and may be a void itself.
    const given = byKey.get(event.reverses ?? '');
    const amountMinor = given === undefined ? 0n : -amountOf(given);
    amounts.set(event.key, amountMinor);
    return amountMinor;
  };
  return new Map(events.map((event) => [event.key, amountOf(event)]));
}
