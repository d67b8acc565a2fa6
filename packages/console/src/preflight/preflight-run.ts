// Looks through all events page by page, so that a long history shows how far it is and what was found until now.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { get } from '../api/client.ts';
import type { PreflightAnswer, PreflightProblem } from '../api/wire.ts';
import { addedProblems } from './added-problems.ts';

const eventsPerPage = 5_000;

export interface PreflightRun {
  readonly problems: readonly PreflightProblem[];
  readonly checked: number;
  readonly state: 'looking' | 'done' | 'stopped';
  readonly error: unknown;
}

const beginning: PreflightRun = { problems: [], checked: 0, state: 'looking', error: null };

export function usePreflight(): PreflightRun & { again(): void; stop(): void } {
  const [run, setRun] = useState(beginning);
  const current = useRef<AbortController | null>(null);
  const shown = useRef<readonly PreflightProblem[]>([]);
  const client = useQueryClient();
  const again = useCallback(() => {
    current.current?.abort();
    const looking = new AbortController();
    current.current = looking;
    const before = shown.current;
    setRun({ problems: before, checked: 0, state: 'looking', error: null });
    void look(looking.signal, {
      before,
      show(next) {
        shown.current = next.problems;
        setRun(next);
      },
    });
  }, []);
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

/** What was found before stays until all is looked at again: no row goes under the hand that is about to press it. */
async function look(
  signal: AbortSignal,
  { show, before }: { show: (run: PreflightRun) => void; before: readonly PreflightProblem[] },
): Promise<void> {
  let found: readonly PreflightProblem[] = [];
  let checked = 0;
  let cursor: string | null = null;
  try {
    do {
      const page: PreflightAnswer = await get('/api/v1/preflight', { events: eventsPerPage, cursor }, signal);
      cursor = page.nextCursor;
      found = addedProblems(found, page.problems);
      checked += page.checked;
      if (signal.aborted) return;
      const isDone = cursor === null;
      const problems = isDone || before.length === 0 ? found : before;
      show({ problems, checked, state: isDone ? 'done' : 'looking', error: null });
    } while (cursor !== null);
  } catch (error) {
    if (!signal.aborted) show({ problems: found, checked, state: 'stopped', error });
  }
}
