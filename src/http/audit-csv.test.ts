// The audit log as a spreadsheet opens it.
import { expect, it } from 'vitest';
import type { AuditAsked, AuditEntry } from '../pipeline/audit-log-port.ts';
import { auditCsv } from './audit-csv.ts';

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  ...{ id: '1', at: new Date('2026-11-03T16:20:05Z'), who: 'owner@example.com', action: 'settings-saved' },
  ...{ detail: { name: 'Shop' }, inBooks: {} },
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

it('keeps text text: no name of a person and nothing that was entered comes alive as a formula', async () => {
  const { rows } = await rowsOf([
    entry({ who: '=HYPERLINK("http://x")', detail: { dayFrom: null, changes: [{ subject: '=1,2' }] } }),
  ]);
  expect(rows[1]).toContain(`,"'=HYPERLINK(""http://x"")",`);
  expect(rows[1]).toContain(',"changes: [{""subject"":""=1,2""}]",nothing');
});

it('goes through all pages of what was asked for', async () => {
  const entries = Array.from({ length: 1_001 }, (_, at) => entry({ id: `${at}` }));
  const { rows, pages } = await rowsOf(entries, { who: 'owner@example.com' });
  expect(rows).toHaveLength(1_002);
  expect(pages).toEqual(
    [{}, { after: '499' }, { after: '999' }].map((page) => ({ who: 'owner@example.com', limit: 500, ...page })),
  );
});
