// When QuickBooks is asked what changed there, how far back, and what a month's metered calls may come to.

/** A sweep a day, whatever webhooks say: they get lost. */
export const sweepEveryMs = 24 * 60 * 60_000;
/** Webhooks lead to a sweep no oftener: a burst of them is one. */
export const askedPauseMs = 60_000;
/**
 * Change data capture gives 1,000 objects at most, our own new entries among them: so many of ours lead to a sweep, once
 * they have settled. A backlog would fill every answer, and reads are metered: posting one costs none.
 */
export const acceptedPerSweepMax = 400;
/** Where a shop never rests, what it accepts in so long still fits an answer. */
const steadyAfterMs = 60 * 60_000;
/** Sweeps overlap by so much: what QuickBooks shows late is seen by the next one. */
export const overlapMs = 2 * 60_000;
/** QuickBooks' clock is not ours: where ours alone says since when, what it says was done so long before is looked at again. */
export const clockMarginMs = 60 * 60_000;
/** QuickBooks tells of 30 days; an hour less, since the call has its way to go and clocks differ. */
export const lookBackMs = 30 * 24 * 60 * 60_000 - 60 * 60_000;

export interface SweepStanding {
  /** Everything that was changed before is known. */
  readonly coveredUntil: Date;
  readonly sweptAt: Date;
  /** When a webhook last asked for one; null: none has since the last. */
  readonly askedAt: Date | null;
  /** Entries of ours that were accepted since, and those that the next answer tells again. */
  readonly accepted: number;
  /** When the last of them was; null: none was. */
  readonly acceptedAt: Date | null;
  /** Everything is being read again, page by page. */
  readonly rereading: boolean;
  /** More of ours is on its way to QuickBooks. */
  readonly busy: boolean;
}

export type SweepStep =
  | { readonly step: 'none' }
  | { readonly step: 'changes'; readonly since: Date }
  /** What lies further back than QuickBooks tells: all accounts, and each entry of ours by its id. */
  | { readonly step: 'reread' };

export function nextSweep(standing: SweepStanding, now: Date): SweepStep {
  if (standing.rereading) return { step: 'reread' };
  const sinceMs = now.getTime() - standing.sweptAt.getTime();
  const asked = standing.askedAt !== null && sinceMs >= askedPauseMs;
  const many = standing.accepted >= acceptedPerSweepMax;
  const wanted = many ? haveSettled(standing, now) : asked;
  if (sinceMs < sweepEveryMs && !wanted) return { step: 'none' };
  const behindMs = now.getTime() - standing.coveredUntil.getTime();
  return behindMs > lookBackMs ? { step: 'reread' } : { step: 'changes', since: standing.coveredUntil };
}

/** The next sweep would be told again of what was accepted within the overlap: few of ours may be in it. */
function haveSettled({ accepted, acceptedAt, sweptAt, busy }: SweepStanding, now: Date): boolean {
  const quiet = acceptedAt === null || now.getTime() - acceptedAt.getTime() >= overlapMs;
  const steady = now.getTime() - sweptAt.getTime() >= steadyAfterMs && accepted < 2 * acceptedPerSweepMax;
  return !busy && (quiet || steady);
}

/** Whether a webhook tells of something new: what was changed before is known, however often it is told. */
export function isNews(changedAt: Date | null, coveredUntil: Date): boolean {
  return changedAt === null || changedAt >= coveredUntil;
}

/** YYYY-MM, in UTC: the month that metered calls are counted for. */
export function meteredMonth(now: Date): string {
  return now.toISOString().slice(0, 7);
}

export function isSpent(month: { readonly calls: number }, budget: number | null): boolean {
  return budget !== null && month.calls >= budget;
}
