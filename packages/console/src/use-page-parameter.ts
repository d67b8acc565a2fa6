// One value of the address bar, to read and to set: what a page shows can be linked to.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { SearchValues } from './search.ts';

export function usePageParameter(name: string): [string | undefined, (value: string | undefined) => void] {
  const search = useSearch({ strict: false }) as SearchValues;
  const change = useChangeSearch();
  const set = useCallback((value: string | undefined) => change({ [name]: value }), [change, name]);
  return [search[name], set];
}

/** Changes several values of the address at once, keeping the rest. */
export function useChangeSearch(): (change: SearchValues) => void {
  const navigate = useNavigate();
  return useCallback(
    (change) => {
      void navigate({
        to: '.',
        search: ((values: SearchValues) => ({ ...values, ...change })) as never,
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
}
