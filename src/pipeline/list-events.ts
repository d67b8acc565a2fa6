// Lists of events, how many a filter finds, taking many out at once, and the views that a person keeps.
import { particularsOf } from '../events/particulars.ts';
import type { EventStatus, OperationRefusal } from './company-books.ts';
import type { EventListBooks, HandledOutside, ListedEvent, ListRow, VersionStanding } from './event-list-port.ts';
import { filterContext } from './filter-context.ts';
import { giftCardsMoved, viewGiftCards } from './gift-cards.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { handleOutside } from './retry.ts';
import type { CompanyStore } from './storage-port.ts';

const countedMax = 10_000;
export const viewsPerPersonMax = 50;
/** What is on its way or settled is left as it is. */
const unsettled: readonly EventStatus[] = ['never-synced', 'ready', 'action-required', 'failed'];

export function eventLists(ports: PipelinePorts, companyId: string): EventListBooks {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  return {
    listEvents: (filter) =>
      inTransaction(async (store) => {
        const { events, nextCursor } = await store.events.list(filter, await filterContext(store, filter));
        const page = await listed(store, events);
        return { events: filter.moved === undefined ? page : await withGiftCards(store, page, events), nextCursor };
      }),
    giftCards: () => inTransaction(viewGiftCards),
    countUnsettled: (filter) =>
      inTransaction(async (store) => {
        const context = await filterContext(store, filter);
        return store.events.count(filter, { ...context, statuses: unsettled, limit: countedMax });
      }),
    handleManyOutside: (request, who) => handleManyOutside({ ports, companyId, ...request, who }),
    ...views(ports, inTransaction),
  };
}

async function listed(store: CompanyStore, rows: readonly ListRow[]): Promise<ListedEvent[]> {
  const inForce = await store.events.versionsInForce(rows.map(({ key, versionOf }) => versionOf ?? key));
  return rows.map(({ body, reverses, versionOf, ...row }) => ({
    ...row,
    particulars: particularsOf(row.kind, body),
    versionStanding: standingOf({ key: row.key, reverses, versionOf }, inForce),
  }));
}

async function withGiftCards(
  store: CompanyStore,
  events: readonly ListedEvent[],
  rows: readonly ListRow[],
): Promise<ListedEvent[]> {
  const moved = await giftCardsMoved(store, rows);
  return events.map((event) => {
    const giftCards = moved.get(event.key);
    return giftCards === undefined ? event : { ...event, giftCards };
  });
}

function standingOf(
  { key, reverses, versionOf }: Pick<ListRow, 'key' | 'reverses' | 'versionOf'>,
  inForce: ReadonlyMap<string, string>,
): VersionStanding {
  const latest = inForce.get(versionOf ?? key);
  if (latest === undefined) return null;
  if (versionOf !== null && reverses !== null) return 'reversal';
  return latest === key ? 'in-force' : 'replaced';
}

/** Each in a transaction of its own: one that cannot be taken out keeps none of the others. */
async function handleManyOutside(request: {
  ports: PipelinePorts;
  companyId: string;
  filter: Parameters<EventListBooks['listEvents']>[0];
  reason: string;
  who: string;
}): Promise<({ ok: true } & HandledOutside) | OperationRefusal> {
  const { ports, companyId, filter, reason, who } = request;
  const { storage } = ports;
  const { events, nextCursor } = await storage.transaction(companyId, async (store) =>
    store.events.list(filter, await filterContext(store, filter)),
  );
  const refused: { id: string; number: string; message: string }[] = [];
  let handled = 0;
  let alreadyHandled = 0;
  for (const { id, number, status } of events) {
    // Settled already: it is counted on no side.
    if (status === 'synced') continue;
    if (status === 'handled-outside') {
      alreadyHandled += 1;
      continue;
    }
    const result = await storage.transaction(companyId, (store) => handleOutside(ports, store, { id, reason, who }));
    if (result.ok) handled += 1;
    // Since the list was read, by somebody else who takes out the same.
    else if (result.code === 'already-outside') alreadyHandled += 1;
    else if (result.code === 'reason-needed') return result;
    else refused.push({ id, number, message: result.message });
  }
  if (handled > 0) await wakeLane(ports, companyId);
  return { ok: true, handled, alreadyHandled, refused, nextCursor };
}

function views(
  ports: PipelinePorts,
  inTransaction: <T>(work: (store: CompanyStore) => Promise<T>) => Promise<T>,
): Pick<EventListBooks, 'views' | 'saveView' | 'removeView'> {
  return {
    views: (userId) => inTransaction((store) => store.views.list(userId)),
    saveView: ({ userId, name, filter }) =>
      inTransaction(async (store) => {
        const kept = await store.views.list(userId);
        if (kept.length >= viewsPerPersonMax && !kept.some((view) => view.name === name)) return tooManyViews;
        const now = ports.clock.now();
        const id = await store.views.save({ id: ports.newId(now), userId, name, filter, now });
        return { ok: true as const, id, name, filter };
      }),
    removeView: (userId, id) =>
      inTransaction(async (store) => ((await store.views.remove(userId, id)) ? { ok: true as const } : noView)),
  };
}

const noView: OperationRefusal = { ok: false, code: 'view-not-found', message: 'You have no such view.' };
const tooManyViews: OperationRefusal = {
  ok: false,
  code: 'too-many-views',
  message: `At most ${viewsPerPersonMax} views can be kept. Remove one first.`,
};
