// From the books' words to the wire's, for undo and repost: minor units as decimal strings, instants as text.
import { formatMinor } from '../money.ts';
import type * as books from '../pipeline/period-port.ts';
import type * as wire from './contract.ts';
import { wireDriftLine } from './wire-drift.ts';

export function wirePreview(preview: books.PeriodPreview): wire.PeriodPreview {
  const { accounts, changes, stays, knownUntil, reasons, token, entries, changing, changingLines, staying } = preview;
  const { notPosted, nextCursor, running } = preview;
  return {
    ...chosen(preview),
    ...{ token, entries, changing, changingLines, staying, notPosted, nextCursor, running },
    reasons: [...reasons],
    accounts: accounts.map(({ account, currency, beforeMinor, afterMinor }) => ({
      ...{ account, currency },
      before: formatMinor(beforeMinor, currency),
      after: formatMinor(afterMinor, currency),
      difference: formatMinor(afterMinor - beforeMinor, currency),
    })),
    changes: changes.map(({ lines, events, ...change }) => ({
      ...change,
      events: [...events],
      lines: lines.map(({ ours, theirs }) => ({ before: wireDriftLine(ours), after: wireDriftLine(theirs) })),
    })),
    stays: stays.map(wireStaying),
    knownUntil: knownUntil?.toISOString() ?? null,
  };
}

const chosen = ({ from, to, locations, kinds }: books.PeriodChoice) => ({
  ...{ from, to },
  locations: locations === null ? null : [...locations],
  kinds: kinds === null ? null : [...kinds],
});

const wireStaying = ({ events, ...entry }: books.StayingEntry) => ({ ...entry, events: [...events] });

export function wireRepost(repost: books.RepostView): wire.Repost {
  const { id, state, who, at, cancelledBy, endedAt, entries, written, toGo, left, waitsFor, nextCursor } = repost;
  return {
    ...chosen(repost),
    ...{ id, state, who, cancelledBy, entries, written, toGo, left, waitsFor, nextCursor },
    at: at.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    stays: repost.stays.map(wireStaying),
  };
}
