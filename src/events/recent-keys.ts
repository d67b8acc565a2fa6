// Remembers something of the keys it was told last, in bounded memory: older keys are forgotten, never all at once.

/** What is remembered for certain; up to twice as many are, before the older half goes. */
export const recentKeysMax = 250_000;
/** Longer ones are no keys of valid events, and would fill the memory. */
const keyLengthMax = 300;

export class RecentKeys<T> {
  #newer = new Map<string, T>();
  #older: ReadonlyMap<string, T> = new Map<string, T>();
  readonly #max: number;

  constructor(max = recentKeysMax) {
    this.#max = max;
  }

  get(key: string): T | undefined {
    return this.#newer.get(key) ?? this.#older.get(key);
  }

  set(key: string, value: T): void {
    if (key.length > keyLengthMax) return;
    if (this.#newer.size >= this.#max) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(key, value);
  }
}
