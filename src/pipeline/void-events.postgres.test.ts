// Voids: the exact opposite of what was posted, on their own date, and nothing of what never was.
import { describe, expect, it } from 'vitest';
import { documentNumber } from '../posting/posting-key.ts';
import { openRunningBooks, openTestBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { entryId } from './entry-id.ts';
import { openBooks } from './open-books.ts';
import { refusal, unknown } from './paper-ledger.fixture.ts';

let shop: TestBooks;

useBooks(openRunningBooks, (opened) => {
  shop = opened;
});

const record = (...events: readonly unknown[]) => shop.record(...events);
const statuses = async () => {
  const { events } = await shop.books.listEvents({ limit: 500 });
  return [...new Set(events.map((event) => event.status))];
};
const voiding = (sourceId: string, change: Record<string, unknown> = {}) => ({
  source: 'till',
  kind: 'sale',
  sourceId,
  occurredAt: '2026-11-21T12:00:00-05:00',
  location: 'main',
  reverses: 'till/sale/t-0',
  ...change,
});
const statusOf = async (sourceId: string) =>
  (await shop.books.listEvents({ limit: 50 })).events.find((event) => event.sourceId === sourceId)?.status;
/** Account, side and amount of each line, entry by entry. */
const posted = () =>
  shop.ledger.entries.map((entry) =>
    (JSON.parse(entry.body) as { lines: [string, string, string][] }).lines
      .map(([account, side, amount]) => `${account} ${side} ${amount}`)
      .sort(),
  );

const negated = {
  lines: [{ type: 'item', itemClass: 'apparel', quantity: '-1', amount: '-10.00' }],
  payments: [{ paymentType: 'cash', amount: '-10.00' }],
};

describe('a void', () => {
  it('posts its original the other way round, on its own date', async () => {
    await record(sale('t-0'));
    const [result] = await record(voiding('void'));
    await shop.drainAll();
    const entry = (await shop.books.event(result?.id ?? ''))?.entries[0];
    expect(entry?.businessDate).toBe('2026-11-21');
    expect(entry?.lines.map((line) => [line.role, line.debitMinor, line.creditMinor])).toEqual(
      expect.arrayContaining([
        ['payment', 0n, 1000n],
        ['sales', 1000n, 0n],
      ]),
    );
    expect(shop.ledger.entries).toHaveLength(2);
  });

  it('of a void shows the amount that it brings back, where all three come at once, too', async () => {
    const again = voiding('again', { reverses: 'till/sale/void' });
    await record(sale('t-0'), voiding('void'), again, voiding('self', { reverses: 'till/sale/self' }));
    const { events } = await shop.books.listEvents({ limit: 10 });
    const amounts = Object.fromEntries(events.map(({ sourceId, amountMinor }) => [sourceId, amountMinor]));
    expect(amounts).toEqual({ 't-0': 1000n, void: -1000n, again: 1000n, self: 0n });
  });

  it('of a void, and so on through a whole request, is recorded at once', async () => {
    const chain = Array.from({ length: 999 }, (_, at) =>
      voiding(`v-${at}`, { reverses: at === 0 ? 'till/sale/t-0' : `till/sale/v-${at - 1}` }),
    );
    const began = performance.now();
    await record(sale('t-0'), ...chain.toReversed());
    expect(performance.now() - began).toBeLessThan(10_000);
    const { events } = await shop.books.listEvents({ limit: 500 });
    const amounts = events.filter(({ sourceId }) => sourceId.startsWith('v-')).map(({ amountMinor }) => amountMinor);
    expect(new Set(amounts)).toEqual(new Set([-1000n, 1000n]));
  });

  it('of a foreign ticket is of its currency, in lists and where an alert says how much is held', async () => {
    const yen = { currency: 'JPY', exchangeRate: '0.0065', ...paidBy('cash', '15000') };
    await record(
      sale('t-0', { ...yen, lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '15000' }] }),
    );
    await record(voiding('void'), voiding('second'), voiding('said', { currency: 'JPY' }));
    await shop.drainAll();
    const { events } = await shop.books.listEvents({ limit: 10 });
    const amounts = Object.fromEntries(
      events.map(({ sourceId, ...row }) => [sourceId, [row.currency, row.amountMinor]]),
    );
    const voided = ['JPY', -15_000n];
    expect(amounts).toEqual({ 't-0': ['JPY', 15_000n], void: voided, second: voided, said: voided });
    // Of other currencies an alert counts the events alone.
    expect((await shop.books.alerts()).filter(({ kind }) => kind === 'reversal')).toMatchObject([
      { eventsHeld: 1, amountHeldMinor: 0n },
      { eventsHeld: 1, amountHeldMinor: 0n },
    ]);
  });

  it('waits for an original that is not known yet, and goes once it is', async () => {
    await record(voiding('early'));
    await shop.drainAll();
    expect((await shop.books.alerts())[0]?.kind).toBe('reversal');
    await record(sale('t-0'));
    await shop.drainAll();
    expect(await statuses()).toEqual(['synced']);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('waits with the voids of it, and goes with them', async () => {
    await record(
      voiding('fourth', { reverses: 'till/sale/third' }),
      voiding('third', { reverses: 'till/sale/second' }),
    );
    await record(voiding('second', { reverses: 'till/sale/first' }), voiding('first'));
    await shop.drainAll();
    expect(await statuses()).toEqual(['action-required']);
    await record(sale('t-0'));
    await shop.drainAll();
    expect(await statuses()).toEqual(['synced']);
    expect(await shop.books.alerts()).toEqual([]);
    expect(shop.ledger.entries).toHaveLength(5);
  });

  it('of a void posts the first again, whether or not it says its lines', async () => {
    await record(sale('t-0'));
    await record(voiding('v-1'));
    await record(voiding('v-2', { reverses: 'till/sale/v-1' }));
    await record({ ...sale('v-3'), ...negated, reverses: 'till/sale/v-2' });
    await shop.drainAll();
    expect(await statuses()).toEqual(['synced']);
    const [sold, undone] = [
      ['1 debit 1000', '3 credit 1000'],
      ['1 credit 1000', '3 debit 1000'],
    ];
    expect(posted().sort()).toEqual([undone, undone, sold, sold]);
  });

  it('of a void that is held itself is held; two that name each other are, too', async () => {
    await record(sale('t-0'), voiding('first'));
    await record(voiding('second'));
    await record(voiding('third', { reverses: 'till/sale/second' }));
    await record(voiding('this', { reverses: 'till/sale/that' }), voiding('that', { reverses: 'till/sale/this' }));
    await shop.drainAll();
    expect(await statusOf('third')).toBe('action-required');
    expect([await statusOf('this'), await statusOf('that')]).toEqual(['action-required', 'action-required']);
    expect(shop.ledger.entries).toHaveLength(2);
  });

  it('of what was voided before is held', async () => {
    await record(sale('t-0'), voiding('first'));
    await record(voiding('second'));
    await shop.drainAll();
    expect(await statusOf('first')).toBe('synced');
    expect(await statusOf('second')).toBe('action-required');
    expect(shop.ledger.entries).toHaveLength(2);
  });

  it('of a sale that never footed takes both out', async () => {
    await record(sale('t-0', paidBy('cash', '9.00')), voiding('void'));
    await shop.drainAll();
    expect(await statuses()).toEqual(['handled-outside']);
    expect(await shop.books.alerts()).toEqual([]);
    expect(shop.ledger.entries).toEqual([]);
  });

  it('of the void of a sale that never footed goes with both', async () => {
    const again = voiding('again', { reverses: 'till/sale/void' });
    await record(sale('t-0', paidBy('cash', '9.00')), voiding('void'), again);
    await shop.drainAll();
    expect(await statuses()).toEqual(['handled-outside']);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('of a sale that never footed comes back with it, and goes with it again', async () => {
    await record(sale('t-0', paidBy('cash', '9.00')), voiding('void'));
    await shop.drainAll();
    const { events } = await shop.books.listEvents({ limit: 10 });
    const id = events.find(({ key }) => key === 'till/sale/t-0')?.id ?? '';
    expect(await shop.books.retryEvent(id, 'owner')).toMatchObject({ ok: true });
    await shop.drainAll();
    expect(await statuses()).toEqual(['handled-outside']);
    expect(await shop.books.alerts()).toEqual([]);
  });
});

describe('a void of what was posted', () => {
  const reversed = [
    ['1 debit 1000', '3 credit 1000'],
    ['1 credit 1000', '3 debit 1000'],
  ];

  it('takes the accounts that it was posted to, whatever is mapped now', async () => {
    await record(sale('t-0'));
    await shop.drainAll();
    await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: '2' }], 'owner');
    await record(voiding('void'));
    await shop.drainAll();
    expect(posted()).toEqual(reversed);
  });

  it('takes the lines that it was posted with, whatever is set now, and still has to be its exact negative', async () => {
    const lines = (sign: string) => ({
      lines: [
        { type: 'item', itemClass: 'apparel', quantity: `${sign}1`, amount: `${sign}10.00`, discount: `${sign}2.00` },
      ],
      payments: [{ paymentType: 'cash', amount: `${sign}10.00` }],
    });
    await shop.books.saveMappings([{ role: 'discounts', subject: null, accountId: '3' }], 'owner');
    await record(sale('t-0', lines('')));
    await shop.drainAll();
    await shop.books.saveSettings({ discounts: 'gross' }, 'owner');
    await record(voiding('void', lines('-')));
    await shop.drainAll();
    expect(posted()).toEqual(reversed);
    await record(sale('t-1'), voiding('half', { ...lines('-'), reverses: 'till/sale/t-1' }));
    await shop.drainAll();
    expect(await statusOf('half')).toBe('action-required');
  });

  /** To an account of income that nothing else is on. */
  async function mapApart(role: 'over-short' | 'discounts'): Promise<void> {
    const [income] = shop.ledger.accounts.filter(({ id }) => id === '3');
    if (income === undefined) throw new Error('There is no account of sales.');
    shop.ledger.accounts = [...shop.ledger.accounts, { ...income, id: '7', name: 'Apart' }];
    await shop.books.importAccounts('owner');
    await shop.books.saveMappings([{ role, subject: null, accountId: '7' }], 'owner');
  }

  /** Whose payments are short of its lines by what the cap allows then, and not afterwards. */
  async function postShort(): Promise<void> {
    await mapApart('over-short');
    await shop.books.saveSettings({ overShortCap: '0.05' }, 'owner');
    await record(sale('t-0', paidBy('cash', '9.97')));
    await shop.drainAll();
    await shop.books.saveSettings({ overShortCap: '0' }, 'owner');
  }
  const short = ['1 debit 997', '3 credit 1000', '7 debit 3'];
  const shortBack = ['1 credit 997', '3 debit 1000', '7 credit 3'];

  for (const [how, given] of Object.entries({
    'says nothing of it': {},
    'says its lines': { ...negated, ...paidBy('cash', '-9.97') },
  })) {
    it(`takes back what the cap allowed then, where it ${how}`, async () => {
      await postShort();
      await record(voiding('void', given));
      await shop.drainAll();
      expect(posted()).toEqual([short, shortBack]);
      expect(await statuses()).toEqual(['synced']);
    });
  }

  it('still has to be its exact negative where the cap allowed a difference', async () => {
    await postShort();
    await record(voiding('void', { ...negated, ...paidBy('cash', '-9.98') }));
    await shop.drainAll();
    expect(posted()).toEqual([short]);
    expect(await statusOf('void')).toBe('action-required');
  });

  it('makes way for a new version of what the cap allowed then', async () => {
    await postShort();
    await record(sale('t-0', paidBy('cash', '10.00')));
    const { events } = await shop.books.listEvents({ limit: 10 });
    expect(await shop.books.takeVersion({ id: events[0]?.id ?? '', contentId: null }, 'owner')).toMatchObject({
      reversed: true,
    });
    await shop.drainAll();
    expect(posted().sort()).toEqual([shortBack, ['1 debit 1000', '3 credit 1000'], short]);
  });

  for (const mode of ['per-event', 'daily-summary'] as const) {
    const given = {
      lines: [{ type: 'item', itemClass: 'apparel', quantity: '1', amount: '0.00', discount: '15.00' }],
      payments: [],
    };
    const shown = ['3 credit 1500', '7 debit 1500'];
    const taken = ['3 debit 1500', '7 credit 1500'];

    it(`takes back what was shown of a gift then, and is not now: ${mode}`, async () => {
      await mapApart('discounts');
      await shop.books.saveSettings({ discounts: 'gross', postingMode: mode, postingModeFrom: null }, 'owner');
      await record(sale('t-0', given));
      await shop.drainAll();
      await shop.books.saveSettings({ discounts: 'net' }, 'owner');
      await record(voiding('void'));
      await shop.drainAll();
      expect(posted()).toEqual([shown, taken]);
    });

    it(`takes back nothing of a gift that was not shown then, and is now: ${mode}`, async () => {
      await mapApart('discounts');
      await shop.books.saveSettings({ postingMode: mode, postingModeFrom: null }, 'owner');
      await record(sale('t-0', given), sale('t-1'));
      await shop.drainAll();
      await shop.books.saveSettings({ discounts: 'gross' }, 'owner');
      await record(voiding('void'));
      await shop.drainAll();
      expect(posted()).toEqual([['1 debit 1000', '3 credit 1000']]);
      expect(await statuses()).toEqual(['synced']);
    });
  }

  it('waits while an account that it was posted to is inactive, also when another is mapped', async () => {
    await record(sale('t-0'));
    await shop.drainAll();
    const active = shop.ledger.accounts;
    shop.ledger.accounts = active.map((account) => (account.id === '1' ? { ...account, active: false } : account));
    await shop.books.importAccounts('owner');
    await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: '2' }], 'owner');
    await record(voiding('void'));
    await shop.drainAll();
    expect((await shop.books.alerts()).map((alert) => alert.kind)).toEqual(['inactive-account']);
    shop.ledger.accounts = active;
    await shop.books.importAccounts('owner');
    await shop.drainAll();
    expect(posted()).toEqual(reversed);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('mirrors also what QuickBooks may hold without having said so', async () => {
    const { ledger } = shop;
    ledger.badCalls.push({ write: true, answer: unknown });
    await record(sale('t-0'));
    await shop.drain();
    await shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId: '2' }], 'owner');
    await record(voiding('void'));
    await shop.drainAll();
    expect(posted()).toEqual(reversed);
  });

  it('takes the accounts of its next entry where what may have been there turns out not to be', async () => {
    const { books, ledger } = shop;
    ledger.badCalls.push({ write: false, answer: unknown });
    await record(sale('t-0'));
    await shop.drain();
    ledger.accounts = ledger.accounts.map((account) => (account.id === '1' ? { ...account, active: false } : account));
    await books.importAccounts('owner');
    await books.saveMappings([{ role: 'payment', subject: 'cash', accountId: '2' }], 'owner');
    await record(voiding('void'));
    await shop.drain();
    expect((await books.alerts()).map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(['inactive-account 1']);
    const postEntry = ledger.postEntry.bind(ledger);
    const number = documentNumber(entryId({ key: 'till/sale/t-0', part: 1 }));
    // Sent again, looked up and not found, and sent anew.
    ledger.postEntry = (entry) => {
      if (entry.documentNumber === number)
        ledger.badCalls.push({ write: false, answer: refusal('5020', 'Permission denied') });
      return postEntry(entry);
    };
    await shop.drainAll();
    expect(await statusOf('t-0')).toBe('failed');
    ledger.postEntry = postEntry;
    await books.retryFailed({}, 'owner');
    await shop.drainAll();
    expect(await books.alerts()).toEqual([]);
    expect(posted().toSorted()).toEqual([
      ['2 credit 1000', '3 debit 1000'],
      ['2 debit 1000', '3 credit 1000'],
    ]);
  });

  async function voidedWhereItsNumberIsTaken(): Promise<string> {
    const theirs = { quickbooksId: '99', syncToken: '0', ours: false, equal: false, leftAccounts: [] };
    shop.ledger.findEntry = async () => ({ ok: true, found: [theirs] });
    shop.ledger.badCalls.push({ write: false, answer: refusal('6140', 'Duplicate Document Number') });
    const [original] = await record(sale('t-0'));
    await shop.drainAll();
    await record(voiding('void'));
    await shop.drainAll();
    return original?.id ?? '';
  }

  it('waits while its number is taken there by another entry, and goes once it is free', async () => {
    const { ledger } = shop;
    const findEntry = ledger.findEntry.bind(ledger);
    const original = await voidedWhereItsNumberIsTaken();
    expect(await statusOf('void')).toBe('action-required');
    expect(posted()).toEqual([]);
    ledger.findEntry = findEntry;
    await shop.books.retryEvent(original, 'owner');
    await shop.drainAll();
    expect(posted().sort()).toEqual([...reversed].sort());
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('goes out with it, by itself, once a person takes out what waited for its number', async () => {
    const original = await voidedWhereItsNumberIsTaken();
    const waking = openBooks({ ...shop.ports, wake: () => shop.drainAll() })(shop.companyId);
    expect(await waking.handleOutside(original, 'entered by hand', 'owner')).toEqual({ ok: true });
    expect(await statuses()).toEqual(['handled-outside']);
    expect(await shop.books.alerts()).toEqual([]);
    expect(posted()).toEqual([]);
  });
});

describe('a void of what was to be posted, and is not,', () => {
  const [there, back] = [
    ['1 debit 1000', '3 credit 1000'],
    ['1 credit 1000', '3 debit 1000'],
  ];
  async function close(until: string | null): Promise<void> {
    shop.ledger.closedUntil = until;
    await shop.books.importAccounts('owner');
    await shop.drainAll();
  }
  const refuseNext = () => shop.ledger.badCalls.push({ write: false, answer: refusal('6000', 'no') });
  async function refused(): Promise<string> {
    refuseNext();
    const [original] = await record(sale('t-0'));
    await shop.drainAll();
    await record(voiding('void'));
    await shop.drainAll();
    return original?.id ?? '';
  }

  it.each([
    ['built with it', [[sale('t-0'), voiding('void')]]],
    ['built after it', [[sale('t-0')], [voiding('void')]]],
    ['voided itself', [[sale('t-0')], [voiding('void'), voiding('again', { reverses: 'till/sale/void' })]]],
  ])('waits with it while the books of its day are closed, and goes with it: %s', async (_, requests) => {
    await close('2026-11-20');
    for (const events of requests) {
      await record(...events);
      await shop.drainAll();
    }
    expect(posted()).toEqual([]);
    expect(await statuses()).toEqual(['action-required']);
    const title = (await shop.books.alerts()).find(({ subject }) => subject === 'till/sale/void')?.title;
    expect(title).toMatch(/^Action Required: void cannot be posted: what it voids waits itself, or was refused/);
    await close(null);
    expect(posted().sort()).toEqual([...requests.flat().keys()].map((at) => (at % 2 === 0 ? there : back)).sort());
    expect(await statuses()).toEqual(['synced']);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('waits while it is refused, again and again, and goes behind it once it is taken', async () => {
    await refused();
    expect(posted()).toEqual([]);
    refuseNext();
    await shop.books.retryFailed({}, 'owner');
    await shop.drainAll();
    expect(posted()).toEqual([]);
    expect([await statusOf('t-0'), await statusOf('void')]).toEqual(['failed', 'action-required']);
    await shop.books.retryFailed({}, 'owner');
    await shop.drainAll();
    expect(posted()).toEqual([there, back]);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('waits where it is built already when its original is refused', async () => {
    // Books that have just begun send their entries one by one.
    shop = await openTestBooks(shop.test);
    await shop.connect();
    await shop.mapAll();
    await shop.books.startSync('2026-01-01', 'owner');
    await record(sale('first'));
    await shop.drainAll();
    refuseNext();
    await record(sale('t-0'), voiding('void'));
    await shop.drainAll();
    expect(posted()).toEqual([there]);
    expect([await statusOf('t-0'), await statusOf('void')]).toEqual(['failed', 'action-required']);
  });

  it('waits for it however often it is retried by itself', async () => {
    await refused();
    const { events } = await shop.books.listEvents({ limit: 10 });
    await shop.books.retryEvent(events.find(({ sourceId }) => sourceId === 'void')?.id ?? '', 'owner');
    await shop.drainAll();
    expect(posted()).toEqual([]);
    expect(await statusOf('void')).toBe('action-required');
  });

  it('goes out with it where a person says that it is never to come', async () => {
    expect(await shop.books.handleOutside(await refused(), 'never was', 'owner')).toEqual({ ok: true });
    await shop.drainAll();
    expect(await statuses()).toEqual(['handled-outside']);
    expect(posted()).toEqual([]);
    expect(await shop.books.alerts()).toEqual([]);
  });

  it('goes with its day, which is not held up for it, where that is summed up', async () => {
    await shop.books.saveSettings({ postingMode: 'daily-summary', postingModeFrom: '2026-11-21' }, 'owner');
    await refused();
    shop.test.clock.advance(3 * 24 * 60 * 60_000);
    await shop.drainAll();
    expect(posted()).toEqual([back]);
  });
});
