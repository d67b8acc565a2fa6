// A person's password: changed by whoever knows it, or set by whoever has the machine. Whoever came in by the one before is out.
import { hash, verify } from '@node-rs/argon2';
import type { Clock } from '../clock.ts';
import type { PasswordAttempts } from './password-attempts.ts';
import type { PeopleStore } from './people-port.ts';
import type { NewPassword, UserStore } from './users-port.ts';

export type PasswordChange =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'signed-out' | 'wrong-credentials' | 'too-many-attempts' };

export interface Passwords {
  /** Of the person whose cookies these are; ends their other sessions. */
  changePassword(of: {
    readonly cookieHeader: string | undefined;
    readonly address: string;
    readonly current: string;
    readonly password: string;
  }): Promise<PasswordChange>;
  /** Ends all sessions of the person; null where nobody has that address. */
  setPassword(of: {
    readonly email: string;
    readonly password: string;
  }): Promise<{ readonly email: string; readonly companyIds: readonly string[] } | null>;
}

export function passwords(parts: {
  readonly people: Pick<PeopleStore, 'companiesOf'>;
  readonly store: Pick<UserStore, 'passwordHolder' | 'setPassword'>;
  readonly clock: Clock;
  readonly attempts: PasswordAttempts;
  /** As it stands in the database. */
  sessionOf(cookieHeader: string | undefined): Promise<{ readonly email: string; readonly token: string } | null>;
  /** What is remembered of a person's sessions no longer holds. */
  forget(userId: string): void;
}): Passwords {
  const { people, store, clock, attempts, sessionOf, forget } = parts;
  const set = async (
    password: string,
    of: Pick<NewPassword, 'userId' | 'insteadOf' | 'sessionKept'>,
  ): Promise<boolean> => {
    const isSet = await store.setPassword({ ...of, passwordHash: await hash(password), now: clock.now() });
    forget(of.userId);
    return isSet;
  };
  return {
    async changePassword({ cookieHeader, address, current, password }) {
      const session = await sessionOf(cookieHeader);
      if (session === null) return { ok: false, reason: 'signed-out' };
      const attempt = await attempts({ email: session.email, address }, async () => {
        const holder = await store.passwordHolder(session.email);
        if (holder === null || !(await verify(holder.passwordHash, current))) return null;
        const { userId, passwordHash: insteadOf } = holder;
        return (await set(password, { userId, insteadOf, sessionKept: session.token })) ? holder : null;
      });
      return attempt.ok ? { ok: true } : attempt;
    },
    async setPassword({ email, password }) {
      const holder = await store.passwordHolder(email.toLowerCase());
      if (holder === null) return null;
      await set(password, { userId: holder.userId, insteadOf: null, sessionKept: null });
      const companies = await people.companiesOf(holder.userId);
      return { email: holder.email, companyIds: companies.map(({ companyId }) => companyId) };
    },
  };
}
