// The deliveries of webhooks as they lie in the store: what is to be sent, where, what was answered, and when it is due.
import { randomUUID } from 'node:crypto';
import type { Store } from '../store/database.ts';
import type { Insert } from '../store/row-buffer.ts';
import { type Change, type DatedChange, messageOf } from './messages.ts';
import type { Subscription } from './subscriptions.ts';

/** `lost` and `given-up` are over: the one never left, the other was refused too often or has no address any more. */
export type DeliveryState = 'waiting' | 'acknowledged' | 'given-up' | 'lost';

export interface Attempt {
  readonly at: string;
  /** Null where nothing was answered in time. */
  readonly status: number | null;
  readonly durationMs: number;
}

export interface Delivery {
  readonly id: number;
  readonly realmId: string;
  readonly url: string;
  readonly verifierToken: string;
  readonly body: string;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly state: DeliveryState;
  readonly attempts: readonly Attempt[];
}

export interface Deliveries {
  /** In the transaction of the change itself: what is rolled back is not told. */
  note(realmId: string, subscription: Subscription, change: Change & { readonly at: number }): void;
  /** Puts what was noted since into one delivery for each subscription. */
  gather(subscriptionsOf: (realmId: string) => readonly Subscription[], now: number): void;
  /** The first few for each address. */
  waiting(): readonly Delivery[];
  of(realmId: string): readonly Delivery[];
  update(id: number, change: Pick<Delivery, 'state' | 'dueAt' | 'attempts'>): void;
  again(realmId: string, id: number, now: number): boolean;
  giveUpExcept(realmId: string, urls: readonly string[]): void;
}

interface Row {
  readonly id: number;
  readonly realm_id: string;
  readonly url: string;
  readonly verifier_token: string;
  readonly body: string;
  readonly created_at: number;
  readonly due_at: number;
  readonly state: DeliveryState;
  readonly attempts: string;
}

interface EventRow {
  readonly realm_id: string;
  readonly subscription_id: number;
  readonly body: string;
}

const deliveriesKept = 500;
/** An address that never answers is owed no more than these. */
const waitingMax = 10_000;
const firstPerAddress = 16;
const changesPerDelivery = 100;

const noted: Insert = {
  start: 'INSERT INTO webhook_events (realm_id, subscription_id, body)',
  columnCount: 3,
};

export function openDeliveries(store: Store): Deliveries {
  const rows = (where: string, ...values: unknown[]) =>
    store.all<Row>(`SELECT * FROM webhook_deliveries WHERE ${where}`, ...values).map(fromRow);
  return {
    note: (realmId, { id }, change) => {
      const body: DatedChange = { ...change, eventId: randomUUID() };
      store.insert(noted, [realmId, id, JSON.stringify(body)]);
    },
    gather: (subscriptionsOf, now) => store.transaction(() => gather(store, subscriptionsOf, now)),
    waiting: () =>
      rows(
        `id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY realm_id, url ORDER BY id) AS place
           FROM webhook_deliveries WHERE state = 'waiting') WHERE place <= ?) ORDER BY id`,
        firstPerAddress,
      ),
    of: (realmId) => rows('realm_id = ? ORDER BY id DESC LIMIT ?', realmId, deliveriesKept),
    update: (id, { state, dueAt, attempts }) =>
      store.run(
        'UPDATE webhook_deliveries SET state = ?, due_at = ?, attempts = ? WHERE id = ?',
        state,
        dueAt,
        JSON.stringify(attempts),
        id,
      ),
    again: (realmId, id, now) => {
      const [known] = rows('realm_id = ? AND id = ?', realmId, id);
      if (!known) return false;
      store.run(`UPDATE webhook_deliveries SET state = 'waiting', due_at = ? WHERE id = ?`, now, id);
      return true;
    },
    giveUpExcept: (realmId, urls) => {
      for (const { id, url } of rows(`realm_id = ? AND state = 'waiting'`, realmId)) {
        if (!urls.includes(url)) store.run(`UPDATE webhook_deliveries SET state = 'given-up' WHERE id = ?`, id);
      }
    },
  };
}

function gather(store: Store, subscriptionsOf: (realmId: string) => readonly Subscription[], now: number): void {
  const events = store.all<EventRow>('SELECT realm_id, subscription_id, body FROM webhook_events ORDER BY id');
  if (events.length === 0) return;
  store.run('DELETE FROM webhook_events');
  const lanes = new Map<string, EventRow[]>();
  for (const event of events) {
    const key = `${event.realm_id}/${event.subscription_id}`;
    lanes.set(key, [...(lanes.get(key) ?? []), event]);
  }
  for (const lane of lanes.values()) {
    const realmId = lane[0]?.realm_id ?? '';
    const subscription = subscriptionsOf(realmId).find(({ id }) => id === lane[0]?.subscription_id);
    if (!subscription) continue;
    const { url, verifierToken, format, clientId } = subscription;
    for (let from = 0; from < lane.length; from += changesPerDelivery) {
      const changes = lane.slice(from, from + changesPerDelivery).map(({ body }) => JSON.parse(body) as DatedChange);
      const message = messageOf(format, { realmId, clientId: clientId ?? 'local', changes });
      const sql = `INSERT INTO webhook_deliveries (realm_id, url, verifier_token, body, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?)`;
      store.run(sql, realmId, url, verifierToken, message, now, now);
    }
    forgetOld(store, realmId);
  }
}

function forgetOld(store: Store, realmId: string): void {
  const older = `DELETE FROM webhook_deliveries WHERE realm_id = ? AND id <= (
    SELECT id FROM webhook_deliveries WHERE realm_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`;
  store.run(`${older} AND state <> 'waiting'`, realmId, realmId, deliveriesKept);
  store.run(older, realmId, realmId, waitingMax);
}

function fromRow(row: Row): Delivery {
  return {
    id: row.id,
    realmId: row.realm_id,
    url: row.url,
    verifierToken: row.verifier_token,
    body: row.body,
    createdAt: row.created_at,
    dueAt: row.due_at,
    state: row.state,
    attempts: JSON.parse(row.attempts) as Attempt[],
  };
}
