// Two hundred seeds: whatever goes wrong, each event is in QuickBooks exactly once, or is seen to wait on a cause. More: `npm run simulate`.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crashPoints } from '../../src/pipeline/crash-points.ts';
import type { TestDatabase } from '../clone-template.ts';
import { createTestDatabase } from '../database.ts';
import { runSeed } from './run-seed.ts';
import { openStage, type Stage } from './stage.ts';
import { drawWorld } from './world.ts';

const seedCount = 200;
const seedsATest = 20;
/** For machines that do much else beside. */
const testMsMax = 600_000;

let database: TestDatabase;
let stage: Stage;

beforeAll(async () => {
  database = await createTestDatabase();
  stage = openStage(database.connectionString);
});
afterAll(async () => {
  await stage.close();
  await database.drop();
});

const quietly = { verbose: false };

describe('the simulation', () => {
  const crashed = new Set<string>();
  const refused = { entry: 0, changes: 0 };
  afterAll(() => {
    // A point that no seed reaches any more would prove nothing.
    expect([...crashed]).toEqual(expect.arrayContaining([...crashPoints]));
    // Nor would what is never answered, if it were never refused.
    expect(Object.entries(refused).filter(([, times]) => times === 0)).toEqual([]);
  });

  const firsts = Array.from({ length: seedCount / seedsATest }, (_, index) => index * seedsATest + 1);
  test.each(firsts)(
    `${seedsATest} seeds from %i on`,
    async (first) => {
      for (let seed = first; seed < first + seedsATest; seed += 1) {
        const { problems, crashes, neverAnswered } = await runSeed(stage, seed, quietly);
        for (const point of crashes.keys()) crashed.add(point);
        refused.entry += neverAnswered.entry.refused;
        refused.changes += neverAnswered.changes.refused;
        expect(problems, `npm run simulate -- --seed ${seed} --verbose`).toEqual([]);
      }
    },
    testMsMax,
  );

  test.each([3, 20, 36, 39])(
    'the same seed does the same, step by step (%i)',
    async (seed) => {
      const [first, second] = [await runSeed(stage, seed, quietly), await runSeed(stage, seed, quietly)];
      expect([second.digest, second.turns]).toEqual([first.digest, first.turns]);
    },
    testMsMax,
  );
});

const movingBooks = (): number[] =>
  Array.from({ length: seedCount }, (_, index) => index + 1).filter((seed) =>
    drawWorld(seed).companies.some(({ script }) => script.some(({ deed }) => deed.does === 'move-books')),
  );

describe('the auditor', () => {
  const seed = 2;
  const audited = async (tamper: Parameters<typeof runSeed>[2]['tamper'], of = seed): Promise<string> =>
    (await runSeed(stage, of, { ...quietly, ...(tamper !== undefined && { tamper }) })).problems.join('\n');

  test('has nothing to say of what is right', async () => {
    expect(await audited(undefined)).toBe('');
  });

  test('misses an entry that somebody deleted', async () => {
    const problems = await audited(async ({ quickbooks }) => {
      const { held } = await quickbooks.entries();
      await quickbooks.control('POST', '/accountant', { does: 'delete', id: held[0]?.id });
    });
    expect(problems).toMatch(/was accepted as \d+, which is not there/);
    expect(problems).toMatch(/was deleted/);
  });

  test('sees that somebody deleted one in books that were kept before', async () => {
    let problems = '';
    for (const of of movingBooks()) {
      problems = await audited(async ({ former }) => {
        for (const { quickbooks } of former) {
          const id = (await quickbooks.entries()).held[0]?.id;
          if (id !== undefined) await quickbooks.control('POST', '/accountant', { does: 'delete', id });
        }
      }, of);
      // Else nothing had been posted by the time that the books were moved.
      if (problems !== '') break;
    }
    expect(problems).toMatch(/entry \d+ was deleted/);
  });

  test('sees an entry that is there twice', async () => {
    const problems = await audited(async ({ quickbooks }) => {
      const [entry] = (await quickbooks.entries()).held;
      const line = (PostingType: string, label: string) => ({
        Amount: 1,
        DetailType: 'JournalEntryLineDetail',
        JournalEntryLineDetail: { PostingType, AccountRef: { value: quickbooks.accountIds.get(label) } },
      });
      const Line = [line('Debit', 'tips'), line('Credit', 'shipping')];
      const copy = { DocNumber: entry?.documentNumber, TxnDate: '2026-12-02', Line };
      await quickbooks.api('/journalentry?include=allowduplicatedocnum', copy);
    });
    expect(problems).toMatch(/are one, twice/);
    expect(problems).toMatch(/Tillbook does not say so/);
  });

  test.each([
    ['dollars', 1, /tips Dr is 101 and must be 0$/m],
    ['dinars, beyond what rounding explains', seed, /tips Dr is 1010 and must be 0, give or take 15$/m],
  ])('sees a wrong amount, a wrong account and a wrong date, in %s', async (_currency, of, isWrong) => {
    const problems = await audited(async ({ quickbooks }) => {
      const [entry] = (await quickbooks.entries()).held;
      const line = (PostingType: string, label: string) => ({
        Amount: 1.01,
        DetailType: 'JournalEntryLineDetail',
        JournalEntryLineDetail: { PostingType, AccountRef: { value: quickbooks.accountIds.get(label) } },
      });
      const change = { TxnDate: '2020-01-01', Line: [line('Debit', 'tips'), line('Credit', 'shipping')] };
      await quickbooks.control('POST', '/accountant', { does: 'edit', id: entry?.id, change });
    }, of);
    expect(problems).toMatch(isWrong);
    expect(problems).toMatch(/is dated 2020-01-01/);
  });

  test('sees a line that is tracked by another department, and one that is by no class', async () => {
    const tracking =
      Array.from({ length: seedCount }, (_, index) => index + 1).find((one) =>
        drawWorld(one).companies.every(({ tracks }) => tracks),
      ) ?? 0;
    const problems = await audited(async ({ quickbooks }) => {
      for (const { id, lines } of (await quickbooks.entries()).held) {
        const Line = lines.map(({ account, side, amount }) => ({
          Amount: amount,
          DetailType: 'JournalEntryLineDetail',
          JournalEntryLineDetail: {
            PostingType: side === 'Dr' ? 'Debit' : 'Credit',
            AccountRef: { value: quickbooks.accountIds.get(account) },
            DepartmentRef: { value: quickbooks.dimensionIds.get('location/main') },
          },
        }));
        await quickbooks.control('POST', '/accountant', { does: 'edit', id, change: { Line } });
      }
    }, tracking);
    expect(problems).toMatch(/on (sales|cogs|inventory|purchases-\w+)\/\w+ is tracked by location\/main$/m);
    expect(problems).toMatch(/on payment\/\w+ is tracked by location\/main$/m);
  });

  test('sees an event that nobody gave, and one that was lost', async () => {
    const problems = await audited(async ({ given }) => {
      const [key, event] = [...given][0] ?? [];
      if (key === undefined || event === undefined) throw new Error('Nothing was given.');
      given.delete(key);
      given.set('till/sale/lost', { ...event, sourceId: 'lost' });
    });
    expect(problems).toMatch(/was never given/);
    expect(problems).toMatch(/till\/sale\/lost is lost/);
  });
});
