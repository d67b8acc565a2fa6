// How books begin in a QuickBooks company that another Tillbook may begin in at the same moment: what may be sent, and when the
// roll is called. Each looks, shows itself by one entry, and looks again; of two, one at least then sees the other.

/** So old a roll call may be when the first entry is sent: another may have shown itself since. */
export const rollFreshMs = 10_000;
/**
 * So long entries go one by one: whoever looked before we showed ourselves has sent its own first by then, and looked. An entry by
 * itself has a request id that follows from what it is of, so QuickBooks takes it once, whoever sends it; a batch has one of its own.
 */
export const aloneMs = 30_000;

export interface RollStanding {
  /** False: none was called since the connection was made, or since this database was started or put back. */
  readonly isCalled: boolean;
  readonly calledAt: Date | null;
  /** An entry was accepted since the connection was made. */
  readonly announced: boolean;
  /** Null: the roll was not called since then. */
  readonly aloneUntil: Date | null;
}

/** `unannounced`: the first is to be sent. `alone`: one by one. `free`: in batches, too. */
export type Beginning = 'unannounced' | 'alone' | 'free';

export function beginningOf({ announced, aloneUntil }: RollStanding, now: Date): Beginning {
  if (!announced) return 'unannounced';
  return aloneUntil !== null && aloneUntil <= now ? 'free' : 'alone';
}

/** `sending`: there is something to be sent. */
export function isRollWanted(roll: RollStanding, of: { readonly sending: boolean; readonly now: Date }): boolean {
  const { isCalled, calledAt, announced, aloneUntil } = roll;
  if (!isCalled || calledAt === null) return true;
  if (announced) return aloneUntil === null;
  return of.sending && of.now.getTime() - calledAt.getTime() > rollFreshMs;
}
