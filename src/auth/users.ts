// People of a company: invited by a link that works once, given a role, signed out, removed.
import { createHash, randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { type Clock, newId } from '../clock.ts';
import type { Invitation, UserRole, UserStore } from './users-port.ts';

const tokenBytes = 32;
const holdsMs = 7 * 24 * 60 * 60_000;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface Users extends Pick<UserStore, 'withdraw'> {
  listUsers(companyId: string): ReturnType<UserStore['users']>;
  listInvitations(companyId: string): ReturnType<UserStore['invitations']>;
  /** The token is told here and never again; null where somebody has that address already. */
  invite(wanted: {
    companyId: string;
    email: string;
    role: UserRole;
    who: string;
  }): Promise<{ token: string; expiresAt: Date } | null>;
  invitationOf(token: string): Promise<Invitation | null>;
  /** Null where the link was used, withdrawn, or is too old. */
  join(token: string, person: { password: string; name: string }): Promise<Invitation | null>;
  changeRole: UserStore['changeRole'];
  removeUser: UserStore['remove'];
  endSessionsOf: UserStore['endSessions'];
}

export function users(parts: {
  readonly store: UserStore;
  readonly clock: Clock;
  /** What is remembered of a person's sessions no longer holds. */
  forget(userId: string): void;
}): Users {
  const { store, clock, forget } = parts;
  const forgetting =
    <Of extends { userId: string }, Answer>(work: (of: Of) => Promise<Answer>) =>
    async (of: Of): Promise<Answer> => {
      const answer = await work(of);
      forget(of.userId);
      return answer;
    };
  return {
    listUsers: (companyId) => store.users(companyId, clock.now()),
    listInvitations: (companyId) => store.invitations(companyId, clock.now()),
    async invite({ companyId, email, role, who }) {
      const now = clock.now();
      const token = randomBytes(tokenBytes).toString('base64url');
      const invitation = { id: newId(now), companyId, email: email.toLowerCase(), role, createdBy: who };
      const expiresAt = new Date(now.getTime() + holdsMs);
      return (await store.invite({ ...invitation, expiresAt, tokenHash: hashOf(token), now }))
        ? { token, expiresAt }
        : null;
    },
    invitationOf: (token) => store.findInvitation(hashOf(token), clock.now()),
    async join(token, { password, name }) {
      const now = clock.now();
      if ((await store.findInvitation(hashOf(token), now)) === null) return null;
      const passwordHash = await hash(password);
      return store.accept(hashOf(token), { userId: newId(now), accountId: newId(now), name, passwordHash, now });
    },
    withdraw: (companyId, id) => store.withdraw(companyId, id),
    changeRole: forgetting((of) => store.changeRole(of)),
    removeUser: forgetting((of) => store.remove(of)),
    endSessionsOf: forgetting((of) => store.endSessions(of)),
  };
}
