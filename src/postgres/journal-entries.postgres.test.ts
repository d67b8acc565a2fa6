// Entries stay as they were checked: the database refuses lines that do not add up, and the application may not come past that.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../clock.ts';
import type { CompanyStore } from '../pipeline/storage-port.ts';
import { openTestStorage, type TestStorage, testEvent } from './storage.fixture.ts';

let test: TestStorage;
let companyId: string;
const inCompany = <T>(work: (store: CompanyStore) => Promise<T>): Promise<T> =>
  test.storage.transaction(companyId, work);

beforeAll(async () => {
  test = await openTestStorage();
  companyId = (await test.storage.createCompany({ name: 'Test shop' })).companyId;
});
afterAll(async () => {
  await test.close();
});

async function asOwner(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: test.connectionString });
  await client.connect();
  await work(client).finally(() => client.end());
}

describe('an entry', () => {
  const posted = async (sourceId: string): Promise<string> => {
    await inCompany((store) => store.events.insert([testEvent(sourceId)], test.clock.now()));
    const [posting] = await inCompany((store) => store.postings.byKeys([`till/sale/${sourceId}`]));
    return posting?.id ?? '';
  };
  const save = (postingId: string, creditMinor: bigint) => {
    const kept = { rule: 'sale.tender', mapping: null } as const;
    const line = { ...kept, role: 'payment', subject: 'cash', location: 'main', from: [], accountId: '1' } as const;
    const entry = {
      ...{ events: ['till/sale/one'], businessDate: '2026-11-20', location: 'main', currency: 'USD' },
      ...{ exchangeRate: null, memo: '' },
      lines: [
        { ...line, side: 'debit' as const, amountMinor: 100n },
        { ...line, side: 'credit' as const, amountMinor: creditMinor },
      ],
    };
    return inCompany((store) => store.postings.saveEntries([{ postingId, entry }], test.clock.now()));
  };
  const twoLines = (postingId: string, firstNumber: number) =>
    `insert into tillbook.journal_line (company_id, posting_id, line_number, role, account_id, side, amount_minor, location, sources, business_date)
     select '${companyId}', '${postingId}', ${firstNumber} + place, 'payment', '1', side, 100, 'main', '[]', '2026-11-20'
     from unnest(array['debit', 'credit']) with ordinality as given (side, place)`;

  it('that does not balance is refused by the database whatever the core says', async () => {
    await expect(save(await posted('unbalanced'), 99n)).rejects.toMatchObject({ code: '23514' });
  });

  it('gets no lines but those it was written with, and without one there are none', async () => {
    const [written, without] = [await posted('written'), await posted('without')];
    await save(written, 100n);
    await asOwner(async (owner) => {
      await expect(owner.query(twoLines(written, 2))).rejects.toMatchObject({ code: '23514' });
      await expect(owner.query(twoLines(without, 0))).rejects.toMatchObject({ code: '23514' });
    });
  });

  it('is checked by itself where many are written in one statement: what one lacks another does not make up for', async () => {
    const [short, long] = [await posted('short'), await posted('long')];
    const lines = `insert into tillbook.journal_line (company_id, posting_id, line_number, role, account_id, side, amount_minor, location, sources, business_date)
      select '${companyId}', posting_id, number, 'payment', '1', side, amount, 'main', '[]', '2026-11-20'
      from (values ('${short}'::uuid, 1, 'debit', 100), ('${short}', 2, 'credit', 90), ('${long}', 1, 'debit', 100), ('${long}', 2, 'credit', 110))
        as given (posting_id, number, side, amount)`;
    for (const id of [short, long]) await save(id, 100n);
    await asOwner(async (owner) => {
      await owner.query('delete from tillbook.journal_line where posting_id = any($1)', [[short, long]]);
      await expect(owner.query(lines)).rejects.toMatchObject({ code: '23514' });
      expect(
        (await owner.query(lines.replace("'credit', 90", "'credit', 100").replace("'credit', 110", "'credit', 100")))
          .rowCount,
      ).toBe(4);
    });
  });

  it('gets lines from one of two that write them at once, and not from both', async () => {
    const id = await posted('at-once');
    const saved = await Promise.allSettled([save(id, 100n), save(id, 100n)]);
    expect(saved.map(({ status }) => status)).toContain('fulfilled');
    await asOwner(async (owner) => {
      const found = await owner.query('select line_number from tillbook.journal_line where posting_id = $1', [id]);
      expect(found.rows.map((row) => row.line_number).sort()).toEqual([1, 2]);
      const entries = await owner.query('select from tillbook.journal_entry where posting_id = $1', [id]);
      expect(entries.rowCount).toBe(1);
    });
  });

  it('takes its lines with it when it is built anew', async () => {
    const [anew, other] = [await posted('anew'), await posted('other')];
    for (const id of [anew, other]) await save(id, 100n);
    await inCompany((store) => store.postings.removeEntries([anew]));
    await asOwner(async (owner) => {
      const left = 'select distinct posting_id from tillbook.journal_line where posting_id = any($1)';
      expect((await owner.query(left, [[anew, other]])).rows).toEqual([{ posting_id: other }]);
    });
  });
});

