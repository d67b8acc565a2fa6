// What a person needs to be for each route that changes something. Whoever belongs to the company may read all of its books.
import { mayAs, type UserRole } from '../auth/users-port.ts';

type LeastRoles = Readonly<Record<string, UserRole>>;

/** A route that is not named here is for owners alone: nobody gets a right because it was forgotten. */
export const leastRoles = {
  'POST /events.csv': 'viewer',
  'POST /events/count-unsettled': 'viewer',
  'POST /journal/preview': 'viewer',
  'POST /password': 'viewer',
  'POST /period/preview': 'viewer',
  'POST /saved-views': 'viewer',
  'DELETE /saved-views/:id': 'viewer',
  'POST /accounts': 'bookkeeper',
  'POST /accounts/import': 'bookkeeper',
  'POST /closed-period/decide': 'bookkeeper',
  'POST /drift/:id/decide': 'bookkeeper',
  'POST /events': 'bookkeeper',
  'POST /events/handled-outside': 'bookkeeper',
  'POST /events/retry-failed': 'bookkeeper',
  'POST /events/:id/handled-outside': 'bookkeeper',
  'POST /events/:id/keep-first': 'bookkeeper',
  'POST /events/:id/retry': 'bookkeeper',
  'POST /events/:id/take-version': 'bookkeeper',
  'POST /imports': 'bookkeeper',
  'POST /imports/:id/cancel': 'bookkeeper',
  'POST /imports/:id/check': 'bookkeeper',
  'POST /imports/:id/start': 'bookkeeper',
  'POST /period/repost': 'bookkeeper',
  'POST /period/repost/:id/cancel': 'bookkeeper',
  'POST /reconciliation/:accountId/:month/read': 'bookkeeper',
  'POST /reconciliation/:accountId/:month/tie-out': 'bookkeeper',
  'POST /summaries/:id/post-without-blocked': 'bookkeeper',
  'PUT /item-classes/:code': 'bookkeeper',
  'PUT /locations/:code': 'bookkeeper',
  'PUT /mappings': 'bookkeeper',
  'PUT /payment-types/:code': 'bookkeeper',
  'PUT /reason-codes/:purpose/:code': 'bookkeeper',
  'PUT /tax-codes/:code': 'bookkeeper',
  'DELETE /api-keys/:id': 'owner',
  'DELETE /invitations/:id': 'owner',
  'DELETE /notifications/receivers/:id': 'owner',
  'DELETE /users/:id': 'owner',
  'POST /api-keys': 'owner',
  'POST /connection/connect': 'owner',
  'POST /connection/disconnect': 'owner',
  'POST /demo': 'owner',
  'POST /invitations': 'owner',
  'POST /notifications/receivers': 'owner',
  'POST /notifications/receivers/:id/test': 'owner',
  'POST /sync/past-events': 'owner',
  'POST /sync/pause': 'owner',
  'POST /sync/start': 'owner',
  'POST /users/:id/sign-out': 'owner',
  'PUT /notifications/digest': 'owner',
  'PUT /notifications/receivers/:id': 'owner',
  'PUT /settings': 'owner',
  'PUT /users/:id': 'owner',
} as const satisfies LeastRoles;

/** Reading that shows more than the books: who else is there, and what they come in by. */
const readLeastRoles = {
  'GET /api-keys': 'owner',
  'GET /users': 'owner',
  'GET /connection/callback': 'owner',
} as const satisfies LeastRoles;

const guarded = { ...leastRoles, ...readLeastRoles };
const leastRoleByRoute: LeastRoles = guarded;

/** A route that is not for whoever belongs to the company. */
export type GuardedRoute = keyof typeof guarded;
export const guardedRoutes = Object.keys(guarded) as readonly GuardedRoute[];

const prefix = '/api/v1';

export function leastRoleOf(method: string, url: string): UserRole {
  const reads = method === 'GET' || method === 'HEAD';
  const route = `${reads ? 'GET' : method} ${url.slice(prefix.length)}`;
  return leastRoleByRoute[route] ?? (reads ? 'viewer' : 'owner');
}

/** What somebody of this role is kept from, with the role that it takes. */
export function notAllowedTo(role: UserRole): { readonly route: GuardedRoute; readonly takes: UserRole }[] {
  return guardedRoutes.map((route) => ({ route, takes: guarded[route] })).filter(({ takes }) => !mayAs(role, takes));
}
