// The one place that reads the time, lets it pass, and makes random ids; everything else gets them as arguments.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

export interface Clock {
  now(): Date;
}

/** A clock by which one can wait. */
export interface Timer extends Clock {
  /** Ends early, and without an error, once `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls again and again until the answer is called; keeps no process from ending. */
  every(ms: number, work: () => void): () => void;
}

export const systemClock: Timer = {
  now: () => new Date(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
  every(ms, work) {
    const timer = setInterval(work, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

/** A version 7 UUID (RFC 9562): 48 bits of milliseconds, then random, so that ids rise with the time they were made. */
export function newId(now: Date): string {
  const time = now.getTime().toString(16).padStart(12, '0');
  // Of a random UUID what follows its version: twelve bits, the variant, and sixty-two more.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
