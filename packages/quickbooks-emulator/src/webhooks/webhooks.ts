// Tells the apps what changed: one delivery at a time to each address, again and again by the ladder until it is acknowledged.
import type { Clock } from '../clock.ts';
import type { Companies } from '../company/companies.ts';
import { defaultSettings, type Settings } from '../company/settings.ts';
import type { FaultRule } from '../faults/fault-rules.ts';
import type { Store } from '../store/database.ts';
import { type Deliveries, type Delivery, openDeliveries } from './deliveries.ts';
import type { Change } from './messages.ts';
import { postDelivery } from './post-delivery.ts';
import { retryWaitMs } from './retry-ladder.ts';
import { openSubscriptions, type Subscription, type Subscriptions } from './subscriptions.ts';

export interface Webhooks {
  subscriptionsOf(realmId: string): readonly Subscription[];
  putSubscriptions(realmId: string, subscriptions: readonly Subscription[]): void;
  /** What one call changes: whether an app is connected is asked once for it. */
  forCall(): Noting;
  deliveriesOf(realmId: string): readonly Delivery[];
  /** Sends a delivery once more, whatever became of it; false where there is none. */
  sendAgain(realmId: string, id: number): boolean;
  /** Something has become due: the clock moved, or there is news. */
  wake(): void;
  forget(): void;
  close(): void;
}

export interface Noting {
  /** To be called in the transaction that changes the books. */
  note(realmId: string, change: Change): void;
}

export interface WebhookSources {
  readonly store: Store;
  readonly clock: Clock;
  readonly companies: Companies;
  isConnected(realmId: string, clientId: string): boolean;
  /** The bad-day rule that meets a webhook of this company, if any. */
  badDay(realmId: string): FaultRule | null;
}

const sendingMax = 16;
const timerMsMax = 60_000;
const latencyDefaultMs = 2000;
/** Intuit tells of changes to entities; of the company itself only the preferences. */
const untold: ReadonlySet<string> = new Set(['CompanyInfo']);

export function openWebhooks(sources: WebhookSources): Webhooks {
  const { store, clock } = sources;
  const subscriptions = openSubscriptions(store);
  const deliveries = openDeliveries(store);
  const sender = createSender(sources, { deliveries, subscriptions });
  return {
    subscriptionsOf: subscriptions.of,
    putSubscriptions: (realmId, given) => {
      subscriptions.put(realmId, given);
      deliveries.giveUpExcept(
        realmId,
        given.map(({ url }) => url),
      );
    },
    forCall: () => {
      const known = new Map<Subscription, boolean>();
      const isConnected = (realmId: string, subscription: Subscription) => {
        const { clientId } = subscription;
        const connected = known.get(subscription) ?? (clientId === null || sources.isConnected(realmId, clientId));
        known.set(subscription, connected);
        return connected;
      };
      return {
        note: (realmId, change) => {
          for (const subscription of subscriptions.of(realmId)) {
            if (!isAbout(subscription, change) || !isConnected(realmId, subscription)) continue;
            deliveries.note(realmId, subscription, { ...change, at: clock.now() });
            sender.wake();
          }
        },
      };
    },
    deliveriesOf: deliveries.of,
    sendAgain: (realmId, id) => {
      const isKnown = deliveries.again(realmId, id, clock.now());
      sender.wake();
      return isKnown;
    },
    wake: sender.wake,
    forget: () => {
      subscriptions.forget();
      deliveries.forget();
    },
    close: sender.close,
  };
}

function isAbout({ entities }: Subscription, { name }: Change): boolean {
  return !untold.has(name) && (entities === null || entities.includes(name));
}

interface Rooms {
  readonly deliveries: Deliveries;
  readonly subscriptions: Subscriptions;
}

function createSender(sources: WebhookSources, { deliveries, subscriptions }: Rooms) {
  const { clock } = sources;
  const sending = new Set<number>();
  const stopped = new AbortController();
  let soon: NodeJS.Immediate | null = null;
  let timer: NodeJS.Timeout | null = null;

  const pump = (): void => {
    soon = null;
    if (stopped.signal.aborted) return;
    const now = clock.now();
    const windowMsOf = (realmId: string) => settingsOf(sources, realmId).webhookWindowMs;
    const ripeMs = deliveries.gather({ subscriptionsOf: subscriptions.of, windowMsOf }, now);
    const busy = new Set<string>();
    let nextMs = Math.min(ripeMs ?? timerMsMax, timerMsMax);
    for (const waiting of deliveries.waiting()) {
      const { realmId, url, id, dueAt } = waiting;
      const address = `${realmId} ${url}`;
      const isHeld = settingsOf(sources, realmId).webhooksHeld && busy.has(address);
      busy.add(address);
      if (isHeld || sending.has(id) || sending.size >= sendingMax) continue;
      if (dueAt > now) {
        nextMs = Math.min(nextMs, dueAt - now);
        continue;
      }
      const delivery = deliveries.get(waiting);
      if (delivery) void send(delivery);
    }
    if (timer) clearTimeout(timer);
    timer = busy.size > sending.size || ripeMs !== null ? setTimeout(pump, nextMs).unref() : null;
  };
  const wake = (): void => {
    // After the transaction of whoever calls: it is committed or rolled back when the event loop comes round.
    if (!stopped.signal.aborted) soon ??= setImmediate(pump);
  };
  const send = async (delivery: Delivery): Promise<void> => {
    sending.add(delivery.id);
    try {
      await attempt(sources, { delivery, deliveries, signal: stopped.signal });
    } finally {
      sending.delete(delivery.id);
      wake();
    }
  };
  wake();
  return {
    wake,
    close: () => {
      stopped.abort();
      if (timer) clearTimeout(timer);
      if (soon) clearImmediate(soon);
    },
  };
}

function settingsOf({ companies }: WebhookSources, realmId: string): Settings {
  return companies.get(realmId)?.settings ?? defaultSettings;
}

interface Sending {
  readonly delivery: Delivery;
  readonly deliveries: Deliveries;
  readonly signal: AbortSignal;
}

async function attempt(sources: WebhookSources, { delivery, deliveries, signal }: Sending): Promise<void> {
  const { clock } = sources;
  const { realmId } = delivery;
  const rule = sources.badDay(realmId);
  if (rule?.fault === 'drop-before-write') {
    deliveries.update(delivery, { ...delivery, state: 'lost' });
    return;
  }
  if (rule?.fault === 'latency') await pause(rule.latencyMs ?? latencyDefaultMs);
  const at = new Date(clock.now()).toISOString();
  const started = performance.now();
  const status = await postDelivery(delivery, signal);
  if (rule?.fault === 'duplicate') await postDelivery(delivery, signal);
  if (signal.aborted) return;
  const attempts = [...delivery.attempts, { at, status, durationMs: Math.round(performance.now() - started) }];
  if (status === 200) {
    deliveries.update(delivery, { state: 'acknowledged', dueAt: delivery.dueAt, attempts });
    return;
  }
  const { webhookLadder, webhookTimeScale } = settingsOf(sources, realmId);
  const waitMs = retryWaitMs(webhookLadder, attempts.length);
  const state = waitMs === null ? 'given-up' : 'waiting';
  const dueAt = clock.now() + Math.ceil((waitMs ?? 0) / Math.max(webhookTimeScale, 1));
  deliveries.update(delivery, { state, dueAt, attempts });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
