// One step at a time, in virtual time: whoever wants to do something that others could see waits for a turn, and the seed says whose it is.
import { createHash } from 'node:crypto';
import type { Random } from './random.ts';

/** Whatever acts by itself: a worker, a person, a request on the wire. */
export interface Actor {
  readonly name: string;
  readonly number: number;
  /** Ended for good: whatever it still asks for is refused. */
  stopped: boolean;
  /** Stands still until then, as a process does that was stopped and goes on. */
  pausedUntil: number;
}

export class ActorStoppedError extends Error {}

interface Wait {
  readonly actor: Actor;
  readonly label: string;
  /** From when on it may go; null: not before something else happens. */
  readonly at: () => number | null;
  go(): void;
  refuse(error: Error): void;
}

/** A world that has not come to rest by then never will. */
const turnsMax = 20_000;
const stepMsMax = 2;
/** Of the machine's own time, for what takes it moments: a step that hangs ends the seed, and not the patience of who runs it. */
const realMsMax = 60_000;

export class Scheduler {
  readonly lines: string[] = [];
  readonly #random: Random;
  readonly #keepLines: boolean;
  /** Enough has been seen. */
  readonly #isHopeless: () => boolean;
  readonly #digest = createHash('sha256');
  readonly #startMs: number;
  #nowMs: number;
  #waits: Wait[] = [];
  #step: Promise<void> | null = null;
  #turns = 0;

  constructor(options: {
    readonly random: Random;
    readonly startMs: number;
    readonly keepLines: boolean;
    readonly isHopeless?: () => boolean;
  }) {
    this.#random = options.random;
    this.#startMs = options.startMs;
    this.#nowMs = options.startMs;
    this.#keepLines = options.keepLines;
    this.#isHopeless = options.isHopeless ?? (() => false);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  get turns(): number {
    return this.#turns;
  }

  /** Of everything that happened, in its order. */
  digest(): string {
    return this.#digest.copy().digest('hex').slice(0, 16);
  }

  note(actor: Actor, what: string): void {
    const line = `${((this.#nowMs - this.#startMs) / 1000).toFixed(3).padStart(10)} ${actor.name.padEnd(10)} ${what}`;
    this.#digest.update(line);
    if (this.#keepLines) this.lines.push(line);
  }

  /** Does `work` as one step, during which nobody else does anything. */
  async step<T>(actor: Actor, label: string, work: () => Promise<T>): Promise<T> {
    await this.turn(actor, label);
    let ended = (): void => undefined;
    this.#step = new Promise((resolve) => {
      ended = resolve;
    });
    try {
      return await work();
    } finally {
      ended();
    }
  }

  sleep(actor: Actor, ms: number, label = 'slept'): Promise<void> {
    const at = this.#nowMs + ms;
    return this.turn(actor, label, () => at);
  }

  turn(actor: Actor, label: string, at: () => number | null = () => this.#nowMs): Promise<void> {
    if (actor.stopped) return Promise.reject(new ActorStoppedError(actor.name));
    return new Promise((resolve, reject) => {
      this.#waits.push({ actor, label, at, go: resolve, refuse: reject });
    });
  }

  repeat(actor: Actor, ms: number, work: () => void): () => void {
    let wait: Wait | null = null;
    const again = (): void => {
      const at = this.#nowMs + ms;
      const go = (): void => {
        again();
        work();
      };
      wait = { actor, label: 'ticks', at: () => at, go, refuse: () => undefined };
      this.#waits.push(wait);
    };
    if (!actor.stopped) again();
    return () => {
      this.#waits = this.#waits.filter((one) => one !== wait);
    };
  }

  /** Its turns never come. */
  stop(actor: Actor): void {
    actor.stopped = true;
    const own = this.#waits.filter((wait) => wait.actor === actor);
    this.#waits = this.#waits.filter((wait) => wait.actor !== actor);
    for (const wait of own) wait.refuse(new ActorStoppedError(actor.name));
  }

  /** Gives turns until nobody waits for one that would ever come, or until then. */
  async run(isOver: () => boolean = () => false): Promise<void> {
    for (;;) {
      await this.#settled();
      if (isOver()) return;
      const next = this.#next();
      if (next === null) return;
      this.#turns += 1;
      if (this.#isHopeless()) throw new Error('Enough has been seen.');
      if (this.#turns > turnsMax) throw new Error(`The world does not come to rest within ${turnsMax} turns.`);
      this.#nowMs += this.#random.whole(0, stepMsMax);
      this.note(next.actor, next.label);
      next.go();
    }
  }

  /** Until the step is done, and everything that follows from it has come to its own next wait. */
  async #settled(): Promise<void> {
    await immediate();
    while (this.#step !== null) {
      const step = this.#step;
      await inTime(step, 'A step does not end.');
      if (this.#step === step) this.#step = null;
      await immediate();
    }
  }

  /** One of those who may go now; where there is none, the time moves on to the first who may go later. */
  #next(): Wait | null {
    const timed = this.#waits.flatMap((wait) => {
      const at = wait.at();
      return at === null ? [] : [{ wait, at: Math.max(at, wait.actor.pausedUntil) }];
    });
    if (timed.length === 0) return null;
    const earliest = Math.min(...timed.map(({ at }) => at));
    this.#nowMs = Math.max(this.#nowMs, earliest);
    const { wait } = this.#random.pick(timed.filter(({ at }) => at <= this.#nowMs));
    this.#waits.splice(this.#waits.indexOf(wait), 1);
    return wait;
  }
}

export async function inTime(ended: Promise<unknown>, whatIsWrong: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(whatIsWrong)), realMsMax);
  });
  await Promise.race([ended, late]).finally(() => clearTimeout(timer));
}

const immediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
