// The clock that instants are shown by: the company's, as the session names it, or that of one location.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { type ShopClock, shopClock } from './dates.ts';

export function useShopClock(ofLocation: string | null = null): ShopClock {
  const { data: session } = useQuery(sessionQuery);
  const companyZone = session?.company?.timeZone ?? 'UTC';
  const timeZone = ofLocation ?? companyZone;
  return useMemo(() => shopClock(timeZone, { companyZone }), [timeZone, companyZone]);
}
