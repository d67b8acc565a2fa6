// What a location is called, by its code.
import { useQuery } from '@tanstack/react-query';
import { locationsQuery } from '../api/queries.ts';

export function useLocationNames(): (code: string) => string {
  const { data: locations } = useQuery(locationsQuery(true));
  return (code) => locations?.find((one) => one.code === code)?.name ?? code;
}
