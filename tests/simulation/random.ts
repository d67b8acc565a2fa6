// Chance from a seed: the same seed draws the same, and each part of a world draws from a stream of its own.
import { createHash } from 'node:crypto';

export interface Random {
  /** From 0 up to, and without, 1. */
  unit(): number;
  /** Both ends are among them. */
  whole(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
  /** A stream of its own: what is drawn from it changes nothing here. */
  fork(name: string): Random;
}

export function createRandom(seed: string): Random {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  // Tommy Ettinger's mulberry32 (public domain).
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (min: number, max: number): number => min + Math.floor(unit() * (max - min + 1));
  return {
    unit,
    whole,
    chance: (probability) => unit() < probability,
    pick(list) {
      const picked = list[whole(0, list.length - 1)];
      if (picked === undefined) throw new Error('Nothing to pick from.');
      return picked;
    },
    shuffled(list) {
      const keyed = list.map((item) => ({ item, at: unit() }));
      return keyed.sort((a, b) => a.at - b.at).map(({ item }) => item);
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}
