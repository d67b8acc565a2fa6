// From when on events go to QuickBooks: start, pause, and the older ones.
import { isDate } from '../events/dates.ts';
import { putInScope } from './assign-postings.ts';
import { audit, nothing } from './audit.ts';
import type { CompanyBooks, OperationRefusal, SyncView } from './company-books.ts';
import { isLaneHeld } from './lane-causes.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { showUnresolved } from './recover-entries.ts';
import type { CompanyStore } from './storage-port.ts';

type Books = Pick<CompanyBooks, 'sync' | 'startSync' | 'pauseSync' | 'syncPastEvents'>;

export function syncing(ports: PipelinePorts, companyId: string): Books {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  return {
    sync: () => inTransaction(syncView),

    async startSync(from, who) {
      if (!isDate(from)) return badDate;
      await inTransaction(async (store) => {
        const now = ports.clock.now();
        // The company row first: whoever records an event now waits, and then sees the new start.
        await store.company.save({ syncStart: from, syncState: 'running' });
        const events = await putInScope(ports, store, { dateFrom: from, now });
        await audit(ports, store, { who, action: 'sync-started', detail: { from }, inBooks: { inScope: events } });
      });
      await wakeLane(ports, companyId);
      return { ok: true };
    },

    pauseSync: (who) =>
      inTransaction(async (store) => {
        // What is answered meanwhile is seen as answered: else it would be shown as on its way for good.
        await store.lane.lock();
        const company = await store.company.read();
        if (company.syncState === 'not-started') return notStarted;
        await store.company.save({ syncState: 'paused' });
        await showUnresolved(store);
        await audit(ports, store, { who, action: 'sync-paused', detail: {}, inBooks: nothing });
        return { ok: true };
      }),

    async syncPastEvents(from, who) {
      if (from !== null && !isDate(from)) return badDate;
      const result = await inTransaction(async (store) => {
        const company = await store.company.read();
        if (company.syncState === 'not-started') return notStarted;
        const now = ports.clock.now();
        const events = await putInScope(ports, store, { dateFrom: from, now });
        await audit(ports, store, {
          who,
          action: 'past-events-synced',
          detail: { from },
          inBooks: { inScope: events },
        });
        return { ok: true, events } as const;
      });
      if (result.ok) await wakeLane(ports, companyId);
      return result;
    },
  };
}

const badDate: OperationRefusal = {
  ok: false,
  code: 'bad-date',
  message: 'The date is a business date as YYYY-MM-DD.',
};
const notStarted: OperationRefusal = {
  ok: false,
  code: 'sync-not-started',
  message: 'The sync has not been started yet.',
};

export async function syncView(store: CompanyStore): Promise<SyncView> {
  const company = await store.company.read();
  await store.events.foldCounts();
  const counts = await store.events.countByStatus();
  const held = await isLaneHeld(store);
  return {
    state: company.syncState,
    from: company.syncStart,
    // What waits for the connection is shown as a person has to see it.
    counts: held ? { ...counts, ready: 0, 'action-required': counts['action-required'] + counts.ready } : counts,
    // What is dated from the start on came into scope when it was started, or when it was recorded.
    pastEvents: counts['never-synced'],
  };
}
