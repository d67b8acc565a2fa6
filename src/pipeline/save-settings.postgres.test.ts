// Settings: what is refused, all at once, and what a higher cap on over and short lets go.
import { expect, it } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { openTestBooks, paidBy, sale, type TestBooks, useBooks } from './books.fixture.ts';
import { openBooks } from './open-books.ts';

let test: TestStorage;
let shop: TestBooks;

useBooks(openTestBooks, async (opened) => {
  shop = opened;
  test = opened.test;
  await shop.connect();
  await shop.mapAll();
  await shop.books.saveMappings([{ role: 'over-short', subject: null, accountId: '3' }], 'owner');
  await shop.books.startSync('2026-01-01', 'owner');
});

const statuses = async () =>
  (await shop.books.listEvents({ limit: 50 })).events.map(({ number, status }) => `${number} ${status}`).sort();

it('a higher cap lets go what it takes, and what is beyond it waits on', async () => {
  await shop.books.recordEvents([
    sale('by-2', paidBy('cash', '9.98')),
    sale('by-5', paidBy('cash', '10.05')),
    sale('by-6', paidBy('cash', '10.06')),
  ]);
  await shop.drainAll();
  expect(await statuses()).toEqual(['by-2 action-required', 'by-5 action-required', 'by-6 action-required']);
  expect(await shop.books.saveSettings({ overShortCap: '0.05' }, 'owner')).toEqual({ ok: true });
  await shop.drainAll();
  expect(await statuses()).toEqual(['by-2 synced', 'by-5 synced', 'by-6 action-required']);
  expect((await shop.books.alerts()).map(({ title }) => title)).toEqual([
    'Action Required: ticket by-6 is out of balance by 0.06',
  ]);
  expect((await shop.books.settings()).overShortCapMinor).toBe(5n);
});

it('a lower cap holds what was built under the higher one and not sent', async () => {
  await shop.books.saveSettings({ overShortCap: '0.05' }, 'owner');
  await shop.books.recordEvents([sale('by-5', paidBy('cash', '10.05'))]);
  await shop.buildOnly();
  await shop.books.saveSettings({ overShortCap: '0.04' }, 'owner');
  await shop.drainAll();
  expect(await statuses()).toEqual(['by-5 action-required']);
  expect(shop.ledger.entries).toEqual([]);
});

it('everything that is wrong is said at once, and nothing is saved', async () => {
  const before = await shop.books.settings();
  const refused = await shop.books.saveSettings(
    { name: 'New name', timeZone: 'Mars/Olympus', dayEnd: '25:00', overShortCap: '0.005', summaryGraceDays: 32 },
    'owner',
  );
  expect(refused).toMatchObject({ ok: false, code: 'unknown-time-zone' });
  const { message } = refused as { message: string };
  for (const part of ['Mars/Olympus', 'HH:MM', '0.005', '0 to 31 days']) expect(message).toContain(part);
  expect(await shop.books.saveSettings({ overShortCap: '-0.01' }, 'owner')).toMatchObject({ code: 'bad-cap' });
  expect(await shop.books.saveSettings({ overShortCap: '1,5' }, 'owner')).toMatchObject({ code: 'bad-cap' });
  expect(await shop.books.settings()).toEqual(before);
});

it('another currency ends the cap that was in the one before', async () => {
  const { companyId } = await test.storage.createCompany({ name: 'Euro shop' });
  const books = openBooks(shop.ports)(companyId);
  await books.saveSettings({ overShortCap: '0.05' }, 'owner');
  await books.saveSettings({ currency: 'JPY' }, 'owner');
  expect(await books.settings()).toMatchObject({ currency: 'JPY', overShortCapMinor: 0n });
  expect(await books.saveSettings({ overShortCap: '0.5' }, 'owner')).toMatchObject({ code: 'bad-cap' });
  expect(await books.saveSettings({ overShortCap: '5' }, 'owner')).toEqual({ ok: true });
});

it('what was changed meanwhile is not changed over by who has not seen it', async () => {
  const seen = { overShortCap: '0.00', postingModeFrom: null, summaryGraceDays: 0 };
  expect(await shop.books.saveSettings({ overShortCap: '0.05', seen }, 'owner')).toEqual({ ok: true });
  expect(await shop.books.saveSettings({ overShortCap: '0.10', seen }, 'owner')).toMatchObject({
    ok: false,
    code: 'changed-meanwhile',
  });
  expect((await shop.books.settings()).overShortCapMinor).toBe(5n);
  const now = { ...seen, overShortCap: '0.05', timeZone: (await shop.books.settings()).timeZone };
  expect(await shop.books.saveSettings({ overShortCap: '0.10', seen: now }, 'owner')).toEqual({ ok: true });
  expect((await shop.books.auditLog()).map(({ detail }) => detail)).toContainEqual({ overShortCap: '0.10' });
});
