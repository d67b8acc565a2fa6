// An entry, or an update of one, that was sent and got no usable answer until it was certainly not there: how often, and what that means.

/**
 * Sent in vain so often, it is refused: the first time sets it behind all others, the second one counts only where QuickBooks
 * answered others meanwhile, and the third shows that it still goes when it is sent again after that.
 */
export const unansweredMax = 3;

const ownPauseFirstMs = 60_000;
const ownPauseMaxMs = 5 * 60_000;

export interface SentInVain {
  /** How often before. */
  readonly unanswered: number;
  readonly firstSentAt: Date;
  /** When QuickBooks last answered the writing of any entry as it should; null: it never did. */
  readonly entryAnsweredAt: Date | null;
}

/** How often by now. In an outage it stays at one however long that is, since nothing tells the entry from any other. */
export function countInVain({ unanswered, firstSentAt, entryAnsweredAt }: SentInVain): number {
  const answersOthers = entryAnsweredAt !== null && entryAnsweredAt > firstSentAt;
  return unanswered === 1 && !answersOthers ? unanswered : unanswered + 1;
}

/**
 * What was sent in vain before waits by itself after another failure, as long as it has been tried or a minute, and the lane
 * goes on; null: the lane pauses as after any.
 */
export function ownPauseMs(
  sent: { readonly unanswered: number; readonly firstSentAt: Date | null },
  now: Date,
): number | null {
  const { unanswered, firstSentAt } = sent;
  if (unanswered === 0 || firstSentAt === null) return null;
  return Math.min(ownPauseMaxMs, Math.max(ownPauseFirstMs, now.getTime() - firstSentAt.getTime()));
}
