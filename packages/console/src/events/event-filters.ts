// What the list of events can be narrowed by; each is a value of the address.
import { words } from '../words.ts';

export const eventFilterNames = [
  'status',
  'kind',
  'location',
  'source',
  'dateFrom',
  'dateTo',
  'amountFrom',
  'amountTo',
  'q',
  'cause',
] as const;

/** What a list of the shop is about, besides: no person chooses it. */
const sentNames = [...eventFilterNames, 'moved'] as const;

/** As they stand in the address. */
export type EventFilterValues = Readonly<Partial<Record<(typeof sentNames)[number], string | undefined>>>;

export const statusOptions = optionsOf(words.events.statuses);
export const kindOptions = optionsOf(words.events.kinds);
export const causeOptions = optionsOf(words.events.causes);

export function isFiltered(filter: EventFilterValues): boolean {
  return eventFilterNames.some((name) => filter[name] !== undefined);
}

/** All of them taken away: what a change of the address begins with. */
export const noFilter: EventFilterValues = Object.fromEntries(eventFilterNames.map((name) => [name, undefined]));

/** Those that are set, as the server takes them. */
export function givenFilter(filter: EventFilterValues): Record<string, string> {
  return Object.fromEntries(sentNames.flatMap((name) => (filter[name] ? [[name, filter[name]]] : [])));
}

export function isSameFilter(one: EventFilterValues, other: EventFilterValues): boolean {
  return eventFilterNames.every((name) => (one[name] ?? '') === (other[name] ?? ''));
}

/** What is typed as an amount, without what people put between its digits; null where it is none. */
export function typedAmount(text: string): string | null {
  const plain = text.replace(/[$€£,\s]/g, '');
  return /^-?(0|[1-9]\d{0,12})(\.\d{1,4})?$/.test(plain) ? plain : null;
}

function optionsOf(names: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}
