// Remembers for a few seconds whose session a cookie is: reading it from the database is slow, and the console asks often.
import type { Clock } from '../clock.ts';
import type { Person } from './people-port.ts';

const keptForMs = 5_000;
const keptMax = 1_000;

export interface SessionCache {
  get(token: string): Person | undefined;
  set(token: string, person: Person): void;
  delete(token: string): void;
  deleteAllOf(userId: string): void;
}

export function sessionCache(clock: Clock): SessionCache {
  const kept = new Map<string, { readonly person: Person; readonly untilMs: number }>();
  return {
    get(token) {
      const found = kept.get(token);
      return found !== undefined && found.untilMs > clock.now().getTime() ? found.person : undefined;
    },
    set(token, person) {
      kept.delete(token);
      const oldest = kept.keys().next();
      if (kept.size >= keptMax && !oldest.done) kept.delete(oldest.value);
      kept.set(token, { person, untilMs: clock.now().getTime() + keptForMs });
    },
    delete: (token) => void kept.delete(token),
    deleteAllOf(userId) {
      for (const [token, { person }] of kept) if (person.userId === userId) kept.delete(token);
    },
  };
}
