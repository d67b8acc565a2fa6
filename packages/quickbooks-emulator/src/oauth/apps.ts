// The apps that are registered here, as in Intuit's portal: their secrets, redirect addresses and tier. Without any, all are welcome.
import { timingSafeEqual } from 'node:crypto';
import { type Clock, pacificDate } from '../clock.ts';
import type { Problem } from '../company/settings.ts';
import type { Store } from '../store/database.ts';

export interface App {
  readonly clientId: string;
  /** Null takes any. */
  readonly clientSecret: string | null;
  /** Exactly these; empty takes addresses of this machine. */
  readonly redirectUris: readonly string[];
  /** Reads over this number are refused until the next month: 500,000 in Intuit's tier Builder. Null counts none. */
  readonly meteredPerMonth: number | null;
}

export interface AppRules {
  readonly apps: readonly App[];
  /** Apps that are not registered. */
  readonly others: 'welcome' | 'refused';
  /** Unconfirmed: the status of invalid_client. */
  readonly invalidClientStatus: 400 | 401;
}

export interface Apps {
  rules(): AppRules;
  put(rules: AppRules): void;
  app(clientId: string): App | undefined;
  isKnown(clientId: string): boolean;
  /** The secret is the app's own, where it is registered with one. */
  admits(client: { id: string; secret: string }): boolean;
  /** What this month has been metered of it. */
  metered(clientId: string): number;
  mayRead(clientId: string): boolean;
  meter(clientId: string, calls: number): void;
}

const none: AppRules = { apps: [], others: 'welcome', invalidClientStatus: 401 };
const key = 'apps';

export function openApps(store: Store, clock: Clock): Apps {
  let kept: AppRules | null = null;
  const rules = (): AppRules => {
    kept ??= JSON.parse(
      store.get<{ value: string }>('SELECT value FROM facts WHERE key = ?', key)?.value ?? JSON.stringify(none),
    ) as AppRules;
    return kept;
  };
  const app = (clientId: string) => rules().apps.find((one) => one.clientId === clientId);
  const isKnown = (clientId: string) => rules().others === 'welcome' || app(clientId) !== undefined;
  const month = () => pacificDate(clock.now()).slice(0, 7);
  const metered = (clientId: string) =>
    Number(store.integer('SELECT calls FROM metered_calls WHERE client_id = ? AND month = ?', clientId, month()));
  return {
    rules,
    app,
    isKnown,
    put: (given) => {
      store.run('INSERT OR REPLACE INTO facts (key, value) VALUES (?, ?)', key, JSON.stringify(given));
      kept = given;
    },
    admits: ({ id, secret }) => {
      const own = app(id)?.clientSecret ?? null;
      return isKnown(id) && (own === null || isSame(own, secret));
    },
    metered,
    mayRead: (clientId) => {
      const max = app(clientId)?.meteredPerMonth ?? null;
      return max === null || metered(clientId) < max;
    },
    meter: (clientId, calls) => {
      if (calls === 0 || (app(clientId)?.meteredPerMonth ?? null) === null) return;
      const sql = `INSERT INTO metered_calls (client_id, month, calls) VALUES (?, ?, ?)
        ON CONFLICT (client_id, month) DO UPDATE SET calls = calls + excluded.calls`;
      store.run(sql, clientId, month(), calls);
    },
  };
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const appCountMax = 100;
const callsMax = 1_000_000_000;

/** The rules, or every problem with what was given; what is left out has its default. */
export function parseAppRules(value: unknown): { ok: true; rules: AppRules } | { ok: false; problems: Problem[] } {
  const given = fieldsOf(value);
  const { apps = [], others = 'welcome', invalidClientStatus = 401, ...unknown } = given;
  const list: readonly unknown[] = Array.isArray(apps) ? apps : [];
  const checks: readonly Check[] = [
    ['apps', Array.isArray(apps) && list.length <= appCountMax, `is a list of at most ${appCountMax} apps`],
    ['others', others === 'welcome' || others === 'refused', 'is welcome or refused'],
    ['invalidClientStatus', invalidClientStatus === 400 || invalidClientStatus === 401, 'is 400 or 401'],
    ...Object.keys(unknown).map((field): Check => [field, false, 'is apps, others or invalidClientStatus']),
  ];
  const problems = [
    ...broken(checks, given),
    ...list.flatMap((one, index) =>
      appProblems(fieldsOf(one)).map((problem) => ({ ...problem, field: `apps.${index}.${problem.field}` })),
    ),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    rules: {
      apps: list.map((one) => appOf(fieldsOf(one))),
      others: others === 'refused' ? 'refused' : 'welcome',
      invalidClientStatus: invalidClientStatus === 400 ? 400 : 401,
    },
  };
}

/** A field, whether it is right, and the rule that it breaks where not. */
type Check = readonly [string, boolean, string];

function broken(checks: readonly Check[], given: Readonly<Record<string, unknown>>): Problem[] {
  return checks.filter(([, isRight]) => !isRight).map(([field, , rule]) => ({ field, value: given[field], rule }));
}

function appProblems(given: Readonly<Record<string, unknown>>): Problem[] {
  const { clientId, clientSecret = null, redirectUris = [], meteredPerMonth = null, ...unknown } = given;
  const isText = (text: unknown) => typeof text === 'string' && text !== '';
  const isCount =
    Number.isInteger(meteredPerMonth) && Number(meteredPerMonth) >= 0 && Number(meteredPerMonth) <= callsMax;
  return broken(
    [
      ['clientId', isText(clientId), 'is a text'],
      ['clientSecret', clientSecret === null || isText(clientSecret), 'is a text, or null for any'],
      ['redirectUris', Array.isArray(redirectUris) && redirectUris.every(isText), 'is a list of addresses'],
      ['meteredPerMonth', meteredPerMonth === null || isCount, `is a whole number up to ${callsMax}, or null`],
      ...Object.keys(unknown).map(
        (field): Check => [field, false, 'is clientId, clientSecret, redirectUris or meteredPerMonth'],
      ),
    ],
    given,
  );
}

function appOf(given: Readonly<Record<string, unknown>>): App {
  return {
    clientId: String(given.clientId),
    clientSecret: typeof given.clientSecret === 'string' ? given.clientSecret : null,
    redirectUris: Array.isArray(given.redirectUris) ? given.redirectUris.map(String) : [],
    meteredPerMonth: typeof given.meteredPerMonth === 'number' ? given.meteredPerMonth : null,
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
