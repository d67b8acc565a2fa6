// QuickBooks' locations and classes: imported with the accounts, chosen by id, and on the lines of what is sent.
import { describe, expect, test } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { sale } from './books.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let storage: TestStorage;
let shop: QuickbooksBooks;

useQuickbooksBooks({}, (opened) => {
  shop = opened;
  storage = opened.test;
});

const names = async (kind: 'department' | 'class') =>
  (await shop.books.dimensions(kind)).dimensions.map(({ name, active }) => [name, active]);
const idOf = async (kind: 'department' | 'class', name: string) =>
  (await shop.books.dimensions(kind)).dimensions.find((one) => one.name === name)?.id ?? '';
const apparel = (quickbooksClassId: string | null) =>
  shop.books.saveSubject({ kind: 'item-class', purpose: '', code: 'apparel', quickbooksClassId }, 'owner');

async function makeClass(name: string): Promise<Record<string, unknown>> {
  const { Class } = await shop.quickbooks<{ Class: Record<string, unknown> }>('POST', '/class', { Name: name });
  return Class;
}
async function importAgain(): Promise<void> {
  storage.clock.advance(2_000);
  expect(await shop.books.importAccounts('owner')).toMatchObject({ ok: true });
}

interface SentLine {
  readonly JournalEntryLineDetail: Record<'AccountRef' | 'ClassRef' | 'DepartmentRef', { value: string } | undefined>;
}
/** Class and department of each line of the only entry that QuickBooks holds. */
async function carried(): Promise<readonly (readonly (string | undefined)[])[]> {
  const found = await shop.quickbooks<{ QueryResponse: { JournalEntry?: { Line: SentLine[] }[] } }>(
    'GET',
    `/query?query=${encodeURIComponent('select * from JournalEntry')}`,
  );
  const [entry, another] = found.QueryResponse.JournalEntry ?? [];
  expect(another).toBeUndefined();
  return (entry?.Line ?? []).map(({ JournalEntryLineDetail: { ClassRef, DepartmentRef } }) => [
    ClassRef?.value,
    DepartmentRef?.value,
  ]);
}

test('they are imported with the accounts; one that is gone becomes inactive and keeps its name', async () => {
  const toys = await makeClass('Toys');
  await importAgain();
  expect(await names('department')).toEqual([
    ['Harbor Outlet', true],
    ['Main Street', true],
  ]);
  expect(await names('class')).toContainEqual(['Toys', true]);
  await shop.quickbooks('POST', '/class', { ...toys, Active: false });
  await importAgain();
  expect(await names('class')).toContainEqual(['Toys', false]);
  expect(await shop.books.dimensions('class')).toMatchObject({ tracking: true });
});

test('what is chosen goes on the lines: the class of their item class, the department of their location', async () => {
  await makeClass('Clothing');
  await importAgain();
  const [department, ofClass] = [await idOf('department', 'Main Street'), await idOf('class', 'Clothing')];
  expect(await shop.books.saveLocation('main', { quickbooksDepartmentId: department }, 'owner')).toEqual({ ok: true });
  expect(await apparel(ofClass)).toEqual({ ok: true });
  await shop.books.recordEvents([sale('t-0')]);
  await shop.drainAll();
  expect(await carried()).toEqual([
    [undefined, department],
    [ofClass, department],
  ]);
});

test('while QuickBooks does not track them they stay chosen and off the lines', async () => {
  await makeClass('Clothing');
  await importAgain();
  await shop.books.saveLocation('main', { quickbooksDepartmentId: await idOf('department', 'Main Street') }, 'owner');
  await apparel(await idOf('class', 'Clothing'));
  await shop.control('PUT', '/settings', { classTracking: false, departmentTracking: false });
  const before = (await shop.calls()).metered;
  await importAgain();
  expect((await shop.calls()).metered - before).toBe(2);
  expect(await shop.books.dimensions('class')).toMatchObject({ tracking: false });
  await shop.books.recordEvents([sale('t-0')]);
  await shop.drainAll();
  expect(await carried()).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
  const [itemClass] = await shop.books.subjects('item-class', { includeInactive: false });
  expect(itemClass?.quickbooksClassId).toBe(await idOf('class', 'Clothing'));
});

test('an id that QuickBooks does not have, or has made inactive, is refused with the reason', async () => {
  const toys = await makeClass('Toys');
  await shop.quickbooks('POST', '/class', { ...toys, Active: false });
  await importAgain();
  expect(await apparel('99999')).toMatchObject({ ok: false, code: 'unknown-class' });
  expect(await apparel(await idOf('class', 'Toys'))).toEqual({
    ...{ ok: false, code: 'inactive-class' },
    message: 'The class Toys is inactive in QuickBooks.',
  });
  const location = await shop.books.saveLocation('main', { quickbooksDepartmentId: '99999' }, 'owner');
  expect(location).toMatchObject({ ok: false, code: 'unknown-department' });
  const visa = { kind: 'payment-type', purpose: '', code: 'visa', quickbooksClassId: '99999' } as const;
  expect(await shop.books.saveSubject(visa, 'owner')).toMatchObject({ ok: false, code: 'no-class' });
  expect(await shop.books.saveSubject({ ...visa, quickbooksClassId: null }, 'owner')).toEqual({ ok: true });
});

test('what was chosen and has been made inactive since stands in the way of no other change', async () => {
  const toys = await makeClass('Toys');
  await importAgain();
  const id = await idOf('class', 'Toys');
  await apparel(id);
  await shop.quickbooks('POST', '/class', { ...toys, Active: false });
  await importAgain();
  expect(await apparel(id)).toEqual({ ok: true });
  expect(await apparel(null)).toEqual({ ok: true });
  expect(await apparel(id)).toMatchObject({ ok: false, code: 'inactive-class' });
});

