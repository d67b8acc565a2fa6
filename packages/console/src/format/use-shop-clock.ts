// The clock that instants are shown by: the shop's, as the session names it.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { type ShopClock, shopClock } from './dates.ts';

export function useShopClock(): ShopClock {
  const { data: session } = useQuery(sessionQuery);
  const timeZone = session?.company?.timeZone ?? 'UTC';
  return useMemo(() => shopClock(timeZone), [timeZone]);
}
