// The rows that a person picked of a list: forgotten when other rows are listed.
import { useState } from 'react';

export interface Picked {
  /** Of rows that are still listed. */
  readonly ids: readonly string[];
  /** No more can be picked: the server takes no more at once. */
  readonly isFull: boolean;
  has(id: string): boolean;
  toggle(id: string): void;
  /** All that are listed, as far as that goes, or none. */
  toggleAll(): void;
  clear(): void;
}

/** As the server takes them. */
const pickedMax = 500;

/** `listed`: what tells this list from another. */
export function usePicked(rows: readonly { readonly id: string }[], listed: string): Picked {
  const [state, setState] = useState({ listed, ids: new Set<string>() });
  const chosen = state.listed === listed ? state.ids : new Set<string>();
  const ids = rows.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  const set = (next: Iterable<string>) => setState({ listed, ids: new Set(next) });
  const isFull = ids.length >= pickedMax;
  return {
    ids,
    isFull,
    has: (id) => chosen.has(id),
    toggle: (id) => set(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id].slice(0, pickedMax)),
    toggleAll: () => set(isFull || ids.length === rows.length ? [] : rows.slice(0, pickedMax).map(({ id }) => id)),
    clear: () => set([]),
  };
}
