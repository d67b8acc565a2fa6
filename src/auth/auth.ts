// Who may come in: people by password and session cookie, programs by API key. Nobody signs up; the first one owns.
import { hash, verify } from '@node-rs/argon2';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { parseCookies } from 'better-auth/cookies';
import { type Clock, newId } from '../clock.ts';
import { type ApiKeys, apiKeys } from './api-keys.ts';
import { type PasswordAttempts, passwordAttempts } from './password-attempts.ts';
import { type Passwords, passwords } from './passwords.ts';
import type { PeopleStore, Person } from './people-port.ts';
import { type SessionCache, sessionCache } from './session-cache.ts';
import { type Users, users } from './users.ts';
import type { UserStore } from './users-port.ts';

export type { PeopleStore, Person };

export type SignIn =
  | { readonly ok: true; readonly email: string; readonly name: string | null; readonly cookies: readonly string[] }
  | { readonly ok: false; readonly reason: 'wrong-credentials' | 'too-many-attempts' };

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface Auth extends ApiKeys, Passwords, Users {
  anyoneExists(): Promise<boolean>;
  /** False where somebody exists already. */
  setUpOwner(owner: Credentials & { readonly name?: string | undefined }): Promise<boolean>;
  /** At the first start of a program without a browser; later it changes nothing. */
  ensureOwner(owner: Credentials): Promise<void>;
  signIn(credentials: Credentials & { readonly address: string }): Promise<SignIn>;
  /** Ends the session of these cookies; answers the cookies to set. */
  signOut(cookieHeader: string | undefined): Promise<readonly string[]>;
  /** Ends every session of the person whose cookies these are; answers the cookies to set. */
  signOutEverywhere(cookieHeader: string | undefined): Promise<readonly string[]>;
  /** `anew`: as it stands in the database, not as it was seconds ago. */
  personOf(cookieHeader: string | undefined, options?: { readonly anew?: true }): Promise<Person | null>;
}

export interface AuthOptions {
  readonly people: PeopleStore;
  readonly users: UserStore;
  /** Where better-auth keeps users and sessions. */
  readonly database: NonNullable<BetterAuthOptions['database']>;
  /** Signs the session cookies. */
  readonly secret: string;
  /** As browsers see it; cookies are for https alone where it is https. */
  readonly publicUrl: string;
  readonly clock: Clock;
  /** The company that a first owner owns. */
  firstCompanyId(): Promise<string>;
}

const sessionSeconds = 30 * 24 * 60 * 60;
const sessionCookie = /(^|-)tillbook\.session_token$/;

export function createAuth(options: AuthOptions): Auth {
  const { people, clock } = options;
  const library = passwordsAndSessions(options);
  const cache = sessionCache(clock);
  const attempts = passwordAttempts(clock);
  const forget = (userId: string) => cache.deleteAllOf(userId);
  const sessionOf = (cookieHeader: string | undefined) =>
    library.api.getSession({ headers: cookies(cookieHeader), query: { disableCookieCache: true } });
  const setUpOwner: Auth['setUpOwner'] = async ({ email, password, name }) => {
    if (await people.anyoneExists()) return false;
    const now = clock.now();
    return people.createFirstOwner({
      userId: newId(now),
      accountId: newId(now),
      email: email.toLowerCase(),
      name: name ?? '',
      passwordHash: await hash(password),
      companyId: await options.firstCompanyId(),
      now,
    });
  };
  return {
    ...apiKeys(options),
    ...users({ store: options.users, clock, forget }),
    ...passwords({
      ...{ people, store: options.users, clock, attempts, forget },
      async sessionOf(cookieHeader) {
        const found = await sessionOf(cookieHeader);
        return found === null ? null : { email: found.user.email, token: found.session.token };
      },
    }),
    anyoneExists: () => people.anyoneExists(),
    setUpOwner,
    async ensureOwner(owner) {
      await setUpOwner(owner);
    },
    signIn: signingIn(library, attempts),
    ...signingOut(library, cache),
    async personOf(cookieHeader, { anew } = {}) {
      const token = sessionToken(cookieHeader);
      if (token === null) return null;
      const known = anew ? undefined : cache.get(token);
      if (known !== undefined) return known;
      const session = await sessionOf(cookieHeader);
      if (session === null) {
        // Another process may have ended it: what is remembered here must not say otherwise to who asks next.
        cache.delete(token);
        return null;
      }
      const { id: userId, email, name } = session.user;
      const belongsTo = await people.companiesOf(userId);
      const companyIds = belongsTo.map(({ companyId }) => companyId);
      const person = { userId, email, name: name || null, companyIds, role: belongsTo[0]?.role ?? 'viewer' };
      cache.set(token, person);
      return person;
    },
  };
}

function passwordsAndSessions(options: AuthOptions) {
  return betterAuth({
    baseURL: options.publicUrl,
    secret: options.secret,
    database: options.database,
    user: { modelName: 'user' },
    account: { modelName: 'user_account' },
    session: { expiresIn: sessionSeconds, disableSessionRefresh: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: {
        hash: (password) => hash(password),
        verify: ({ hash: known, password }) => verify(known, password),
      },
    },
    advanced: {
      cookiePrefix: 'tillbook',
      useSecureCookies: options.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}

function signingIn(library: ReturnType<typeof passwordsAndSessions>, attempts: PasswordAttempts): Auth['signIn'] {
  return async ({ email, password, address }) => {
    const attempt = await attempts({ email, address }, async () => {
      const response = await library.api.signInEmail({ body: { email, password }, asResponse: true });
      if (response.status === 401) return null;
      if (!response.ok) throw new Error(`Signing in ended with ${response.status}.`);
      return response;
    });
    if (!attempt.ok) return attempt;
    const { user } = (await attempt.found.json()) as { user: { email: string; name: string } };
    return { ok: true, email: user.email, name: user.name || null, cookies: attempt.found.headers.getSetCookie() };
  };
}

function signingOut(
  library: ReturnType<typeof passwordsAndSessions>,
  cache: SessionCache,
): Pick<Auth, 'signOut' | 'signOutEverywhere'> {
  const signOut: Auth['signOut'] = async (cookieHeader) => {
    const token = sessionToken(cookieHeader);
    if (token === null) return [];
    cache.delete(token);
    const response = await library.api.signOut({ headers: cookies(cookieHeader), asResponse: true });
    return response.headers.getSetCookie();
  };
  return {
    signOut,
    async signOutEverywhere(cookieHeader) {
      const headers = cookies(cookieHeader);
      const session = await library.api.getSession({ headers, query: { disableCookieCache: true } });
      if (session !== null) {
        await library.api.revokeSessions({ headers });
        cache.deleteAllOf(session.user.id);
      }
      return signOut(cookieHeader);
    },
  };
}

const cookies = (cookieHeader: string | undefined): Headers => new Headers({ cookie: cookieHeader ?? '' });

function sessionToken(cookieHeader: string | undefined): string | null {
  if (cookieHeader === undefined) return null;
  for (const [name, value] of parseCookies(cookieHeader)) if (sessionCookie.test(name)) return value;
  return null;
}
