// What the list of events can be narrowed by; each is a value of the address.
import type { EventFilterValues } from '../api/queries.ts';
import { words } from '../words.ts';

export const eventFilterNames = ['status', 'kind', 'location', 'dateFrom', 'dateTo', 'q', 'cause'] as const;

export const statusOptions = optionsOf(words.events.statuses);
export const kindOptions = optionsOf(words.events.kinds);
export const causeOptions = optionsOf(words.events.causes);

export function isFiltered(filter: EventFilterValues): boolean {
  return eventFilterNames.some((name) => filter[name] !== undefined);
}

function optionsOf(names: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}
