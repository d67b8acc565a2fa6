// Trying a password: so often per person and address, and per address, whether one after the other or many at once.
import type { Clock } from '../clock.ts';
import { attemptLimit } from './attempt-limit.ts';

const failuresPerPersonMax = 10;
const failuresPerAddressMax = 50;

export type PasswordAttempt<T> =
  | { readonly ok: true; readonly found: T }
  | { readonly ok: false; readonly reason: 'wrong-credentials' | 'too-many-attempts' };

/** `verify` answers null for a wrong password. */
export type PasswordAttempts = <T>(
  of: { readonly email: string; readonly address: string },
  verify: () => Promise<T | null>,
) => Promise<PasswordAttempt<T>>;

export function passwordAttempts(clock: Clock): PasswordAttempts {
  const byPerson = attemptLimit(clock, failuresPerPersonMax);
  const byAddress = attemptLimit(clock, failuresPerAddressMax);
  return async ({ email, address }, verify) => {
    const person = `${address} ${email.toLowerCase()}`;
    if (byPerson.isReached(person) || byAddress.isReached(address)) return { ok: false, reason: 'too-many-attempts' };
    // Verifying takes a while: until it has ended it counts as failed, so that those sent meanwhile are counted too.
    byPerson.note(person);
    byAddress.note(address);
    let isWrong = false;
    try {
      const found = await verify();
      isWrong = found === null;
      if (found === null) return { ok: false, reason: 'wrong-credentials' };
      byPerson.forget(person);
      return { ok: true, found };
    } finally {
      if (!isWrong) {
        byPerson.takeBack(person);
        byAddress.takeBack(address);
      }
    }
  };
}
