// Tells receivers what they want to hear: gathers the outbox into messages, puts the digest together when it is due, and sends.
import { alertsOfCauses } from './alerts.ts';
import { dailyDigest, dayTold, lastDue } from './daily-digest.ts';
import type { DueMessage, MessageContent, Notifier, NotifyDirectory, Sent } from './notification-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';
import { toldAlert } from './told-alert.ts';

const minuteMs = 60_000;
/** Waits between attempts, the last of which is the last: a receiver that is away for a day still hears of it. */
const waitsMs = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minuteMs);
/** Nobody else sends a message for so long; a process that dies meanwhile leaves it to be sent again. */
const attemptTakesMs = 5 * minuteMs;
const noticesMax = 500;
/** Told in one message; the rest is told by number. */
export const alertsPerMessageMax = 50;
const messagesAtOnceMax = 20;
const keptMs = 30 * 24 * 60 * minuteMs;

type Parts = Pick<PipelinePorts, 'storage' | 'clock' | 'newId' | 'ledgerOf'> & { readonly notifier: Notifier };

/** Each company's receivers; the trouble of one costs the others nothing. */
export async function notifyAll(parts: Parts, directory: NotifyDirectory): Promise<void> {
  const errors: unknown[] = [];
  for (const companyId of await directory.companiesToNotify()) {
    await notifyCompany(parts, companyId).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw new AggregateError(errors, `Receivers of ${errors.length} companies were not told.`);
}

/** At least once: a process that dies between sending and noting it sends the same message again, under the same id. */
export async function notifyCompany(parts: Parts, companyId: string): Promise<void> {
  const { storage, clock } = parts;
  await storage.transaction(companyId, async (store) => {
    await gatherAlerts(parts, store);
    await gatherDigest(parts, store, companyId);
    await store.notifications.forget(new Date(clock.now().getTime() - keptMs));
  });
  const due = await storage.transaction(companyId, (store) => {
    const now = clock.now();
    return store.notifications.takeDue({
      ...{ now, limit: messagesAtOnceMax },
      until: new Date(now.getTime() + attemptTakesMs),
    });
  });
  await Promise.all(due.map((message) => attempt(parts, companyId, message)));
}

async function gatherAlerts({ clock, newId }: Parts, store: CompanyStore): Promise<void> {
  const untold = await store.notifications.untold(noticesMax);
  if (untold.size === 0) return;
  const now = clock.now();
  const { name } = await store.company.read();
  const open = await alertsOfCauses(store, new Set([...untold.values()].flat()));
  for (const [receiverId, causeIds] of untold) {
    // What was solved before anybody was told is no news.
    await store.notifications.settleNotices(
      receiverId,
      causeIds.filter((id) => !open.has(id)),
      null,
    );
    const holding = causeIds.filter((id) => open.has(id));
    for (let start = 0; start < holding.length; start += alertsPerMessageMax) {
      const some = holding.slice(start, start + alertsPerMessageMax);
      const alerts = some.flatMap((id) => open.get(id) ?? []).map(toldAlert);
      const id = newId(now);
      await store.notifications.addMessage({
        ...{ id, receiverId, createdAt: now },
        content: { what: 'alerts', company: name, alerts },
      });
      await store.notifications.settleNotices(receiverId, some, id);
    }
  }
}

async function gatherDigest(parts: Parts, store: CompanyStore, companyId: string): Promise<void> {
  const now = parts.clock.now();
  const digest = await store.notifications.digest();
  if (digest === null || digest.nextAt > now) return;
  const receivers = (await store.notifications.receivers()).filter(({ wantsDigest }) => wantsDigest);
  const days = await store.days.read();
  const { due, nextAt } = lastDue(days, { at: digest.at, due: digest.nextAt, now });
  if (receivers.length > 0) {
    const content: MessageContent = {
      ...{ what: 'digest', company: (await store.company.read()).name },
      digest: await dailyDigest(parts, store, { companyId, date: dayTold(days, due) }),
    };
    for (const { id: receiverId } of receivers) {
      await store.notifications.addMessage({ id: parts.newId(now), receiverId, createdAt: now, content });
    }
  }
  await store.notifications.saveDigest({ at: digest.at, nextAt });
}

async function attempt({ storage, clock, notifier }: Parts, companyId: string, message: DueMessage): Promise<void> {
  const { id, receiverId, attempts } = message;
  const address = await storage.transaction(companyId, (store) => store.notifications.address(receiverId));
  if (address === null) return;
  const sent = await notifier.send(message, address);
  await storage.transaction(companyId, async (store) => {
    const now = clock.now();
    await store.notifications.noteOutcome(receiverId, problemOf(sent), now);
    await store.notifications.scheduleNext(id, nextAttempt(sent, attempts, now));
  });
}

const problemOf = (sent: Sent): string | null => (sent.ok ? null : sent.problem);

/** Null: it was taken, or is given up. */
function nextAttempt(sent: Sent, attempts: number, now: Date): Date | null {
  const waitMs = sent.ok || !sent.again ? undefined : waitsMs[attempts - 1];
  return waitMs === undefined ? null : new Date(now.getTime() + waitMs);
}
