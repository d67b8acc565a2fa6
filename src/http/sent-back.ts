// Refuses what was sent of a field that cannot be changed there otherwise than it stands: whoever changed it would think it was taken.
import { isDeepStrictEqual } from 'node:util';
import type { SentBack } from './contract/change-to.ts';
import type { ProblemItem } from './contract/problems.ts';
import { shownListed } from './error-answers.ts';
import { httpProblem } from './http-problem.ts';

/** Of each field that has to be as it stands, how it does. */
type Standing<Name extends string> = Readonly<Record<Name, unknown>>;

export function sentBackProblems<Name extends string>(
  sentBack: readonly SentBack<Name>[],
  standing: Standing<Name>,
  at = '',
): readonly ProblemItem[] {
  return sentBack
    .filter(({ name, value }) => !isDeepStrictEqual(value, standing[name]))
    .map(({ name, value, rule }) => ({ pointer: `${at}/${name}`, value: shownListed(value), rule }));
}

/** What is sent as it was seen is no edit: whether it is otherwise by now is found out with all that was seen. */
export function notAsSeen<Name extends string>(
  sentBack: readonly SentBack<Name>[],
  seen: object = {},
): readonly SentBack<Name>[] {
  const values = new Map<string, unknown>(Object.entries(seen));
  return sentBack.filter(({ name, value }) => !isDeepStrictEqual(value, values.get(name)));
}

/** Nothing of these fields is written, so that what stands may be read before the change begins; and only where one was sent. */
export async function checkSentBack<Name extends string>(
  sentBack: readonly SentBack<Name>[],
  readStanding: () => Promise<Standing<Name>> | Standing<Name>,
): Promise<void> {
  if (sentBack.length > 0) refuseProblems(sentBackProblems(sentBack, await readStanding()));
}

export function refuseProblems(problems: readonly ProblemItem[]): void {
  if (problems.length > 0) throw httpProblem('invalid-request', { problems });
}
