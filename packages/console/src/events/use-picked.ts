// The rows that a person picked of a list: forgotten when other rows are listed.
import { useState } from 'react';

export interface Picked {
  /** Of rows that are still listed. */
  readonly ids: readonly string[];
  has(id: string): boolean;
  toggle(id: string): void;
  /** All that are listed, or none. */
  toggleAll(): void;
  clear(): void;
}

/** `listed`: what tells this list from another. */
export function usePicked(rows: readonly { readonly id: string }[], listed: string): Picked {
  const [state, setState] = useState({ listed, ids: new Set<string>() });
  const chosen = state.listed === listed ? state.ids : new Set<string>();
  const ids = rows.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  const set = (next: Iterable<string>) => setState({ listed, ids: new Set(next) });
  return {
    ids,
    has: (id) => chosen.has(id),
    toggle: (id) => set(chosen.has(id) ? [...chosen].filter((one) => one !== id) : [...chosen, id]),
    toggleAll: () => set(ids.length === rows.length ? [] : rows.map(({ id }) => id)),
    clear: () => set([]),
  };
}