test('another choice of a subject leaves its class as it is', async () => {
  await makeClass('Clothing');
  await importAgain();
  const id = await idOf('class', 'Clothing');
  await apparel(id);
  await shop.books.saveSubject({ kind: 'item-class', purpose: '', code: 'apparel', name: 'Apparel!' }, 'owner');
  const [itemClass] = await shop.books.subjects('item-class', { includeInactive: false });
  expect(itemClass).toMatchObject({ name: 'Apparel!', quickbooksClassId: id });
});

describe('one that is made inactive while lines carry it', () => {
  const alerts = async () =>
    (await shop.books.alerts()).map(({ kind, title, eventsHeld }) => [kind, title, eventsHeld]);
  const titleOf = (what: string) => `Action Required: the ${what} was made inactive in QuickBooks`;
  const statuses = async () => (await shop.books.listEvents({ limit: 10 })).events.map(({ status }) => status);

  /** The shop's location and its item class go by these, in both QuickBooks and our books. */
  async function chooseBoth() {
    const ofClass = await makeClass('Toys');
    const { Department } = await shop.quickbooks<{ Department: Record<string, unknown> }>('POST', '/department', {
      Name: 'Pier',
    });
    await importAgain();
    await shop.books.saveLocation('main', { quickbooksDepartmentId: String(Department.Id) }, 'owner');
    await apparel(String(ofClass.Id));
    const setActive = async (entity: 'class' | 'department', Active: boolean) => {
      const Id = entity === 'class' ? ofClass.Id : Department.Id;
      const found = await shop.quickbooks<Record<string, Record<string, unknown>>>('GET', `/${entity}/${Id}`);
      const [object] = Object.values(found).filter((one) => typeof one === 'object');
      await shop.quickbooks('POST', `/${entity}`, { ...object, Name: entity === 'class' ? 'Toys' : 'Pier', Active });
    };
    return { setActive };
  }

  test('is told ahead; an entry waits for each by its name, at no call, and goes once they are active again', async () => {
    const { setActive } = await chooseBoth();
    await setActive('class', false);
    await setActive('department', false);
    await importAgain();
    expect(await alerts()).toEqual([
      ['refused', titleOf('location Pier'), 0],
      ['refused', titleOf('class Toys'), 0],
    ]);
    const before = (await shop.calls()).calls;
    await shop.books.recordEvents([sale('t-0')]);
    expect((await shop.books.preflight()).map(({ message }) => message).slice(0, 2)).toEqual([
      'The location Pier was made inactive in QuickBooks',
      'The class Toys was made inactive in QuickBooks',
    ]);
    await shop.drainAll();
    expect((await alerts()).map(([, , held]) => held)).toEqual([1, 1]);
    expect(await statuses()).toEqual(['action-required']);
    expect((await shop.calls()).calls).toBe(before);

    await setActive('department', true);
    await importAgain();
    await shop.drainAll();
    expect(await alerts()).toEqual([['refused', titleOf('class Toys'), 1]]);
    await setActive('class', true);
    await importAgain();
    await shop.drainAll();
    expect(await alerts()).toEqual([]);
    expect(await statuses()).toEqual(['synced']);
    expect(await shop.held()).toHaveLength(1);
  });

  test('behind our back is found by the refusal after one reading of each, and named', async () => {
    const { setActive } = await chooseBoth();
    await setActive('class', false);
    const before = (await shop.calls()).metered;
    await shop.books.recordEvents([sale('t-0'), sale('t-1')]);
    await shop.drainAll();
    // The chart, the departments and the classes.
    expect((await shop.calls()).metered - before).toBe(3);
    expect(await alerts()).toEqual([['refused', titleOf('class Toys'), 2]]);
    expect(await shop.held()).toEqual([]);
  });

  test('another choice, or none, lets go what waited for it', async () => {
    const { setActive } = await chooseBoth();
    await makeClass('Games');
    await setActive('class', false);
    await setActive('department', false);
    await importAgain();
    await shop.books.recordEvents([sale('t-0')]);
    await shop.drainAll();
    await apparel(await idOf('class', 'Games'));
    await shop.drainAll();
    expect(await alerts()).toEqual([['refused', titleOf('location Pier'), 1]]);
    await shop.books.saveLocation('main', { quickbooksDepartmentId: null }, 'owner');
    await shop.drainAll();
    expect(await alerts()).toEqual([]);
    expect(await carried()).toEqual([
      [undefined, undefined],
      [await idOf('class', 'Games'), undefined],
    ]);
  });

  test('a retry asks QuickBooks whether it is active again', async () => {
    const { setActive } = await chooseBoth();
    await setActive('class', false);
    await importAgain();
    await shop.books.recordEvents([sale('t-0')]);
    await shop.drainAll();
    await setActive('class', true);
    await shop.books.retryFailed({}, 'owner');
    await shop.drainAll();
    expect(await statuses()).toEqual(['synced']);
  });

  test('holds a whole day that is posted as one entry, and says which event', async () => {
    const { setActive } = await chooseBoth();
    await shop.books.saveSettings({ postingMode: 'daily-summary' }, 'owner');
    await setActive('class', false);
    await importAgain();
    await shop.books.recordEvents([sale('t-0')]);
    storage.clock.advance(3 * 24 * 60 * 60_000);
    await shop.drainAll();
    const [day] = (await shop.books.summaries({ limit: 10 })).summaries;
    const view = await shop.books.summary(day?.id ?? '');
    expect(view).toMatchObject({ status: 'action-required', blockedCount: 1 });
    await setActive('class', true);
    await importAgain();
    await shop.drainAll();
    expect(await statuses()).toEqual(['synced']);
  });
});
