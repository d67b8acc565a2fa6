// How entries are made, by business date: one an event, or one a day; each choice holds from a date on until the next.

export type PostingMode = 'per-event' | 'daily-summary';

export interface PostingModePeriod {
  /** First business date, YYYY-MM-DD; null: from the beginning. */
  readonly from: string | null;
  readonly mode: PostingMode;
}

/** The earliest first; dates before the first of them are per event. */
export type PostingModes = readonly PostingModePeriod[];

export function postingModeOn(businessDate: string, modes: PostingModes): PostingMode {
  return modes.findLast(({ from }) => from === null || from <= businessDate)?.mode ?? 'per-event';
}

/** Ends every choice that would begin on its date or later; the mode of now chosen again moves when it began. */
export function chooseMode(modes: PostingModes, chosen: PostingModePeriod): PostingModes {
  const others = modes.at(-1)?.mode === chosen.mode ? modes.slice(0, -1) : modes;
  const kept = others.filter(({ from }) => chosen.from !== null && (from === null || from < chosen.from));
  return (kept.at(-1)?.mode ?? 'per-event') === chosen.mode ? kept : [...kept, chosen];
}
