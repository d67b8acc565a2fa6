// Which lane is to be looked at when: as the job queue has it, whose wakes may be lost, and whose sweep finds what they missed.

export class Jobs {
  readonly #due = new Map<string, number>();
  #sweepAt: number | null = null;
  #lookAt: number | null = null;
  #lookUntilMs = 0;

  /** One job a lane: the earlier of two stays. */
  add(companyId: string, atMs: number): void {
    this.#due.set(companyId, Math.min(atMs, this.#due.get(companyId) ?? Number.POSITIVE_INFINITY));
  }

  earliest(): number | null {
    return this.#due.size === 0 ? null : Math.min(...this.#due.values());
  }

  /** One that is due, the one that has been so for longest. */
  take(nowMs: number): string | null {
    const [first] = [...this.#due].filter(([, at]) => at <= nowMs).sort(([, a], [, b]) => a - b);
    if (first === undefined) return null;
    this.#due.delete(first[0]);
    return first[0];
  }

  /** A wake or a job was lost: the next sweep makes up for it. */
  lose(nowMs: number): void {
    this.#sweepAt ??= (Math.floor(nowMs / sweepEveryMs) + 1) * sweepEveryMs;
  }

  /** Some times a day until then, whatever wakes came. */
  lookUntil(nowMs: number, untilMs: number): void {
    this.#lookUntilMs = untilMs;
    this.#lookAt = nowMs + lookEveryMs <= untilMs ? nowMs + lookEveryMs : null;
  }

  get sweepAt(): number | null {
    const times = [this.#sweepAt, this.#lookAt].filter((at) => at !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  swept(nowMs: number): void {
    this.#sweepAt = null;
    if (this.#lookAt !== null && this.#lookAt <= nowMs) this.lookUntil(nowMs, this.#lookUntilMs);
  }
}

const sweepEveryMs = 60_000;
const lookEveryMs = 6 * 60 * 60_000;
