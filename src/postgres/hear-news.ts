// Hears the news of every process: one connection that listens, begun with the first who wants to know, made anew when it breaks.
import pg from 'pg';
import type { NewsHearing, NewsListener } from '../pipeline/news-port.ts';
import { newsChannel, readNews } from './news-channel.ts';
import { takeRole } from './take-role.ts';

/** By a message to itself: also a pooler that gives each statement another session is found out by it. */
const probeEveryMs = 20_000;
const probeAnswersWithinMs = 10_000;
const retryMs = { first: 500, max: 15_000 };

export interface RunningNewsHearing extends NewsHearing {
  end(): Promise<void>;
}

export function hearNews(options: {
  readonly connectionString: string;
  readonly onError: (error: Error) => void;
}): RunningNewsHearing {
  const listeners = new Map<string, Set<NewsListener>>();
  const everyone = () => [...listeners.values()].flatMap((of) => [...of]);
  let connection: Listening | null = null;
  let hearing = false;
  let ended = false;
  let failures = 0;
  let retry: NodeJS.Timeout | null = null;

  const begin = (): void => {
    retry = null;
    connection = listen(options.connectionString, {
      ready() {
        failures = 0;
        hearing = true;
        for (const listener of everyone()) listener.hearing();
      },
      message(text) {
        for (const [companyId, kinds] of readNews(text)) {
          for (const listener of listeners.get(companyId) ?? []) listener.heard([...kinds]);
        }
      },
      broken(error) {
        connection = null;
        if (ended) return;
        options.onError(error);
        if (hearing) for (const listener of everyone()) listener.deaf();
        hearing = false;
        retry = setTimeout(begin, Math.min(retryMs.max, retryMs.first * 2 ** failures));
        retry.unref();
        failures += 1;
      },
    });
  };
  return {
    subscribe(companyId, listener) {
      const of = listeners.get(companyId) ?? new Set();
      of.add(listener);
      listeners.set(companyId, of);
      if (hearing) listener.hearing();
      else if (connection === null && retry === null && !ended) begin();
      return () => {
        of.delete(listener);
        if (of.size === 0 && listeners.get(companyId) === of) listeners.delete(companyId);
      };
    },
    async end() {
      ended = true;
      if (retry !== null) clearTimeout(retry);
      await connection?.end();
    },
  };
}

interface Listening {
  end(): Promise<void>;
}

/** One session. `broken` is told once, whatever ends it. */
function listen(
  connectionString: string,
  told: { ready(): void; message(text: string): void; broken(error: Error): void },
): Listening {
  const client = new pg.Client({ connectionString, application_name: 'tillbook_hearing', keepAlive: true });
  let over = false;
  let probing: NodeJS.Timeout | undefined;
  let late: NodeJS.Timeout | undefined;
  let isReady = false;

  const finish = (error: Error): void => {
    if (over) return;
    over = true;
    clearTimeout(probing);
    clearTimeout(late);
    client.end().catch(() => undefined);
    told.broken(error);
  };
  const probe = (): void => {
    late = setTimeout(() => finish(new Error('messages of the database do not come through')), probeAnswersWithinMs);
    late.unref();
    client.query('select pg_notify($1, $2)', [newsChannel, '']).catch(finish);
  };
  client.on('error', finish);
  client.on('end', () => finish(new Error('the connection that hears news has ended')));
  client.on('notification', ({ payload = '' }) => {
    if (payload !== '') return told.message(payload);
    // Of any process: that it came through is what counts.
    if (late === undefined) return;
    clearTimeout(late);
    late = undefined;
    probing = setTimeout(probe, probeEveryMs);
    probing.unref();
    if (!isReady) told.ready();
    isReady = true;
  });
  client
    .connect()
    .then(() => takeRole(client, 'tillbook_app'))
    .then(() => client.query(`listen ${newsChannel}`))
    .then(probe, finish);
  return {
    async end() {
      over = true;
      clearTimeout(probing);
      clearTimeout(late);
      await client.end().catch(() => undefined);
    },
  };
}
