// Looks through all events page by page, so that a long history shows how far it is and what was found until now.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { get } from '../api/client.ts';
import type { OutstandingAmount, PreflightAnswer, PreflightProblem } from '../api/wire.ts';
import { addedOutstanding, leftOutstanding } from './added-outstanding.ts';
import { addedProblems } from './added-problems.ts';

const eventsPerPage = 5_000;

/** Whole: a part of it would be an amount that was never there. */
export interface OutstandingFound {
  /** The business date before which it was. */
  readonly before: string;
  readonly amounts: readonly OutstandingAmount[];
}

export interface PreflightRun {
  readonly problems: readonly PreflightProblem[];
  /** Null: not all was looked at yet. */
  readonly outstanding: OutstandingFound | null;
  readonly checked: number;
  readonly state: 'looking' | 'done' | 'stopped';
  readonly error: unknown;
}

type Shown = Pick<PreflightRun, 'problems' | 'outstanding'>;

const nothing: Shown = { problems: [], outstanding: null };
const beginning: PreflightRun = { ...nothing, checked: 0, state: 'looking', error: null };

/** `outstandingBefore`: a business date to look before; null: sync start. */
export function usePreflight(outstandingBefore: string | null): PreflightRun & { again(): void; stop(): void } {
  const [run, setRun] = useState(beginning);
  const current = useRef<AbortController | null>(null);
  const shown = useRef(nothing);
  const client = useQueryClient();
  const again = useCallback(() => {
    current.current?.abort();
    const looking = new AbortController();
    current.current = looking;
    const before = shown.current;
    setRun({ ...before, checked: 0, state: 'looking', error: null });
    void look(looking.signal, {
      ...{ before, outstandingBefore },
      show(next) {
        shown.current = next;
        setRun(next);
      },
    });
  }, [outstandingBefore]);
  const stop = useCallback(() => {
    current.current?.abort();
    setRun((now) => ({ ...now, state: 'stopped' }));
  }, []);
  useEffect(() => {
    again();
    return () => current.current?.abort();
  }, [again]);
  // What is mapped here changes what would block.
  useEffect(
    () =>
      client.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'success') again();
      }),
    [client, again],
  );
  return { ...run, again, stop };
}

interface Looking {
  readonly show: (run: PreflightRun) => void;
  readonly before: Shown;
  readonly outstandingBefore: string | null;
}

/** What was found before stays until all is looked at again: no row goes under the hand that is about to press it. */
async function look(signal: AbortSignal, { show, before, outstandingBefore }: Looking): Promise<void> {
  let found: readonly PreflightProblem[] = [];
  let amounts: readonly OutstandingAmount[] = [];
  let since = outstandingBefore;
  let checked = 0;
  let cursor: string | null = null;
  try {
    do {
      const query = { events: eventsPerPage, cursor, outstandingBefore: since };
      const page: PreflightAnswer = await get('/api/v1/preflight', query, signal);
      cursor = page.nextCursor;
      // Later pages add up what the first did, also where the sync is started meanwhile.
      since = page.outstandingBefore;
      found = addedProblems(found, page.problems);
      amounts = addedOutstanding(amounts, page.outstanding);
      checked += page.checked;
      if (signal.aborted) return;
      const isDone = cursor === null;
      const problems = isDone || before.problems.length === 0 ? found : before.problems;
      const outstanding = isDone ? { before: since, amounts: leftOutstanding(amounts) } : before.outstanding;
      show({ problems, outstanding, checked, state: isDone ? 'done' : 'looking', error: null });
    } while (cursor !== null);
  } catch (error) {
    if (!signal.aborted) show({ problems: found, outstanding: null, checked, state: 'stopped', error });
  }
}
