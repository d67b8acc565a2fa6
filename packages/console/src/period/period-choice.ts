// The period that is chosen, as the address bar holds it.
import type { EventKind } from '../api/wire.ts';
import { isDay } from '../format/dates.ts';
import type { SearchValues } from '../search.ts';
import { words } from '../words.ts';

export interface PeriodChoice {
  readonly from: string;
  readonly to: string;
  readonly locations: readonly string[] | null;
  readonly kinds: readonly EventKind[] | null;
}

export const periodParameters = ['from', 'to', 'locations', 'kinds'] as const;

export const kindOptions = Object.entries(words.events.kinds).map(([value, label]) => ({ value, label }));

/** Null while the days are not a period. */
export function periodOf(search: SearchValues): PeriodChoice | null {
  const { from = '', to = '' } = search;
  if (!isDay(from) || !isDay(to) || from > to) return null;
  const locations = listOf(search.locations);
  const kinds = listOf(search.kinds).flatMap((kind) => (isKind(kind) ? [kind] : []));
  return { from, to, locations: locations.length === 0 ? null : locations, kinds: kinds.length === 0 ? null : kinds };
}

export function listOf(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(',').map(unescaped);
}

/** A code may hold a comma. */
export const listText = (values: readonly string[]): string | undefined =>
  values.length === 0 ? undefined : values.map(encodeURIComponent).join(',');

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const isKind = (text: string): text is EventKind => Object.hasOwn(words.events.kinds, text);
