// The deliveries of webhooks as they lie in the store: what is to be sent, where, what was answered, and when it is due.
import { randomUUID } from 'node:crypto';
import type { Store } from '../store/database.ts';
import type { Insert, InsertedRow } from '../store/row-buffer.ts';
import { type Change, type CompanyChange, type DatedChange, messageOf } from './messages.ts';
import type { Subscription } from './subscriptions.ts';
import { openWaitingDeliveries, type WaitingDeliveries, type WaitingDelivery } from './waiting-deliveries.ts';

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
  /** Of which it tells besides. */
  readonly otherRealmIds: readonly string[];
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
  /** Puts what was noted since into deliveries; in so many milliseconds more are ripe, null where nothing waits. */
  gather(gathering: Gathering, now: number): number | null;
  /** The first few for each address. */
  waiting(): readonly WaitingDelivery[];
  /** Null: it is gone, as the oldest of too many are. */
  get(delivery: WaitingDelivery): Delivery | null;
  of(realmId: string): readonly Delivery[];
  update(delivery: WaitingDelivery, change: Pick<Delivery, 'state' | 'dueAt' | 'attempts'>): void;
  again(realmId: string, id: number, now: number): boolean;
  giveUpExcept(realmId: string, urls: readonly string[]): void;
  forget(): void;
}

export interface Gathering {
  subscriptionsOf(realmId: string): readonly Subscription[];
  /** How long the company's changes wait for more. */
  windowMsOf(realmId: string): number;
}

interface Row {
  readonly id: number;
  readonly realm_id: string;
  readonly other_realms: string;
  readonly url: string;
  readonly verifier_token: string;
  readonly body: string;
  readonly created_at: number;
  readonly due_at: number;
  readonly state: DeliveryState;
  readonly attempts: string;
}

interface EventRow {
  readonly id: number;
  readonly realm_id: string;
  readonly subscription_id: number;
  readonly body: string;
}

const deliveriesKept = 500;
/** An address that never answers is owed no more than these. */
const waitingMax = 10_000;
const changesPerDelivery = 100;

const noted: Insert = {
  start: 'INSERT INTO webhook_events (realm_id, subscription_id, body)',
  columnCount: 3,
  joined: listed,
};

type NotedChange = readonly [realmId: string, subscriptionId: number, change: string];

/** One row for each subscription, with a list of changes. */
function listed(rows: readonly InsertedRow[]): readonly NotedChange[] {
  const lists = new Map<string, { readonly of: NotedChange; readonly changes: string[] }>();
  for (const row of rows as readonly NotedChange[]) {
    const [realmId, subscriptionId, change] = row;
    const name = `${realmId}/${subscriptionId}`;
    const list = lists.get(name);
    if (list) list.changes.push(change);
    else lists.set(name, { of: row, changes: [change] });
  }
  return [...lists.values()].map(({ of: [realmId, id], changes }) => [realmId, id, `[${changes.join(',')}]`]);
}

export function openDeliveries(store: Store): Deliveries {
  const first = openWaitingDeliveries(store);
  const rows = (where: string, ...values: unknown[]) =>
    store.all<Row>(`SELECT * FROM webhook_deliveries WHERE ${where}`, ...values).map(fromRow);
  return {
    note: (realmId, { id }, change) => {
      const body: DatedChange = { ...change, eventId: randomUUID() };
      store.insert(noted, [realmId, id, JSON.stringify(body)]);
    },
    gather: (gathering, now) => store.transaction(() => gather({ store, first }, gathering, now)),
    waiting: first.all,
    get: (delivery) => {
      const [found] = rows('id = ?', delivery.id);
      if (!found) first.changed(delivery);
      return found ?? null;
    },
    of: (realmId) =>
      rows(
        `realm_id = ? OR EXISTS (SELECT 1 FROM json_each(other_realms) WHERE value = ?) ORDER BY id DESC LIMIT ?`,
        ...[realmId, realmId, deliveriesKept],
      ),
    update: (delivery, { state, dueAt, attempts }) => {
      const sql = 'UPDATE webhook_deliveries SET state = ?, due_at = ?, attempts = ? WHERE id = ?';
      store.run(sql, state, dueAt, JSON.stringify(attempts), delivery.id);
      first.changed(delivery);
    },
    again: (realmId, id, now) => {
      const known = rows('id = ?', id).find((one) => one.realmId === realmId || one.otherRealmIds.includes(realmId));
      if (!known) return false;
      store.run(`UPDATE webhook_deliveries SET state = 'waiting', due_at = ? WHERE id = ?`, now, id);
      first.changed(known);
      return true;
    },
    giveUpExcept: (realmId, urls) => {
      for (const { id, url } of rows(`realm_id = ? AND state = 'waiting'`, realmId)) {
        if (!urls.includes(url)) store.run(`UPDATE webhook_deliveries SET state = 'given-up' WHERE id = ?`, id);
      }
      first.forget();
    },
    forget: first.forget,
  };
}

