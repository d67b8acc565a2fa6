// What a person sees and does of notifications: who is told, of what, and whether a test message gets through.
import { audit, nothing } from './audit.ts';
import { digestAtUsual, isTimeOfDay, nextDigest } from './daily-digest.ts';
import type {
  InvitationText,
  NotificationBooks,
  NotificationsView,
  Notifier,
  ReceiverChange,
  ReceiverKind,
  Sent,
} from './notification-port.ts';
import type { OperationRefusal } from './operation-refusal.ts';
import type { PipelinePorts } from './ports.ts';
import type { CompanyStore } from './storage-port.ts';

export const receiversMax = 50;

const refuse = (code: string, message: string): OperationRefusal => ({ ok: false, code, message });
const noReceiver = refuse('receiver-not-found', 'There is no such receiver.');
const notSetUp = refuse('notifications-off', 'This Tillbook sends no notifications.');

export function notifying(ports: PipelinePorts, companyId: string): NotificationBooks {
  const inTransaction = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
    ports.storage.transaction(companyId, work);
  return {
    notifications: () => inTransaction((store) => viewAll(ports, store)),
    addReceiver: (receiver, who) => inTransaction((store) => addReceiver(ports, store, { receiver, who })),
    changeReceiver: (id, receiver, who) =>
      inTransaction((store) => changeReceiver(ports, store, { id, receiver, who })),
    removeReceiver: (id, who) =>
      inTransaction(async (store) => {
        const name = await store.notifications.remove(id);
        if (name === null) return noReceiver;
        await audit(ports, store, { who, action: 'receiver-removed', detail: { name }, inBooks: nothing });
        return { ok: true };
      }),
    testReceiver: (id) => testReceiver(ports, companyId, id),
    async mailInvitation(to, invitation) {
      const { name } = await inTransaction((store) => store.company.read());
      return mailInvitation(ports, { to, invitation, company: name });
    },
    saveDigestTime: (at, who) =>
      inTransaction(async (store) => {
        if (!isTimeOfDay(at)) return refuse('bad-time', `A time of day is HH:MM, which ${at} is not.`);
        await scheduleDigest(ports, store, at);
        await audit(ports, store, { who, action: 'digest-time-saved', detail: { at }, inBooks: nothing });
        return { ok: true };
      }),
  };
}

async function viewAll(ports: PipelinePorts, store: CompanyStore): Promise<NotificationsView> {
  const { company } = await store.days.read();
  return {
    receivers: await store.notifications.receivers(),
    digestAt: (await store.notifications.digest())?.at ?? digestAtUsual,
    timeZone: company.at(-1)?.timeZone ?? 'UTC',
    mails: ports.notifier?.mails ?? false,
  };
}

async function scheduleDigest({ clock }: PipelinePorts, store: CompanyStore, at: string): Promise<void> {
  const nextAt = nextDigest(await store.days.read(), { at, after: clock.now() });
  await store.notifications.saveDigest({ at, nextAt });
}

async function addReceiver(
  ports: PipelinePorts,
  store: CompanyStore,
  { receiver, who }: { receiver: ReceiverChange; who: string },
): Promise<{ ok: true; id: string } | OperationRefusal> {
  if (ports.notifier === undefined) return notSetUp;
  const { address, secret = null } = receiver;
  if (address === undefined) return refuse('address-needed', 'Say where the messages go.');
  const refusal = refusalOf(ports.notifier, receiver);
  if (refusal !== null) return refusal;
  if ((await store.notifications.receivers()).length >= receiversMax) {
    return refuse('too-many-receivers', `A company has ${receiversMax} receivers at most.`);
  }
  const now = ports.clock.now();
  const id = ports.newId(now);
  const shownAs = shownOf(receiver.kind, address);
  await store.notifications.insert({ ...receiver, address, secret, id, shownAs }, now);
  if ((await store.notifications.digest()) === null) await scheduleDigest(ports, store, digestAtUsual);
  await audit(ports, store, { who, action: 'receiver-added', detail: auditDetail(receiver), inBooks: nothing });
  return { ok: true, id };
}

async function changeReceiver(
  ports: PipelinePorts,
  store: CompanyStore,
  { id, receiver, who }: { id: string; receiver: ReceiverChange; who: string },
): Promise<{ ok: true } | OperationRefusal> {
  if (ports.notifier === undefined) return notSetUp;
  const refusal = refusalOf(ports.notifier, receiver);
  if (refusal !== null) return refusal;
  const { address } = receiver;
  const shownAs = address === undefined ? undefined : shownOf(receiver.kind, address);
  const changed = await store.notifications.update({ ...receiver, id, ...(shownAs !== undefined && { shownAs }) });
  if (!changed) return noReceiver;
  await audit(ports, store, { who, action: 'receiver-changed', detail: auditDetail(receiver), inBooks: nothing });
  return { ok: true };
}

/** Neither address nor secret: the log is read by more people than may know them. Of an address, its host alone. */
const auditDetail = ({ kind, name, address, wantsAlerts, wantsDigest }: ReceiverChange) => ({
  ...{ kind, name, to: address === undefined ? null : hostOf(kind, address), wantsAlerts, wantsDigest },
});

const hostOf = (kind: ReceiverKind, address: string): string =>
  kind === 'email' ? address.slice(address.lastIndexOf('@') + 1) : new URL(address).host;

function refusalOf(notifier: Notifier, { kind, address }: ReceiverChange): OperationRefusal | null {
  const problem = address === undefined ? null : notifier.refuses({ kind, address });
  return problem === null ? null : refuse('bad-address', problem);
}

const shownOf = (kind: ReceiverKind, address: string): string => (kind === 'email' ? address : hostOf(kind, address));

async function testReceiver(
  ports: PipelinePorts,
  companyId: string,
  id: string,
): ReturnType<NotificationBooks['testReceiver']> {
  const { notifier, storage, clock } = ports;
  if (notifier === undefined) return notSetUp;
  const to = await storage.transaction(companyId, async (store) => ({
    address: await store.notifications.address(id),
    company: (await store.company.read()).name,
  }));
  if (to.address === null) return noReceiver;
  const createdAt = clock.now();
  const message = { id: ports.newId(createdAt), createdAt, content: { what: 'test' as const, company: to.company } };
  const sent = await notifier.send(message, to.address);
  await storage.transaction(companyId, (store) =>
    store.notifications.noteOutcome(id, sent.ok ? null : sent.problem, clock.now()),
  );
  return { ok: true, sent };
}

async function mailInvitation(
  { notifier, clock, newId }: PipelinePorts,
  { to, invitation, company }: { to: string; invitation: InvitationText; company: string },
): Promise<Sent> {
  if (notifier === undefined) return { ok: false, again: false, problem: notSetUp.message };
  const receiver = { kind: 'email' as const, address: to, secret: null };
  const problem = notifier.refuses(receiver);
  if (problem !== null) return { ok: false, again: false, problem };
  const createdAt = clock.now();
  const content = { what: 'invitation' as const, company, ...invitation };
  const sent = await notifier.send({ id: newId(createdAt), createdAt, content }, receiver);
  // A mail server may quote what it refuses.
  return sent.ok ? sent : { ...sent, problem: sent.problem.replaceAll(tokenIn(invitation.link), '…') };
}

const tokenIn = (link: string): string => new URL(link).searchParams.get('token') ?? link;
