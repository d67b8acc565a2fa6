// Tells every process what was changed, after it was committed: a few statements a second for all companies, however much is posted.
import type pg from 'pg';
import type { NewsKind } from '../pipeline/news-port.ts';
import { newsChannel, writeNews } from './news-channel.ts';

/**
 * A notice holds a lock over all commits that carry one until it is on disk, so none is part of a posting's transaction:
 * what changed is gathered, and told so often at most.
 */
const tellEveryMs = 500;
const companiesMax = 10_000;

export interface NewsTelling {
  note(companyId: string, kinds: ReadonlySet<NewsKind>): void;
  /** Tells what is left. */
  end(): Promise<void>;
}

export function tellNews(pool: pg.Pool, onError: (error: Error) => void): NewsTelling {
  const untold = new Map<string, Set<NewsKind>>();
  let timer: NodeJS.Timeout | null = null;
  let telling: Promise<void> = Promise.resolve();

  const tell = async (): Promise<void> => {
    const messages = writeNews(untold);
    untold.clear();
    for (const message of messages) await pool.query('select pg_notify($1, $2)', [newsChannel, message]);
  };
  const tellNow = (): void => {
    // The first change of a quiet time is told at once, what follows within the time together at its end.
    timer = setTimeout(() => {
      timer = null;
      if (untold.size > 0) tellNow();
    }, tellEveryMs);
    timer.unref();
    // Lost with the database: pages read anew once they are back, and ask by themselves now and then.
    telling = telling.then(tell).catch(onError);
  };
  return {
    note(companyId, kinds) {
      const noted = untold.get(companyId);
      if (noted === undefined && untold.size >= companiesMax) return;
      untold.set(companyId, new Set([...(noted ?? []), ...kinds]));
      if (timer === null) tellNow();
    },
    async end() {
      if (timer !== null) clearTimeout(timer);
      await telling;
      await tell().catch(onError);
    },
  };
}
