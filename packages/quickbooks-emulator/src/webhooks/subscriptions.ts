// Where a company's changes are told: an address of an app, its verifier token and its format, as in Intuit's portal.
import type { Problem } from '../company/settings.ts';
import type { Store } from '../store/database.ts';
import { type Format, formats } from './messages.ts';

export interface Subscription {
  readonly id: number;
  readonly url: string;
  readonly verifierToken: string;
  readonly format: Format;
  /** The app: told only while it is connected to the company. Without one, always. */
  readonly clientId: string | null;
  /** Names of entities, or null for all. */
  readonly entities: readonly string[] | null;
}

export interface Subscriptions {
  of(realmId: string): readonly Subscription[];
  put(realmId: string, subscriptions: readonly Subscription[]): void;
  forget(): void;
}

export function openSubscriptions(store: Store): Subscriptions {
  const known = new Map<string, readonly Subscription[]>();
  return {
    of: (realmId) => {
      const found =
        known.get(realmId) ??
        store
          .all<{ body: string }>('SELECT body FROM webhook_subscriptions WHERE realm_id = ? ORDER BY id', realmId)
          .map(({ body }) => JSON.parse(body) as Subscription);
      known.set(realmId, found);
      return found;
    },
    put: (realmId, subscriptions) => {
      store.transaction(() => {
        store.run('DELETE FROM webhook_subscriptions WHERE realm_id = ?', realmId);
        for (const subscription of subscriptions) {
          const sql = 'INSERT INTO webhook_subscriptions (realm_id, id, body) VALUES (?, ?, ?)';
          store.run(sql, realmId, subscription.id, JSON.stringify(subscription));
        }
      });
      known.delete(realmId);
    },
    forget: () => known.clear(),
  };
}

const subscriptionCountMax = 20;
const fieldNames: readonly string[] = ['id', 'url', 'verifierToken', 'format', 'clientId', 'entities'];

export function parseSubscriptions(
  value: unknown,
): { ok: true; subscriptions: Subscription[] } | { ok: false; problems: Problem[] } {
  if (!Array.isArray(value) || value.length > subscriptionCountMax) {
    const rule = `is a list of at most ${subscriptionCountMax} subscriptions`;
    return { ok: false, problems: [{ field: '', value: null, rule }] };
  }
  const problems: Problem[] = [];
  const subscriptions: Subscription[] = [];
  value.forEach((item: unknown, index) => {
    const given = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    const found = problemsOf(given);
    problems.push(...found.map((problem) => ({ ...problem, field: `${index}.${problem.field}` })));
    if (found.length === 0) subscriptions.push(subscriptionOf(given, index + 1));
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, subscriptions };
}

function subscriptionOf(given: Readonly<Record<string, unknown>>, id: number): Subscription {
  return {
    id,
    url: String(given.url),
    verifierToken: String(given.verifierToken),
    format: formats.find((format) => format === given.format) ?? 'classic',
    clientId: typeof given.clientId === 'string' ? given.clientId : null,
    entities: Array.isArray(given.entities) ? given.entities.map(String) : null,
  };
}

function problemsOf(given: Readonly<Record<string, unknown>>): Problem[] {
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const { url, verifierToken, format, clientId, entities } = given;
  const rules: readonly (readonly [string, boolean, string])[] = [
    ['url', isText(url) && isWebAddress(String(url)), 'is an http or https address'],
    ['verifierToken', isText(verifierToken), 'is a text'],
    ['format', format === undefined || formats.some((known) => known === format), `is one of ${formats.join(', ')}`],
    ['clientId', clientId === undefined || clientId === null || isText(clientId), 'is a client id, or null'],
    [
      'entities',
      entities === undefined || entities === null || (Array.isArray(entities) && entities.every(isText)),
      'is a list of names of entities, or null',
    ],
  ];
  const broken = rules.filter(([, holds]) => !holds);
  const unknown = Object.keys(given).filter((name) => !fieldNames.includes(name));
  return [
    ...broken.map(([field, , rule]) => ({ field, value: given[field], rule })),
    ...unknown.map((field) => ({ field, value: given[field], rule: `is one of ${fieldNames.join(', ')}` })),
  ];
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
