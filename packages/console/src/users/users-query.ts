// Who may come in, as the server says it.
import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/client.ts';
import type { Users } from '../api/wire.ts';

export type User = Users['users'][number];
export const userRoles = ['owner', 'bookkeeper', 'viewer'] as const;

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => get<Users>('/api/v1/users', {}, signal),
});
