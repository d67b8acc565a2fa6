// Posts a day that waits without the events that hold it; they follow in a supplement once nothing holds them any more.
import { summaryKey } from '../posting/posting-key.ts';
import { audit } from './audit.ts';
import type { OperationRefusal } from './company-books.ts';
import type { Ledger } from './ledger-port.ts';
import { isOpen } from './open-summaries.ts';
import { type PipelinePorts, wakeLane } from './ports.ts';
import { release } from './release.ts';
import type { CompanyStore } from './storage-port.ts';
import { blockedEvents } from './summary-view.ts';
import { holdingCauseKinds } from './take-out.ts';

type Result = { ok: true; left: number } | OperationRefusal;

const refuse = (code: string, message: string): OperationRefusal => ({ ok: false, code, message });

export function postingWithoutBlocked(ports: PipelinePorts, companyId: string) {
  return async (id: string, who: string): Promise<Result> => {
    const result = await ports.storage.transaction(companyId, (store) =>
      splitOff(ports, store, { id, who, ledger: ports.ledgerOf(companyId) }),
    );
    if (result.ok) await wakeLane(ports, companyId);
    return result;
  };
}

async function splitOff(
  ports: PipelinePorts,
  store: CompanyStore,
  { id, who, ledger }: { id: string; who: string; ledger: Ledger },
): Promise<Result> {
  const now = ports.clock.now();
  await store.lane.lock();
  const summary = await store.summaries.byPostingId(id);
  if (summary === null) return refuse('summary-not-found', 'There is no such daily summary.');
  await store.summaries.lock([summary.key]);
  const parts = await store.postings.byKeys([summary.key]);
  if (!isOpen(parts)) return refuse('already-sent', 'The summary is in QuickBooks, or may be.');
  const blocked = await blockedEvents(store, { postingKey: summary.key, ledger });
  const count = (await store.summaries.eventCounts([summary.key])).get(summary.key) ?? 0;
  if (blocked.length === 0) return refuse('nothing-blocked', 'No event of this day holds it.');
  if (blocked.length === count)
    return refuse('all-blocked', 'Every event of this day is blocked: nothing would be left.');
  const { businessDate, location } = summary;
  const next = { businessDate, location, sequence: (await store.summaries.lastSequence(summary)) + 1 };
  const key = summaryKey(next);
  await store.summaries.add([{ ...next, key, postingId: ports.newId(now), notBefore: now }], now);
  await store.events.moveTo(
    blocked.map(({ event }) => ({ eventId: event.id, postingKey: key })),
    now,
  );
  const postings = parts.filter(({ state }) => state !== 'pending');
  await release(store, { postings, now, newId: ports.newId, why: 'It goes without the events that held it.' });
  await store.causes.resolveEmpty(holdingCauseKinds, now);
  const detail = { businessDate, location };
  const inBooks = { moved: blocked.length, released: postings.length };
  await audit(ports, store, { who, action: 'posted-without-blocked', detail, inBooks });
  return { ok: true, left: blocked.length };
}
