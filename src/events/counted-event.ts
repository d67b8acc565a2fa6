// What an event counts as: itself, or, for a void without lines, what it takes back in the end.
import type { FinancialEvent } from './financial-event.ts';

export interface CountedEvent {
  /** What has lines of its own; null where that is not known, or of another kind. */
  readonly counted: FinancialEvent | null;
  /** -1n where its lines count the other way round. */
  readonly flip: bigint;
}

/** `known` by key: a void without lines needs its original to know what it takes back, and a void of it what that took back. */
export function countedEvent(event: FinancialEvent, known: ReadonlyMap<string, FinancialEvent>): CountedEvent {
  const passed = new Set<string>();
  let counted: FinancialEvent | null = event;
  let flip = 1n;
  while (counted?.mirrorsOriginal) {
    passed.add(counted.key);
    const original: FinancialEvent | undefined = known.get(counted.reverses ?? '');
    const isIt = original?.kind === event.kind && !passed.has(original.key);
    counted = isIt ? original : null;
    flip = -flip;
  }
  return { counted, flip };
}
