// The audit log's accounts, classes and departments by name: as QuickBooks calls them, in the company that was connected then.
import { expect, test } from 'vitest';
import { openBooks } from './open-books.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let shop: QuickbooksBooks;
useQuickbooksBooks({}, (opened) => {
  shop = opened;
});

async function rename(kind: 'Account' | 'Department' | 'Class', id: string, change: Record<string, unknown>) {
  const path = `/${kind.toLowerCase()}`;
  const held = await shop.quickbooks<Record<string, Record<string, unknown>>>('GET', `${path}/${id}`);
  await shop.quickbooks('POST', path, { ...held[kind], ...change });
}
async function importAgain(): Promise<void> {
  shop.test.clock.advance(2_000);
  expect(await shop.books.importAccounts('owner')).toMatchObject({ ok: true });
}
const department = async (name: string) =>
  (await shop.books.dimensions('department')).dimensions.find((one) => one.name === name)?.id ?? '';
const mapCash = (accountId: string) =>
  shop.books.saveMappings([{ role: 'payment', subject: 'cash', accountId }], 'owner');
const chooseFor = async (code: string, quickbooksDepartmentId: string | null) =>
  expect(await shop.books.saveLocation(code, { quickbooksDepartmentId }, 'owner')).toEqual({ ok: true });

/** Newest first; each of a moment of its own. */
const entered = async (action: string) =>
  (await shop.books.auditLog({ action })).map(({ detail, names }) => ({ detail, names }));

test('an account by its full name of today, whatever it was called then and whether it is still in use', async () => {
  const [cash, other] = [await shop.accountNamed('Cash in Drawer'), await shop.accountNamed('Undeposited Funds')];
  await mapCash(other);
  await rename('Account', cash, { Name: 'Till 1' });
  await rename('Account', other, { Active: false });
  await importAgain();
  const [latest, first] = await entered('mappings-saved');
  expect(latest?.detail).toMatchObject({ changes: [{ before: cash, accountId: other }] });
  expect(latest?.names.accounts).toEqual({ [cash]: 'Till 1', [other]: expect.stringContaining('Undeposited Funds') });
  expect(Object.values(first?.names.accounts ?? {}).sort()).toEqual(['Sales - Apparel', 'Till 1']);
});

test('what a location and an item class stand for, with what it was before', async () => {
  const [main, outlet] = [await department('Main Street'), await department('Harbor Outlet')];
  for (const id of [main, outlet, null]) {
    await chooseFor('main', id);
    shop.test.clock.advance(1);
  }
  const names = { [main]: 'Main Street', [outlet]: 'Harbor Outlet' };
  expect((await entered('location-saved')).map(({ detail, names: { departments } }) => [detail, departments])).toEqual([
    [{ code: 'main', quickbooksDepartmentId: null, quickbooksDepartmentBefore: outlet }, { [outlet]: names[outlet] }],
    [{ code: 'main', quickbooksDepartmentId: outlet, quickbooksDepartmentBefore: main }, names],
    [{ code: 'main', quickbooksDepartmentId: main, quickbooksDepartmentBefore: null }, { [main]: names[main] }],
  ]);
  const { Class } = await shop.quickbooks<{ Class: { Id: string } }>('POST', '/class', { Name: 'Clothing' });
  await importAgain();
  const apparel = { kind: 'item-class', purpose: '', code: 'apparel', quickbooksClassId: Class.Id } as const;
  expect(await shop.books.saveSubject(apparel, 'owner')).toEqual({ ok: true });
  const [saved] = await entered('subject-saved');
  expect(saved?.detail).toEqual({ ...apparel, quickbooksClassBefore: null });
  expect(saved?.names).toEqual({ accounts: {}, classes: { [Class.Id]: 'Clothing' }, departments: {} });
});

test('an id of another QuickBooks company is another account there: each entry is named by the one of its time', async () => {
  const [cash, main] = [await shop.accountNamed('Cash in Drawer'), await department('Main Street')];
  await rename('Account', cash, { Name: 'Till 1' });
  await rename('Department', main, { Name: 'High Street' });
  await importAgain();
  await mapCash(await shop.accountNamed('Undeposited Funds'));
  shop.test.clock.advance(1);
  await mapCash(cash);
  await chooseFor('main', main);
  const second = await shop.openAnother();
  await shop.books.disconnect('owner');
  shop.test.clock.advance(2_000);
  expect(await shop.connect(second.realmId, { newBooks: true })).toEqual({ ok: true });
  shop.test.clock.advance(2_000);
  await mapCash(cash);
  await chooseFor('main', main);
  const ofCash = (await entered('mappings-saved')).map(({ names }) => names.accounts[cash]);
  expect(ofCash).toEqual(['Cash in Drawer', 'Till 1', 'Till 1', 'Till 1']);
  const ofMain = (await entered('location-saved')).map(({ names }) => names.departments[main]);
  expect(ofMain).toEqual(['Main Street', 'High Street']);
});

test('what is not in the chart has no name, and nothing has before QuickBooks is connected', async () => {
  const tiedOut = (accountId: string) => ({
    who: 'owner',
    action: 'tied-out',
    detail: { accountId, month: '2026-11' },
  });
  const none = { accounts: {}, classes: {}, departments: {} };
  await shop.books.noteInAudit(tiedOut('99999'));
  expect((await entered('tied-out')).map(({ names }) => names)).toEqual([none]);
  const { companyId } = await shop.test.storage.createCompany({ name: 'Never connected' });
  const books = openBooks(shop.ports)(companyId);
  await books.noteInAudit(tiedOut(await shop.accountNamed('Cash in Drawer')));
  expect((await books.auditLog()).map(({ names }) => names)).toEqual([none]);
});
