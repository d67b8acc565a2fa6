// Who may come in, over the people and keys in the database.
import { type Auth, createAuth } from '../auth/auth.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { peopleDatabase, peopleStore } from '../postgres/people.ts';
import { userStore } from '../postgres/users.ts';
import type { Composition } from './compose.ts';
import { publicUrlOf } from './public-url.ts';

export function composeAuth(config: Config, { storage, secrets }: Composition): Auth {
  return createAuth({
    people: peopleStore(storage.authPool),
    users: userStore(storage.authPool),
    database: peopleDatabase(storage.authPool),
    secret: secrets.sessionSecret,
    publicUrl: publicUrlOf(config),
    clock: systemClock,
    firstCompanyId: async () => (await storage.ensureFirstCompany()).companyId,
  });
}