/** Changes that go to one address, signed with one token, in one format: whatever companies they are of. */
interface Lane {
  readonly subscription: Subscription;
  readonly rows: number[];
  readonly changes: CompanyChange[];
}

interface Rooms {
  readonly store: Store;
  readonly first: WaitingDeliveries;
}

function gather(rooms: Rooms, { subscriptionsOf, windowMsOf }: Gathering, now: number): number | null {
  const { store } = rooms;
  let nextMs: number | null = null;
  for (const { subscription, rows, changes } of lanesOf(store, subscriptionsOf)) {
    const windowMs = Math.max(...changes.map(({ realmId }) => windowMsOf(realmId)));
    const leftMs = Math.min(...changes.map(({ at }) => at)) + windowMs - now;
    if (leftMs > 0) {
      nextMs = Math.min(nextMs ?? leftMs, leftMs);
      continue;
    }
    store.run('DELETE FROM webhook_events WHERE id IN (SELECT value FROM json_each(?))', JSON.stringify(rows));
    for (let from = 0; from < changes.length; from += changesPerDelivery) {
      deliver(rooms, { subscription, changes: changes.slice(from, from + changesPerDelivery) }, now);
    }
  }
  return nextMs;
}

function lanesOf(store: Store, subscriptionsOf: Gathering['subscriptionsOf']): Iterable<Lane> {
  const events = store.all<EventRow>('SELECT id, realm_id, subscription_id, body FROM webhook_events ORDER BY id');
  const lanes = new Map<string, Lane>();
  for (const { id, realm_id: realmId, subscription_id, body } of events) {
    const subscription = subscriptionsOf(realmId).find((one) => one.id === subscription_id);
    if (!subscription) {
      // Its address is not told any more.
      store.run('DELETE FROM webhook_events WHERE id = ?', id);
      continue;
    }
    const { url, verifierToken, format, clientId } = subscription;
    const key = JSON.stringify([url, verifierToken, format, clientId]);
    const lane = lanes.get(key) ?? { subscription, rows: [], changes: [] };
    lane.rows.push(id);
    // Files of before have one change in a row, and no list.
    const changes = [JSON.parse(body) as DatedChange | DatedChange[]].flat();
    for (const change of changes) lane.changes.push({ ...change, realmId });
    lanes.set(key, lane);
  }
  return lanes.values();
}

function deliver({ store, first }: Rooms, { subscription, changes }: Omit<Lane, 'rows'>, now: number): void {
  const { url, verifierToken, format, clientId } = subscription;
  const [realmId = '', ...others] = new Set(changes.map((change) => change.realmId));
  const message = messageOf(format, { clientId: clientId ?? 'local', changes });
  store.run(
    `INSERT INTO webhook_deliveries (realm_id, other_realms, url, verifier_token, body, created_at, due_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ...[realmId, JSON.stringify(others), url, verifierToken, message, now, now],
  );
  forgetOld(store, realmId);
  first.changed({ realmId, url });
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
    otherRealmIds: JSON.parse(row.other_realms) as string[],
    url: row.url,
    verifierToken: row.verifier_token,
    body: row.body,
    createdAt: row.created_at,
    dueAt: row.due_at,
    state: row.state,
    attempts: JSON.parse(row.attempts) as Attempt[],
  };
}
