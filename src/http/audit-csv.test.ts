// The audit log as a spreadsheet opens it.
import { expect, it } from 'vitest';
import type { AuditAsked, AuditEntry } from '../pipeline/audit-log-port.ts';
import { auditCsv } from './audit-csv.ts';

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  ...{ id: '1', at: new Date('2026-11-03T16:20:05Z'), who: 'owner@example.com', action: 'settings-saved' },
  ...{ detail: { name: 'Shop' }, names: { accounts: {}, classes: {}, departments: {} }, inBooks: {} },
  ...change,
});

async function rowsOf(entries: readonly AuditEntry[], asked: Omit<AuditAsked, 'after' | 'limit'> = {}) {
  const pages: AuditAsked[] = [];
  const books = {
    auditLog: async (page: AuditAsked = {}) => {
      pages.push(page);
      const from = page.after === undefined ? 0 : entries.findIndex(({ id }) => id === page.after) + 1;
      return entries.slice(from, from + (page.limit ?? 0));
    },
  };
  const pieces: string[] = [];
  for await (const piece of auditCsv(books, asked)) pieces.push(piece);
  return { rows: pieces.join('').split('\r\n').slice(0, -1), pages };
}

it('says of each entry what it changed in the books: how many, nothing, or nothing where that was not kept', async () => {
  const { rows } = await rowsOf([
    entry({ inBooks: { released: 12, takenOut: 1 } }),
    entry({}),
    entry({ inBooks: null, detail: null }),
  ]);
  expect(rows).toEqual([
    '\uFEFFWhen,Who,What,Detail,In the books',
    '2026-11-03T16:20:05.000Z,owner@example.com,settings-saved,name: Shop,released 12 · taken out 1',
    '2026-11-03T16:20:05.000Z,owner@example.com,settings-saved,name: Shop,nothing',
    '2026-11-03T16:20:05.000Z,owner@example.com,settings-saved,null,',
  ]);
});

it('says accounts, classes and locations of QuickBooks by name, as they were and as they are', async () => {
  const names = { accounts: { 79: 'Cash' }, classes: { 5: 'Clothing' }, departments: { 1: 'Main', 2: 'Shops:Pier' } };
  const mapped = [
    { role: 'payment', subject: 'cash', before: '79', accountId: '80' },
    { role: 'sales', subject: null, before: null, accountId: '79', applicableFrom: '2026-11-01' },
    { role: 'sales', subject: 'hats', before: '79', accountId: null },
  ];
  const location = { code: 'main', quickbooksDepartmentId: '2' };
  const details = [
    { changes: mapped, repostOffer: null },
    { ...location, quickbooksDepartmentBefore: '1' },
    { ...location, quickbooksDepartmentId: null, quickbooksDepartmentBefore: '2' },
    // As it was entered before that was kept.
    location,
    { code: 'apparel', quickbooksClassId: '5', quickbooksClassBefore: null },
    { month: '2026-11', accountId: '79' },
    { lines: 1, accounts: [{ account: 'Visa Clearing', currency: 'USD', before: '0.00', after: '10.00' }] },
  ];
  const { rows } = await rowsOf(details.map((detail) => entry({ detail, names })));
  expect(rows.slice(1).map((row) => row.split('settings-saved,')[1]?.replace(/,nothing$/, ''))).toEqual([
    '"changes: payment cash: Cash → id 80; sales company default from 2026-11-01: not mapped → Cash; sales hats: Cash → not mapped"',
    'code: main · quickbooks location: Main → Shops:Pier',
    'code: main · quickbooks location: Shops:Pier → none',
    'code: main · quickbooks location: Shops:Pier',
    'code: apparel · quickbooks class: none → Clothing',
    'month: 2026-11 · account: Cash',
    'lines: 1 · accounts: Visa Clearing 0.00 → 10.00 USD',
  ]);
});

it('keeps text text: no name of a person and nothing that was entered comes alive as a formula', async () => {
  const { rows } = await rowsOf([
    entry({ who: '=HYPERLINK("http://x")', detail: { dayFrom: null, filter: { number: '=1,2' } } }),
  ]);
  expect(rows[1]).toContain(`,"'=HYPERLINK(""http://x"")",`);
  expect(rows[1]).toContain(',"filter: {""number"":""=1,2""}",nothing');
});

it('goes through all pages of what was asked for', async () => {
  const entries = Array.from({ length: 1_001 }, (_, at) => entry({ id: `${at}` }));
  const { rows, pages } = await rowsOf(entries, { who: 'owner@example.com' });
  expect(rows).toHaveLength(1_002);
  expect(pages).toEqual(
    [{}, { after: '499' }, { after: '999' }].map((page) => ({ who: 'owner@example.com', limit: 500, ...page })),
  );
});
