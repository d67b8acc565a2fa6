// The problems of one page of a preflight added to those of the pages before: one row a cause, exact to the cent.
import type { PreflightProblem } from '../api/wire.ts';
import { sumAmounts } from '../format/money.ts';

export function addedProblems(
  before: readonly PreflightProblem[],
  page: readonly PreflightProblem[],
): readonly PreflightProblem[] {
  const rows = new Map(before.map((problem) => [problem.key, problem]));
  for (const problem of page) {
    const known = rows.get(problem.key);
    rows.set(problem.key, known === undefined ? problem : added(known, problem));
  }
  const missing = new Set([...rows.values()].flatMap((row) => (row.kind === 'missing-account' ? [nameOf(row)] : [])));
  // What events lack is not asked for once more.
  return [...rows.values()].filter((row) => row.kind !== 'missing-deposit-account' || !missing.has(nameOf(row)));
}

const nameOf = ({ role, subject }: PreflightProblem): string => `${role}/${subject}`;

/** Pages come in the order of business dates. */
function added(one: PreflightProblem, other: PreflightProblem): PreflightProblem {
  return {
    ...one,
    events: one.events + other.events,
    amount: sumAmounts([one.amount, other.amount]),
    to: other.to ?? one.to,
  };
}
