// What a running program consists of, started one after the other and stopped in the reverse order, also half-way through a start.
import type { Log } from '../log.ts';

/** One part that does not end must not keep the others, above all the database, from ending in order. */
const stopWithinMs = 15_000;

interface Service {
  readonly name: string;
  stop(): Promise<void>;
}

export class Services {
  readonly #running: Service[] = [];
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  started(name: string, stop: () => Promise<void>): void {
    this.#running.push({ name, stop });
  }

  async stopAll(): Promise<void> {
    for (let service = this.#running.pop(); service !== undefined; service = this.#running.pop()) {
      const begun = performance.now();
      try {
        await within(stopWithinMs, service.stop());
        this.#log.debug({ service: service.name, tookMs: Math.round(performance.now() - begun) }, 'stopped');
      } catch (error) {
        this.#log.error({ service: service.name, err: error }, 'did not stop in order');
      }
    }
  }
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
