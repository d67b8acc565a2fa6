// Remembers a number for each of the keys it was told last, in memory of one size: older keys are forgotten, never all at once.

/** What is remembered for certain; up to twice as many are, before the older half goes. */
export const recentKeysMax = 250_000;

/**
 * Of a key 64 bits are kept. That two of a million keys have the same, and one is taken for the other, is to be expected
 * once in tens of millions of files.
 */
export class RecentKeys {
  readonly #max: number;
  #newer: KeyTable;
  #older: KeyTable;

  constructor(max = recentKeysMax) {
    this.#max = max;
    this.#newer = new KeyTable(max);
    this.#older = new KeyTable(max);
  }

  get(key: string): number | undefined {
    const hash = hashOf(key);
    return this.#newer.get(hash) ?? this.#older.get(hash);
  }

  set(key: string, value: number): void {
    if (this.#newer.size >= this.#max) {
      [this.#newer, this.#older] = [this.#older, this.#newer];
      this.#newer.clear();
    }
    this.#newer.set(hashOf(key), value);
  }
}

/** Two independent halves; the second is never zero, which marks an empty slot. */
type Hash = readonly [number, number];

/** Open addressing, never more than half full. */
class KeyTable {
  size = 0;
  readonly #mask: number;
  readonly #first: Uint32Array;
  readonly #second: Uint32Array;
  readonly #values: Float64Array;

  constructor(max: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * max));
    this.#mask = slots - 1;
    this.#first = new Uint32Array(slots);
    this.#second = new Uint32Array(slots);
    this.#values = new Float64Array(slots);
  }

  get(hash: Hash): number | undefined {
    const slot = this.#slotOf(hash);
    return this.#second[slot] === 0 ? undefined : this.#values[slot];
  }

  set(hash: Hash, value: number): void {
    const slot = this.#slotOf(hash);
    if (this.#second[slot] === 0) this.size++;
    [this.#first[slot], this.#second[slot]] = hash;
    this.#values[slot] = value;
  }

  clear(): void {
    this.#second.fill(0);
    this.size = 0;
  }

  /** Where the key is, or the empty slot where it would be. */
  #slotOf([first, second]: Hash): number {
    let slot = first & this.#mask;
    while (this.#second[slot] !== 0 && (this.#first[slot] !== first || this.#second[slot] !== second)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }
}

function hashOf(key: string): Hash {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9 ^ key.length;
  for (let at = 0; at < key.length; at += 1) {
    const unit = key.charCodeAt(at);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x85ebca6b);
    second = (second << 13) | (second >>> 19);
  }
  return [mixed(first) >>> 0, mixed(second) >>> 0 || 1];
}

/** Every bit of the input changes about half of the output's. */
function mixed(bits: number): number {
  let value = bits;
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  value = Math.imul(value ^ (value >>> 15), 0x846ca68b);
  return value ^ (value >>> 16);
}
