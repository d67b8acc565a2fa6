// When a webhook that was not acknowledged is sent again (Intuit's blog of 2025-10-14; before it, the older text).

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export const ladders = ['current', 'older'] as const;
export type Ladder = (typeof ladders)[number];

const waitsMs: Readonly<Record<Ladder, readonly number[]>> = {
  current: [0, 10 * second, 20 * second, 30 * second, 5 * minute, 20 * minute, 2 * hour, 4 * hour, 6 * hour],
  older: [20 * minute, 30 * minute, 50 * minute],
};

/** How long after its failure the attempt of this number (from 1) is followed by the next; null where it is given up. */
export function retryWaitMs(ladder: Ladder, failedAttempts: number): number | null {
  const waits = waitsMs[ladder];
  const wait = waits[failedAttempts - 1];
  if (wait !== undefined) return wait;
  return ladder === 'current' ? (waits.at(-1) ?? null) : null;
}
