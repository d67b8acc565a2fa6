// Has pages read again what news is about: not while a read is under way, and a long list not every second.
import type { QueryClient } from '@tanstack/react-query';
import { isAbout, isReadOnce } from './news-queries.ts';

const stepMs = 1_000;
/** What takes the server more: every page that was loaded of a list, and the dashboard in one. */
const muchEveryMs = 4_000;
const much = new Set(['dashboard', 'events', 'summaries', 'drift', 'audit-log']);

export interface Refreshing {
  /** Null: everything. */
  news(kinds: readonly string[] | null): void;
  end(): void;
}

export function refreshQueries(client: QueryClient): Refreshing {
  const waiting = new Set<string>();
  const lastAt = new Map<string, number>();
  let timer: number | null = null;

  const step = (): void => {
    timer = null;
    const now = performance.now();
    for (const read of waiting) {
      const every = much.has(read) ? muchEveryMs : stepMs;
      // What is being read may be older than the news: it is read once more afterwards.
      if (client.isFetching({ queryKey: [read] }) > 0 || now - (lastAt.get(read) ?? -every) < every) continue;
      waiting.delete(read);
      lastAt.set(read, now);
      void client.invalidateQueries({ queryKey: [read] });
    }
    if (waiting.size > 0) timer = window.setTimeout(step, stepMs / 2);
  };
  return {
    news(kinds) {
      for (const { queryKey } of client.getQueryCache().getAll()) {
        const read = String(queryKey[0]);
        if (kinds === null ? !isReadOnce(read) : isAbout(read, kinds)) waiting.add(read);
      }
      if (timer === null) step();
    },
    end() {
      if (timer !== null) window.clearTimeout(timer);
    },
  };
}