describe('the application', () => {
  it.each([
    'delete from tillbook.posting',
    'update tillbook.posting set posting_id = gen_random_uuid()',
    'update tillbook.posting set company_id = gen_random_uuid()',
    "update tillbook.posting set posting_key = 'till/sale/other'",
    'update tillbook.posting set part = 2',
    "update tillbook.posting set business_date = '2026-11-21'",
    'update tillbook.journal_entry set debit_minor = 1, credit_minor = 1',
    'update tillbook.journal_line set amount_minor = amount_minor + 1',
    "update tillbook.journal_line set side = 'debit'",
    'update tillbook.journal_line set posting_id = gen_random_uuid()',
    'delete from tillbook.journal_line where line_number = 1',
    'truncate tillbook.journal_entry',
  ])('cannot make another of a posting, nor of an entry that was checked: %s', async (change) => {
    await asOwner(async (owner) => {
      await owner.query('set role tillbook_app');
      await expect(owner.query(change)).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('may change whatever else there is of a posting: a column that is added is granted', async () => {
    await asOwner(async (owner) => {
      const kept = await owner.query<{ name: string }>(
        `select column_name as name from information_schema.columns where table_schema = 'tillbook' and table_name = 'posting'
           and not has_column_privilege('tillbook_app', 'tillbook.posting', column_name, 'update') order by column_name`,
      );
      const columns = ['business_date', 'company_id', 'created_at', 'part', 'posting_id', 'posting_key'];
      expect(kept.rows.map(({ name }) => name)).toEqual(columns);
    });
  });

  it('removes the lines of its own company alone with an entry', async () => {
    const other = (await test.storage.createCompany({ name: 'Other shop' })).companyId;
    await asOwner(async (owner) => {
      const sameId = newId(test.clock.now());
      for (const company of [companyId, other]) {
        await owner.query(
          `insert into tillbook.posting (company_id, posting_id, posting_key, state, business_date, created_at)
           values ($1, $2, 'till/sale/same', 'pending', '2026-11-20', now())`,
          [company, sameId],
        );
        await owner.query(
          `insert into tillbook.journal_entry (company_id, posting_id, business_date, location, currency, memo, debit_minor, credit_minor, built_at)
           values ($1, $2, '2026-11-20', 'main', 'USD', '', 100, 100, now())`,
          [company, sameId],
        );
        await owner.query(
          `insert into tillbook.journal_line (company_id, posting_id, line_number, role, account_id, side, amount_minor, location, sources, business_date)
           select $1, $2, place, 'payment', '1', side, 100, 'main', '[]', '2026-11-20'
           from unnest(array['debit', 'credit']) with ordinality as given (side, place)`,
          [company, sameId],
        );
      }
      await inCompany((store) => store.postings.removeEntries([sameId]));
      const left = 'select distinct company_id from tillbook.journal_line where posting_id = $1';
      expect((await owner.query(left, [sameId])).rows).toEqual([{ company_id: other }]);
    });
  });
});
