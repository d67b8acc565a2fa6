// Two companies in one emulator, worked at random: replays add nothing, and neither ever sees what is the other's.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { companyAt, entry, listOf, startLocalCompany } from './local-company.fixture.ts';

type Company = Awaited<ReturnType<typeof companyAt>>;
let first: Awaited<ReturnType<typeof startLocalCompany>>;
let second: Company;
beforeAll(async () => {
  first = await startLocalCompany();
  second = await companyAt(first.emulator.url, { settings: { limits: false } });
});
afterAll(() => first.emulator.close());

async function notesOf(company: Company): Promise<unknown[]> {
  const { body } = await company.query('select * from JournalEntry maxresults 1000');
  return listOf(body.QueryResponse?.JournalEntry).map(({ PrivateNote }) => PrivateNote);
}

test('whatever two companies do in turn, each holds its own entries once, and a token opens only its company', async () => {
  const expected = new Map<Company, string[]>([
    [first, []],
    [second, []],
  ]);
  const operation = fc.record({
    isFirst: fc.boolean(),
    cents: fc.integer({ min: 1, max: 10 ** 6 }),
    replays: fc.nat(2),
  });
  let next = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 8 }), async (operations) => {
      for (const { isFirst, cents, replays } of operations) {
        next += 1;
        const company = isFirst ? first : second;
        const note = `${isFirst ? 'first' : 'second'} ${next}`;
        const path = `/journalentry?requestid=r${next}`;
        const made = await company.api('POST', path, entry(cents / 100, { PrivateNote: note }));
        expected.get(company)?.push(note);
        for (let replay = 0; replay < replays; replay += 1) {
          expect((await company.api('POST', path, entry(1))).text).toBe(made.text);
        }
        const other = isFirst ? second : first;
        const stolen = `/v3/company/${company.realmId}/journalentry/${String(made.body.JournalEntry?.Id)}`;
        expect((await company.request('GET', stolen, undefined, other.tokens.access)).status).toBe(403);
      }
      expect(await notesOf(first)).toEqual(expected.get(first));
      expect(await notesOf(second)).toEqual(expected.get(second));
    }),
    { numRuns: 12 },
  );
});
