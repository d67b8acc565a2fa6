// What an event is read against: the company's currency and each location's business day; and reading stored ones back.
import type { BusinessDay } from '../events/business-date.ts';
import { businessDayAt } from '../events/day-settings.ts';
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
