// What somebody's role keeps them from, as the server says it with the session: one table for both sides.
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries.ts';
import type { GuardedRoute, Session } from '../api/wire.ts';
import { toast } from '../notices/toast.ts';
import { words } from '../words.ts';

type UserRole = NonNullable<Session['user']>['role'];

export interface WhyNot {
  /** Of the element that says it, for `aria-describedby`. */
  readonly id: string;
  readonly sentence: string;
}

/** Null: this person may. Nothing is known before the session, and then nothing is refused. */
export function useWhyNot(route: GuardedRoute): WhyNot | null {
  const user = useQuery(sessionQuery).data?.user;
  const takes = user?.notAllowed.find((one) => one.route === route)?.takes;
  return user === undefined || user === null || takes === undefined ? null : whyNotOf(user.role, takes);
}

/** For lists of which each entry has a route of its own. */
export function useMayUse(): (route: GuardedRoute) => boolean {
  const user = useQuery(sessionQuery).data?.user;
  return (route) => user?.notAllowed.every((one) => one.route !== route) ?? true;
}

/** Every reason that a person of this role can be given. */
export function reasonsFor(user: NonNullable<Session['user']>): readonly WhyNot[] {
  return [...new Set(user.notAllowed.map(({ takes }) => takes))].map((takes) => whyNotOf(user.role, takes));
}

export function sayWhyNot({ id, sentence }: WhyNot): void {
  toast({ id, message: sentence, color: 'gray' });
}

function whyNotOf(role: UserRole, takes: UserRole): WhyNot {
  const { roles, why } = words.kept;
  return { id: `takes-${takes}`, sentence: why(roles[role], roles[takes]) };
}
