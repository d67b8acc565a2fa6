// Pages of a preflight add up to what one look at everything says.
import { expect, test } from 'vitest';
import type { PreflightProblem } from '../api/wire.ts';
import { addedProblems } from './added-problems.ts';

const problem = (change: Partial<PreflightProblem>): PreflightProblem => ({
  ...{ key: 'cash', kind: 'missing-account', role: 'payment', subject: 'cash', message: 'x', named: 'x', events: 1 },
  ...{ amount: '0.10', from: '2026-11-03', to: '2026-11-03', examples: [{ id: '1', number: '7' }] },
  ...change,
});

test('a cause is one row, with its events, amount and last day added up', () => {
  const first = addedProblems([], [problem({}), problem({ key: 'visa', subject: 'visa' })]);
  const later = problem({ events: 2, amount: '0.20', from: '2026-11-05', to: '2026-11-06', examples: [] });
  expect(addedProblems(first, [later])).toEqual([
    problem({ events: 3, amount: '0.30', to: '2026-11-06' }),
    problem({ key: 'visa', subject: 'visa' }),
  ]);
});

test('a deposit account that events lack is not asked for once more', () => {
  const asked = problem({ key: 'ask', kind: 'missing-deposit-account', role: 'deposit', events: 0 });
  const lacking = problem({ key: 'lack', role: 'deposit' });
  expect(addedProblems([lacking], [asked])).toEqual([lacking]);
  expect(addedProblems([], [asked])).toEqual([asked]);
});
