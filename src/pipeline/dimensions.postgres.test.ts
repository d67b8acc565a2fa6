// QuickBooks' locations and classes: imported with the accounts, chosen by id, and on the lines of what is sent.
import { expect, test } from 'vitest';
import type { TestStorage } from '../postgres/storage.fixture.ts';
import { sale } from './books.fixture.ts';
import { type QuickbooksBooks, useQuickbooksBooks } from './quickbooks.fixture.ts';

let storage: TestStorage;
let shop: QuickbooksBooks;

useQuickbooksBooks({ limits: false }, (opened) => {
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
  const visa = { kind: 'payment-type', purpose: '', code: 'visa', quickbooksClassId: null } as const;
  expect(await shop.books.saveSubject(visa, 'owner')).toMatchObject({ ok: false, code: 'no-class' });
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
