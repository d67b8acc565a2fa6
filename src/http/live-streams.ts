// The streams of pages that are open: each is told the kinds of news of its company, at most once a second, and ends with its session.
import type { ServerResponse } from 'node:http';
import type { NewsHearing, NewsKind } from '../pipeline/news-port.ts';

/** A browser shares what a person may have open among its windows; beyond that pages ask by themselves. */
export const streamsPerPersonMax = 12;
const tellEveryMs = 1_000;
const beatEveryMs = 20_000;
/** A reader that takes nothing for so long is gone. */
const stuckAfterMs = 60_000;

export interface StreamWanted {
  readonly userId: string;
  readonly companyId: string;
  readonly response: ServerResponse;
  /** Asked anew with each beat, and whenever something about people changes. */
  isAllowed(): Promise<boolean>;
}

export interface LiveStreams {
  /** Whether the person may open another one. */
  hasRoom(userId: string): boolean;
  open(wanted: StreamWanted): void;
  endAll(): void;
}

interface Stream {
  end(): void;
}

export function liveStreams(news: NewsHearing): LiveStreams {
  const byPerson = new Map<string, Set<Stream>>();
  return {
    hasRoom: (userId) => (byPerson.get(userId)?.size ?? 0) < streamsPerPersonMax,
    open(wanted) {
      const own = byPerson.get(wanted.userId) ?? new Set<Stream>();
      byPerson.set(wanted.userId, own);
      const stream = openStream(wanted, news, () => {
        own.delete(stream);
        if (own.size === 0) byPerson.delete(wanted.userId);
      });
      own.add(stream);
    },
    endAll() {
      for (const stream of [...byPerson.values()].flatMap((own) => [...own])) stream.end();
    },
  };
}

function openStream({ companyId, response, isAllowed }: StreamWanted, news: NewsHearing, ended: () => void): Stream {
  const untold = new Set<NewsKind>();
  let timer: NodeJS.Timeout | null = null;
  let lastTaken = performance.now();

  // The head goes out at once: what comes first may be a while.
  response.flushHeaders();
  const write = (text: string): void => {
    // It was ended, and a slow reader has yet to take the rest.
    if (response.writableEnded) return;
    if (!response.writableNeedDrain) lastTaken = performance.now();
    else if (performance.now() - lastTaken > stuckAfterMs) return void response.destroy();
    response.write(text);
  };
  const tell = (): void => {
    timer = null;
    if (untold.size === 0) return;
    timer = setTimeout(tell, tellEveryMs);
    // Kept together until there is room again: a slow reader is told less often, never more.
    if (response.writableNeedDrain) return;
    write(`event: news\ndata: ${JSON.stringify({ kinds: [...untold] })}\n\n`);
    untold.clear();
  };
  const check = async (): Promise<void> => {
    // Whether somebody may still see this is not known while the database is away: the pages cannot read anything then.
    if ((await isAllowed().catch(() => true)) || response.writableEnded) return;
    response.end('event: over\ndata: {}\n\n');
  };
  const unsubscribe = news.subscribe(companyId, {
    // Whoever comes, or was told nothing for a while, reads everything anew; from here on the rest is told.
    hearing: () => write('event: open\ndata: {}\n\n'),
    deaf: () => write('event: deaf\ndata: {}\n\n'),
    heard(kinds) {
      for (const kind of kinds) untold.add(kind);
      if (kinds.includes('people')) void check();
      if (timer === null) tell();
    },
  });
  const beating = setInterval(() => {
    write(': beat\n\n');
    void check();
  }, beatEveryMs);
  response.once('close', () => {
    unsubscribe();
    clearInterval(beating);
    if (timer !== null) clearTimeout(timer);
    ended();
  });
  return { end: () => void response.end() };
}
