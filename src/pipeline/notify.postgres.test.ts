// Who is told of what, and how often: once a cause, at least once a message, and never in the way of posting.
import { expect, it } from 'vitest';
import { openRunningBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import type { CompanyBooks } from './company-books.ts';
import type { Message, MessageContent, Notifier, ReceiverAddress, ReceiverChange, Sent } from './notification-port.ts';
import { notifyCompany } from './notify.ts';
import { openBooks } from './open-books.ts';

const minuteMs = 60_000;

/** Keeps what it is given, and answers what it is told to. */
class PaperNotifier implements Notifier {
  readonly mails = true;
  readonly sent: { readonly message: Message; readonly to: ReceiverAddress }[] = [];
  answer: Sent = { ok: true };

  refuses({ address }: { address: string }): string | null {
    return address.includes('@') || address.startsWith('https:') ? null : 'No address.';
  }

  async send(message: Message, to: ReceiverAddress): Promise<Sent> {
    this.sent.push({ message, to });
    return this.answer;
  }

  told(): readonly MessageContent[] {
    return this.sent.splice(0).map(({ message }) => message.content);
  }
}

let shop: TestBooks;
let books: CompanyBooks;
let notifier: PaperNotifier;
useBooks(openRunningBooks, (opened) => {
  shop = opened;
  notifier = new PaperNotifier();
  books = openBooks({ ...shop.ports, notifier })(shop.companyId);
});

const owner: ReceiverChange = {
  ...{ kind: 'email', name: 'Owner', address: 'owner@example.com', wantsAlerts: true, wantsDigest: false },
};
const notify = () => notifyCompany({ ...shop.ports, notifier }, shop.companyId);
async function add(receiver: ReceiverChange): Promise<string> {
  const added = await books.addReceiver(receiver, 'owner');
  if (!added.ok) throw new Error(added.message);
  return added.id;
}
const titles = (contents: readonly MessageContent[]) =>
  contents.map((content) => (content.what === 'alerts' ? content.alerts.map(({ title }) => title) : content.what));
const visaAccount = (accountId: string | null) =>
  books.saveMappings([{ role: 'payment', subject: 'visa', accountId }], 'owner');
const visaMissing = 'Action Required: Visa is missing a payment account';

async function sell(sourceId: string, paymentType = 'visa'): Promise<void> {
  await shop.record(sale(sourceId, paidBy(paymentType)));
  await shop.drainAll();
}

it('a cause is told once, however many events it holds, and again only when it comes back later', async () => {
  await add(owner);
  await sell('one');
  await sell('two');
  await notify();
  const told = notifier.told();
  expect(titles(told)).toEqual([[visaMissing]]);
  expect(told).toMatchObject([
    { company: 'Test shop', alerts: [{ eventsHeld: 2, amountHeld: '20.00', currency: 'USD' }] },
  ]);
  await sell('three');
  await notify();
  expect(notifier.told()).toEqual([]);
  await visaAccount('2');
  await shop.drainAll();
  await visaAccount(null);
  await sell('four');
  await notify();
  expect(notifier.told()).toEqual([]);
  await visaAccount('2');
  await shop.drainAll();
  shop.test.clock.advance(61 * minuteMs);
  await visaAccount(null);
  await sell('five');
  await notify();
  expect(titles(notifier.told())).toEqual([[visaMissing]]);
});

it('what comes up together is told together, and what was solved before that is not told', async () => {
  await add(owner);
  await shop.record(
    sale('both', { payments: [...paidBy('visa', '4.00').payments, ...paidBy('klarna', '6.00').payments] }),
  );
  await sell('third', 'amex');
  await books.saveMappings([{ role: 'payment', subject: 'amex', accountId: '2' }], 'owner');
  await notify();
  expect(titles(notifier.told())).toEqual([
    expect.arrayContaining([visaMissing, 'Action Required: Klarna is missing a payment account']),
  ]);
});

it('each receiver gets what it wants, and a new one nothing of before', async () => {
  await add({ ...owner, wantsAlerts: false });
  await sell('one');
  await add({ ...owner, kind: 'webhook', name: 'Hook', address: 'https://hooks.example.com/x', secret: 'secret' });
  await notify();
  expect(notifier.sent).toEqual([]);
  await sell('two', 'klarna');
  await notify();
  expect(notifier.sent.map(({ to }) => to)).toEqual([
    { kind: 'webhook', address: 'https://hooks.example.com/x', secret: 'secret' },
  ]);
});

it('what does not get through is sent again later and later under the same id, and given up in the end', async () => {
  const id = await add(owner);
  await sell('one');
  notifier.answer = { ok: false, again: true, problem: 'It answered 503' };
  await notify();
  await notify();
  expect(notifier.sent).toHaveLength(1);
  expect((await books.notifications()).receivers).toMatchObject([{ id, lastError: 'It answered 503', waiting: 1 }]);
  for (const minutes of [1, 5, 15, 60, 180, 360, 720]) {
    shop.test.clock.advance(minutes * minuteMs - 1_000);
    const before = notifier.sent.length;
    await notify();
    expect(notifier.sent).toHaveLength(before);
    shop.test.clock.advance(1_000);
    await notify();
    expect(notifier.sent).toHaveLength(before + 1);
  }
  shop.test.clock.advance(7 * 24 * 60 * minuteMs);
  await notify();
  expect(notifier.sent).toHaveLength(8);
  expect(new Set(notifier.sent.map(({ message }) => message.id)).size).toBe(1);
  expect((await books.notifications()).receivers).toMatchObject([{ waiting: 0 }]);
});

it('what is refused for good is not sent again, and the next message goes all the same', async () => {
  await add(owner);
  await sell('one');
  notifier.answer = { ok: false, again: false, problem: 'It answered 410' };
  await notify();
  shop.test.clock.advance(24 * 60 * minuteMs);
  notifier.answer = { ok: true };
  await sell('two', 'klarna');
  await notify();
  expect(notifier.sent).toHaveLength(2);
  expect((await books.notifications()).receivers[0]?.lastSuccessAt).toEqual(shop.test.clock.now());
});

it('a process that dies while sending leaves the message to be sent again, by one alone', async () => {
  await add(owner);
  await sell('one');
  const dying: Notifier = {
    ...{ mails: true, refuses: () => null },
    send: () => Promise.reject(new Error('killed')),
  };
  await expect(notifyCompany({ ...shop.ports, notifier: dying }, shop.companyId)).rejects.toThrow('killed');
  await notify();
  expect(notifier.sent).toEqual([]);
  shop.test.clock.advance(5 * minuteMs);
  await Promise.all([notify(), notify()]);
  expect(notifier.sent).toHaveLength(1);
});

it('the digest goes once a day at the shop’s time: what was posted the day before, and what waits', async () => {
  const { clock } = shop.test;
  const advanceTo = (instant: string) => clock.advance(Date.parse(instant) - clock.now().getTime());
  const day = new Date(clock.now().getTime() + 24 * 60 * minuteMs).toISOString().slice(0, 10);
  const dayAfter = new Date(Date.parse(day) + 24 * 60 * minuteMs).toISOString().slice(0, 10);
  advanceTo(`${day}T17:00:00Z`);
  await add({ ...owner, wantsAlerts: false, wantsDigest: true });
  await books.saveDigestTime('08:30', 'owner');
  await sell('sold', 'cash');
  await sell('waits');
  await notify();
  expect(notifier.told()).toEqual([]);
  // The shop is in New York: 08:30 there is 13:30 in winter.
  advanceTo(`${dayAfter}T13:29:59Z`);
  await notify();
  expect(notifier.told()).toEqual([]);
  advanceTo(`${dayAfter}T13:30:00Z`);
  await notify();
  await notify();
  expect(notifier.told()).toEqual([
    {
      ...{ what: 'digest', company: 'Test shop' },
      digest: {
        ...{ date: day, drifts: 0, attention: [] },
        posted: [{ currency: 'USD', entries: 1, amount: '10.00' }],
        events: [{ kind: 'sale', count: 1 }],
        waiting: [expect.objectContaining({ title: visaMissing, eventsHeld: 1 })],
      },
    },
  ]);
  shop.test.clock.advance(24 * 60 * minuteMs);
  await notify();
  expect(notifier.told()).toMatchObject([{ digest: { date: dayAfter, posted: [], events: [] } }]);
});

it('a digest that was due while nothing ran comes once, of the last day that is over', async () => {
  const { clock } = shop.test;
  const dateIn = (days: number) =>
    new Date(clock.now().getTime() + days * 24 * 60 * minuteMs).toISOString().slice(0, 10);
  const [due, tells, next] = [dateIn(4), dateIn(3), dateIn(4)];
  await add({ ...owner, wantsAlerts: false, wantsDigest: true });
  await books.saveDigestTime('08:30', 'owner');
  clock.advance(Date.parse(`${due}T20:00:00Z`) - clock.now().getTime());
  await notify();
  await notify();
  expect(notifier.told()).toMatchObject([{ digest: { date: tells } }]);
  clock.advance(24 * 60 * minuteMs);
  await notify();
  expect(notifier.told()).toMatchObject([{ digest: { date: next } }]);
});

it('a test message says what became of it', async () => {
  const id = await add(owner);
  expect(await books.testReceiver(id)).toEqual({ ok: true, sent: { ok: true } });
  notifier.answer = { ok: false, again: true, problem: 'The mail server says: 451' };
  expect(await books.testReceiver(id)).toMatchObject({ sent: { ok: false, problem: 'The mail server says: 451' } });
  expect((await books.notifications()).receivers).toMatchObject([{ lastError: 'The mail server says: 451' }]);
});

it('what is no address or no time is refused, and what is secret is neither shown nor in the audit log', async () => {
  expect(await books.addReceiver({ ...owner, address: 'nowhere' }, 'owner')).toMatchObject({ code: 'bad-address' });
  expect(await books.saveDigestTime('24:00', 'owner')).toMatchObject({ code: 'bad-time' });
  const hook: ReceiverChange = {
    ...owner,
    kind: 'slack',
    name: 'Channel',
    address: 'https://hooks.example.com/services/T0/B0/xyz',
  };
  const id = await add(hook);
  expect(await books.changeReceiver(id, { ...hook, kind: 'email' }, 'owner')).toMatchObject({
    code: 'receiver-not-found',
  });
  const { address: _, ...rest } = hook;
  expect(await books.changeReceiver(id, { ...rest, name: 'Renamed' }, 'owner')).toEqual({ ok: true });
  await books.testReceiver(id);
  expect(notifier.sent[0]?.to.address).toBe('https://hooks.example.com/services/T0/B0/xyz');
  const shown = JSON.stringify([await books.notifications(), await books.auditLog()]);
  expect(shown).toContain('hooks.example.com');
  expect(shown).not.toContain('xyz');
  expect(await books.removeReceiver(id, 'owner')).toEqual({ ok: true });
  expect(await books.removeReceiver(id, 'owner')).toMatchObject({ code: 'receiver-not-found' });
});

it('the audit log says at which host a receiver is, never its address', async () => {
  await add(owner);
  await add({ ...owner, kind: 'slack', name: 'Chat', address: 'https://hooks.example.net/secret' });
  const added = (await books.auditLog()).filter(({ action }) => action === 'receiver-added');
  const hosts = added.map(({ detail }) => (detail as { to: string }).to);
  expect(hosts.sort()).toEqual(['example.com', 'hooks.example.net']);
});
